#include "core/course/checks/line_checks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::course {
namespace {

constexpr double least_gap_m = 200;
constexpr double gap_medians = 20; // times the usual step

constexpr double back_cosine = -0.5; // a turn by more than 120 degrees
constexpr std::size_t zigzag_turns = 3;
constexpr Metres zigzag_span{40}; // a hairpin has one such turn, a chicane none

constexpr double road_gradient = 0.35; // the steepest street there is

// With fewer fixes a lap two histories stay possible: so many laps, or one more.
constexpr double countable_fixes = 3;

double usual_step(const std::vector<double>& along) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < along.size(); ++i) {
        steps.push_back(along[i] - along[i - 1]);
    }
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    return *middle;
}

/// Where the line turns back on itself.
std::vector<double> backward_turns(const geo::Polyline& line) {
    const auto& along = line.along();
    std::vector<double> turns;
    for (std::size_t i = 1; i + 1 < along.size(); ++i) {
        const auto before = line.direction_at(Metres{(along[i - 1] + along[i]) / 2});
        const auto behind = line.direction_at(Metres{(along[i] + along[i + 1]) / 2});
        if (geo::dot(before, behind) < back_cosine) {
            turns.push_back(along[i]);
        }
    }
    return turns;
}

} // namespace

std::vector<Finding> find_gaps(const Course& course, std::size_t leg) {
    const geo::Polyline& line = course.legs()[leg].line;
    if (course.legs()[leg].sport == Sport::swim || line.points().size() < 3) {
        return {};
    }
    const double usual = usual_step(line.along());
    const double most = std::max(least_gap_m, gap_medians * usual);
    std::vector<std::pair<double, Finding>> found;
    for (std::size_t i = 1; i < line.along().size(); ++i) {
        const double step = line.along()[i] - line.along()[i - 1];
        if (step > most) {
            found.emplace_back(
                step,
                finding_at(course, leg, Metres{line.along()[i - 1]}, Check::gap, Severity::warning,
                           fmt::format("the line goes straight for {:.0f} m, where its points "
                                       "are usually {:.0f} m apart: is a piece missing?",
                                       step, usual)));
        }
    }
    return worst_of(std::move(found));
}

std::vector<Finding> find_zigzags(const Course& course, std::size_t leg) {
    const auto turns = backward_turns(course.legs()[leg].line);
    std::vector<std::pair<double, Finding>> found;
    for (std::size_t first = 0; first < turns.size();) {
        std::size_t end = first + 1;
        while (end < turns.size() && turns[end] - turns[end - 1] <= zigzag_span.value) {
            ++end;
        }
        if (end - first >= zigzag_turns) {
            const double span = turns[end - 1] - turns[first];
            found.emplace_back(static_cast<double>(end - first),
                               finding_at(course, leg, Metres{turns[first]}, Check::zigzag,
                                          Severity::warning,
                                          fmt::format("the line turns back on itself {} times "
                                                      "within {:.0f} m: was it recorded while "
                                                      "somebody stood there?",
                                                      end - first, span)));
        }
        first = end;
    }
    return worst_of(std::move(found));
}

std::vector<Finding> find_heights(const Course& course, std::size_t leg) {
    const auto& elevation = course.legs()[leg].elevation;
    if (!elevation) {
        return {};
    }
    std::vector<std::pair<double, Finding>> found;
    for (const Elevation::Spike& spike : elevation->spikes()) {
        found.emplace_back(
            std::abs(spike.height_m - spike.likely_m),
            finding_at(course, leg, spike.along, Check::elevation, Severity::advice,
                       fmt::format("the height jumps to {:.0f} m where {:.0f} m is likely; it is "
                                   "left out",
                                   spike.height_m, spike.likely_m)));
    }
    auto findings = worst_of(std::move(found));
    const Metres steepest = elevation->steepest_at();
    const double gradient = elevation->gradient_at(steepest);
    if (std::abs(gradient) > road_gradient) {
        findings.push_back(finding_at(
            course, leg, steepest, Check::elevation, Severity::warning,
            fmt::format("a gradient of {:.0f} %: are the heights right?", gradient * 100)));
    }
    return findings;
}

double fast_mps(Sport sport) {
    constexpr std::array<double, 5> speeds{1.8, 14, 6.5, 4, 10}; // as Sport has them
    return speeds.at(static_cast<std::size_t>(sport));
}

std::vector<Finding> find_short_laps(const Course& course, std::size_t leg_index,
                                     const Expected& expected) {
    const Leg& leg = course.legs()[leg_index];
    const double lap_s = lap_length(leg).value / fast_mps(leg.sport);
    if (leg.laps == 1 || lap_s >= countable_fixes * expected.interval_s) {
        return {};
    }
    const bool is_hopeless = lap_s < 2 * expected.interval_s;
    return {finding_at(course, leg_index, Metres{0}, Check::short_lap,
                       is_hopeless ? Severity::serious : Severity::warning,
                       fmt::format("lap {:.0f} s, report each {:g} s: laps {}; report each {:.0f} "
                                   "s or more often",
                                   lap_s, expected.interval_s,
                                   is_hopeless ? "cannot be counted" : "may be counted wrong",
                                   std::max(1.0, std::floor(lap_s / countable_fixes))))};
}

} // namespace lanterne::course
