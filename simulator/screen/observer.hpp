#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "simulator/day/race_day.hpp"
#include "simulator/day/unit_watch.hpp"
#include "simulator/screen/happenings.hpp"
#include "simulator/screen/race_now.hpp"

namespace lanterne::simulator {

/// Looks at a race day and keeps what a screen tells of it. What costs (a unit's report walks its
/// journal) it asks of a few units each time, and of those that are shown.
class Observer {
public:
    static constexpr std::size_t reports_a_look = 100;
    static constexpr std::size_t most_log_lines = 100; ///< then the oldest go

    /// The plan outlives it.
    explicit Observer(const plan::RacePlan& plan);

    void befalls(const MishapEvent& event);

    /// All but the log. `shown` are entries whose reports shall be of now.
    void look(const RaceDay& day, std::span<const std::size_t> shown);

    /// Writes what happened since the last call into the log; to be called once a second. Of
    /// connections in a large field it tells each ten seconds.
    void write_log(const RaceDay& day);

    void say(const std::string& line); ///< into the log

    RaceNow& now() { return now_; }

private:
    void find_units(const RaceDay& day);
    void look_at_athletes(const RaceDay& day);
    void look_at_units(const RaceDay& day);
    void look_at_mishaps(const RaceDay& day);
    void ask_report(const RaceDay& day, std::size_t entry);
    void count();

    const plan::RacePlan& plan_;
    RaceNow now_;
    std::vector<std::optional<std::size_t>> units_; ///< by entry
    std::vector<std::size_t> entries_;              ///< by unit
    std::size_t next_report_ = 0;                   ///< unit
    UnitWatch watch_;
    Happenings happenings_;
    Happenings connections_;
    std::uint64_t logs_written_ = 0;
};

} // namespace lanterne::simulator
