#include "core/exchange/lap_place.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace lanterne::exchange {

namespace {

using Passes = std::vector<geo::Projection>;

/// Below that much the two ends of a closed lap are equally near.
constexpr double same_distance_m = 1;

/// Of 60 degrees: roads bend at a gate, but out and back stay apart.
constexpr double least_cosine = 0.5;

/// The line's passes of the gate. One that is farther than half the gate beyond the nearest is a
/// road beside it, not the gate.
Passes passes_of(const geo::Polyline& line, const LapQuestion& question) {
    Passes passes = line.near(question.gate, question.width);
    if (passes.empty()) {
        return passes;
    }
    const double nearest = std::ranges::min(passes, {}, &geo::Projection::distance).distance;
    std::erase_if(passes, [&](const geo::Projection& pass) {
        return pass.distance > nearest + question.width.value / 2;
    });
    return passes;
}

void keep_direction(Passes& passes, double bearing_deg) {
    const geo::PlanePoint wanted = geo::direction_of(bearing_deg);
    std::erase_if(passes, [&](const geo::Projection& pass) {
        return geo::dot(pass.direction, wanted) < least_cosine;
    });
}

/// A closed lap passes the gate at its seam once, but the line has two ends there.
void join_at_seam(Passes& passes, const geo::Polyline& line, const LapQuestion& question) {
    if (passes.size() < 2) {
        return;
    }
    const auto& first = passes.front();
    const auto& last = passes.back();
    const double through_seam = first.along + line.length().value - last.along;
    if (through_seam > question.width.value) {
        return;
    }
    const double nearer_to_begin = last.distance - first.distance;
    const bool begin =
        std::abs(nearer_to_begin) <= same_distance_m ? question.at_begin : nearer_to_begin > 0;
    passes.erase(begin ? passes.end() - 1 : passes.begin());
}

std::string text_of(const Passes& passes) {
    std::vector<std::string> alongs;
    for (const auto& pass : passes) {
        alongs.push_back(fmt::format("{:.0f}", pass.along));
    }
    return fmt::format("{} m", fmt::join(alongs, ", "));
}

std::string directions_of(const Passes& passes) {
    std::vector<std::string> bearings;
    for (const auto& pass : passes) {
        bearings.push_back(fmt::format("{:.0f}", geo::bearing_of(pass.direction)));
    }
    return fmt::format("{}", fmt::join(bearings, " or "));
}

} // namespace

std::variant<Metres, NoPlace> place_in_lap(const geo::Polyline& line, const LapQuestion& question) {
    Passes passes = passes_of(line, question);
    if (passes.empty()) {
        return NoPlace{fmt::format("its gate lies {:.0f} m from the leg's line",
                                   line.nearest(question.gate).distance),
                       fmt::format("within the gate's width, {} m,", question.width.value)};
    }
    const Passes all = passes;
    if (question.bearing_deg) {
        keep_direction(passes, *question.bearing_deg);
    }
    if (passes.empty()) {
        return NoPlace{fmt::format("no lap goes through its gate in the direction {}",
                                   question.bearing_deg.value_or(0)),
                       directions_of(all)};
    }
    if (question.metres) {
        const auto nearest = std::ranges::min(passes, {}, [&](const geo::Projection& pass) {
            return std::abs(pass.along - *question.metres);
        });
        const double allowed = std::max(max_metres_difference, question.width).value;
        if (std::abs(nearest.along - *question.metres) > allowed) {
            return NoPlace{fmt::format("metres is {}, but a lap passes its gate at {}",
                                       *question.metres, text_of(passes)),
                           fmt::format("{:.0f}", nearest.along)};
        }
        return Metres{nearest.along};
    }
    join_at_seam(passes, line, question);
    if (passes.size() > 1) {
        return NoPlace{
            fmt::format("a lap passes its gate {} times, at {}", passes.size(), text_of(passes)),
            "metres or bearing_deg to say which"};
    }
    return Metres{passes.front().along};
}

} // namespace lanterne::exchange
