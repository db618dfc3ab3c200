#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "database/connection.hpp"

/// The rows of archives. Whoever calls owns the transaction; failures as
/// database::Connection::execute.
namespace lanterne::ingest::after {

inline constexpr std::size_t max_part_bytes = std::size_t{4} * 1024 * 1024;

/// A row of race.archive.
struct ArchiveRow {
    std::int32_t race = 0;
    std::int32_t number = 0;
    std::string engine;
    std::string input_digest;
    std::string digest;
    std::int32_t publication = 0; ///< revision
    std::int64_t fixes = 0;
    std::int32_t parts = 0;
    std::int64_t bytes = 0;
    std::string sha256; ///< hexadecimal
    UtcTime made;       ///< wall time
};

/// Of a race, by number.
std::vector<ArchiveRow> archives_of(database::Connection& connection, std::int32_t race);

/// Writes a file, in as many parts as it takes.
void write_file(database::Connection& connection, const ArchiveRow& archive,
                const std::string& name, std::string_view content);
/// A whole file; nothing: there is none of that name.
std::optional<std::string> read_file(database::Connection& connection, const ArchiveRow& archive,
                                     const std::string& name);
/// Names that begin so, ascending.
std::vector<std::string> file_names(database::Connection& connection, const ArchiveRow& archive,
                                    const std::string& begin);

/// After its parts: writes the row, with what they come to. Answers it whole.
ArchiveRow write_archive(database::Connection& connection, const ArchiveRow& archive);

} // namespace lanterne::ingest::after
