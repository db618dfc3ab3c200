#include "simulator/judge/judging.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace lanterne::simulator::judge {

namespace {

constexpr std::chrono::minutes settling{2}; // from a passage until it must have been said

Milliseconds length_of(const Truth& truth) { return std::chrono::seconds{truth.seconds.seconds()}; }

double seconds(Milliseconds time) { return static_cast<double>(time.count()) / 1000; }

/// When that race time was on the wall.
UtcTime wall_at(const std::optional<plan::RehearsalClock>& clock, UtcTime race_time) {
    if (!clock) {
        return race_time;
    }
    const double since = static_cast<double>((race_time - clock->race_start).count());
    return clock->wall_start + Milliseconds{std::llround(since / clock->rate)};
}

using PointName = std::tuple<std::string, std::size_t, std::size_t>; // id, leg, lap

std::map<PointName, std::size_t> names_of(const TrueCourse& course) {
    std::map<PointName, std::size_t> names;
    for (std::size_t i = 0; i < course.points.size(); ++i) {
        const TruePoint& point = course.points[i];
        names.emplace(PointName{point.id, point.leg, point.lap}, i);
    }
    return names;
}

} // namespace

struct Judging::State {
    State(Truth& the_truth, Milliseconds beyond)
        : truth{the_truth}, false_beyond{beyond},
          positions{the_truth.race, the_truth.seconds.begin(), length_of(the_truth)},
          shown(the_truth.race.entries.size()), said(the_truth.race.entries.size()),
          true_times(the_truth.race.entries.size()) {
        for (const TrueCourse& course : truth.race.courses) {
            names.push_back(names_of(course));
        }
        for (std::size_t entry = 0; entry < truth.passages.size(); ++entry) {
            for (const ToldPassage& passage : truth.passages[entry]) {
                true_times[entry].insert_or_assign(passage.point, passage.time);
            }
        }
    }

    std::optional<std::size_t> point_of(std::size_t entry, const std::string& id, std::size_t leg,
                                        std::size_t lap) const {
        const auto& course = names[truth.race.entries[entry].course];
        const auto found = course.find(PointName{id, leg, lap});
        return found == course.end() ? std::nullopt : std::optional{found->second};
    }

    std::optional<UtcTime> true_time(std::size_t entry, std::size_t point) const {
        const auto found = true_times[entry].find(point);
        return found == true_times[entry].end() ? std::nullopt : std::optional{found->second};
    }

    Status<std::string> hear_entry(const SaidEntry& row, UtcTime wall) {
        const auto entry = truth.entry_of(row.bib);
        if (!entry) {
            return {};
        }
        const bool is_new_fix = row.fix_time && row.fix_time != last_fix(*entry);
        if (is_new_fix) {
            if (frames > 1) {
                lag.fix_s.add(seconds(wall - wall_at(truth.run.clock, *row.fix_time)));
            }
            if (row.along_m) {
                const auto moment = truth.moment(*entry, *row.fix_time);
                if (!moment) {
                    return tl::unexpected{moment.error()};
                }
                if (const std::optional<ToldMoment>& told = *moment) {
                    positions.add(*entry, *row.fix_time, *row.along_m, *told);
                }
            }
        }
        shown[*entry] = row;
        return {};
    }

    std::optional<UtcTime> last_fix(std::size_t entry) const {
        const std::optional<SaidEntry>& row = shown[entry];
        return row ? row->fix_time : std::nullopt;
    }

    void hear_passage(const SaidPassage& passage, UtcTime wall) {
        const auto entry = truth.entry_of(passage.bib);
        if (!entry) {
            return;
        }
        const PointName name{passage.point, passage.leg, passage.lap};
        const bool is_new = said[*entry].insert_or_assign(name, passage).second;
        const auto point = point_of(*entry, passage.point, passage.leg, passage.lap);
        const auto time = point ? true_time(*entry, *point) : std::nullopt;
        if (is_new && point && time && frames > 1 && passage.source != "gun" &&
            heard_passages.insert({*entry, *point}).second) {
            lag.passage_s.add(seconds(wall - wall_at(truth.run.clock, *time)));
        }
    }

    void hear_forecast(const SaidForecast& forecast, UtcTime race_time) {
        const auto entry = truth.entry_of(forecast.bib);
        if (!entry) {
            return;
        }
        for (const SaidArrival& arrival : forecast.arrivals) {
            if (const auto point = point_of(*entry, arrival.point, arrival.leg, arrival.lap)) {
                forecasts.add({*entry, *point}, arrival, race_time, true_time(*entry, *point));
            }
        }
    }

    /// What a board can know at that race time: as of the newest fix that it shows. How late that
    /// is, is the lag, and judged on its own.
    UtcTime board_time(UtcTime race_time) const {
        std::optional<UtcTime> newest;
        for (const std::optional<SaidEntry>& row : shown) {
            if (row && row->fix_time && *row->fix_time <= race_time) {
                newest = std::max(newest.value_or(*row->fix_time), *row->fix_time);
            }
        }
        return newest.value_or(race_time);
    }

    /// The whole board, against the truth at that race time.
    Status<std::string> look(UtcTime race_time) {
        const auto since = (race_time - truth.seconds.begin()).count();
        const auto second = since / 1000;
        if (since < 0 || second >= truth.seconds.seconds()) {
            return {};
        }
        const auto block = truth.seconds.block_of(static_cast<std::uint32_t>(second));
        if (!block) {
            return tl::unexpected{block.error()};
        }
        std::vector<std::vector<Placed>> groups(truth.race.groups.size());
        for (std::size_t entry = 0; entry < shown.size(); ++entry) {
            const std::optional<SaidEntry>& row = shown[entry];
            if (const auto group = truth.race.entries[entry].group) {
                groups[*group].push_back(
                    {.said_rank = row ? row->rank : 0,
                     .truth = (*block)->at(entry,
                                           static_cast<std::uint32_t>(second) % seconds_a_block)});
            }
        }
        for (const std::vector<Placed>& group : groups) {
            order.look(group);
        }
        return {};
    }

    /// True passages behind it need not have been said: nobody listened any more.
    UtcTime known_until() const {
        const UtcTime end = truth.seconds.begin() + length_of(truth);
        return until && !is_over ? std::min(end, *until - settling) : end;
    }

    /// What the frames have said at last.
    void end_as_heard() {
        standings.clear();
        passages.clear();
        for (std::size_t entry = 0; entry < shown.size(); ++entry) {
            if (const std::optional<SaidEntry>& row = shown[entry]) {
                standings.push_back(*row);
            }
            for (const auto& [name, passage] : said[entry]) {
                passages.push_back(passage);
            }
        }
    }

    Status<std::string> judge_end(Verdict& verdict) {
        std::vector<std::vector<FinalPlace>> groups(truth.race.groups.size());
        for (const SaidEntry& row : standings) {
            const auto entry = truth.entry_of(row.bib);
            if (!entry) {
                continue;
            }
            const TrueResult& result = truth.results[*entry];
            verdict.outcomes.add(row.bib, result.outcome, row.status);
            const auto moment = truth.seconds.at(*entry, truth.seconds.seconds() - 1);
            if (!moment) {
                return tl::unexpected{moment.error()};
            }
            const bool is_in = row.status == "finished";
            const bool is_truly_in = result.outcome == TrueOutcome::finished;
            if (const auto group = truth.race.entries[*entry].group) {
                groups[*group].push_back({.bib = row.bib,
                                          .said_rank = is_in ? row.rank : 0,
                                          .is_linked = row.is_linked,
                                          .true_rank = is_truly_in ? moment->rank : 0});
            }
        }
        for (const std::vector<FinalPlace>& group : groups) {
            const FinalVerdict one = judge_final(group);
            verdict.final_order.ranked += one.ranked;
            verdict.final_order.wrong += one.wrong;
            std::ranges::copy(one.examples, std::back_inserter(verdict.final_order.examples));
        }
        return {};
    }

    Truth& truth;
    Milliseconds false_beyond;
    PositionJudge positions;
    OrderJudge order;
    ForecastJudge forecasts;
    LagVerdict lag;
    std::uint64_t frames = 0;
    std::optional<UtcTime> until;
    bool is_over = false;
    std::vector<std::map<PointName, std::size_t>> names; ///< of each course
    std::vector<std::optional<SaidEntry>> shown;         ///< of each entry
    std::vector<std::map<PointName, SaidPassage>> said;  ///< of each entry
    std::vector<std::map<std::size_t, UtcTime>> true_times;
    std::set<std::pair<std::size_t, std::size_t>> heard_passages;
    bool has_end = false;
    std::vector<SaidEntry> standings;
    std::vector<SaidPassage> passages;
};

Judging::Judging(Truth& truth, Milliseconds false_beyond)
    : state_{std::make_unique<State>(truth, false_beyond)} {}

Judging::~Judging() = default;

Status<std::string> Judging::hear(const HeardFrame& heard) {
    State& state = *state_;
    ++state.frames;
    state.until = heard.frame.race_time;
    state.is_over = heard.frame.state == "finished";
    if (heard.frame.is_keyframe) {
        for (auto& passages : state.said) {
            passages.clear();
        }
    }
    for (const SaidEntry& row : heard.frame.entries) {
        if (auto done = state.hear_entry(row, heard.wall); !done) {
            return done;
        }
    }
    for (const SaidPassage& passage : heard.frame.passages) {
        state.hear_passage(passage, heard.wall);
    }
    for (const SaidForecast& forecast : heard.frame.forecasts) {
        state.hear_forecast(forecast, heard.frame.race_time);
    }
    return state.look(state.board_time(heard.frame.race_time));
}

void Judging::hear_end(std::vector<SaidEntry> standings, std::vector<SaidPassage> passages) {
    state_->standings = std::move(standings);
    state_->passages = std::move(passages);
    state_->has_end = true;
}

Result<Verdict, std::string> Judging::verdict() {
    State& state = *state_;
    if (!state.has_end) {
        state.end_as_heard();
    }
    Verdict verdict{.frames = state.frames,
                    .until = state.until,
                    .positions = state.positions.verdict(),
                    .order = state.order.verdict(),
                    .lag = state.lag,
                    .forecasts = state.forecasts.verdict(),
                    .passages = {},
                    .final_order = {},
                    .outcomes = {},
                    .fixes = {},
                    .fixes_unknown = {}};
    if (state.truth.seconds.seconds() == 0) {
        return tl::unexpected{std::string{"the truth has no second: there is nothing to judge by"}};
    }
    verdict.passages = judge_passages({.race = state.truth.race,
                                       .passages = state.truth.passages,
                                       .known_until = state.known_until()},
                                      state.passages, state.false_beyond);
    if (const auto done = state.judge_end(verdict); !done) {
        return tl::unexpected{done.error()};
    }
    return verdict;
}

} // namespace lanterne::simulator::judge
