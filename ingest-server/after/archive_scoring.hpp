#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.hpp"
#include "database/connection.hpp"
#include "ingest-server/after/archive_parts.hpp"
#include "ingest-server/after/entry_fixes.hpp"
#include "ingest-server/entry_scoring.hpp"

namespace lanterne::ingest::after {

/// What the engine of this program makes of an archive.
struct ArchiveScore {
    std::string engine;
    std::string input_digest;
    std::string digest;
    std::size_t entries = 0;
    std::size_t fixes = 0; ///< that are scored
    std::size_t acts = 0;
};

/// Scores a race from nothing but the files of an archive. An error says which cannot be read, or
/// whom it could not score. Failures as database::Connection::execute.
Result<ArchiveScore, std::string> score_archive(database::Connection& connection,
                                                const ArchiveRow& archive,
                                                const Progress& progress = {});

/// The chunks that an archive has. Connection, archive and `fault` must outlive it: the first file
/// that cannot be read, in words.
ChunkSource chunks_of_archive(database::Connection& connection, const ArchiveRow& archive,
                              std::string& fault);

} // namespace lanterne::ingest::after
