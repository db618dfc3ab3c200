#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/scoring/record/passage.hpp"

namespace lanterne::scoring {

/// That something was seen at a timing point: by whom, on which clock, when.
struct Observation {
    Source source = Source::gps;
    std::string clock; ///< empty: satellites' time, or the race's own
    UtcTime time;      ///< as that clock said it, with what was added to it since
    std::uint32_t standard_error_ms = 0;
    std::uint32_t shared_error_ms = 0; ///< the part of it that all times of that clock share
    bool is_bridged = false;
    bool is_settled = true;

    bool operator==(const Observation&) const = default;
};

/// What a source knows when it says nothing of its error: a mat 0.1 s, a person or a button 0.5 s.
std::uint32_t usual_error_ms(Source source);

/// Two witnesses of one passage that cannot both be right.
struct Disagreement {
    std::size_t point = 0; ///< index into the points of the entry's course
    Observation believed;
    Observation other;
    double deviations = 0; ///< how far apart, in standard deviations of the difference

    bool operator==(const Disagreement&) const = default;
};

/// What witnesses say together.
struct Verdict {
    Observation observation;
    std::optional<Disagreement> disagreement; ///< the widest, when they cannot all be right
};

/// How unlikely a difference must be before it is no chance: one passage in a thousand would be
/// taken for a disagreement. (Chi-square with n - 1 degrees of freedom, as tables give it.)
inline constexpr double disagreement_share = 0.001;

/// The rule by which observations of one passage become its time. (A person's word, which comes
/// before all of them, is not among them.)
/// 1. One witness is believed.
/// 2. Several that agree within their errors are combined, each with the inverse of its variance as
///    weight: the least variance that independent witnesses allow (Aitken 1935). They agree when
///    the weighted squares of their distances from that mean are no more than chance explains.
/// 3. Else the most trusted alone decides: chip, unit, hand, gps; of the same trust the one with
///    the least error, then the earliest.
/// The order in which they come changes nothing. At least one.
Verdict decide(std::size_t point, std::vector<Observation> witnesses);

} // namespace lanterne::scoring
