#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/scoring/options.hpp"
#include "bench/scoring/oracle.hpp"
#include "bench/scoring/stratum.hpp"
#include "core/course/course.hpp"
#include "tests/support/truth/judge.hpp"

namespace lanterne::bench {

/// A time that scoring published, beside the truth and what others make of the same fixes.
struct Timed {
    const truth::Shape* shape = nullptr;
    course::Sport sport = course::Sport::other;
    std::string point; ///< id
    Stratum stratum = Stratum::open;
    double gap_s = 0;     ///< from the fix before the passage to the one behind it
    double speed_mps = 0; ///< truly, at the passage
    TimedError published;
    bool is_wrong = false; ///< farther off than max(5 s, 4 standard errors)
    std::optional<TimedError> oracle;
    std::optional<TimedError> knowable; ///< by the oracle, told what an engine can know
    std::optional<TimedError> raw;
    std::optional<TimedError> oracle_unaided; ///< these two near stops alone, not told which of
    std::optional<TimedError> raw_unaided;    ///< several crossings is meant: the first
};

/// What the receivers are like, and of whom.
struct Campaign {
    simulator::Conditions conditions;
    std::vector<const truth::Shape*> shapes;
    int athletes = 0; ///< of each shape
    std::uint64_t seed = 1;
    bool with_oracle = true;
};

/// All passages of that many athletes but starts by the gun.
std::vector<Timed> timed(const Campaign& campaign, unsigned threads);

} // namespace lanterne::bench
