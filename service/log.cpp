#include "service/log.hpp"

#include <cmath>

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace lanterne::service {
namespace {

/// Bytes of the UTF-8 sequence that `text` begins with; 0: it is none (RFC 3629).
std::size_t sequence_length(std::string_view text) {
    const auto at = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned first = at(0);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xc2 && first < 0xe0 ? 2
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xf0 && first < 0xf5 ? 4
                                                               : 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xc0U) != 0x80U) {
            return 0;
        }
    }
    const bool overlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
    const bool surrogate = first == 0xed && at(1) >= 0xa0;
    const bool beyond = first == 0xf4 && at(1) >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

void append_escaped(std::string& json, char c) {
    switch (c) {
    case '"': json += "\\\""; return;
    case '\\': json += "\\\\"; return;
    case '\n': json += "\\n"; return;
    case '\t': json += "\\t"; return;
    default: break;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
        json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
        json += c;
    }
}

/// In JSON's quotes.
std::string quoted(std::string_view text) {
    std::string json = "\"";
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        if (length == 0) {
            json += "\xEF\xBF\xBD";
        } else if (length == 1) {
            append_escaped(json, text.front());
        } else {
            json += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return json + '"';
}

std::string limited(std::string_view text) { return quoted(text.substr(0, Log::text_limit)); }

std::string json_value(const LogField::Value& value) {
    struct ToJson {
        std::string operator()(std::string_view text) const { return limited(text); }

        std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }

        std::string operator()(std::uint64_t number) const { return fmt::format("{}", number); }

        std::string operator()(double number) const {
            return std::isfinite(number) ? fmt::format("{}", number) : "null";
        }

        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    };

    return std::visit(ToJson{}, value);
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: break;
    }
    return spdlog::level::err;
}

} // namespace

struct Log::State {
    spdlog::logger logger;
};

Log::Log(const std::string& program, LogLevel least)
    : state_{std::make_unique<State>(
          State{spdlog::logger{program, std::make_shared<spdlog::sinks::stderr_sink_mt>()}})} {
    state_->logger.set_level(spdlog_level(least));
    state_->logger.flush_on(spdlog::level::trace);
    state_->logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","program":"%n",%v})",
        spdlog::pattern_time_type::utc));
}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view message, Fields fields) {
    if (!state_->logger.should_log(spdlog_level(level))) {
        return;
    }
    std::string line = "\"message\":" + limited(message);
    for (const LogField& field : fields) {
        line += fmt::format(",{}:{}", quoted(field.name), json_value(field.value));
    }
    state_->logger.log(spdlog_level(level), spdlog::string_view_t{line});
}

} // namespace lanterne::service
