#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "ingest-server/clock.hpp"

namespace lanterne::ingest {

/// When each race gets the work of its second. The races are spread over the second, so that what
/// units send is stored between two of them. No I/O, no clock.
class RaceSeconds {
public:
    static constexpr std::chrono::seconds interval{1};

    /// The races there are. One that is new is due at once, and then at its own moment.
    void follow(std::span<const std::int32_t> races, SteadyTime now);

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
