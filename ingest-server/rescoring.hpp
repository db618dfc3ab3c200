#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"
#include "ingest-server/entry_scoring.hpp"

namespace lanterne::ingest {

/// What the engine of now says of a race, against what is stored and what was published last.
struct Rescoring {
    std::size_t entries = 0;
    std::size_t fixes = 0;
    std::size_t acts = 0;
    std::vector<std::string> differences; ///< in words, a line each: first passages, then ranks
    std::string stored_digest;            ///< empty: none yet
    std::string stored_engine;            ///< empty: of a version that did not say it
    std::string digest;
    std::string engine;
    std::optional<std::uint32_t> published;       ///< revision of the last publication
    std::vector<std::string> published_otherwise; ///< what it says otherwise than this, in words

    bool is_same() const {
        return differences.empty() && published_otherwise.empty() &&
               (stored_digest.empty() || stored_digest == digest);
    }
};

/// Scores a race anew from nothing but its definition, the chunks and the acts in the store, all as
/// of one moment, and writes nothing. `wall` is now. An error says why it cannot. Failures as
/// database::Connection::execute; not within a transaction.
Result<Rescoring, std::string> rescore_from_store(database::Connection& connection,
                                                  const Slug& slug, UtcTime wall,
                                                  const Progress& progress = {});
/// The same within the open transaction, which says as of which moment.
Result<Rescoring, std::string> rescore_within(database::Connection& connection, const Slug& slug,
                                              UtcTime wall, const Progress& progress = {});

/// As lanterne-ingest rescore prints it, with the last line's end.
std::string to_text(const Rescoring& rescoring, const Slug& slug);

} // namespace lanterne::ingest
