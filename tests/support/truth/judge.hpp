#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/scoring/race.hpp"
#include "tests/support/truth/sample.hpp"

namespace lanterne::truth {

/// One published time beside the true one. Starts by the gun are left out.
struct Judged {
    std::size_t point = 0;
    UtcTime truth;
    double error_s = 0; ///< published less true
    double standard_error_s = 0;
    double waited_s = 0; ///< from the true passage until it was first published
    bool is_bridged = false;
};

/// What scoring got right and wrong about one athlete.
struct Verdict {
    std::uint64_t seed = 0;
    std::uint64_t number = 0;
    std::vector<std::string> wrong;        ///< a line each; none: all right
    std::vector<std::size_t> wrong_points; ///< of each line
    std::vector<Judged> times;
    std::vector<scoring::CaseKind> cases; ///< about its way or its passages, as of its last fix
    bool ought_to_be_a_case = false;      ///< truly: it cut the course, or left it for good
    std::size_t fixes = 0;
};

/// Gives the race the athlete's fixes one by one and looks at what it publishes after each.
/// Wrong is a true passage without a published one of the same point (leg and lap) within max(5 s,
/// 4 standard errors); a published one without a true one; and one that was shown and is withdrawn
/// later. A passage whose time is revised is not withdrawn. Acts come when all fixes are there.
Verdict judge(scoring::Race& race, const Bib& bib, const Sample& sample,
              const std::vector<plan::Act>& acts = {});

/// The race of a shape with that seed as somebody defined it, with athletes 1 to `athletes`: each
/// of them judged.
std::vector<Verdict> judge_race(const Shape& shape, const simulator::Conditions& conditions,
                                std::uint64_t seed, int athletes);

} // namespace lanterne::truth
