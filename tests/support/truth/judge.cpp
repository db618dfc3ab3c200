#include "tests/support/truth/judge.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace lanterne::truth {
namespace {

constexpr double least_tolerance_s = 5;
constexpr double tolerance_errors = 4;

double seconds(Milliseconds time) { return static_cast<double>(time.count()) / 1000; }

/// Follows what is published of one entry.
class Watch {
public:
    Watch(const scoring::Race& race, const Bib& bib) : race_{race}, bib_{bib} {}

    std::vector<std::string> wrong;
    std::vector<std::size_t> wrong_points; // of each

    void look(UtcTime now) {
        const std::uint64_t revision = race_.revision(bib_);
        if (revision == revision_) {
            return;
        }
        revision_ = revision;
        std::vector<scoring::Passage> passages = race_.passages(bib_);
        for (const scoring::Passage& earlier : newest_) {
            if (!contains(passages, earlier.point)) {
                say(earlier.point, fmt::format("was withdrawn at {}", to_text(now)));
            }
        }
        for (const scoring::Passage& passage : passages) {
            first_seen_.try_emplace(passage.point, now);
        }
        newest_ = std::move(passages);
    }

    void compare(const std::vector<simulator::TruePassage>& truth, std::vector<Judged>& times) {
        for (const simulator::TruePassage& passed : truth) {
            const auto found = std::ranges::find(newest_, passed.point, &scoring::Passage::point);
            if (found == newest_.end()) {
                say(passed.point, fmt::format("at {} is missing", to_text(passed.time)));
            } else {
                compare(passed, *found, times);
            }
        }
        for (const scoring::Passage& passage : newest_) {
            if (std::ranges::find(truth, passage.point, &simulator::TruePassage::point) ==
                truth.end()) {
                say(passage.point, fmt::format("at {} did not happen", to_text(passage.time)));
            }
        }
    }

private:
    static bool contains(const std::vector<scoring::Passage>& passages, std::size_t point) {
        return std::ranges::find(passages, point, &scoring::Passage::point) != passages.end();
    }

    void compare(const simulator::TruePassage& truth, const scoring::Passage& published,
                 std::vector<Judged>& times) {
        const double error = seconds(published.time - truth.time);
        const double standard_error = published.standard_error_ms / 1000.0;
        if (std::abs(error) > std::max(least_tolerance_s, tolerance_errors * standard_error)) {
            say(truth.point, fmt::format("at {} is off by {:.1f} s (standard error {:.1f} s)",
                                         to_text(truth.time), error, standard_error));
        }
        if (published.standard_error_ms == 0 && error == 0) {
            return; // a start by the gun
        }
        times.push_back({.point = truth.point,
                         .truth = truth.time,
                         .error_s = error,
                         .standard_error_s = standard_error,
                         .waited_s = seconds(first_seen_.at(truth.point) - truth.time),
                         .is_bridged = published.is_bridged});
    }

    void say(std::size_t point, const std::string& what) {
        const course::TimingPoint& p = race_.plan().course.points()[point];
        wrong_points.push_back(point);
        wrong.push_back(fmt::format("{} (leg {}, lap {}) {}", p.id,
                                    race_.plan().course.legs()[p.leg].id, p.lap, what));
    }

    const scoring::Race& race_;
    const Bib& bib_;
    std::optional<std::uint64_t> revision_;
    std::vector<scoring::Passage> newest_;
    std::map<std::size_t, UtcTime> first_seen_;
};

// Not those of units, of standing about and of clocks.
std::vector<scoring::CaseKind> cases_of(const scoring::Race& race, const Bib& bib, UtcTime as_of) {
    using enum scoring::CaseKind;
    std::vector<scoring::CaseKind> kinds;
    for (const scoring::Case& one : race.cases(as_of)) {
        const bool is_of_way = one.kind == off_course || one.kind == missing_point ||
                               one.kind == two_histories || one.kind == implausible_speed ||
                               one.kind == witnesses_disagree;
        if (one.bib == bib && is_of_way) {
            kinds.push_back(one.kind);
        }
    }
    return kinds;
}

} // namespace

Verdict judge(scoring::Race& race, const Bib& bib, const Sample& sample,
              const std::vector<plan::Act>& acts) {
    const auto& truth = sample.journey.passages();
    Verdict verdict{.fixes = sample.reception.fixes.size()};
    Watch watch{race, bib};
    for (const Fix& fix : sample.reception.fixes) {
        race.apply(bib, std::span{&fix, 1});
        watch.look(fix.time);
    }
    if (!acts.empty()) {
        race.set_acts(acts);
        watch.look(sample.reception.fixes.back().time);
    }
    watch.compare(truth, verdict.times);
    verdict.wrong = std::move(watch.wrong);
    verdict.wrong_points = std::move(watch.wrong_points);
    verdict.cases = cases_of(race, bib, sample.reception.fixes.back().time);
    const simulator::Behaviour& behaviour = sample.journey.behaviour();
    verdict.ought_to_be_a_case = !behaviour.cuts.empty() || behaviour.abandons_at.has_value();
    return verdict;
}

std::vector<Verdict> judge_race(const Shape& shape, const simulator::Conditions& conditions,
                                std::uint64_t seed, int athletes) {
    scoring::Race race{as_drawn(shape.truth, seed, athletes)};
    std::vector<Verdict> verdicts;
    for (int number = 1; number <= athletes; ++number) {
        const auto stream = static_cast<std::uint64_t>(number);
        const Sample sample = sample_of(shape, conditions, seed, stream);
        Verdict one = judge(race, *Bib::from(std::to_string(number)), sample);
        one.seed = seed;
        one.number = stream;
        verdicts.push_back(std::move(one));
    }
    return verdicts;
}

} // namespace lanterne::truth
