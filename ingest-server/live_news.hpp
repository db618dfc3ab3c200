#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "core/base/ids.hpp"
#include "core/wire/live.hpp"

namespace lanterne::ingest {

/// What changed in a race in the versions (from_version, to_version], and is committed.
struct RaceNews {
    std::uint64_t from_version = 0;
    std::uint64_t to_version = 0;
    std::vector<wire::LiveEntry> entries;
    std::vector<wire::LivePassage> passages;
    std::vector<wire::LiveForecast> forecasts;
    std::vector<wire::LiveGrade> grades;
    std::uint64_t last_event = 0;
    std::vector<wire::LiveEvent> events;
};

/// What a race's readers were not told yet. No I/O. It outlives the race in memory: what was
/// committed before the race was dropped is told all the same.
class LiveNews {
public:
    /// When more events than these wait to be told, everything that waits is forgotten: the next
    /// frame begins behind it, and who reads it looks into the database. Passages that were settled
    /// where they are count as events.
    static constexpr std::size_t max_events = 20'000;

    /// What one transaction wrote: of one entry the newest row alone, passages in the order of
    /// their making.
    struct Fresh {
        std::uint64_t version = 0; ///< the greatest that was written; 0: none was
        std::map<Bib, wire::LiveEntry> entries{};
        std::vector<wire::LivePassage> passages{};
        std::map<Bib, wire::LiveForecast> forecasts{};
        std::vector<wire::LiveGrade> grades{}; ///< all, or none that changed
        std::uint64_t last_event = 0;          ///< of the race; 0: as before
        std::vector<wire::LiveEvent> events{}; ///< in the order of their numbers
    };

    /// The race was loaded, and the store has it at that version. If that is not where this
    /// stands, another has written, and what is between is told by nobody.
    void begin(std::uint64_t version, std::uint64_t last_event);
    /// After the COMMIT.
    void take(Fresh fresh);

    RaceNews untold() const;
    /// What untold() answered, and nothing since, is told.
    void told();

    std::uint64_t version() const { return fresh_.version; }

    std::uint64_t last_event() const { return fresh_.last_event; }

private:
    std::uint64_t from_ = 0;
    Fresh fresh_;
};

} // namespace lanterne::ingest
