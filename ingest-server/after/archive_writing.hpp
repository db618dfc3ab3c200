#pragma once

#include <string>

#include "core/base/result.hpp"
#include "database/connection.hpp"
#include "ingest-server/after/archive_parts.hpp"

namespace lanterne::ingest::after {

/// Writes the files of an archive from what the store has of its race, as of the open transaction's
/// moment, and counts its fixes. An error says what cannot be read. Failures as
/// database::Connection::execute.
Result<void, std::string> write_files(database::Connection& connection, ArchiveRow& archive);

/// The file of that name as it would be written now.
Result<std::string, std::string> assignments_of_now(database::Connection& connection,
                                                    std::int32_t race);

} // namespace lanterne::ingest::after
