#include "simulator/run/screen_onlooker.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

constexpr Milliseconds soon{2000};
constexpr std::size_t most_notes = 20; // kept for later; all are in the log

std::string title_of(const Prepared& prepared) {
    const std::string& scenario = prepared.scenario.title;
    return scenario.empty() ? prepared.plan.name : scenario + " · " + prepared.plan.name;
}

bool is_of_the_athlete(MishapKind kind) {
    return kind == MishapKind::stands || kind == MishapKind::gets_lost ||
           kind == MishapKind::gives_up || kind == MishapKind::taken_in;
}

} // namespace

ScreenOnlooker::ScreenOnlooker(const Prepared& prepared)
    : plan_{prepared.plan},
      screen_{std::make_unique<RaceScreen>(prepared.plan, title_of(prepared))} {}

void ScreenOnlooker::befalls(const MishapEvent& event) {
    if (screen_) {
        screen_->befalls(event);
    }
}

void ScreenOnlooker::note(const std::string& text) {
    if (!is_open_) {
        Onlooker::note(text);
        return;
    }
    screen_->say(text);
    if (notes_.size() < most_notes) {
        notes_.push_back(text);
    }
}

void ScreenOnlooker::works_at(std::string_view what, std::size_t done, std::size_t of) {
    if (is_open_) {
        screen_->works_at(done < of ? fmt::format("{}: {} of {}", what, done, of) : "");
    } else {
        Onlooker::works_at(what, done, of);
    }
}

void ScreenOnlooker::look(RaceDay& day, Pacer& pacer, UtcTime wall) {
    if (!screen_ || (!is_open_ && !may_open(day, pacer.target(wall)))) {
        return;
    }
    if (!is_open_) {
        bar_.clear();
        is_open_ = true;
    }
    const UtcTime clock = pacer.clock_time(wall);
    const RaceScreen::Pace pace{.target = pacer.target(wall),
                                .now = {.rate = pacer.rate(),
                                        .factor = pacer.factor(),
                                        .is_paused = pacer.is_paused(),
                                        .has_server = pacer.whose() == ClockOf::server,
                                        .behind = std::max(clock - day.now(), Milliseconds{0})}};
    for (const Wish& wish : screen_->turn(day, pace, RaceScreen::Steady::now())) {
        grant(wish, {.day = day, .pacer = pacer, .wall = wall});
    }
}

/// With the first turn of a unit the athletes who started long ago are brought up to now, which may
/// take long: that has a bar. A day that begins only later is waited for on the screen.
bool ScreenOnlooker::may_open(const RaceDay& day, UtcTime target) {
    first_turn_ = first_turn_.value_or(day.now());
    return day.now() != *first_turn_ || target + soon < day.begin();
}

void ScreenOnlooker::grant(const Wish& wish, const Moment& moment) {
    switch (wish.kind) {
    case Wish::Kind::nothing: break;
    case Wish::Kind::pause_or_go_on: moment.pacer.pause_or_go_on(moment.wall); break;
    case Wish::Kind::faster:
        if (!moment.pacer.faster(moment.wall)) {
            screen_->say(moment.pacer.factor() < Pacer::fastest
                             ? "with the server's clock already: nothing may run ahead of it"
                             : "no faster than that");
        }
        break;
    case Wish::Kind::slower:
        if (!moment.pacer.slower(moment.wall)) {
            screen_->say("no slower than that");
        }
        break;
    case Wish::Kind::mishap: inject(wish.mishap, moment); break;
    case Wish::Kind::end: wishes_end_ = true; break;
    }
}

void ScreenOnlooker::inject(const Mishap& mishap, const Moment& moment) {
    moment.day.inject(mishap);
    const auto wearer =
        mishap.whom.bibs.empty()
            ? plan_.entries.end()
            : std::ranges::find(plan_.entries, mishap.whom.bibs.front(), &plan::Entry::bib);
    if (wearer != plan_.entries.end() && !is_of_the_athlete(mishap.kind) &&
        !moment.day.unit_of(static_cast<std::size_t>(wearer - plan_.entries.begin()))) {
        screen_->say(
            fmt::format("bib {} has no simulated unit: nothing comes of that", wearer->bib.text()));
    } else if (moment.pacer.is_paused()) {
        screen_->say("that begins when the race goes on");
    }
}

void ScreenOnlooker::leave() {
    screen_.reset();
    is_open_ = false;
    for (const std::string& text : notes_) {
        Onlooker::note(text);
    }
    notes_.clear();
}

} // namespace lanterne::simulator
