#include <algorithm>
#include <utility>

#include "ingest-server/forecasts.hpp"

namespace lanterne::ingest {

namespace {

/// Its race is over, or nobody can say where it is in it.
bool is_expected(wire::RaceStatus status) {
    switch (status) {
    case wire::RaceStatus::racing:
    case wire::RaceStatus::off_course:
    case wire::RaceStatus::stopped:
    case wire::RaceStatus::silent: return true;
    default: return false;
    }
}

} // namespace

void Forecasts::follow(const scoring::RaceRecord& record) {
    for (const scoring::EntryRecord& one : record.entries) {
        const std::int32_t id = ids_.at(one.entry->bib);
        Entry& entry = entries_.at(id);
        entry.gun = one.gun;
        entry.ends_at.reset();
        due_.insert(id);
        const auto group = group_for(one, entry);
        if (!group) {
            continue;
        }
        if (*group != entry.group) {
            go_with(entry, *group);
        }
        if (one.finish) {
            const auto end =
                groups_[*group].index.find(key_of(one.course->points().at(*one.finish)));
            if (end != groups_[*group].index.end()) {
                entry.ends_at = groups_[*group].points()[end->second].along;
            }
        }
    }
}

/// The group of those who race the same legs of that course, a new one where there is none.
std::optional<std::size_t> Forecasts::group_for(const scoring::EntryRecord& one,
                                                const Entry& entry) {
    const std::size_t course = groups_[entry.group].course;
    const auto found = std::ranges::find_if(groups_, [&](const Group& group) {
        return group.course == course && group.way.dropped_legs() == one.dropped_legs;
    });
    if (found != groups_.end()) {
        return static_cast<std::size_t>(found - groups_.begin());
    }
    if (groups_.size() >= sizes_.size() + max_other_ways) {
        return std::nullopt;
    }
    groups_.emplace_back(*one.course, RacedWay{*one.course, one.dropped_legs}, course,
                         sizes_[course], origin_);
    return groups_.size() - 1;
}

/// What is known of the entry goes with it, but for what it did on legs that do not count.
void Forecasts::go_with(Entry& entry, std::size_t group) {
    Group& before = groups_[entry.group];
    before.forecaster.forget(entry.index);
    std::map<std::size_t, UtcTime> passed;
    for (const auto& [point, time] : entry.passed) {
        if (const auto same = groups_[group].index.find(key_of(before.points()[point]));
            same != groups_[group].index.end()) {
            passed.emplace(same->second, time);
        }
    }
    entry.passed = std::move(passed);
    entry.group = group;
    feed_anew(entry);
    if (entry.has_left) {
        groups_[group].forecaster.leave(entry.index);
    }
}

void Forecasts::begin(std::vector<wire::LivePassage> passages,
                      const std::vector<wire::LiveEntry>& standings) {
    std::ranges::stable_sort(passages, {}, &wire::LivePassage::time);
    if (!passages.empty()) {
        const auto span = passages.back().time - passages.front().time;
        const Milliseconds interval =
            std::max<Milliseconds>(learn_interval, span / max_learnings_at_once);
        UtcTime learned = passages.front().time;
        for (const wire::LivePassage& passage : passages) {
            if (passage.time - learned >= interval) {
                learned = passage.time;
                learn(learned);
            }
            take(PassageRow{.entry = ids_.at(passage.bib), .passage = passage});
        }
        feed_due();
    }
    for (const wire::LiveEntry& standing : standings) {
        take(ids_.at(standing.bib), standing);
    }
}

void Forecasts::take(const Results& results) {
    for (const PassageRow& row : results.passages) {
        take(row);
    }
    feed_due();
    for (const StandingRow& row : results.standings) {
        take(row.entry, row.standing);
    }
}

void Forecasts::take(const PassageRow& row) {
    if (is_stopped_) {
        return;
    }
    Entry& entry = entries_.at(row.entry);
    Group& group = groups_[entry.group];
    const auto found = group.index.find({row.passage.point, row.passage.leg, row.passage.lap});
    if (found == group.index.end()) {
        return;
    }
    due_.insert(row.entry);
    const std::size_t point = found->second;
    if (row.change == PassageChange::withdrawn) {
        entry.passed.erase(point);
        anew_.insert(row.entry);
        return;
    }
    const auto known = entry.passed.find(point);
    const bool is_start = point == 0 && group.way.begins_at_a_point();
    if (known != entry.passed.end()) {
        if (std::chrono::abs(known->second - row.passage.time) > moved_passage) {
            anew_.insert(row.entry);
        }
    } else if (is_start && entry.has_begun) {
        anew_.insert(row.entry);
    } else {
        entry.has_begun = true;
        group.forecaster.passed(entry.index, group.points()[point].along, row.passage.time);
    }
    entry.passed.insert_or_assign(point, row.passage.time);
}

void Forecasts::take(std::int32_t id, const wire::LiveEntry& row) {
    if (is_stopped_) {
        return;
    }
    Entry& entry = entries_.at(id);
    if (!is_expected(row.status)) {
        if (!entry.has_left && row.status != wire::RaceStatus::not_started) {
            entry.has_left = true;
            groups_[entry.group].forecaster.leave(entry.index);
            due_.insert(id);
        }
        return;
    }
    const bool is_back = std::exchange(entry.has_left, false);
    const bool is_other_way = entry.seen && row.fix_time && *row.fix_time < entry.seen->time;
    if (is_back || is_other_way) {
        entry.seen.reset();
        feed_anew(entry);
        due_.insert(id);
    }
    if (row.along_dm && row.fix_time) {
        see(entry,
            {.along = Metres{static_cast<double>(*row.along_dm) / 10}, .time = *row.fix_time});
    }
}

void Forecasts::see(Entry& entry, const Seen& seen) {
    Group& group = groups_[entry.group];
    const auto along = group.way.along(seen.along);
    if (!along) {
        return; // on a leg that is not raced
    }
    if (!entry.has_begun) {
        if (group.way.begins_at_a_point() || !entry.gun || seen.time <= *entry.gun) {
            return; // it waits, or its start is not known yet: the way there is no race
        }
        entry.has_begun = true;
        group.forecaster.passed(entry.index, Metres{0}, *entry.gun);
    }
    entry.seen = seen;
    group.forecaster.seen(entry.index, *along, seen.time);
}

void Forecasts::feed_due() {
    for (const std::int32_t id : std::exchange(anew_, {})) {
        feed_anew(entries_.at(id));
    }
}

void Forecasts::feed_anew(Entry& entry) {
    Group& group = groups_[entry.group];
    group.forecaster.forget(entry.index);
    entry.has_begun = !entry.passed.empty();
    for (const auto& [point, time] : entry.passed) {
        group.forecaster.passed(entry.index, group.points()[point].along, time);
    }
    if (const auto seen = std::exchange(entry.seen, {})) {
        see(entry, *seen);
    }
}

} // namespace lanterne::ingest
