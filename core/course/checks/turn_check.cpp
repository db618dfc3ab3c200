#include "core/course/checks/turn_check.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/course/checks/line_checks.hpp"

namespace lanterne::course {
namespace {

constexpr double seen_deviations = 3;
constexpr Metres arm{25};                // a turn is seen from so far before to so far behind it
constexpr double straight_part = 0.866;  // of two arms; by 60 degrees their ends come nearer
constexpr double look_step_m = 5;        // along, in search of turns
constexpr double max_looks = 40'000;     // on a leg; a longer one is searched with longer steps
constexpr double apart_m = 50;           // from turn to turn
constexpr std::size_t max_turns = 1'000; // the sharpest
constexpr std::size_t widest = 400;      // steps to either side, of a cut that is looked at
constexpr double cut_step_m = 1;
constexpr double worth_a_marshal_m = 50;

struct Turn {
    double along = 0;
    double between_arms_m = 0; ///< the less, the sharper
};

/// The sharpest place of each turn.
std::vector<Turn> turns_of(const geo::Polyline& line) {
    const double length = line.length().value;
    const double step = std::max(look_step_m, length / max_looks);
    std::vector<Turn> turns;
    if (length < 2 * arm.value) {
        return turns;
    }
    const auto looks = static_cast<std::size_t>((length - 2 * arm.value) / step);
    for (std::size_t i = 0; i <= looks; ++i) {
        const double along = arm.value + static_cast<double>(i) * step;
        const double between =
            geo::length(line.plane_at(Metres{along} + arm) - line.plane_at(Metres{along} - arm));
        if (between > 2 * arm.value * straight_part) {
            continue;
        }
        if (turns.empty() || along - turns.back().along > apart_m) {
            turns.push_back({along, between});
        } else if (between < turns.back().between_arms_m) {
            turns.back() = {along, between};
        }
    }
    std::ranges::stable_sort(turns, {}, &Turn::between_arms_m);
    turns.resize(std::min(turns.size(), max_turns));
    return turns;
}

/// How far the place lies from the straight way between the two.
double off_chord(geo::PlanePoint place, geo::PlanePoint from, geo::PlanePoint to) {
    const geo::PlanePoint chord = to - from;
    const double squared = geo::dot(chord, chord);
    const double part =
        squared > 0 ? std::clamp(geo::dot(place - from, chord) / squared, 0.0, 1.0) : 0;
    return geo::length(place - (from + chord * part));
}

/// A turn, cut in steps: the middle of `steps` is the turn itself.
struct CutTurn {
    std::vector<geo::PlanePoint> steps;

    std::size_t room() const { return steps.size() / 2; }

    /// Metres of the way from so many steps before the turn to as many behind it that lie farther
    /// than `seen_m` from a straight cut.
    double metres_seen(std::size_t aside, double seen_m) const {
        const auto from = steps[room() - aside];
        const auto to = steps[room() + aside];
        double metres = 0;
        for (std::size_t i = room() - aside; i <= room() + aside; ++i) {
            metres += off_chord(steps[i], from, to) > seen_m ? cut_step_m : 0;
        }
        return metres;
    }

    double saved(std::size_t aside) const {
        return 2 * static_cast<double>(aside) * cut_step_m -
               geo::length(steps[room() + aside] - steps[room() - aside]);
    }
};

CutTurn cut(const geo::Polyline& line, double along) {
    const double room = std::min({static_cast<double>(widest), along / cut_step_m,
                                  (line.length().value - along) / cut_step_m});
    const double aside = std::floor(room);
    CutTurn turn;
    const auto count = 2 * static_cast<std::size_t>(aside) + 1;
    for (std::size_t i = 0; i < count; ++i) {
        const double step = static_cast<double>(i) - aside;
        turn.steps.push_back(line.plane_at(Metres{along + step * cut_step_m}));
    }
    return turn;
}

/// What the smallest cut that can be seen there saves; what the widest saves if none can.
double smallest_seen_cut(const CutTurn& turn, double seen_m, double between_fixes_m) {
    std::size_t low = 0;
    std::size_t high = turn.room();
    // The farther apart its ends, the more of a cut is seen: halved down to a step.
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        const bool is_seen = turn.metres_seen(middle, seen_m) >= between_fixes_m;
        (is_seen ? high : low) = middle;
    }
    return turn.saved(high);
}

} // namespace

std::vector<Finding> find_short_cuts(const Course& course, std::size_t leg_index,
                                     const Expected& expected) {
    const Leg& leg = course.legs()[leg_index];
    if (leg.sport == Sport::swim || leg.sport == Sport::transition) {
        return {}; // Nobody swims a line; a transition is a zone.
    }
    const double between_fixes = std::max(fast_mps(leg.sport) * expected.interval_s, cut_step_m);
    const double seen_m = seen_deviations * expected.noise_m;
    std::vector<std::pair<double, Finding>> found;
    for (const Turn& turn : turns_of(leg.line)) {
        const double saved = smallest_seen_cut(cut(leg.line, turn.along), seen_m, between_fixes);
        const bool is_long = saved >= worth_a_marshal_m;
        found.emplace_back(
            saved, finding_at(course, leg_index, Metres{turn.along}, Check::short_cut,
                              is_long ? Severity::warning : Severity::advice,
                              fmt::format("a cut of less than {:.0f} m cannot be seen{}", saved,
                                          is_long ? ": put a gate or a marshal there" : "")));
    }
    return worst_of(std::move(found));
}

} // namespace lanterne::course
