#include "firmware/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace lanterne::firmware {
namespace {

std::string line(std::string_view message, Log::Fields fields) {
    std::string text = "\"message\":" + to_json(message);
    for (const LogField& field : fields) {
        text += ',' + to_json(field.name) + ':' + field.json;
    }
    return text;
}

} // namespace

struct Log::State {
    spdlog::logger logger{"lanterne-tracker", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
};

LogField::LogField(std::string_view field, std::string_view text)
    : name{field}, json{to_json(text)} {}

Log::Log() : state_{std::make_unique<State>()} {
    state_->logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","program":"%n",%v})",
        spdlog::pattern_time_type::utc));
}

Log::~Log() = default;

void Log::info(std::string_view message, Fields fields) {
    state_->logger.info(line(message, fields));
}

void Log::warning(std::string_view message, Fields fields) {
    state_->logger.warn(line(message, fields));
}

std::string to_json(std::string_view text) {
    std::string json = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            json += '\\';
        }
        json += letter >= ' ' && letter <= '~' ? letter : '?';
    }
    return json + '"';
}

} // namespace lanterne::firmware
