#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/exchange/fault.hpp"

namespace lanterne::exchange {

inline constexpr std::size_t max_toml_bytes = std::size_t{1024} * 1024;

struct TomlMember;

/// A TOML value as it was written, with its line.
struct TomlValue {
    enum class Kind : std::uint8_t {
        text,
        integer,
        number, ///< may be infinite or not a number
        truth,
        time,       ///< date and time with an offset
        local_time, ///< date or time without one
        list,
        table,
    };

    Kind kind = Kind::table;
    std::size_t line = 0; ///< from 1
    std::string text;
    std::int64_t integer = 0; ///< of a truth: 1 or 0
    double number = 0;        ///< of an integer too
    UtcTime time{};
    std::vector<TomlValue> list;
    std::vector<TomlMember> members; ///< of a table, by name

    /// Nothing when the table has no such member. The pointer lives as long as this value.
    const TomlValue* member(std::string_view name) const;
};

/// A key of a table with what it holds. Not a pair: clang 16 asks of a pair, before its types are
/// whole, how it is made.
struct TomlMember {
    std::string name;
    TomlValue value;
};

/// The document as a table. `file` names it in the faults. Never throws on content.
Result<TomlValue, std::vector<Fault>> parse_toml(std::string_view file, std::string_view bytes);

} // namespace lanterne::exchange
