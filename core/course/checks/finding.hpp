#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::course {

enum class Severity : std::uint8_t {
    advice,  ///< as it is, and good to know
    warning, ///< probably not meant
    serious, ///< results will be wrong
};
std::string_view to_text(Severity severity);

/// What a look at a course can find. The names are those of the documents.
enum class Check : std::uint8_t {
    gap,
    zigzag,
    direction,
    overlap,
    drawn_laps,
    elevation,
    gate,
    join,
    short_cut,
    short_lap,
};
std::string_view to_text(Check check);

/// Something about a course that its organiser should look at.
struct Finding {
    Check check = Check::gap;
    Severity severity = Severity::advice;
    std::size_t leg = 0; ///< index
    Metres in_lap{0};
    Position position{Latitude{0}, Longitude{0}}; ///< on the line, there
    std::string words;                            ///< one sentence, without the leg's name
};

/// What the receivers of the day are expected to do.
struct Expected {
    double noise_m = 3;    ///< standard deviation beside the line, above 0
    double interval_s = 1; ///< from fix to fix, above 0
};

/// The same check says at most so much of one leg: the worst.
inline constexpr std::size_t max_findings = 10;

/// Of findings of one check on one leg those that weigh most, by the way; weights stand beside
/// them.
std::vector<Finding> worst_of(std::vector<std::pair<double, Finding>> weighed);

/// A finding on that leg's line.
Finding finding_at(const Course& course, std::size_t leg, Metres in_lap, Check check,
                   Severity severity, std::string words);

/// "km 3.21" for people.
std::string kilometre(Metres in_lap);

} // namespace lanterne::course
