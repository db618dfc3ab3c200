#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/scoring/publishing/publication.hpp"
#include "database/connection.hpp"
#include "ingest-server/entry_scoring.hpp"
#include "ingest-server/kept_race.hpp"

namespace lanterne::ingest {

inline constexpr std::size_t max_who_bytes = 200;
inline constexpr std::size_t max_why_bytes = 500;

/// A person's wish to say results to the world.
struct PublishOrder {
    Slug race;
    std::string state; ///< provisional, protest, official, amended or annulled
    std::string who;
    std::string why;
};

struct Published {
    scoring::Publication publication;
    std::optional<std::uint32_t> before;  ///< revision of the one before
    std::vector<std::string> differences; ///< from that one, in words
};

/// Scores the race anew from nothing but its definition, the chunks and the acts in the store, all
/// as of one moment, and writes a row of race.publication that nobody changes any more. Who
/// annuls publishes what was published before. An error says why it is not done; nothing is
/// written then. Two at once come one after the other. Failures as database::Connection::execute;
/// not within a transaction.
Result<Published, std::string> publish(database::Connection& connection, const PublishOrder& order,
                                       const Progress& progress = {});

/// As lanterne-ingest publish prints it, with the last line's end.
std::string to_text(const Published& published, const Slug& race);

/// The newest publication of a race; nothing when there is none. An error: its row cannot be read.
Result<std::optional<scoring::Publication>, std::string>
last_publication(database::Connection& connection, std::int32_t race);

} // namespace lanterne::ingest
