#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/plan/act.hpp"

namespace lanterne::scoring {

enum class CaseKind : std::uint8_t {
    off_course,
    missing_point,      ///< a point lies behind the entry, its way was too short to have been there
    two_histories,      ///< more than one way stays possible
    still_too_long,     ///< stands on the course
    silent,             ///< its unit has not spoken when it said it would
    implausible_speed,  ///< for longer than its sport allows: a vehicle
    two_units,          ///< at once on one entry
    no_unit,            ///< in a race that has begun
    wrong_clock,        ///< of reads
    witnesses_disagree, ///< about one passage
    over_limit,         ///< at a cut-off
    not_separated,      ///< where a prize, points or a qualifying place hangs on it
    drafting,           ///< advisory
    unscored,           ///< a broken invariant: for the technician
};
std::string_view to_text(CaseKind kind); ///< off-course, missing-point, ...

/// A number that speaks for a case: its name ends in its unit (along_m, speed_cmps, reads).
struct Fact {
    std::string name;
    std::int64_t value = 0;

    bool operator==(const Fact&) const = default;
};

/// Something that a person must look at.
struct Case {
    CaseKind kind = CaseKind::off_course;
    std::optional<Bib> bib;
    std::optional<plan::PointLap> at;
    std::string subject; ///< a clock, or the other bibs with a + between
    UtcTime from;
    std::optional<UtcTime> ended; ///< what it is about is over; a person still may look
    std::vector<Fact> evidence;
    std::optional<std::string> verdict; ///< a person closed it so

    bool operator==(const Case&) const = default;
};

/// What may happen several times to one entry is told apart by when it began, to so much.
inline constexpr Milliseconds case_window = std::chrono::minutes{10};

/// Names a case: kind, entry, point, subject, and the window where it may come again, with /
/// between and - for what it has not. At most 200 characters. "off-course/7/-/-/2026-06-14T07:10Z".
std::string identity_of(const Case& one);

/// True when they name the same case. What scoring anew moves over the edge of a window stays the
/// same case: windows that touch are the same.
bool is_same_case(std::string_view identity, std::string_view other);

} // namespace lanterne::scoring
