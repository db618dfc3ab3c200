#include "core/scoring/ruling/separation.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/scoring/record/separated.hpp"
#include "core/scoring/ruling/find_point.hpp"

namespace lanterne::scoring {
namespace {

double square(double value) { return value * value; }

struct Passed {
    Passage passage;
    Bib bib;
    bool is_judged = false;
};

std::set<Bib> judged_at(const RaceRecord& record, const plan::PointLap& at) {
    std::set<Bib> judged;
    for (const plan::FinishOrder& order : record.orders) {
        if (order.at == at) {
            for (const plan::FinishOrder::Place& place : order.places) {
                judged.insert(place.bibs.begin(), place.bibs.end());
            }
        }
    }
    return judged;
}

std::vector<Passed> passed_at(const RaceRecord& record, const plan::PointLap& at) {
    const std::set<Bib> judged = judged_at(record, at);
    std::vector<Passed> passed;
    for (const EntryRecord& entry : record.entries) {
        const auto point = find_point(*entry.course, at);
        const auto passage = point ? std::ranges::find(entry.passages, *point, &Passage::point)
                                   : entry.passages.end();
        if (passage != entry.passages.end()) {
            passed.push_back({*passage, entry.entry->bib, judged.contains(entry.entry->bib)});
        }
    }
    std::ranges::sort(passed, {}, [](const Passed& one) {
        return std::tuple{one.passage.time, one.bib};
    });
    return passed;
}

} // namespace

bool are_separated(const Passage& a, const Passage& b) {
    const bool is_one_clock = a.clock != 0 && a.clock == b.clock;
    const double shared =
        is_one_clock ? static_cast<double>(a.shared_error_ms) * b.shared_error_ms : 0;
    const double variance =
        std::max(square(a.standard_error_ms) + square(b.standard_error_ms) - 2 * shared, 0.0);
    return !may_be_chance(a.time - b.time, variance);
}

std::vector<LinkedRun> runs_at(const RaceRecord& record, const plan::PointLap& at) {
    const std::vector<Passed> passed = passed_at(record, at);
    std::vector<LinkedRun> runs;
    for (std::size_t i = 1; i < passed.size(); ++i) {
        const Passed& one = passed[i - 1];
        const Passed& next = passed[i];
        if ((one.is_judged && next.is_judged) || are_separated(one.passage, next.passage)) {
            continue;
        }
        if (runs.empty() || runs.back().back() != one.bib) {
            runs.push_back({one.bib});
        }
        runs.back().push_back(next.bib);
    }
    return runs;
}

} // namespace lanterne::scoring
