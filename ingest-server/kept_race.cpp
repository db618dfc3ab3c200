#include "ingest-server/kept_race.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

namespace lanterne::ingest {

namespace {

/// Ascending, without two of one time: what scoring takes as in order.
bool is_in_order(const std::vector<Fix>& fixes) {
    return std::ranges::adjacent_find(fixes, std::greater_equal{}, &Fix::time) == fixes.end();
}

/// `track` by time.
std::vector<Fix> fixes_after(const std::vector<Fix>& track, UtcTime time) {
    return {std::ranges::upper_bound(track, time, {}, &Fix::time), track.end()};
}

} // namespace

void add_due(Due& due, const Due& more) {
    for (const auto& [entry, from] : more) {
        const auto [known, is_new] = due.emplace(entry, from);
        if (!is_new) {
            known->second = from && known->second ? std::optional{std::min(*from, *known->second)}
                                                  : std::nullopt;
        }
    }
}

KeptRace::KeptRace(plan::RacePlan plan, std::map<Bib, std::int32_t> entries,
                   std::vector<Assignment> assignments)
    : race_{std::move(plan)}, ids_{std::move(entries)}, assignments_{std::move(assignments)} {
    for (const plan::Entry& entry : race_.plan().entries) {
        entries_.emplace(
            ids_.at(entry.bib),
            EntryState{.bib = entry.bib, .course = &plan::course_of(race_.plan(), entry)});
    }
    index_assignments();
}

void KeptRace::index_assignments() {
    by_unit_.clear();
    for (auto& [id, entry] : entries_) {
        entry.has_spare = false;
        entry.unit.reset();
    }
    for (std::size_t i = 0; i < assignments_.size(); ++i) {
        const Assignment& assignment = assignments_[i];
        by_unit_[assignment.unit].push_back(i);
        EntryState& entry = entries_.at(assignment.entry);
        entry.has_spare = entry.has_spare || assignment.spare;
        if (!assignment.spare || !entry.unit) {
            entry.unit = assignment.unit;
        }
    }
}

std::set<std::int32_t> KeptRace::assign(std::vector<Assignment> assignments) {
    std::set<std::int32_t> changed;
    const auto note_lacking = [&](const auto& from, const auto& in) {
        for (const Assignment& assignment : from) {
            if (std::ranges::find(in, assignment) == in.end()) {
                changed.insert(assignment.entry);
            }
        }
    };
    note_lacking(assignments, assignments_);
    note_lacking(assignments_, assignments);
    assignments_ = std::move(assignments);
    index_assignments();
    return changed;
}

std::set<std::int32_t> KeptRace::set_acts(std::vector<plan::Act> acts) {
    std::set<std::int32_t> changed;
    for (const Bib& bib : race_.set_acts(std::move(acts))) {
        changed.insert(ids_.at(bib));
    }
    check_all();
    return changed;
}

std::set<std::int32_t> KeptRace::worn_entries() const {
    std::set<std::int32_t> worn;
    for (const Assignment& assignment : assignments_) {
        worn.insert(assignment.entry);
    }
    return worn;
}

void KeptRace::check_all() {
    for (const auto& [id, entry] : entries_) {
        touched_.insert(id);
    }
}

void KeptRace::note_info(const UnitSerial& unit, const wire::Info& info,
                         std::optional<UtcTime> heard) {
    if (by_unit_.contains(unit) && !info.backlog) {
        if (heard) {
            heard_.insert_or_assign(unit, race_time(*heard));
        }
        infos_.insert_or_assign(unit, info);
    }
}

KeptRace::Scored KeptRace::score(const UnitSerial& unit, std::span<const Fix> fixes, UtcTime wall) {
    Scored scored;
    const auto of_unit = by_unit_.find(unit);
    if (of_unit == by_unit_.end()) {
        return scored;
    }
    const UtcTime now = race_time(wall);
    for (const std::size_t index : of_unit->second) {
        const Assignment& assignment = assignments_[index];
        std::vector<Fix> joined;
        std::ranges::copy_if(fixes, std::back_inserter(joined), [&](const Fix& fix) {
            return assignment.covers(fix.time) && is_plausible_time(fix.time, now);
        });
        scored.fixes += joined.size();
        if (!joined.empty() && !apply(assignment.entry, joined)) {
            // A primary fix silences the spare unit for a while before it, too.
            const UtcTime first = std::ranges::min(joined, {}, &Fix::time).time;
            add_due(scored.late, {{assignment.entry, first - spare_distance}});
        }
    }
    return scored;
}

bool KeptRace::apply(std::int32_t entry, const std::vector<Fix>& fixes) {
    EntryState& state = entries_.at(entry);
    if (state.is_unscored) {
        return true;
    }
    if (state.has_spare || !is_in_order(fixes) ||
        (state.judged_to && fixes.front().time <= *state.judged_to)) {
        return false;
    }
    PlausibleTrack places = state.places;
    std::vector<Fix> plausible;
    std::ranges::copy_if(fixes, std::back_inserter(plausible),
                         [&](const Fix& fix) { return places.accept(fix); });
    try {
        if (!race_.apply(state.bib, plausible)) {
            return false;
        }
    } catch (const std::exception& broken) {
        fail(entry, broken.what());
        return true;
    }
    state.places = places;
    state.judged_to = fixes.back().time;
    touched_.insert(entry);
    return true;
}

void KeptRace::rescore(std::int32_t entry, Track track, std::optional<UtcTime> late) {
    EntryState& state = entries_.at(entry);
    const bool was_scored = !std::exchange(state.is_unscored, false);
    state.places = track.places;
    state.judged_to = track.judged_to;
    try {
        const auto kept = late && was_scored ? race_.kept_before(state.bib, *late) : std::nullopt;
        if (!kept || !race_.rescore_since(state.bib, *kept, fixes_after(track.fixes, *kept))) {
            race_.rescore(state.bib, std::move(track.fixes));
        }
        touched_.insert(entry);
    } catch (const std::exception& broken) {
        fail(entry, broken.what());
    }
}

KeptRace::Apart KeptRace::score_apart(std::int32_t entry, Track track) const {
    Apart apart{.entry = entry,
                .fixes = track.fixes.size(),
                .places = track.places,
                .judged_to = track.judged_to,
                .way = std::nullopt,
                .fault = {}};
    try {
        apart.way = race_.score_apart(entries_.at(entry).bib, std::move(track.fixes));
    } catch (const std::exception& broken) {
        apart.fault = broken.what();
    }
    return apart;
}

void KeptRace::take(Apart apart) {
    EntryState& state = entries_.at(apart.entry);
    state.is_unscored = false;
    state.places = apart.places;
    state.judged_to = apart.judged_to;
    if (!apart.way) {
        fail(apart.entry, apart.fault);
        return;
    }
    if (!race_.take(*std::move(apart.way))) {
        throw std::logic_error{"acts came while an entry was scored beside its race"};
    }
    touched_.insert(apart.entry);
}

void KeptRace::fail(std::int32_t entry, const std::string& what) {
    EntryState& state = entries_.at(entry);
    state.is_unscored = true;
    failures_.push_back({entry, what});
    race_.mark_unscored(state.bib);
}

std::vector<KeptRace::Failure> KeptRace::take_failures() { return std::exchange(failures_, {}); }

} // namespace lanterne::ingest
