#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "core/base/time.hpp"
#include "ingest-server/clock.hpp"

namespace lanterne::ingest {

/// When each race gets the work of its second. The races are spread over the second, so that what
/// units send is stored between two of them; and the first comes when the fixes of a second, which
/// receivers take at its begin, have most likely arrived and been stored. No I/O, no clock.
class RaceSeconds {
public:
    static constexpr std::chrono::seconds interval{1};

    /// After a second of UTC began. What is on its way for longer is told a second later: 0.1 to
    /// 0.2 s in a receiver, as much in a mobile network, up to 0.15 s until a turn of ours.
    static constexpr std::chrono::milliseconds first_moment{550};

    /// The races there are. One that is new is due at once, and then at its own moment. `now` and
    /// `utc` are the same instant.
    void follow(std::span<const std::int32_t> races, SteadyTime now, UtcTime utc);

    /// A second of a race that has come.
    struct Due {
        std::int32_t race = 0;
        SteadyTime as_of{}; ///< when it came: whole seconds after each other of the race
    };

    /// The one that has waited longest; it counts as done. Seconds that nobody came for are left
    /// out.
    std::optional<Due> take_due(SteadyTime now);

    /// When the next one comes; nothing: there is no race.
    std::optional<SteadyTime> next() const;

private:
    std::map<std::int32_t, SteadyTime> due_;
    std::size_t begun_ = 0; ///< races that were new
};

} // namespace lanterne::ingest
