#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace lanterne::service {

enum class LogLevel { debug, info, warning, error };

/// One fact of a log line. Text may come from outside: it is escaped, bytes that
/// are not UTF-8 become U+FFFD, and it is cut at `Log::text_limit`.
struct LogField {
    using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

    LogField(std::string_view field, std::string_view text) : name{field}, value{text} {}

    LogField(std::string_view field, const char* text)
        : name{field}, value{std::string_view{text}} {}

    LogField(std::string_view field, const std::string& text)
        : name{field}, value{std::string_view{text}} {}

    LogField(std::string_view field, bool flag) : name{field}, value{flag} {}

    LogField(std::string_view field, std::floating_point auto number)
        : name{field}, value{static_cast<double>(number)} {}

    LogField(std::string_view field, std::signed_integral auto number)
        : name{field}, value{std::int64_t{number}} {}

    LogField(std::string_view field, std::unsigned_integral auto number)
        : name{field}, value{std::uint64_t{number}} {}

    std::string_view name;
    Value value;
};

/// The log of a program: on stderr, one JSON object a line with ts (UTC), level, program, message
/// and the fields. Any thread may write; made once in main and passed by reference.
class Log {
public:
    using Fields = std::initializer_list<LogField>;
    static constexpr std::size_t text_limit = 4096; ///< bytes of a message or a text field

    explicit Log(const std::string& program, LogLevel least = LogLevel::info);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void debug(std::string_view message, Fields fields = {}) {
        write(LogLevel::debug, message, fields);
    }

    void info(std::string_view message, Fields fields = {}) {
        write(LogLevel::info, message, fields);
    }

    void warning(std::string_view message, Fields fields = {}) {
        write(LogLevel::warning, message, fields);
    }

    void error(std::string_view message, Fields fields = {}) {
        write(LogLevel::error, message, fields);
    }

private:
    void write(LogLevel level, std::string_view message, Fields fields);

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::service
