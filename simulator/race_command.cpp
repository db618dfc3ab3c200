#include "simulator/race_command.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "core/exchange/race_folder.hpp"
#include "service/mqtt_client.hpp"
#include "simulator/crowd.hpp"
#include "simulator/field.hpp"
#include "simulator/files.hpp"
#include "simulator/fleet.hpp"
#include "simulator/live_feed.hpp"

namespace lanterne::simulator {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds head_start{
    5};                                    // of wall time before the gun, without a rehearsal clock
constexpr std::chrono::minutes warm_up{2}; // of race time before the gun: the first fixes
constexpr std::chrono::minutes run_out{1}; // of race time after the last athlete
constexpr std::chrono::seconds receipt_patience{60}; // of wall time for the last receipts
constexpr std::chrono::milliseconds turn_time{20};
constexpr std::size_t messages_a_turn = 1000;

Milliseconds milliseconds_of(double seconds) { return Milliseconds{std::llround(seconds * 1000)}; }

int fail(const std::string& what) {
    fmt::print(stderr, "lanterne-sim: {}\n", what);
    return 1;
}

Result<plan::RacePlan, std::string> read_plan(const std::string& folder) {
    const auto files = read_folder(folder);
    if (!files) {
        return tl::unexpected{files.error()};
    }
    auto plan = exchange::read_race_folder(*files);
    if (!plan) {
        std::string faults;
        for (const auto& fault : plan.error()) {
            faults += fmt::format("{}{}/{}", faults.empty() ? "" : "\n", folder, to_text(fault));
        }
        return tl::unexpected{faults};
    }
    return std::move(*plan);
}

/// The folder's clock; where it has no wall time yet, or another speed is wished, one that begins
/// now.
plan::RehearsalClock clock_of(const plan::RacePlan& plan, std::optional<double> speed,
                              UtcTime now) {
    if (plan.rehearsal && plan.rehearsal->wall_start != plan.rehearsal->race_start && !speed) {
        return *plan.rehearsal;
    }
    const double rate = speed.value_or(plan.rehearsal ? plan.rehearsal->rate : 1.0);
    fmt::print(
        stderr,
        "note: the race starts in {} s at {:g} x by the simulator's own clock; to score it, ingest "
        "needs the same: write wall_start and rate into [rehearsal] and import the folder\n",
        head_start.count(), rate);
    return {.wall_start = now + head_start, .race_start = plan.start, .rate = rate};
}

/// Plays the simulated units against the broker until all is told.
class RaceDay {
public:
    RaceDay(const RaceSettings& settings, const Field& field, plan::RehearsalClock clock,
            const WallClock& now)
        : settings_{settings}, field_{field}, clock_{clock}, now_{now},
          client_{{.host = settings.broker_host,
                   .port = settings.broker_port,
                   .client_id = fmt::format("lanterne-sim-{}", getpid())}},
          begin_{std::max(race_time(), field.first_gun() - warm_up)},
          fleet_{client_,
                 field.fleet(settings.feeds),
                 {.fix_interval = milliseconds_of(settings.interval_s), .seed = settings.seed},
                 begin_} {
        client_.subscribe(all_receipts_filter, service::Qos::at_most_once);
        client_.subscribe(all_configs_filter, service::Qos::at_least_once);
    }

    int run(const std::function<bool()>& stop) {
        std::vector<LiveFeed> feeds;
        for (const Feed& feed : settings_.feeds) {
            feeds.emplace_back(feed.address, field_.receiver(feed.bib),
                               milliseconds_of(settings_.feed_interval_s), clock_, end(), now_);
        }
        while (!stop() && race_time() < end()) {
            turn(race_time());
        }
        fleet_.flush();
        const auto patience = Steady::now() + receipt_patience;
        while (!stop() && fleet_.report().unreceipted > 0 && Steady::now() < patience) {
            turn(begin_); // no new epochs: the receivers have said all up to the end
        }
        return summary(feeds, stop());
    }

private:
    UtcTime race_time() const { return plan::race_time(clock_, now_()); }

    UtcTime end() const { return field_.last_finish() + run_out; }

    void turn(UtcTime race_now) {
        for (const auto& message : client_.receive(turn_time, messages_a_turn)) {
            fleet_.deliver(message);
        }
        client_.acknowledge();
        fleet_.turn(race_now, Steady::now());
    }

    int summary(const std::vector<LiveFeed>& feeds, bool stopped) const {
        const FleetReport report = fleet_.report();
        fmt::print("{} fixes journalled, {} without a receipt, {} messages ({} sent again)\n",
                   report.journalled, report.unreceipted, report.sent_messages,
                   report.resent_messages);
        int status = 0;
        if (report.unreceipted > 0 && !stopped) {
            status = fail(fmt::format("{} fixes have no receipt after {} s", report.unreceipted,
                                      receipt_patience.count()));
        }
        for (const LiveFeed& feed : feeds) {
            if (const auto fault = feed.fault()) {
                status = fail(*fault);
            }
        }
        return status;
    }

    const RaceSettings& settings_;
    const Field& field_;
    plan::RehearsalClock clock_;
    const WallClock& now_;
    service::MqttClient client_;
    UtcTime begin_;
    Fleet fleet_;
};

} // namespace

int check_race(const RaceSettings& settings) {
    const auto plan = read_plan(settings.folder);
    if (!plan) {
        return fail(plan.error());
    }
    const Field field{*plan, settings.seed};
    fmt::print(
        "{}: {} athletes, {:.1f} km, the last one in after {:.0f} min\n", plan->name,
        plan->entries.size(), plan->course.length().value / 1000,
        std::chrono::duration<double, std::ratio<60>>(field.last_finish() - field.first_gun())
            .count());
    return 0;
}

int print_entries(const std::string& folder, std::size_t count) {
    const auto plan = read_plan(folder);
    if (!plan) {
        return fail(plan.error());
    }
    fmt::print("{}", exchange::write_entries_csv(crowd(*plan, count)));
    return 0;
}

int simulate_race(const RaceSettings& settings, const WallClock& now,
                  const std::function<bool()>& stop) {
    const auto plan = read_plan(settings.folder);
    if (!plan) {
        return fail(plan.error());
    }
    const Field field{*plan, settings.seed};
    for (const Feed& feed : settings.feeds) {
        if (!field.has(feed.bib)) {
            return fail(fmt::format("--feed {}: no entry of {} has that bib", feed.bib.text(),
                                    settings.folder));
        }
    }
    if (!settings.truth.empty()) {
        if (const auto written = write_file(settings.truth, field.truth_csv()); !written) {
            return fail(written.error());
        }
    }
    RaceDay day{settings, field, clock_of(*plan, settings.speed, now()), now};
    return day.run(stop);
}

} // namespace lanterne::simulator
