#include "core/scoring/cases/entry_cases.hpp"

#include <algorithm>
#include <cmath>

#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/ruling/race_time.hpp"

namespace lanterne::scoring {
namespace {

// Faster for 90 s nobody goes by its own strength: 800 m on foot take 101 s at best, 100 m of
// swimming 46 s; a long descent on a bike reaches 100 km/h.
double human_mps(course::Sport sport) {
    switch (sport) {
    case course::Sport::swim: return 2.3;
    case course::Sport::bike: return 28;
    case course::Sport::run:
    case course::Sport::transition: return 8;
    case course::Sport::other: break;
    }
    return 60;
}

std::int64_t whole(double value) { return std::llround(value); }

class EntrySearch {
public:
    EntrySearch(const CaseInputs& inputs, const CaseEntry& one)
        : inputs_{inputs}, one_{one}, record_{*one.record} {}

    std::vector<Case> all() {
        if (record_.is_unscored) {
            raise({.kind = CaseKind::unscored, .from = inputs_.as_of});
            return std::move(cases_);
        }
        units();
        missing();
        witnesses();
        if (one_.athlete != nullptr) {
            episodes();
            vehicle();
            silence();
        }
        return std::move(cases_);
    }

private:
    void raise(Case one) {
        one.bib = record_.entry->bib;
        cases_.push_back(std::move(one));
    }

    // When nobody looks for it any more: it finished, or a person said that it is out.
    std::optional<UtcTime> race_over() const {
        const Passage* finish = finish_passage(record_);
        return finish != nullptr ? std::optional{finish->time} : std::nullopt;
    }

    bool is_out() const { return record_.ruled && record_.ruled->status != plan::Ruled::racing; }

    void units() {
        const auto outside = inputs_.outside.find(record_.entry->bib);
        const bool has_begun = record_.gun && inputs_.as_of >= *record_.gun;
        if (outside == inputs_.outside.end() || !outside->second.units || !has_begun || is_out()) {
            return;
        }
        const std::size_t units = *outside->second.units;
        if (units == 0 && record_.passages.empty()) {
            raise({.kind = CaseKind::no_unit, .from = *record_.gun});
        } else if (units > 1) {
            raise({.kind = CaseKind::two_units,
                   .from = *record_.gun,
                   .evidence = {{"units", static_cast<std::int64_t>(units)}}});
        }
    }

    void missing() {
        for (const Missing& missing : record_.missing) {
            raise({.kind = missing.is_ambiguous ? CaseKind::two_histories : CaseKind::missing_point,
                   .at = name_of(*record_.course, missing.point),
                   .from = missing.from,
                   .ended = missing.to,
                   .evidence = {{"unseen_ms", (missing.to - missing.from).count()}}});
        }
        for (const Missing& doubted : one_.doubted) {
            raise({.kind = CaseKind::two_histories,
                   .at = name_of(*record_.course, doubted.point),
                   .from = doubted.from,
                   .ended = doubted.to});
        }
    }

    void disagree(std::size_t point, const Observation& believed, const Observation& other) {
        const double one = believed.standard_error_ms;
        const double two = other.standard_error_ms;
        const auto apart = (other.time - believed.time).count();
        const double deviation = std::max(std::sqrt(one * one + two * two), 1.0);
        raise({.kind = CaseKind::witnesses_disagree,
               .at = name_of(*record_.course, point),
               .from = believed.time,
               .ended = believed.time,
               .evidence = {
                   {fmt_name(believed.source) + "_ms", to_ms(believed.time)},
                   {fmt_name(other.source) + "_ms", to_ms(other.time)},
                   {"apart_ms", apart},
                   {"deviations", whole(static_cast<double>(std::abs(apart)) / deviation)}}});
    }

    static std::string fmt_name(Source source) { return std::string{to_text(source)}; }

    void witnesses() {
        for (const Disagreement& both : one_.disagreements) {
            disagree(both.point, both.believed, both.other);
        }
        for (const PlacedRead& read : one_.astray) {
            const auto passage =
                std::ranges::find(record_.passages, read.witness.point, &Passage::point);
            const bool is_ruled =
                passage == record_.passages.end() || passage->source == Source::official;
            if (read.by_fixes && !is_ruled) {
                disagree(read.witness.point, *read.by_fixes, read.witness.observation);
            }
        }
    }

    void episodes() {
        for (const Episode& episode : one_.athlete->episodes()) {
            const bool is_off = episode.kind == Episode::Kind::off_course;
            const Milliseconds lasted = episode.to - episode.from;
            const auto over = race_over();
            if (lasted < (is_off ? off_course_case : standing_case) || is_out() ||
                (over && episode.to > *over)) {
                continue;
            }
            raise({.kind = is_off ? CaseKind::off_course : CaseKind::still_too_long,
                   .from = episode.from,
                   .ended = episode.is_over ? std::optional{episode.to} : std::nullopt,
                   .evidence = {{"along_m", whole(one_.course->planned_along(episode.along).value)},
                                {"lasted_ms", lasted.count()}}});
        }
    }

    void vehicle() {
        const auto stretches = one_.athlete->trace().stretches();
        const course::Course& course = one_.course->course();
        std::size_t first = 0;
        for (std::size_t last = 0; last < stretches.size(); ++last) {
            while (first < last &&
                   stretches[last].end - stretches[first + 1].begin >= vehicle_case) {
                ++first;
            }
            const Milliseconds lasted = stretches[last].end - stretches[first].begin;
            const double way = stretches[last].to.value - stretches[first].from.value;
            const double speed = way * 1000 / static_cast<double>(lasted.count());
            const std::size_t leg = course::leg_at(course, stretches[first].from.value);
            if (lasted >= vehicle_case && leg == course::leg_at(course, stretches[last].to.value) &&
                speed > human_mps(course.legs()[leg].sport)) {
                raise(
                    {.kind = CaseKind::implausible_speed,
                     .from = stretches[first].begin,
                     .ended = stretches[last].end,
                     .evidence = {{"along_m",
                                   whole(one_.course->planned_along(stretches[first].from).value)},
                                  {"way_m", whole(way)},
                                  {"speed_cmps", whole(speed * 100)}}});
            }
        }
    }

    void silence() {
        const std::optional<Fix>& newest = one_.athlete->newest();
        if (!newest || race_over() || is_out() || record_.passages.empty()) {
            return;
        }
        const auto outside = inputs_.outside.find(record_.entry->bib);
        const bool is_told = outside != inputs_.outside.end();
        const UtcTime heard =
            is_told && outside->second.heard ? *outside->second.heard : newest->time;
        const Milliseconds may_be_silent = is_told && outside->second.announced
                                               ? *outside->second.announced + silent_grace
                                               : silent_unannounced;
        if (inputs_.as_of - heard > may_be_silent) {
            raise({.kind = CaseKind::silent,
                   .from = heard,
                   .evidence = {{"silent_ms", (inputs_.as_of - heard).count()},
                                {"announced_ms", (may_be_silent - silent_grace).count()},
                                {"along_m", whole(record_.seen ? record_.seen->along.value : 0)}}});
        }
    }

    const CaseInputs& inputs_;
    const CaseEntry& one_;
    const EntryRecord& record_;
    std::vector<Case> cases_;
};

} // namespace

std::vector<Case> cases_of(const CaseInputs& inputs, const CaseEntry& one) {
    return EntrySearch{inputs, one}.all();
}

} // namespace lanterne::scoring
