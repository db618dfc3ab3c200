#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "simulator/judge/bars.hpp"
#include "simulator/judge/spread.hpp"
#include "simulator/said/said_frame.hpp"
#include "simulator/truth/true_result.hpp"
#include "simulator/truth/truth_race.hpp"

namespace lanterne::simulator::judge {

/// The times of passages that the system says at last, against the true ones.
struct PassageVerdict {
    std::uint64_t truly = 0;      ///< true passages, but those behind the end of what was said
    std::uint64_t said = 0;       ///< passages that were said
    std::uint64_t missing = 0;    ///< truly passed, not said; or said with a false time
    std::uint64_t false_ones = 0; ///< said, never passed; or further off than is tolerated
    Spread error_s; ///< said less true, of the others; starts by a gun, which nobody measured,
                    ///< are left out
    Bars histogram{-10, 10, 80}; ///< of error_s
    Share inside; ///< of those that said a standard error: the truth lies within 1.96 of it
    std::vector<std::string> examples; ///< of what is missing or false, for people
};

struct PassageTruth {
    const TruthRace& race;
    std::span<const std::vector<ToldPassage>> passages; ///< of each entry
    UtcTime known_until;                                ///< later ones need not have been said
};

/// A said time that is off by more is no time of that passage.
inline constexpr Milliseconds default_false_beyond{60'000};
inline constexpr std::size_t most_examples = 20;

PassageVerdict judge_passages(const PassageTruth& truth, std::span<const SaidPassage> said,
                              Milliseconds false_beyond = default_false_beyond);

} // namespace lanterne::simulator::judge
