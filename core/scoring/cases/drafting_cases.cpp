#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "core/scoring/cases/race_cases.hpp"
#include "core/scoring/ruling/find_point.hpp"

namespace lanterne::scoring {
namespace {

std::int64_t whole(double value) { return std::llround(value); }

struct Rider {
    const EntryRecord* record = nullptr;
    Passage passage;
};

// Metres between two who passed one after the other, and the error of that.
struct Following {
    double metres = 0;
    double error_m = 0;
};

std::optional<Following> following(const CaseInputs& inputs, const Rider& first,
                                   const Rider& second, double speed) {
    const double seconds =
        static_cast<double>((second.passage.time - first.passage.time).count()) / 1000;
    const double one = first.passage.standard_error_ms / 1000.0;
    const double two = second.passage.standard_error_ms / 1000.0;
    const Following found{.metres = seconds * speed,
                          .error_m = std::sqrt(one * one + two * two) * speed};
    return found.metres < inputs.record.plan->rules.draft->value ? std::optional{found}
                                                                 : std::nullopt;
}

// Those who pass a bike leg's point, by time, and who is near behind whom.
std::map<std::pair<Bib, Bib>, std::pair<Following, UtcTime>> pairs_at(const CaseInputs& inputs,
                                                                      const course::Course& course,
                                                                      std::size_t point,
                                                                      std::size_t before) {
    std::vector<Rider> riders;
    for (const EntryRecord& record : inputs.record.entries) {
        const auto passage = std::ranges::find(record.passages, point, &Passage::point);
        if (record.course == &course && passage != record.passages.end()) {
            riders.push_back({&record, *passage});
        }
    }
    std::ranges::sort(riders, {}, [](const Rider& rider) {
        return std::tuple{rider.passage.time, rider.record->entry->bib};
    });
    const double way = (course.points()[point].along - course.points()[before].along).value;
    std::map<std::pair<Bib, Bib>, std::pair<Following, UtcTime>> pairs;
    for (std::size_t i = 1; i < riders.size(); ++i) {
        const auto begun = time_at(*riders[i].record, before);
        if (!begun || *begun >= riders[i].passage.time) {
            continue;
        }
        const double speed =
            way * 1000 / static_cast<double>((riders[i].passage.time - *begun).count());
        if (const auto near = following(inputs, riders[i - 1], riders[i], speed)) {
            pairs.emplace(std::pair{riders[i].record->entry->bib, riders[i - 1].record->entry->bib},
                          std::pair{*near, riders[i].passage.time});
        }
    }
    return pairs;
}

} // namespace

std::vector<Case> drafting_cases(const CaseInputs& inputs) {
    std::vector<Case> cases;
    if (!inputs.record.plan->rules.draft) {
        return cases;
    }
    std::set<const course::Course*> courses;
    for (const EntryRecord& record : inputs.record.entries) {
        if (!courses.insert(record.course).second) {
            continue;
        }
        const course::Course& course = *record.course;
        std::map<std::pair<Bib, Bib>, std::pair<Following, UtcTime>> last;
        std::map<std::pair<Bib, Bib>, std::size_t> open; // the case of who is near since before
        for (std::size_t point = 1; point < course.points().size(); ++point) {
            const course::TimingPoint& here = course.points()[point];
            const bool is_ridden = course.legs()[here.leg].sport == course::Sport::bike &&
                                   course.points()[point - 1].leg == here.leg;
            auto now = is_ridden ? pairs_at(inputs, course, point, point - 1) : decltype(last){};
            std::erase_if(open, [&](const auto& one) { return !now.contains(one.first); });
            for (const auto& [pair, found] : now) {
                const auto earlier = last.find(pair);
                if (const auto known = open.find(pair); known != open.end()) {
                    cases[known->second].ended = found.second;
                } else if (earlier != last.end()) {
                    open.emplace(pair, cases.size());
                    cases.push_back({.kind = CaseKind::drafting,
                                     .bib = pair.first,
                                     .at = name_of(course, point),
                                     .subject = pair.second.text(),
                                     .from = earlier->second.second,
                                     .ended = found.second,
                                     .evidence = {{"behind_dm", whole(found.first.metres * 10)},
                                                  {"error_dm", whole(found.first.error_m * 10)}}});
                }
            }
            last = std::move(now);
        }
    }
    return cases;
}

} // namespace lanterne::scoring
