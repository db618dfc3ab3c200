#include "simulator/run/rehearse.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "simulator/athletes/peloton.hpp"
#include "simulator/day/race_day.hpp"
#include "simulator/feed/speaker.hpp"
#include "simulator/run/onlooker.hpp"
#include "simulator/run/pacer.hpp"
#include "simulator/run/prepare.hpp"
#include "simulator/run/real_units.hpp"
#include "simulator/said/recorder.hpp"

namespace lanterne::simulator {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds head_start{5}; // of wall time before the gun, without a clock
constexpr std::chrono::seconds broker_patience{10};
constexpr std::chrono::milliseconds least_wait{5}; // thousands of units are not taken one by one
constexpr std::chrono::milliseconds longest_wait{20};
constexpr std::chrono::milliseconds wait_for_room{2};
constexpr std::chrono::seconds settling{10}; // of wall time: ingest is at most three behind

Milliseconds milliseconds_of(double seconds) { return Milliseconds{std::llround(seconds * 1000)}; }

int fail(const std::string& what) {
    fmt::print(stderr, "lanterne-sim: {}\n", what);
    return 1;
}

/// A run's clock, and who else has it.
struct RunClock {
    plan::RehearsalClock clock;
    ClockOf whose = ClockOf::own;
};

/// The folder's clock; where it has no wall time yet, or another speed is wished, one that begins
/// now.
RunClock clock_of(const Prepared& prepared, std::optional<double> speed, UtcTime now) {
    const auto& rehearsal = prepared.plan.rehearsal;
    if (rehearsal && rehearsal->wall_start != rehearsal->race_start && !speed) {
        return {.clock = *rehearsal, .whose = ClockOf::server};
    }
    const double rate =
        speed.value_or(prepared.scenario.speed.value_or(rehearsal ? rehearsal->rate : 1.0));
    fmt::print(
        stderr,
        "note: the race starts in {} s at {:g} x by the simulator's own clock; to score it, ingest "
        "needs the same: write wall_start and rate into [rehearsal] and import the folder\n",
        head_start.count(), rate);
    return {
        .clock = {.wall_start = now + head_start, .race_start = prepared.plan.start, .rate = rate},
        .whose = ClockOf::own};
}

DaySettings day_settings(const Prepared& prepared, const RunSettings& settings,
                         const plan::RehearsalClock& clock, UtcTime now) {
    DaySettings day{.broker = settings.broker,
                    .clock = clock,
                    .model = prepared.model,
                    .program = settings.program,
                    .cards_folder = settings.cards,
                    .truth_folder = settings.truth,
                    .elsewhere = {},
                    .not_before = plan::race_time(clock, now)};
    day.model.rate = clock.rate;
    for (const Feed& feed : settings.feeds) {
        day.elsewhere.push_back(feed.bib);
    }
    std::ranges::copy(wearers_of_real_units(prepared.plan, settings),
                      std::back_inserter(day.elsewhere));
    return day;
}

/// A race day against the clock on the wall.
class Rehearsal {
public:
    Rehearsal(const Prepared& prepared, const RunSettings& settings, const RunClock& clock,
              const WallClock& now)
        : prepared_{prepared}, settings_{settings}, pacer_{clock.clock, clock.whose}, now_{now},
          onlooker_{onlooker_of(settings, prepared)},
          day_{prepared.scenario, prepared.plan,
               day_settings(prepared, settings, clock.clock, now())},
          real_{prepared.plan,
                settings,
                {.begin = day_.begin(),
                 .receiver_interval = milliseconds_of(prepared.scenario.interval_s),
                 .rate = clock.clock.rate}} {
        for (const Feed& feed : settings.feeds) {
            const auto entry =
                std::ranges::find(prepared.plan.entries, feed.bib, &plan::Entry::bib);
            speakers_.emplace(static_cast<std::size_t>(entry - prepared.plan.entries.begin()),
                              Speaker{open_nmea_port(feed.address)});
        }
        if (!settings.web.empty()) {
            listener_.emplace(ListenSettings{.url = settings.web,
                                             .slug = prepared.plan.slug.text(),
                                             .folder = settings.said},
                              now);
        }
        day_.listen({.mishap = [this](const MishapEvent& event) { onlooker_->befalls(event); },
                     .progress = [this](std::string_view what, std::size_t done,
                                        std::size_t of) { onlooker_->works_at(what, done, of); }});
        day_.feed(
            [this](std::size_t entry, const hal::GnssReading& reading) { say(entry, reading); });
    }

    int run(const std::function<bool()>& is_told_to_stop) {
        const auto stop = [&] { return is_told_to_stop() || onlooker_->wishes_end(); };
        wait_for_broker(stop);
        while (!stop() && !day_.is_over()) {
            turn();
        }
        day_.flush();
        wait_for_receipts(stop);
        let_real_units_rest(stop);
        settle(stop);
        onlooker_->leave();
        day_.finish();
        return summary(stop());
    }

private:
    /// A broker that is away may be what is rehearsed: it is said, and the race goes on.
    void wait_for_broker(const std::function<bool()>& stop) {
        const auto patience = Steady::now() + broker_patience;
        while (!stop() && !day_.connections().ready()) {
            onlooker_->works_at("connecting to the broker", 0, 0);
            day_.poll(longest_wait);
            if (Steady::now() > patience) {
                onlooker_->note(fmt::format("no connection to the broker {}:{} yet: {}",
                                            settings_.broker.host, settings_.broker.port,
                                            day_.connections().fault()));
                return;
            }
        }
    }

    void wait_for_receipts(const std::function<bool()>& stop) {
        const auto patience = Steady::now() + milliseconds_of(settings_.patience_s);
        const std::uint64_t all = day_.fleet().sum().unreceipted;
        for (std::uint64_t left = all; left > 0 && !stop() && Steady::now() < patience;
             left = day_.fleet().sum().unreceipted) {
            onlooker_->works_at("the last receipts", all - std::min(all, left), all);
            turn();
        }
    }

    /// What they still have to send, nobody here knows.
    void let_real_units_rest(const std::function<bool()>& stop) {
        const auto end = Steady::now() + RealUnits::rest_time;
        while (!real_.empty() && !stop() && Steady::now() < end) {
            turn();
        }
    }

    void turn() {
        const UtcTime wall = now_();
        const UtcTime now = pacer_.target(wall);
        const bool keeps_up = day_.advance(now);
        const double ahead_ms =
            static_cast<double>((day_.now() - now).count()) / (pacer_.rate() * pacer_.factor());
        const auto wait = std::chrono::milliseconds{static_cast<int>(std::ceil(ahead_ms))};
        day_.poll(keeps_up ? std::clamp(wait, least_wait, longest_wait) : wait_for_room);
        for (const std::string& fault : real_.look()) {
            onlooker_->note(fault);
        }
        onlooker_->look(day_, pacer_, wall);
    }

    /// What is stored is scored, and said, some seconds later.
    void settle(const std::function<bool()>& stop) {
        const auto until = Steady::now() + settling;
        while (listener_ && !stop() && Steady::now() < until) {
            turn();
        }
    }

    /// gpsd takes few epochs a second; the first one counts from the begin.
    void say(std::size_t entry, const hal::GnssReading& reading) {
        if (real_.has(entry)) {
            real_.say(entry, reading);
            return;
        }
        const auto interval = milliseconds_of(settings_.feed_interval_s);
        if (!reading.time || (*reading.time - day_.begin()) % interval != Milliseconds{0}) {
            return;
        }
        speakers_.at(entry).say(reading);
    }

    int summary(bool stopped) {
        const FleetSum sum = day_.fleet().sum();
        int status = 0;
        if (sum.unreceipted > 0 && !stopped) {
            status = fail(fmt::format("{} fixes have no receipt after {:g} s", sum.unreceipted,
                                      settings_.patience_s));
        }
        if (listener_) {
            const auto heard = listener_->finish();
            status = heard ? status : fail(heard.error());
        }
        for (const auto& [entry, speaker] : speakers_) {
            if (const auto fault = speaker.fault()) {
                status = fail(fmt::format("the receiver of bib {}: {}",
                                          prepared_.plan.entries[entry].bib.text(), *fault));
            }
        }
        for (const std::string& fault : real_.faults()) {
            status = fail(fault);
        }
        onlooker_->ends(day_, {.sum = sum, .status = status, .is_stopped = stopped});
        return status;
    }

    const Prepared& prepared_;
    const RunSettings& settings_;
    Pacer pacer_;
    const WallClock& now_;
    std::unique_ptr<Onlooker> onlooker_;
    RaceDay day_;
    RealUnits real_;
    std::map<std::size_t, Speaker> speakers_; ///< by entry
    std::optional<Recorder> listener_;
};

} // namespace

int check_run(const RunSettings& settings) {
    const auto prepared = prepare(settings);
    if (!prepared) {
        return fail(prepared.error());
    }
    const plan::RacePlan& plan = prepared->plan;
    const auto& scenario = prepared->scenario;
    fmt::print("{}{}{}: {} athletes, {:.1f} km\n", scenario.title,
               scenario.title.empty() ? "" : ", ", plan.name, plan.entries.size(),
               plan.course.length().value / 1000);
    return 0;
}

int rehearse(const RunSettings& settings, const WallClock& now, const std::function<bool()>& stop) {
    ProgressBar bar;
    bar.show("reading the race");
    const auto prepared = prepare(settings);
    bar.clear();
    if (!prepared) {
        return fail(prepared.error());
    }
    Rehearsal rehearsal{*prepared, settings, clock_of(*prepared, settings.speed, now()), now};
    return rehearsal.run(stop);
}

} // namespace lanterne::simulator
