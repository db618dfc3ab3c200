#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "ingest-server/kept_race.hpp"

namespace lanterne::ingest {

namespace {

/// The two are numbered differently; their names are the same.
wire::RaceStatus to_live(scoring::Status status) {
    return wire::parse_race_status(scoring::to_text(status)).value_or(wire::RaceStatus::unscored);
}

/// A passage as it is told: its revision is not set.
wire::LivePassage to_live(const Bib& bib, const course::TimingPoint& point,
                          const scoring::Passage& scored) {
    return {.bib = bib,
            .point = point.id,
            .leg = static_cast<std::uint32_t>(point.leg),
            .lap = point.lap,
            .time = scored.time,
            .standard_error_ms = scored.standard_error_ms,
            .source = std::string{scoring::to_text(scored.source)},
            .is_bridged = scored.is_bridged,
            .is_settled = scored.is_settled};
}

bool says_the_same(wire::LivePassage a, const wire::LivePassage& b) {
    a.revision = b.revision;
    return a == b;
}

/// It was not settled, is now, and hardly moved.
bool is_quiet(const wire::LivePassage& before, const wire::LivePassage& now) {
    return !before.is_settled && now.is_settled && before.source == now.source &&
           before.is_bridged == now.is_bridged &&
           std::chrono::abs(now.time - before.time) <= quiet_move;
}

/// That an entry is out, or is not any more.
std::optional<wire::LiveOutcome> outcome_of(const wire::LiveEntry& now, wire::RaceStatus before,
                                            UtcTime race_time) {
    if (now.status == before || !(is_out(now.status) || is_out(before))) {
        return std::nullopt;
    }
    return wire::LiveOutcome{.bib = now.bib, .status = now.status, .time = race_time};
}

} // namespace

void KeptRace::know(const wire::LivePassage& passage, bool is_current) {
    if (ids_.contains(passage.bib)) {
        passages_.insert_or_assign(PassageKey{passage.bib, passage.point, passage.leg, passage.lap},
                                   KnownPassage{passage, is_current});
    }
}

void KeptRace::know(const wire::LiveEntry& standing) {
    if (const auto id = ids_.find(standing.bib); id != ids_.end()) {
        entries_.at(id->second).standing = standing;
    }
}

void KeptRace::know(const MissingRow& missing) {
    if (entries_.contains(missing.entry)) {
        missing_[missing.entry].push_back(missing);
    }
}

Results KeptRace::passed() {
    Results results;
    for (const std::int32_t entry : std::exchange(touched_, {})) {
        collect_passages(entry, results);
        collect_missing(entry, results);
    }
    return results;
}

Results KeptRace::results(UtcTime wall) {
    Results results = passed();
    collect_standings(wall, results);
    return results;
}

RankingNews KeptRace::rankings(UtcTime wall) {
    std::vector<RankingRow> now = ranking_rows(race_.tables(looked_at(wall)));
    RankingNews news{.changed = {}, .are_first = rankings_.empty()};
    std::ranges::copy_if(now, std::back_inserter(news.changed), [&](const RankingRow& row) {
        return std::ranges::find(rankings_, row) == rankings_.end();
    });
    rankings_ = std::move(now);
    return news;
}

void KeptRace::collect_passages(std::int32_t entry, Results& results) {
    const Bib& bib = entries_.at(entry).bib;
    const auto& points = entries_.at(entry).course->points();
    std::set<PassageKey> there;
    for (const scoring::Passage& scored : race_.passages(bib)) {
        const course::TimingPoint& point = points.at(scored.point);
        wire::LivePassage passage = to_live(bib, point, scored);
        const PassageKey key{bib, passage.point, passage.leg, passage.lap};
        there.insert(key);
        const auto known = passages_.find(key);
        if (known == passages_.end()) {
            results.passages.push_back({entry, PassageChange::made, point.kind, passage});
        } else if (known->second.is_current && is_quiet(known->second.passage, passage)) {
            passage.revision = known->second.passage.revision;
            results.passages.push_back({entry, PassageChange::settled, point.kind, passage});
        } else if (!known->second.is_current || !says_the_same(known->second.passage, passage)) {
            passage.revision = known->second.passage.revision + 1;
            results.passages.push_back({entry, PassageChange::corrected, point.kind, passage});
        } else {
            continue;
        }
        passages_.insert_or_assign(key, KnownPassage{passage});
    }
    const auto first_of_entry = passages_.lower_bound(PassageKey{bib, {}, 0, 0});
    for (auto known = first_of_entry;
         known != passages_.end() && std::get<Bib>(known->first) == bib; ++known) {
        if (known->second.is_current && !there.contains(known->first)) {
            known->second.is_current = false;
            results.passages.push_back(
                {entry, PassageChange::withdrawn, course::PointKind::split, known->second.passage});
        }
    }
}

void KeptRace::collect_missing(std::int32_t entry, Results& results) {
    const EntryState& state = entries_.at(entry);
    MissingOfEntry missing{.entry = entry, .rows = {}};
    for (const scoring::Missing& scored : race_.missing(state.bib)) {
        const course::TimingPoint& point = state.course->points().at(scored.point);
        missing.rows.push_back({.entry = entry,
                                .point = point.id,
                                .leg = static_cast<std::uint32_t>(point.leg),
                                .lap = point.lap,
                                .after = scored.from,
                                .before = scored.to});
    }
    std::ranges::sort(missing.rows, {},
                      [](const MissingRow& row) { return std::tie(row.leg, row.lap, row.point); });
    std::vector<MissingRow>& known = missing_[entry];
    if (known != missing.rows) {
        known = missing.rows;
        results.missing.push_back(std::move(missing));
    }
}

void KeptRace::collect_standings(UtcTime wall, Results& results) {
    for (const scoring::Standing& standing : race_.standings(race_time(wall))) {
        const std::int32_t id = ids_.at(standing.bib);
        EntryState& entry = entries_.at(id);
        wire::LiveEntry row = live_entry(entry, standing);
        row.version = entry.standing ? entry.standing->version : 0;
        if (row != entry.standing) {
            row.version = 0;
            const auto before =
                entry.standing ? entry.standing->status : wire::RaceStatus::not_started;
            entry.standing = row;
            results.standings.push_back({.entry = id,
                                         .standing = row,
                                         .ranking = standing.ranking,
                                         .outcome = outcome_of(row, before, race_time(wall))});
        }
    }
}

wire::LiveEntry KeptRace::live_entry(const EntryState& entry,
                                     const scoring::Standing& standing) const {
    wire::LiveEntry live{.bib = standing.bib,
                         .status = to_live(standing.status),
                         .rank = standing.rank,
                         .is_linked = standing.is_linked};
    if (standing.gap) {
        live.gap_ms = standing.gap->count();
    }
    if (standing.along) {
        live.along_dm = std::llround(standing.along->value * 10);
    }
    if (const auto& fix = standing.last_fix) {
        live.fix_time = fix->time;
        live.position = fix->position;
        if (fix->speed_dmps) {
            live.speed_dmps = *fix->speed_dmps;
        }
    }
    const auto info = entry.unit ? infos_.find(*entry.unit) : infos_.end();
    if (info != infos_.end()) {
        live.battery_pct = info->second.battery_pct;
        live.next_report_s = info->second.next_report_s;
        live.reason = static_cast<std::uint8_t>(info->second.reason);
    }
    return live;
}

void KeptRace::stamp(Results& results, std::uint64_t version) {
    for (StandingRow& row : results.standings) {
        row.standing.version = version;
        entries_.at(row.entry).standing = row.standing;
    }
}

std::vector<wire::LiveEntry> KeptRace::standings() const {
    std::vector<wire::LiveEntry> all;
    for (const auto& [bib, id] : ids_) {
        if (const auto& standing = entries_.at(id).standing) {
            all.push_back(*standing);
        }
    }
    return all;
}

std::vector<wire::LivePassage> KeptRace::passages() const {
    std::vector<wire::LivePassage> current;
    for (const auto& [key, known] : passages_) {
        if (known.is_current) {
            current.push_back(known.passage);
        }
    }
    return current;
}

} // namespace lanterne::ingest
