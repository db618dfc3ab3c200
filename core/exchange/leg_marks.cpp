#include "core/exchange/leg_marks.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "core/exchange/lap_place.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

/// A mark on the leg, and the line of race.toml that speaks of it.
struct Placed {
    course::Mark mark;
    std::size_t line = 0;
};

class MarkReader {
public:
    MarkReader(const RaceText& race, std::vector<std::optional<course::Leg>>& legs, Faults& faults)
        : race_{race}, legs_{legs}, faults_{faults}, placed_(legs.size()) {}

    void read();

private:
    std::optional<std::size_t> leg_of(const MarkText& text);
    std::optional<Metres> in_lap(const MarkText& text, const course::Leg& leg);
    void put(const MarkText& text, std::size_t leg, Metres in_lap);
    void settle(std::size_t leg);

    const RaceText& race_;
    std::vector<std::optional<course::Leg>>& legs_;
    Faults& faults_;
    std::vector<std::vector<Placed>> placed_; ///< by leg
};

void MarkReader::read() {
    for (const MarkText& text : race_.marks) {
        const auto leg = leg_of(text);
        if (!leg || !legs_[*leg] || !text.certified) {
            continue;
        }
        if (const auto place = in_lap(text, *legs_[*leg])) {
            put(text, *leg, *place);
        }
    }
    for (std::size_t leg = 0; leg < legs_.size(); ++leg) {
        if (!placed_[leg].empty()) {
            settle(leg);
        }
    }
}

std::optional<std::size_t> MarkReader::leg_of(const MarkText& text) {
    if (!text.leg && race_.legs.size() == 1) {
        return 0;
    }
    for (std::size_t i = 0; text.leg && i < race_.legs.size(); ++i) {
        if (race_.legs[i].id == *text.leg) {
            return i;
        }
    }
    faults_.add(text.lines.of("leg"),
                text.leg ? fmt::format("there is no leg {}", shown(*text.leg)) : "leg is missing",
                "the id of a leg");
    return std::nullopt;
}

std::optional<Metres> MarkReader::in_lap(const MarkText& text, const course::Leg& leg) {
    const Metres length = course::lap_length(leg);
    if (text.metres && *text.metres > length.value) {
        faults_.add(text.lines.of("metres"), fmt::format("metres is {}", *text.metres),
                    fmt::format("0 to {:.0f}, the length of a lap,", length.value));
        return std::nullopt;
    }
    if (!text.position) {
        if (!text.metres && !text.lines.has("metres") && !text.lines.has("position")) {
            faults_.add(text.lines.table(), "the mark says no place", "position or metres");
        }
        return text.metres ? std::optional{Metres{*text.metres}} : std::nullopt;
    }
    const auto answer = place_in_lap(leg.line, {.gate = *text.position,
                                                .width = max_mark_off,
                                                .metres = text.metres,
                                                .bearing_deg = text.bearing_deg});
    if (const auto* none = std::get_if<NoPlace>(&answer)) {
        faults_.add(text.lines.table(), fmt::format("the mark: {}", none->what), none->right);
        return std::nullopt;
    }
    return std::get<Metres>(answer);
}

void MarkReader::put(const MarkText& text, std::size_t leg_index, Metres in_lap) {
    const course::Leg& leg = *legs_[leg_index];
    const Metres certified{*text.certified};
    auto& marks = placed_[leg_index];
    const auto at = [&](std::uint32_t lap) {
        return course::lap_length(leg) * (lap - 1.0) + in_lap;
    };
    if (text.lap || leg.laps == 1) {
        const std::uint32_t lap = text.lap.value_or(1);
        if (lap > leg.laps) {
            faults_.add(text.lines.of("lap"), fmt::format("lap is {}", lap),
                        fmt::format("1 to {}", leg.laps));
            return;
        }
        marks.push_back({{at(lap), certified}, text.lines.table()});
        return;
    }
    if (!leg.certified) {
        faults_.add(text.lines.table(),
                    fmt::format("the mark is on each of {} laps whose certified length is not "
                                "known",
                                leg.laps),
                    fmt::format("lap, or certified_m at leg {},", shown(leg.id)));
        return;
    }
    if (marks.size() + leg.laps > max_marks) {
        faults_.add(text.lines.table(), "there are too many marks on all laps",
                    fmt::format("at most {}", max_marks));
        return;
    }
    for (std::uint32_t lap = 1; lap <= leg.laps; ++lap) {
        const Metres before = *leg.certified * ((lap - 1.0) / leg.laps);
        marks.push_back({{at(lap), before + certified}, text.lines.table()});
    }
}

/// In order along the leg; each must be farther than the one before, the leg's end the farthest.
void MarkReader::settle(std::size_t leg_index) {
    course::Leg& leg = *legs_[leg_index];
    auto& marks = placed_[leg_index];
    std::ranges::stable_sort(marks, {}, [](const Placed& placed) { return placed.mark.drawn; });
    if (leg.certified) {
        marks.push_back({{course::lap_length(leg) * leg.laps, *leg.certified},
                         race_.legs[leg_index].lines.of("certified_m")});
    }
    course::Mark before;
    for (const Placed& placed : marks) {
        const auto& [drawn, certified] = placed.mark;
        const Metres drawn_step = drawn - before.drawn;
        const Metres certified_step = certified - before.certified;
        if (!(drawn_step.value > 0 && certified_step.value > 0)) {
            faults_.add(placed.line,
                        fmt::format("{:.0f} m drawn are {:.1f} m measured, but {:.0f} m drawn are "
                                    "{:.1f} m",
                                    drawn.value, certified.value, before.drawn.value,
                                    before.certified.value),
                        "marks that grow along the leg");
            return;
        }
        before = placed.mark;
    }
    for (const Placed& placed : marks) {
        leg.marks.push_back(placed.mark);
    }
    if (leg.certified) {
        leg.marks.pop_back(); // the course puts it there itself
    }
}

} // namespace

void put_marks(const RaceText& race, std::vector<std::optional<course::Leg>>& legs,
               Faults& faults) {
    MarkReader{race, legs, faults}.read();
}

} // namespace lanterne::exchange
