#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/fault.hpp"

namespace lanterne::exchange {

inline constexpr std::size_t max_csv_bytes = std::size_t{32} * 1024 * 1024;
inline constexpr std::size_t max_csv_field_bytes = 4'096;
inline constexpr std::size_t max_csv_columns = 64;
inline constexpr std::size_t max_csv_rows = 100'000;

struct CsvRow {
    std::size_t line = 0;            ///< where it begins, from 1
    std::vector<std::string> fields; ///< as many as the header has
};

/// A table whose first line names its columns.
struct CsvTable {
    CsvRow header;
    std::vector<CsvRow> rows;
    std::vector<Fault> faults; ///< what is not in `rows`, and why
};

/// Reads RFC 4180 in UTF-8, with or without a byte order mark, with any line ends; separated by
/// what the header uses most of comma, semicolon and tab. Empty lines are passed over. `file` names
/// it in the faults. Never throws on content.
CsvTable read_csv(std::string_view file, std::string_view bytes);

/// One line of RFC 4180 with its line end (LF): quotes where needed, separated by commas.
std::string write_csv_line(const std::vector<std::string>& fields);

/// A person's text as a field that no spreadsheet takes for a formula: an apostrophe before what
/// would begin one.
std::string guarded(const std::string& text);

} // namespace lanterne::exchange
