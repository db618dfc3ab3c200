#include "core/exchange/act_check.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

/// Longer lists help nobody in a message.
constexpr std::size_t most_named = 30;

class Check {
public:
    Check(const RaceNames& race, UtcTime effective, std::size_t line, Faults& faults)
        : race_{race}, effective_{effective}, line_{line}, faults_{faults} {}

    void operator()(const plan::StartWave& act) { wave(act.wave); }

    void operator()(const plan::HoldWave& act) { wave(act.wave); }

    void operator()(const plan::Neutralise& act) {
        whom(act.whom);
        if (act.from && act.to) {
            point(act.from->point, act.from->lap);
            point(act.to->point, act.to->lap);
        }
        if (act.until && *act.until <= effective_) {
            say(fmt::format("until is {}", lanterne::to_text(*act.until)),
                fmt::format("a time after {}, from which the act holds,",
                            lanterne::to_text(effective_)));
        }
    }

    void operator()(const plan::Shorten& act) {
        whom(act.whom);
        point(act.finish.point, act.finish.lap);
    }

    void operator()(const plan::DropLeg& act) {
        whom(act.whom);
        known("leg", act.leg, race_.legs);
    }

    void operator()(const plan::CorrectPassage& act) { passage(act); }

    void operator()(const plan::VoidPassage& act) { passage(act); }

    void operator()(const plan::ConfirmPassage& act) { passage(act); }

    void operator()(const plan::Read& act) {
        point(act.point, act.lap);
        if (act.bib) {
            bib(*act.bib);
        }
    }

    void operator()(const plan::SetClock&) {}

    void operator()(const plan::FinishOrder& act) {
        point(act.at.point, act.at.lap);
        for (const auto& place : act.places) {
            bibs(place.bibs);
        }
    }

    void operator()(const plan::Rule& act) { bib(act.bib); }

    void operator()(const plan::Penalise& act) { bib(act.bib); }

    void operator()(const plan::Extend& act) {
        whom(act.whom);
        point(act.point, std::nullopt);
    }

    void operator()(const plan::MoveGate& act) { known("location", act.location, race_.locations); }

    void operator()(const plan::CloseCase&) {}

    void operator()(const plan::Undo&) {}

private:
    void say(std::string what, std::string right) {
        faults_.add(line_, std::move(what), std::move(right));
    }

    void known(std::string_view what, const std::string& name, const RaceNames::Names& names) {
        if (names.contains(name)) {
            return;
        }
        const std::vector<std::string> all{names.begin(), names.end()};
        const std::string one_of = all.size() <= most_named && !all.empty()
                                       ? fmt::format("one of {}", fmt::join(all, ", "))
                                       : std::string{};
        say(fmt::format("the race has no {} {}", what, shown(name)),
            most_alike(name, all).value_or(one_of));
    }

    template<class Passage>
    void passage(const Passage& act) {
        bib(act.bib);
        point(act.at.point, act.at.lap);
    }

    void bib(const Bib& name) {
        if (!race_.bibs.contains(name.text())) {
            say(fmt::format("the race has no bib {}", name.text()), "");
        }
    }

    void bibs(const std::vector<Bib>& names) {
        std::ranges::for_each(names, [&](const Bib& name) { bib(name); });
    }

    void wave(const std::string& id) { known("wave", id, race_.waves); }

    void whom(const plan::Whom& whom) {
        bibs(whom.bibs);
        std::ranges::for_each(whom.waves, [&](const std::string& id) { wave(id); });
    }

    void point(const std::string& id, std::optional<std::uint32_t> lap) {
        const auto found = race_.points.find(id);
        if (found == race_.points.end()) {
            RaceNames::Names ids;
            for (const auto& [name, laps] : race_.points) {
                ids.insert(name);
            }
            known("timing point", id, ids);
        } else if (lap && !found->second.contains(*lap)) {
            say(fmt::format("timing point {} has no lap {}", id, *lap),
                found->second.size() <= most_named
                    ? fmt::format("lap {}", fmt::join(found->second, ", "))
                    : fmt::format("lap {} to {}", *found->second.begin(), *found->second.rbegin()));
        }
    }

    const RaceNames& race_;
    UtcTime effective_;
    std::size_t line_;
    Faults& faults_;
};

} // namespace

RaceNames::RaceNames(const plan::RacePlan& plan) {
    for (const plan::Entry& entry : plan.entries) {
        bibs.insert(entry.bib.text());
    }
    for (const plan::Wave& wave : plan.waves) {
        waves.insert(wave.id);
    }
    for (const course::Course* course : plan::courses_of(plan)) {
        for (const course::Leg& leg : course->legs()) {
            legs.insert(leg.id);
        }
        for (const course::Location& location : course->locations()) {
            locations.insert(location.id);
        }
        for (const course::TimingPoint& point : course->points()) {
            points[point.id].insert(point.lap);
        }
    }
}

void RaceNames::check(const plan::ActBody& body, UtcTime effective, std::size_t line,
                      Faults& faults) const {
    std::visit(Check{*this, effective, line, faults}, body);
}

} // namespace lanterne::exchange
