#include "core/scoring/standings.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "core/plan/board.hpp"
#include "core/scoring/results/places.hpp"

namespace lanterne::scoring {
namespace {

using plan::Outcome;

// Units report at different moments: who reported earlier is taken to have gone on as fast.
constexpr double gone_on_s = 15;

struct Line {
    OnWay who;
    const results::Competitor* competitor = nullptr;
    Standing standing;
    const results::Row* row = nullptr; ///< with a place in its ranking; nullptr: without
    std::size_t place = 0;             ///< of the row in its ranking
    std::int64_t laps = 0; ///< where they count: of who is on the way those it will have
    double progress = 0;   ///< of who is on the way
};

double along_of(const EntryRecord& record) {
    const auto& points = record.course->points();
    const double passed =
        record.passages.empty() ? 0 : points[record.passages.back().point].along.value;
    return record.seen ? std::max(record.seen->along.value, passed) : passed;
}

double gone_on(const EntryRecord& record, std::optional<UtcTime> as_of) {
    if (!as_of || !record.seen || !record.seen->on_course) {
        return 0;
    }
    const double age = static_cast<double>((*as_of - record.seen->time).count()) / 1000;
    return std::max(record.seen->speed_mps, 0.0) * std::clamp(age, 0.0, gone_on_s);
}

// Those of several courses are compared by what lies before them, where their laps are not counted.
double progress_of(const EntryRecord& record, const plan::Ranking& ranking,
                   std::optional<UtcTime> as_of) {
    const bool counts_laps = ranking.by == plan::Measure::laps;
    const double end =
        counts_laps || !record.finish ? 0 : record.course->points()[*record.finish].along.value;
    return along_of(record) + gone_on(record, as_of) - end;
}

bool shows_along(const Line& line) {
    switch (line.competitor->outcome) {
    case Outcome::finished:
    case Outcome::racing:
    case Outcome::lapped:
    case Outcome::not_classified:
    case Outcome::over_time_limit: return !line.who.record->passages.empty();
    default: return false;
    }
}

// Who was pulled comes behind who was not; then those with a place, in their order, and those on
// the way by how far they are. Smaller is better.
auto merit(const Line& line) {
    return std::tuple{line.competitor->outcome == Outcome::lapped, -line.laps, line.row == nullptr,
                      line.place, -line.progress};
}

bool are_equal(const Line& before, const Line& line) {
    if (before.row != nullptr && line.row != nullptr) {
        return before.row->rank == line.row->rank;
    }
    return merit(before) == merit(line);
}

// Of those whom one ranking shows: sorts, and gives ranks and gaps.
class Section {
public:
    Section(const plan::Ranking& ranking, std::optional<UtcTime> as_of)
        : ranking_{&ranking}, as_of_{as_of} {}

    void take(Line& line) { lines_.push_back(&line); }

    void place(const plan::RacePlan& plan, std::span<const results::Competitor> competitors) {
        const results::Table table = results::places_in(*ranking_, plan, competitors);
        std::unordered_map<std::string_view, std::size_t> places; // looked up, not gone through
        places.reserve(table.rows.size());
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            places.emplace(table.rows[i].bib.text(), i);
        }
        std::erase_if(lines_, [&](Line* line) {
            return !measure(*line, table, places.at(line->standing.bib.text()));
        });
        std::ranges::stable_sort(
            lines_, [](const Line* a, const Line* b) { return merit(*a) < merit(*b); });
        give_ranks();
        for (Line* line : lines_) {
            line->row = nullptr; // the table ends here
        }
    }

    const std::vector<Line*>& lines() const { return lines_; }

private:
    // Answers false where it has no rank.
    bool measure(Line& line, const results::Table& table, std::size_t place) const {
        const results::Row& row = table.rows[place];
        const bool counts_laps = ranking_->by == plan::Measure::laps;
        if (row.rank) {
            line.row = &row;
            line.place = place;
            line.laps = row.laps;
            return true;
        }
        const bool is_on_way = line.competitor->outcome == Outcome::racing &&
                               line.standing.status != Status::not_started;
        if (is_on_way) {
            const std::int64_t lost = line.competitor->penalties.laps;
            line.laps = counts_laps ? line.competitor->laps + 1 - lost : 0;
            line.progress = progress_of(*line.who.record, *ranking_, as_of_);
        }
        return is_on_way;
    }

    const Line& leader_of(const Line& line) const {
        return **std::ranges::find_if(lines_, [&](const Line* other) {
            return other->who.record->course == line.who.record->course;
        });
    }

    std::optional<Milliseconds> gap_of(const Line& line) const {
        if (line.row != nullptr) {
            return line.row->laps_behind == 0 ? line.row->gap : std::nullopt;
        }
        const Line& leader = leader_of(line);
        return &leader == &line ? std::optional{Milliseconds{0}} : gap_on_way(line.who, leader.who);
    }

    void give_ranks() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            Line& line = *lines_[i];
            const bool shares = i > 0 && are_equal(*lines_[i - 1], line);
            line.standing.rank = shares ? lines_[i - 1]->standing.rank
                                        : std::optional{static_cast<std::uint32_t>(i + 1)};
            line.standing.gap = gap_of(line);
            line.standing.is_linked = line.row != nullptr && line.row->is_linked;
        }
    }

    const plan::Ranking* ranking_;
    std::optional<UtcTime> as_of_;
    std::vector<Line*> lines_;
};

std::vector<Line> lines_of(const Field& field, std::span<const results::Competitor> competitors,
                           std::optional<UtcTime> as_of) {
    std::vector<Line> lines;
    lines.reserve(competitors.size());
    for (const results::Competitor& competitor : competitors) {
        const EntryRecord& record = *competitor.record;
        const std::ptrdiff_t place = &record - field.record.entries.data();
        const Entrant& entrant = *field.entrants[static_cast<std::size_t>(place)];
        Line line{.who = {&record, &entrant},
                  .competitor = &competitor,
                  .standing = {.bib = competitor.bib(),
                               .status = status_of(record, entrant, competitor.outcome, as_of),
                               .last_fix = entrant.newest()}};
        if (shows_along(line)) {
            line.standing.along = Metres{along_of(record)};
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace

std::vector<Standing> standings_of(const Field& field, std::optional<UtcTime> as_of) {
    const plan::RacePlan& plan = *field.record.plan;
    const std::vector<results::Competitor> competitors = results::judged(field.record, as_of);
    const std::vector<plan::Ranking> rankings = plan::rankings_of(plan);
    std::vector<Line> lines = lines_of(field, competitors, as_of);
    std::map<std::size_t, Section> sections;
    for (Line& line : lines) {
        if (const auto at = plan::board_ranking(plan, rankings, *line.who.record->entry)) {
            line.standing.ranking = rankings[*at].id;
            sections.try_emplace(*at, rankings[*at], as_of).first->second.take(line);
        }
    }
    std::vector<Standing> standings;
    standings.reserve(lines.size());
    for (auto& [at, section] : sections) {
        section.place(plan, competitors);
        for (const Line* line : section.lines()) {
            standings.push_back(line->standing);
        }
    }
    for (Line& line : lines) {
        if (!line.standing.rank) {
            standings.push_back(std::move(line.standing));
        }
    }
    return standings;
}

} // namespace lanterne::scoring
