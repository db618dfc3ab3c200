#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace lanterne::firmware {

/// One fact of a log line, already as JSON.
struct LogField {
    LogField(std::string_view field, std::string_view text);

    LogField(std::string_view field, std::integral auto number)
        : name{field}, json{std::to_string(number)} {}

    std::string_view name;
    std::string json;
};

/// The unit's log: on stderr, one JSON object a line, with ts (UTC), level, program, message and
/// the fields. Made once in main.
class Log {
public:
    using Fields = std::initializer_list<LogField>;

    Log();
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void info(std::string_view message, Fields fields = {});
    void warning(std::string_view message, Fields fields = {});

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// In JSON's quotes; what is not printable ASCII becomes '?'.
std::string to_json(std::string_view text);

} // namespace lanterne::firmware
