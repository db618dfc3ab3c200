#include "core/exchange/toml_value.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

/// Each dot of a key nests a table, and toml++ 3.3 walks nested tables by recursion.
constexpr std::ptrdiff_t max_dots_in_a_line = 64;

UtcTime to_utc(const toml::date_time& when) {
    const std::chrono::year_month_day date{std::chrono::year{when.date.year},
                                           std::chrono::month{when.date.month},
                                           std::chrono::day{when.date.day}};
    const auto since_midnight = std::chrono::hours{when.time.hour} +
                                std::chrono::minutes{when.time.minute} +
                                std::chrono::seconds{when.time.second} +
                                std::chrono::milliseconds{when.time.nanosecond / 1'000'000};
    return std::chrono::sys_days{date} + since_midnight -
           std::chrono::minutes{when.offset ? when.offset->minutes : 0};
}

TomlValue to_value(const toml::node& node) {
    using Kind = TomlValue::Kind;
    TomlValue value;
    value.line = node.source().begin.line;
    if (const auto* table = node.as_table()) {
        for (const auto& [key, member] : *table) {
            value.members.push_back({std::string{key.str()}, to_value(member)});
        }
    } else if (const auto* list = node.as_array()) {
        value.kind = Kind::list;
        for (const toml::node& element : *list) {
            value.list.push_back(to_value(element));
        }
    } else if (const auto* text = node.as_string()) {
        value.kind = Kind::text;
        value.text = text->get();
    } else if (const auto* integer = node.as_integer()) {
        value.kind = Kind::integer;
        value.integer = integer->get();
        value.number = static_cast<double>(integer->get());
    } else if (const auto* number = node.as_floating_point()) {
        value.kind = Kind::number;
        value.number = number->get();
    } else if (const auto* when = node.as_date_time(); when && when->get().offset) {
        value.kind = Kind::time;
        value.time = to_utc(when->get());
    } else {
        value.kind = node.is_boolean() ? Kind::truth : Kind::local_time;
        value.integer = node.value_or(false) ? 1 : 0;
    }
    return value;
}

/// The line on which keys might nest too deep; 0: none.
std::size_t line_with_too_many_dots(std::string_view text) {
    std::size_t line = 1;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (std::ranges::count(text.substr(0, end), '.') > max_dots_in_a_line) {
            return line;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line;
    }
    return 0;
}

} // namespace

const TomlValue* TomlValue::member(std::string_view name) const {
    const auto found = std::ranges::find(members, name, &TomlMember::name);
    return found == members.end() ? nullptr : &found->value;
}

Result<TomlValue, std::vector<Fault>> parse_toml(std::string_view file, std::string_view bytes) {
    Faults faults{file};
    if (bytes.size() > max_toml_bytes) {
        faults.add(0, fmt::format("has {} bytes", bytes.size()),
                   fmt::format("at most {}", max_toml_bytes));
    } else if (const auto offset = first_not_text(bytes)) {
        faults.add(LineIndex{bytes}.line_at(*offset), "is not UTF-8 text", "TOML saved as UTF-8");
    } else if (const auto line = line_with_too_many_dots(bytes)) {
        faults.add(line, "has too many dots", fmt::format("at most {}", max_dots_in_a_line));
    } else {
        try {
            return to_value(toml::parse(without_byte_order_mark(bytes)));
        } catch (const toml::parse_error& error) {
            faults.add(error.source().begin.line,
                       fmt::format("is not TOML ({})", error.description()), "");
        }
    }
    return tl::unexpected{faults.take()};
}

} // namespace lanterne::exchange
