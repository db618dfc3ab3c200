#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/wire/error.hpp"
#include "core/wire/topic.hpp"
#include "ingest-server/clock.hpp"
#include "ingest-server/race_keeper.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::ingest {

inline constexpr std::chrono::seconds snapshot_interval{5};

/// Hands a message to the broker; false: it did not take it.
using Publish =
    std::function<bool(const std::string& topic, wire::ByteView payload, service::Retain retain)>;

/// Publishes what is committed: each second a frame a race, changed or not, and a retained
/// snapshot when a race was loaded and each five seconds. What the broker did not take is told with
/// the next frame, so that frames leave out no version.
class LiveFeed {
public:
    LiveFeed(RaceKeeper& keeper, Clock clock, Publish publish)
        : keeper_{keeper}, clock_{std::move(clock)}, publish_{std::move(publish)} {}

    /// What there is of a race, as of a moment that has come: call once the work of its second is
    /// done. A second is told once; after a stall the numbers of the missed ones are left out.
    void tick(std::int32_t race, SteadyTime as_of);

    /// Of every race, as of now.
    void tick();

private:
    /// Counts from the wall seconds that a race has been live when it was told of for the first
    /// time, by the clock that never goes back.
    struct Counting {
        std::uint64_t first = 0;
        SteadyTime since{};
        std::uint64_t last = 0;                  ///< published
        std::optional<SteadyTime> snapshot_at{}; ///< none since the race was loaded
    };

    Counting& counting(std::int32_t race, UtcTime went_live, SteadyTime as_of);
    /// False when the broker did not take all of it.
    bool publish(const Slug& slug, wire::LiveChannel channel, const wire::LiveFrame& whole);

    RaceKeeper& keeper_;
    Clock clock_;
    Publish publish_;
    /// Of every race ever seen, so that no number is used twice when a race is loaded anew.
    std::map<std::int32_t, Counting> counting_;
};

} // namespace lanterne::ingest
