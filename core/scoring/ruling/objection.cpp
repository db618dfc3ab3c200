#include "core/scoring/ruling/objection.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/tracking/scored_course.hpp"

namespace lanterne::scoring {
namespace {

using Objection = std::optional<std::string>;

constexpr std::int64_t most_ms = std::int64_t{7} * 24 * 3600 * 1000; // no race neutralises a week
constexpr std::uint32_t most_error_ms = 3'600'000;

class Check {
public:
    using Entries = std::map<Bib, const plan::Entry*>;

    Check(const plan::RacePlan& plan, const Entries& entries) : plan_{plan}, entries_{entries} {}

    Objection operator()(const plan::StartWave& act) const {
        return either(wave(act.wave), error(act.standard_error_ms));
    }

    Objection operator()(const plan::HoldWave& act) const { return wave(act.wave); }

    Objection operator()(const plan::Neutralise& act) const {
        if (act.from.has_value() != act.to.has_value()) {
            return "a stretch needs both its points";
        }
        if (!act.from && !act.until) {
            return "neither a stretch nor a time is neutralised; one would be right";
        }
        if (act.cap && (act.cap->count() <= 0 || act.cap->count() > most_ms)) {
            return "a cap is more than nothing and at most a week";
        }
        return either(whom(act.whom), act.from ? point(*act.from) : std::nullopt,
                      act.to ? point(*act.to) : std::nullopt);
    }

    Objection operator()(const plan::Shorten& act) const {
        return either(whom(act.whom), point(act.finish));
    }

    Objection operator()(const plan::DropLeg& act) const {
        const bool is_there = on_any_course(
            [&](const course::Course& course) { return find_leg(course, act.leg).has_value(); });
        return either(whom(act.whom),
                      is_there ? std::nullopt
                               : Objection{fmt::format("there is no leg '{}'", act.leg)});
    }

    Objection operator()(const plan::CorrectPassage& act) const {
        return either(passage(act.bib, act.at), time(act.time), error(act.standard_error_ms));
    }

    Objection operator()(const plan::VoidPassage& act) const { return passage(act.bib, act.at); }

    Objection operator()(const plan::ConfirmPassage& act) const { return passage(act.bib, act.at); }

    Objection operator()(const plan::Read& act) const {
        if (act.source != "chip" && act.source != "hand" && act.source != "unit") {
            return fmt::format("a read's source is chip, hand or unit, not '{}'", act.source);
        }
        if (!act.bib && !act.time && !act.order) {
            return "a read without bib, time and order says nothing";
        }
        if (act.order && *act.order == 0) {
            return "order counts from 1";
        }
        const Objection there = act.lap ? point({act.point, *act.lap}) : any_lap(act.point);
        return either(there, act.bib ? bib(*act.bib) : std::nullopt,
                      act.time ? time(*act.time) : std::nullopt, error(act.standard_error_ms));
    }

    Objection operator()(const plan::SetClock& act) const {
        const std::int64_t ms = act.add.count();
        // 1999 instead of 2026 is a mistake that clocks make.
        constexpr std::int64_t century = most_ms * 52 * 100;
        return ms > century || ms < -century ? Objection{"a clock is not wrong by a century"}
                                             : error(act.standard_error_ms);
    }

    Objection operator()(const plan::FinishOrder& act) const {
        std::set<Bib> seen;
        for (const plan::FinishOrder::Place& place : act.places) {
            if (place.bibs.empty()) {
                return "a place without a bib";
            }
            for (const Bib& one : place.bibs) {
                if (const Objection objection = bib(one)) {
                    return objection;
                }
                if (!seen.insert(one).second) {
                    return fmt::format("bib {} has two places", one.text());
                }
            }
        }
        return point(act.at);
    }

    Objection operator()(const plan::Rule& act) const { return bib(act.bib); }

    Objection operator()(const plan::Penalise& act) const {
        const std::int64_t ms = act.time.count();
        return ms < 0 || ms > most_ms ? Objection{"a penalty is between nothing and a week"}
                                      : bib(act.bib);
    }

    Objection operator()(const plan::Extend& act) const {
        return either(whom(act.whom), any_lap(act.point));
    }

    Objection operator()(const plan::MoveGate& act) const {
        if (!is_on_earth(act.position)) {
            return "that place is not on earth";
        }
        const bool can_move = on_any_course([&](const course::Course& course) {
            return std::ranges::any_of(course.points(), [&](const course::TimingPoint& point) {
                const course::Leg& leg = course.legs()[point.leg];
                const Metres in_lap = point.along - course::unrolled(leg, point.lap, Metres{0});
                return point.location == act.location &&
                       moved_in_lap(leg, in_lap, act.position).has_value();
            });
        });
        return can_move
                   ? std::nullopt
                   : Objection{fmt::format("no gate '{}' can stand there: within {} m of its "
                                           "leg's line and {} m of its place would be right",
                                           act.location, max_gate_off.value, max_gate_moved.value)};
    }

    Objection operator()(const plan::CloseCase& act) const {
        return act.identity.empty() ? Objection{"which case?"} : std::nullopt;
    }

    Objection operator()(const plan::Undo&) const { return std::nullopt; }

private:
    template<class... More>
    static Objection either(Objection first, More... more) {
        Objection found = std::move(first);
        ((found = found ? std::move(found) : std::move(more)), ...);
        return found;
    }

    template<class Predicate>
    bool on_any_course(Predicate holds) const {
        return std::ranges::any_of(plan::courses_of(plan_),
                                   [&](const auto* course) { return holds(*course); });
    }

    const plan::Entry* entry(const Bib& bib) const {
        const auto found = entries_.find(bib);
        return found == entries_.end() ? nullptr : found->second;
    }

    Objection bib(const Bib& bib) const {
        return entry(bib) != nullptr ? std::nullopt
                                     : Objection{fmt::format("nobody wears bib {}", bib.text())};
    }

    Objection wave(const std::string& id) const {
        const bool is_there =
            std::ranges::find(plan_.waves, id, &plan::Wave::id) != plan_.waves.end();
        return is_there ? std::nullopt : Objection{fmt::format("there is no wave '{}'", id)};
    }

    Objection whom(const plan::Whom& whom) const {
        for (const Bib& one : whom.bibs) {
            if (const Objection objection = bib(one)) {
                return objection;
            }
        }
        for (const std::string& id : whom.waves) {
            if (const Objection objection = wave(id)) {
                return objection;
            }
        }
        return std::nullopt;
    }

    Objection point(const plan::PointLap& at) const {
        const bool is_there = on_any_course(
            [&](const course::Course& course) { return find_point(course, at).has_value(); });
        return is_there ? std::nullopt
                        : Objection{fmt::format("there is no timing point '{}' on lap {}", at.point,
                                                at.lap)};
    }

    Objection any_lap(const std::string& id) const {
        const bool is_there =
            on_any_course([&](const course::Course& course) { return has_point(course, id); });
        return is_there ? std::nullopt
                        : Objection{fmt::format("there is no timing point '{}'", id)};
    }

    Objection passage(const Bib& who, const plan::PointLap& at) const {
        const plan::Entry* worn = entry(who);
        if (worn == nullptr) {
            return bib(who);
        }
        return find_point(plan::course_of(plan_, *worn), at)
                   ? std::nullopt
                   : Objection{fmt::format("bib {} has no timing point '{}' on lap {}", who.text(),
                                           at.point, at.lap)};
    }

    static Objection time(UtcTime time) {
        return time >= earliest_time && time <= latest_time
                   ? std::nullopt
                   : Objection{fmt::format("{} lies outside 2017 to 2099", to_text(time))};
    }

    static Objection error(std::uint32_t ms) {
        return ms <= most_error_ms ? std::nullopt
                                   : Objection{"a standard error is at most an hour"};
    }

    const plan::RacePlan& plan_;
    const Entries& entries_;
};

} // namespace

ActCheck::ActCheck(const plan::RacePlan& plan) : plan_{&plan} {
    for (const plan::Entry& entry : plan.entries) {
        entries_.emplace(entry.bib, &entry);
    }
}

std::optional<std::string> ActCheck::objection_to(const plan::Act& act) const {
    if (act.effective < earliest_time || act.effective > latest_time) {
        return fmt::format("{} lies outside 2017 to 2099", to_text(act.effective));
    }
    return std::visit(Check{*plan_, entries_}, act.body);
}

} // namespace lanterne::scoring
