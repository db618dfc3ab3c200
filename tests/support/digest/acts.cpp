#include "tests/support/digest/acts.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::digest {
namespace {

using plan::PointLap;

/// Numbers acts as they are given.
class Officials {
public:
    explicit Officials(const scoring::Race& race) : race_{race}, gun_{race.plan().start} {}

    std::vector<plan::Act> acts() && { return std::move(acts_); }

    std::int64_t give(double seconds, plan::ActBody body) {
        const auto number = static_cast<std::int64_t>(acts_.size()) + 1;
        acts_.push_back({.number = number,
                         .effective = at(seconds),
                         .recorded = at(seconds + 30),
                         .who = "Official",
                         .why = "as on the day",
                         .body = std::move(body)});
        return number;
    }

    UtcTime at(double seconds) const {
        return gun_ + Milliseconds{static_cast<std::int64_t>(seconds * 1000)};
    }

    Bib bib(std::size_t number) const { return race_.plan().entries.at(number - 1).bib; }

    PointLap point(std::size_t index) const {
        const course::TimingPoint& point = race_.plan().course.points().at(index);
        return {point.id, point.lap};
    }

    std::size_t last_point() const { return race_.plan().course.points().size() - 1; }

    void start_late();
    void stop_for_a_train();
    void correct_passages();
    void read_chips();
    void judge();
    void change_the_course();

private:
    const scoring::Race& race_;
    UtcTime gun_;
    std::vector<plan::Act> acts_;
};

void Officials::start_late() {
    give(-60, plan::HoldWave{.wave = "all"});
    give(1.5, plan::StartWave{.wave = "all", .standard_error_ms = 150});
}

void Officials::stop_for_a_train() {
    give(0, plan::Neutralise{.whom = {},
                             .from = point(1),
                             .to = point(2),
                             .until = {},
                             .cap = Milliseconds{20'000}});
    give(100, plan::Neutralise{.whom = {.bibs = {bib(5), bib(6)}, .waves = {}},
                               .from = {},
                               .to = {},
                               .until = at(130),
                               .cap = {}});
}

void Officials::correct_passages() {
    give(400, plan::CorrectPassage{
                  .bib = bib(1), .at = point(1), .time = at(75.25), .standard_error_ms = 40});
    give(410, plan::VoidPassage{.bib = bib(2), .at = point(1)});
    give(412, plan::VoidPassage{.bib = bib(3), .at = point(2)});
    give(420, plan::ConfirmPassage{.bib = bib(3), .at = point(2)});
}

// A mat at the finish whose clock is 2.5 s ahead, and a marshal who taps whoever comes.
void Officials::read_chips() {
    const std::string finish = point(last_point()).point;
    std::uint32_t seen = 0;
    for (const plan::Entry& entry : race_.plan().entries) {
        for (const scoring::Passage& passage : race_.passages(entry.bib)) {
            if (passage.point != last_point()) {
                continue;
            }
            ++seen;
            give(1'000, plan::Read{.source = "chip",
                                   .clock = "mat",
                                   .point = finish,
                                   .lap = {},
                                   .bib = entry.bib,
                                   .time = passage.time + Milliseconds{2'500 + 70 * (seen % 5)},
                                   .standard_error_ms = 50,
                                   .order = {}});
            give(1'000, plan::Read{.source = "hand",
                                   .clock = "marshal",
                                   .point = finish,
                                   .lap = {},
                                   .bib = {},
                                   .time = passage.time + Milliseconds{400},
                                   .standard_error_ms = 300,
                                   .order = seen});
        }
    }
    give(1'001,
         plan::SetClock{.clock = "mat", .add = Milliseconds{-2'500}, .standard_error_ms = 20});
}

void Officials::judge() {
    give(2'000,
         plan::FinishOrder{.at = point(last_point()), .places = {{{bib(4)}}, {{bib(8), bib(9)}}}});
    give(2'010, plan::Rule{.bib = bib(6), .status = plan::Ruled::disqualified, .article = "4.2"});
    give(2'020, plan::Rule{.bib = bib(7), .status = plan::Ruled::did_not_finish, .article = {}});
    give(2'030, plan::Rule{.bib = bib(7), .status = plan::Ruled::racing, .article = {}});
    using enum plan::PenaltyKind;
    for (const auto kind : {warning, card, time, box, laps, places, points}) {
        give(2'040,
             plan::Penalise{.bib = bib(8),
                            .kind = kind,
                            .article = "7.1",
                            .time = Milliseconds{kind == time || kind == box ? 15'000 : 0},
                            .count = kind == laps || kind == places || kind == points ? 1U : 0U,
                            .card = kind == card ? "yellow" : "",
                            .served = {}});
    }
    give(2'050,
         plan::Extend{.whom = {}, .point = point(last_point()).point, .by = Milliseconds{60'000}});
    give(2'060, plan::CloseCase{.identity = "missing/3/half/1", .verdict = "seen by the camera"});
    const std::int64_t hasty =
        give(2'070, plan::Rule{.bib = bib(4), .status = plan::Ruled::lapped, .article = {}});
    give(2'080, plan::Undo{.number = hasty});
}

void Officials::change_the_course() {
    const course::Course& course = race_.plan().course;
    const course::TimingPoint& half = course.points().at(1);
    give(90, plan::MoveGate{.location = half.location,
                            .position = course.position_at(half.along + Metres{12})});
    give(-30, plan::DropLeg{.whom = {.bibs = {bib(9), bib(10)}, .waves = {}},
                            .leg = course.legs().at(course.legs().size() / 2).id});
    give(200, plan::Shorten{.whom = {.bibs = {bib(11), bib(12)}, .waves = {}},
                            .finish = point(last_point() / 2)});
}

} // namespace

std::vector<plan::Act> acts_on(const scoring::Race& race) {
    Officials officials{race};
    officials.start_late();
    officials.stop_for_a_train();
    officials.correct_passages();
    officials.read_chips();
    officials.judge();
    officials.change_the_course();
    return std::move(officials).acts();
}

} // namespace lanterne::digest
