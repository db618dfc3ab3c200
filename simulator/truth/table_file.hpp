#pragma once

#include <cstddef>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace lanterne::simulator {

/// Longer no line of ours is.
inline constexpr std::size_t max_table_line_bytes = 4'096;

/// A table of RFC 4180 without line breaks in fields, read line by line: of any length.
class TableFile {
public:
    using Fields = std::vector<std::string>;

    /// Its first line must be just these columns; an error says file, line and what is wrong.
    static Result<TableFile, std::string> open(const std::string& path, const Fields& columns);

    /// The next row, with as many fields as there are columns; nothing behind the last.
    Result<std::optional<Fields>, std::string> next();

    /// "FILE:LINE: what", of the row that came last.
    std::string fault(std::string_view what) const;

private:
    TableFile(std::string path, std::size_t columns)
        : path_{std::move(path)}, file_{path_, std::ios::binary}, columns_{columns} {}

    Result<std::optional<Fields>, std::string> next_line();

    std::string path_;
    std::ifstream file_;
    std::size_t columns_;
    std::size_t line_ = 0;
};

/// The fields of a line; nothing when a quote has no end or stands where none may.
std::optional<std::vector<std::string>> fields_of(std::string_view line);

} // namespace lanterne::simulator
