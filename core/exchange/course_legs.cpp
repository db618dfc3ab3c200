#include "core/exchange/course_legs.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/exchange/leg_marks.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

void check_length(const LegText& text, const course::Leg& leg, Faults& faults) {
    if (!leg.certified || leg.sport == course::Sport::swim) {
        return;
    }
    const Metres drawn = course::lap_length(leg) * leg.laps;
    if (std::abs((drawn - *leg.certified).value) > drawn.value * max_certified_difference) {
        faults.add(text.lines.of("certified_m"),
                   fmt::format("certified_m is {}, but {} laps of {} are {:.0f} m",
                               leg.certified->value, leg.laps, text.gpx, drawn.value),
                   fmt::format("within {:.0f} % of what is drawn, or other laps,",
                               max_certified_difference * 100));
    }
}

void check_lap_joins(const LegText& text, const course::Leg& leg, Faults& faults) {
    const Metres gap = geo::distance(leg.line.points().back(), leg.line.points().front());
    if (leg.laps > 1 && gap > max_gap) {
        faults.add(text.lines.of("laps"),
                   fmt::format("laps is {}, but {} ends {:.0f} m from where it begins", leg.laps,
                               text.gpx, gap.value),
                   fmt::format("at most {:.0f} m", max_gap.value));
    }
}

void check_joins(const LegText& text, const course::Leg& before, const course::Leg& leg,
                 Faults& faults) {
    const Metres gap = geo::distance(before.line.points().back(), leg.line.points().front());
    if (gap > max_gap) {
        faults.add(text.lines.of("gpx"),
                   fmt::format("leg {} begins {:.0f} m from where leg {} ends", shown(leg.id),
                               gap.value, shown(before.id)),
                   fmt::format("at most {:.0f} m", max_gap.value));
    }
}

} // namespace

std::vector<std::optional<course::Leg>>
course_legs(const CourseText& text, const std::vector<std::optional<course::Leg>>& all,
            Faults& faults) {
    std::vector<std::optional<course::Leg>> legs;
    for (std::size_t i = 0; i < text.legs.size(); ++i) {
        legs.push_back(all[text.legs[i]]);
        if (!legs.back()) {
            continue;
        }
        const LegText& here = text.race.legs[i];
        course::Leg& leg = *legs.back();
        leg.laps = here.laps;
        leg.certified = here.certified;
        check_length(here, leg, faults);
        check_lap_joins(here, leg, faults);
        if (i > 0 && legs[i - 1]) {
            check_joins(here, *legs[i - 1], leg, faults);
        }
    }
    put_marks(text.race, legs, faults);
    return legs;
}

} // namespace lanterne::exchange
