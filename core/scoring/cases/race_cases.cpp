#include "core/scoring/cases/race_cases.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/ruling/race_time.hpp"
#include "core/scoring/ruling/separation.hpp"

namespace lanterne::scoring {
namespace {

const EntryRecord* find_entry(const RaceRecord& record, const Bib& bib) {
    const auto found = std::ranges::find_if(
        record.entries, [&](const EntryRecord& one) { return one.entry->bib == bib; });
    return found == record.entries.end() ? nullptr : &*found;
}

const Passage* passage_at(const EntryRecord& record, const plan::PointLap& at) {
    const auto point = find_point(*record.course, at);
    const auto passage =
        point ? std::ranges::find(record.passages, *point, &Passage::point) : record.passages.end();
    return passage == record.passages.end() ? nullptr : &*passage;
}

// The groups that have prizes of their own.
std::vector<std::string> groups_of(const EntryRecord& record, std::size_t course) {
    constexpr std::array<std::string_view, 3> sexes{"female", "male", "other"};
    std::vector<std::string> groups{
        fmt::format("course {}", course),
        fmt::format("course {} {}", course, sexes.at(static_cast<std::size_t>(record.entry->sex)))};
    if (!record.entry->category.empty()) {
        groups.push_back("category " + record.entry->category);
    }
    return groups;
}

struct Finisher {
    const EntryRecord* record = nullptr;
    const Passage* passage = nullptr;
    Milliseconds raced{0};
};

// Its race time as if it were a time of passage, with the error of its own start.
Passage raced_passage(const Finisher& finisher) {
    Passage passage = *finisher.passage;
    passage.time = UtcTime{finisher.raced};
    const Passage& first = finisher.record->passages.front();
    if (first.source != Source::gun && first.point == 0) {
        const double own = passage.standard_error_ms;
        const double start = first.standard_error_ms;
        passage.standard_error_ms =
            static_cast<std::uint32_t>(std::lround(std::sqrt(own * own + start * start)));
    }
    return passage;
}

bool is_out(const EntryRecord& record) {
    return record.ruled && record.ruled->status != plan::Ruled::racing;
}

} // namespace

std::vector<Case> clock_cases(const CaseInputs& inputs) {
    std::vector<Case> cases;
    for (const ClockCheck& clock : inputs.witnesses.clocks()) {
        if (clock.is_wrong) {
            cases.push_back({.kind = CaseKind::wrong_clock,
                             .subject = clock.clock,
                             .from = inputs.record.plan->start,
                             .evidence = {{"reads", static_cast<std::int64_t>(clock.reads)},
                                          {"add_ms", -clock.median.count()},
                                          {"spread_ms", clock.spread.count()}}});
        }
    }
    return cases;
}

std::vector<Case> order_cases(const CaseInputs& inputs) {
    std::vector<Case> cases;
    for (const SeenOrder& seen : inputs.witnesses.reads().orders) {
        for (std::size_t i = 1; i < seen.bibs.size(); ++i) {
            const EntryRecord* first = find_entry(inputs.record, seen.bibs[i - 1]);
            const EntryRecord* next = find_entry(inputs.record, seen.bibs[i]);
            // Without a lap nobody knows which of several passages was meant.
            const plan::PointLap at{seen.point, seen.lap.value_or(1)};
            const bool is_one = seen.lap || !find_point(*next->course, {seen.point, 2}).has_value();
            const Passage* before = is_one ? passage_at(*first, at) : nullptr;
            const Passage* after = is_one ? passage_at(*next, at) : nullptr;
            if (before == nullptr || after == nullptr || after->time >= before->time ||
                !are_separated(*before, *after)) {
                continue;
            }
            cases.push_back({.kind = CaseKind::witnesses_disagree,
                             .bib = seen.bibs[i],
                             .at = at,
                             .subject = "after " + seen.bibs[i - 1].text(),
                             .from = after->time,
                             .ended = after->time,
                             .evidence = {{"apart_ms", (before->time - after->time).count()}}});
        }
    }
    return cases;
}

std::vector<Case> separation_cases(const CaseInputs& inputs) {
    std::map<std::string, std::vector<Finisher>> groups;
    std::map<const course::Course*, std::size_t> courses;
    for (const EntryRecord& record : inputs.record.entries) {
        const Passage* finish = finish_passage(record);
        const auto start = started(record);
        const std::size_t course = courses.emplace(record.course, courses.size()).first->second;
        if (finish == nullptr || !start || is_out(record)) {
            continue;
        }
        for (const std::string& group : groups_of(record, course)) {
            groups[group].push_back({&record, finish, raced_between(record, *start, finish->time)});
        }
    }
    std::map<std::size_t, std::set<std::set<Bib>>> judged; // by point
    for (const plan::FinishOrder& order : inputs.record.orders) {
        std::set<Bib> those;
        for (const plan::FinishOrder::Place& place : order.places) {
            those.insert(place.bibs.begin(), place.bibs.end());
        }
        if (const auto point = find_point(inputs.record.plan->course, order.at)) {
            judged[*point].insert(std::move(those));
        }
    }
    const auto are_judged = [&](const Finisher& a, const Finisher& b) {
        const auto lists = judged.find(a.passage->point);
        return lists != judged.end() && std::ranges::any_of(lists->second, [&](const auto& list) {
                   return list.contains(a.record->entry->bib) &&
                          list.contains(b.record->entry->bib);
               });
    };
    std::vector<Case> cases;
    for (auto& [group, finishers] : groups) {
        std::ranges::sort(finishers, {}, [](const Finisher& one) {
            return std::tuple{one.raced, one.record->entry->bib};
        });
        // The last prize hangs on who comes after it as well.
        for (std::size_t i = 1; i < finishers.size() && i <= inputs.rules.prize_places; ++i) {
            const Finisher& before = finishers[i - 1];
            const Finisher& after = finishers[i];
            if (are_separated(raced_passage(before), raced_passage(after)) ||
                are_judged(before, after)) {
                continue;
            }
            cases.push_back({.kind = CaseKind::not_separated,
                             .bib = before.record->entry->bib,
                             .at = name_of(*after.record->course, after.passage->point),
                             .subject = after.record->entry->bib.text(),
                             .from = std::max(before.passage->time, after.passage->time),
                             .ended = std::max(before.passage->time, after.passage->time),
                             .evidence = {{"apart_ms", (after.raced - before.raced).count()},
                                          {"place", static_cast<std::int64_t>(i)}}});
        }
    }
    return cases;
}

} // namespace lanterne::scoring
