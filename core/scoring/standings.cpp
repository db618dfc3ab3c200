#include "core/scoring/standings.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/ruling/race_time.hpp"
#include "core/scoring/ruling/separation.hpp"

namespace lanterne::scoring {
namespace {

// Units report at different moments: who reported earlier is taken to have gone on as fast.
constexpr double gone_on_s = 15;

struct Row {
    const Contestant* contestant = nullptr;
    std::size_t course = 0; ///< 0 the race's own, then variants in their order
    Status status = Status::not_started;
    std::optional<Milliseconds> finish_time;
    std::uint32_t judged = 0; ///< place in a finish order; 0: in none
    double progress = 0;
};

bool is_ranked(const Row& row) {
    switch (row.status) {
    case Status::not_started:
    case Status::unscored:
    case Status::did_not_start:
    case Status::did_not_finish:
    case Status::disqualified:
    case Status::over_time_limit: return false;
    default: break;
    }
    const auto& ruled = row.contestant->record.ruled;
    return !ruled || ruled->status != plan::Ruled::not_classified;
}

double along_of(const EntryRecord& record) {
    const auto& points = record.course->points();
    const double passed =
        record.passages.empty() ? 0 : points[record.passages.back().point].along.value;
    return record.seen ? std::max(record.seen->along.value, passed) : passed;
}

double progress_of(const EntryRecord& record, UtcTime as_of) {
    const double along = along_of(record);
    if (!record.seen || !record.seen->on_course) {
        return along;
    }
    const double age = static_cast<double>((as_of - record.seen->time).count()) / 1000;
    return along + std::max(record.seen->speed_mps, 0.0) * std::clamp(age, 0.0, gone_on_s);
}

std::size_t course_index(const plan::RacePlan& plan, const course::Course* course) {
    for (std::size_t i = 0; i < plan.variants.size(); ++i) {
        if (&plan.variants[i].course == course) {
            return i + 1;
        }
    }
    return 0;
}

Row row_of(const plan::RacePlan& plan, const Contestant& contestant, UtcTime as_of) {
    const EntryRecord& record = contestant.record;
    Row row{.contestant = &contestant,
            .course = course_index(plan, record.course),
            .status = status_of(contestant, as_of)};
    const std::optional<UtcTime> start = started(record);
    const Passage* finish = finish_passage(record);
    if (row.status == Status::finished && start && finish != nullptr) {
        row.finish_time = raced_between(record, *start, finish->time);
    } else if (is_ranked(row)) {
        row.progress = progress_of(record, as_of);
    }
    return row;
}

// Smaller is better.
auto merit(const Row& row) {
    return std::tuple{row.course, !row.finish_time, row.finish_time.value_or(Milliseconds{0}),
                      row.judged, -row.progress};
}

bool comes_before(const Row& a, const Row& b) {
    if (is_ranked(a) != is_ranked(b)) {
        return is_ranked(a);
    }
    if (is_ranked(a) && merit(a) != merit(b)) {
        return merit(a) < merit(b);
    }
    return a.contestant->record.entry->bib < b.contestant->record.entry->bib;
}

// In a list of judges nobody is before the one listed earlier: his time is at least that one's.
void hear_judges(std::vector<Row>& rows, std::span<const plan::FinishOrder> orders) {
    std::map<Bib, Row*> by_bib;
    for (Row& row : rows) {
        by_bib.emplace(row.contestant->record.entry->bib, &row);
    }
    for (const plan::FinishOrder& order : orders) {
        Milliseconds last{0};
        std::uint32_t judged = 0;
        for (const plan::FinishOrder::Place& place : order.places) {
            ++judged;
            Milliseconds latest = last;
            std::vector<Row*> there;
            for (const Bib& bib : place.bibs) {
                Row* row = by_bib.at(bib);
                const EntryRecord& record = row->contestant->record;
                if (row->finish_time && record.finish == find_point(*record.course, order.at)) {
                    latest = std::max(latest, *row->finish_time);
                    there.push_back(row);
                }
            }
            for (Row* row : there) {
                row->finish_time = latest;
                row->judged = judged;
            }
            last = latest;
        }
    }
}

std::optional<Milliseconds> gap_at_last_point(const EntryRecord& record,
                                              const EntryRecord& leader) {
    const Passage& passage = record.passages.back();
    const auto same = std::ranges::find(leader.passages, passage.point, &Passage::point);
    const std::optional<UtcTime> start = started(record);
    const std::optional<UtcTime> first = started(leader);
    if (same == leader.passages.end() || !start || !first) {
        return std::nullopt;
    }
    return raced_between(record, *start, passage.time) - raced_between(leader, *first, same->time);
}

// Time that the leader had raced where the entry is now.
std::optional<Milliseconds> leader_there(const Contestant& leader, Metres along) {
    const Athlete* athlete = leader.entrant->athlete();
    const auto scored = leader.entrant->course().scored_along(along);
    const std::optional<UtcTime> start = started(leader.record);
    if (athlete == nullptr || !scored || !start) {
        return std::nullopt;
    }
    const std::optional<UtcTime> time = athlete->trace().time_at(*scored);
    return time ? std::optional{raced_between(leader.record, *start, *time)} : std::nullopt;
}

std::optional<Milliseconds> gap_of(const Row& row, const Row& leader) {
    const EntryRecord& record = row.contestant->record;
    if (row.finish_time && leader.finish_time) {
        return *row.finish_time - *leader.finish_time;
    }
    if (&row == &leader) {
        return Milliseconds{0};
    }
    if (record.passages.empty()) {
        return std::nullopt;
    }
    std::optional<Milliseconds> gap;
    const std::optional<UtcTime> start = started(record);
    if (record.seen && start && record.seen->on_course) {
        const auto first = leader_there(*leader.contestant, record.seen->along);
        gap = first ? std::optional{raced_between(record, *start, record.seen->time) - *first}
                    : std::nullopt;
    }
    if (!gap) {
        gap = gap_at_last_point(record, leader.contestant->record);
    }
    return gap ? std::optional{std::max(*gap, Milliseconds{0})} : std::nullopt;
}

bool is_linked(const Row& row, const Row& before) {
    if (!row.finish_time || !before.finish_time || (row.judged != 0 && before.judged != 0)) {
        return false;
    }
    return !are_separated(*finish_passage(before.contestant->record),
                          *finish_passage(row.contestant->record));
}

} // namespace

std::vector<Standing> standings_of(const plan::RacePlan& plan,
                                   std::span<const Contestant> contestants,
                                   std::span<const plan::FinishOrder> orders, UtcTime as_of) {
    std::vector<Row> rows;
    rows.reserve(contestants.size());
    for (const Contestant& contestant : contestants) {
        rows.push_back(row_of(plan, contestant, as_of));
    }
    hear_judges(rows, orders);
    std::ranges::sort(rows, comes_before);
    std::vector<Standing> standings;
    standings.reserve(rows.size());
    std::size_t leader = 0;
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        const EntryRecord& record = row.contestant->record;
        Standing standing{.bib = record.entry->bib,
                          .status = row.status,
                          .last_fix = row.contestant->entrant->newest()};
        if (is_ranked(row)) {
            leader = i == 0 || rows[i - 1].course != row.course ? i : leader;
            const bool is_first = i == leader;
            const bool tied = !is_first && merit(rows[i - 1]) == merit(row);
            rank = tied ? rank : static_cast<std::uint32_t>(i - leader + 1);
            standing.rank = rank;
            standing.gap = gap_of(row, rows[leader]);
            standing.along = Metres{along_of(record)};
            standing.is_linked = !is_first && is_linked(row, rows[i - 1]);
        }
        standings.push_back(std::move(standing));
    }
    return standings;
}

} // namespace lanterne::scoring
