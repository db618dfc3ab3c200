#include "core/scoring/standings.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace lanterne::scoring {
namespace {

// Units report at different moments: who reported earlier is taken to have gone on as fast.
constexpr double gone_on_s = 15;

struct Row {
    const Athlete* athlete = nullptr;
    Status status = Status::not_started;
    std::optional<Milliseconds> finish_time;
    double progress = 0;
};

bool is_ranked(const Row& row) {
    return row.status != Status::not_started && row.status != Status::unscored;
}

double progress_of(const Athlete& athlete, UtcTime as_of) {
    const auto& match = athlete.match();
    const double seen = athlete.progress().value;
    if (!match || !match->on_course) {
        return seen;
    }
    const double age = static_cast<double>((as_of - match->time).count()) / 1000;
    return seen + std::max(match->speed_mps, 0.0) * std::clamp(age, 0.0, gone_on_s);
}

Row row_of(const Athlete& athlete, UtcTime as_of) {
    Row row{.athlete = &athlete, .status = athlete.status(as_of)};
    const std::optional<UtcTime> start = athlete.started();
    const std::optional<UtcTime> finish = athlete.finished();
    if (row.status == Status::finished && start && finish) {
        row.finish_time = *finish - *start;
    } else if (is_ranked(row)) {
        row.progress = progress_of(athlete, as_of);
    }
    return row;
}

// Smaller is better.
std::tuple<bool, Milliseconds, double> merit(const Row& row) {
    return {!row.finish_time, row.finish_time.value_or(Milliseconds{0}), -row.progress};
}

bool comes_before(const Row& a, const Row& b) {
    if (is_ranked(a) != is_ranked(b)) {
        return is_ranked(a);
    }
    if (is_ranked(a) && merit(a) != merit(b)) {
        return merit(a) < merit(b);
    }
    return a.athlete->entry().bib < b.athlete->entry().bib;
}

std::optional<Milliseconds> gap_at_last_point(const Athlete& athlete, const Athlete& leader) {
    const Passage& passage = athlete.passages().back();
    const auto same = std::find_if(leader.passages().begin(), leader.passages().end(),
                                   [&](const Passage& p) { return p.point == passage.point; });
    const std::optional<UtcTime> start = athlete.started();
    const std::optional<UtcTime> first = leader.started();
    if (same == leader.passages().end() || !start || !first) {
        return std::nullopt;
    }
    return (passage.time - *start) - (same->time - *first);
}

std::optional<Milliseconds> gap_of(const Row& row, const Row& leader) {
    const Athlete& athlete = *row.athlete;
    if (row.finish_time && leader.finish_time) {
        return *row.finish_time - *leader.finish_time;
    }
    if (&athlete == leader.athlete) {
        return Milliseconds{0};
    }
    std::optional<Milliseconds> gap;
    const std::optional<course::Match>& seen = athlete.match();
    const std::optional<UtcTime> start = athlete.started();
    if (seen && start && seen->on_course) {
        const auto first = leader.athlete->time_to(seen->along);
        gap = first ? std::optional{(seen->time - *start) - *first} : std::nullopt;
    }
    if (!gap) {
        gap = gap_at_last_point(athlete, *leader.athlete);
    }
    return gap ? std::optional{std::max(*gap, Milliseconds{0})} : std::nullopt;
}

} // namespace

std::vector<Standing> standings_of(std::span<const Athlete* const> athletes, UtcTime as_of) {
    std::vector<Row> rows;
    rows.reserve(athletes.size());
    for (const Athlete* athlete : athletes) {
        rows.push_back(row_of(*athlete, as_of));
    }
    std::sort(rows.begin(), rows.end(), comes_before);
    std::vector<Standing> standings;
    standings.reserve(rows.size());
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        Standing standing{.bib = row.athlete->entry().bib,
                          .status = row.status,
                          .last_fix = row.athlete->newest()};
        if (is_ranked(row)) {
            const bool tied = i > 0 && merit(rows[i - 1]) == merit(row);
            rank = tied ? rank : static_cast<std::uint32_t>(i + 1);
            standing.rank = rank;
            standing.gap = gap_of(row, rows.front());
            standing.along = row.athlete->progress();
        }
        standings.push_back(std::move(standing));
    }
    return standings;
}

} // namespace lanterne::scoring
