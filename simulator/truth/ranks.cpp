#include "simulator/truth/ranks.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::simulator {

namespace {

// Where nobody ranks yet, and for those who have no rank: behind all others.
template<class Merit>
bool is_before(const std::optional<Merit>& a, const std::optional<Merit>& b) {
    return a && (!b || *a < *b);
}

std::uint32_t lap_at(const TrueLeg& leg, double along_m) {
    const double laps = std::floor((along_m - leg.begin_m) / leg.lap_m());
    return static_cast<std::uint32_t>(std::clamp(laps, 0.0, leg.laps - 1.0)) + 1;
}

} // namespace

TrueRanks::TrueRanks(const TruthRace& race)
    : race_{race}, states_(race.entries.size()), orders_(race.groups.size()),
      merits_(race.entries.size()), ranks_(race.entries.size()) {
    for (std::size_t entry = 0; entry < race.entries.size(); ++entry) {
        if (const auto group = race.entries[entry].group) {
            orders_[*group].push_back(entry);
        }
    }
}

void TrueRanks::pass(const ToldPassage& passage) {
    const TruthEntry& who = race_.entries.at(passage.entry);
    (void)race_.courses[who.course].points.at(passage.point);
    to_come_.push(passage);
}

void TrueRanks::take(const ToldPassage& passage) {
    const TruthEntry& who = race_.entries[passage.entry];
    const TruePoint& passed = race_.courses[who.course].points[passage.point];
    State& state = states_[passage.entry];
    if (passed.kind == course::PointKind::start) {
        state.start = passage.time;
    }
    if (passed.kind == course::PointKind::finish) {
        state.finish = passage.time;
    }
    if (!state.last || passage.time >= *state.last) {
        state.last = passage.time;
        state.last_lap = passed.lap;
    }
    state.passed_m = std::max(state.passed_m, passed.along_m);
}

/// Of an entry that has one: no other is asked for.
const RankGroup& TrueRanks::group_of(std::size_t entry) const {
    return race_.groups[race_.entries[entry].group.value_or(0)];
}

UtcTime TrueRanks::clock_start(std::size_t entry) const {
    const TruthEntry& who = race_.entries[entry];
    const plan::TimeBasis basis = group_of(entry).basis;
    if (who.slot && basis != plan::TimeBasis::gun && basis != plan::TimeBasis::net) {
        return *who.slot;
    }
    const bool by_gun = basis == plan::TimeBasis::gun || basis == plan::TimeBasis::slot;
    return by_gun ? who.gun : states_[entry].start.value_or(who.gun);
}

TrueRanks::Merit TrueRanks::finished(std::size_t entry, UtcTime end, std::uint32_t laps) const {
    return {.laps = group_of(entry).by == plan::Measure::laps ? -std::int64_t{laps} : 0,
            .is_on_way = false,
            .value = (end - clock_start(entry)).count()};
}

std::optional<TrueRanks::Merit> TrueRanks::merit(std::size_t entry, UtcTime time,
                                                 const TrueMoment& moment) const {
    const State& state = states_[entry];
    const TrueCourse& course = race_.courses[race_.entries[entry].course];
    if (state.finish) {
        return finished(entry, *state.finish, course.legs.back().laps);
    }
    if (moment.doing == Doing::finished && state.last) {
        return finished(entry, *state.last, state.last_lap); // a race of laps was over before
    }
    const bool is_on_way = moment.doing == Doing::racing || moment.doing == Doing::standing ||
                           moment.doing == Doing::lost;
    if (!is_on_way || time < clock_start(entry)) {
        return std::nullopt;
    }
    const double along = std::max(moment.along_m, state.passed_m);
    const bool counts_laps = group_of(entry).by == plan::Measure::laps;
    const double to_go = (counts_laps ? 0 : course.length_m()) - along;
    return Merit{.laps = counts_laps ? -std::int64_t{lap_at(course.legs.back(), along)} : 0,
                 .is_on_way = true,
                 .value = std::llround(to_go * 1000)};
}

std::span<const std::uint32_t> TrueRanks::at(UtcTime time, std::span<const TrueMoment> moments) {
    for (; !to_come_.empty() && to_come_.top().time <= time; to_come_.pop()) {
        take(to_come_.top());
    }
    for (std::vector<std::size_t>& order : orders_) {
        for (const std::size_t entry : order) {
            merits_[entry] = merit(entry, time, moments[entry]);
        }
        const auto before = [&](std::size_t a, std::size_t b) {
            return is_before(merits_[a], merits_[b]);
        };
        if (!std::ranges::is_sorted(order, before)) { // as it is in most seconds of a small field
            std::ranges::stable_sort(order, before);
        }
        give_ranks(order);
    }
    return ranks_;
}

void TrueRanks::give_ranks(const std::vector<std::size_t>& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t entry = order[i];
        if (!merits_[entry]) {
            ranks_[entry] = 0;
            continue;
        }
        const bool shares = i > 0 && merits_[order[i - 1]] == merits_[entry];
        ranks_[entry] = shares ? ranks_[order[i - 1]] : static_cast<std::uint32_t>(i + 1);
    }
}

} // namespace lanterne::simulator
