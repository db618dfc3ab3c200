#include "simulator/run/replay_run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "hal/simulated/shelf.hpp"
#include "simulator/day/tallies.hpp"
#include "simulator/fleet/fleet.hpp"
#include "simulator/replay/replay.hpp"
#include "simulator/run/prepare.hpp"
#include "simulator/run/run_lines.hpp"
#include "simulator/truth/output_file.hpp"
#include "simulator/truth/truth_rows.hpp"

namespace lanterne::simulator {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds head_start{2}; // of wall time, for boots and connections
constexpr std::chrono::seconds warm_up{10};   // of race time before the first reading
constexpr std::chrono::milliseconds turn_time{20};
constexpr std::chrono::milliseconds wait_for_room{2};
constexpr std::chrono::milliseconds report_interval{1'000};

template<class Value>
Value value_of(Result<Value, std::string> result) {
    if (!result) {
        throw std::runtime_error{result.error()};
    }
    return std::move(*result);
}

/// The race's, where it has one that runs; else one that goes from now on.
plan::RehearsalClock clock_of(const ReplaySettings& settings, UtcTime now) {
    if (!settings.race_folder.empty()) {
        const auto plan = value_of(read_plan(settings.race_folder));
        const auto& clock = plan.rehearsal;
        if (clock && clock->wall_start != clock->race_start && !settings.speed) {
            return *clock;
        }
    }
    const UtcTime begin = settings.start ? *settings.start - warm_up : now;
    return {
        .wall_start = now + head_start, .race_start = begin, .rate = settings.speed.value_or(1.0)};
}

std::optional<UtcTime> start_of(const ReplaySettings& settings, const plan::RehearsalClock& clock) {
    if (settings.start || !settings.race_folder.empty()) {
        return settings.start;
    }
    return clock.race_start + warm_up;
}

/// The world of a recording: receivers say what they said, and there is a network everywhere.
class ReplayWorld final : public UnitWorld {
public:
    explicit ReplayWorld(Replay& replay) : replay_{replay} {}

    void begin_second(UtcTime /*second*/) override {}

    std::span<const hal::GnssReading> heard(std::size_t unit, UtcTime now) override {
        const auto readings = replay_.heard(unit, now);
        if (!readings) {
            throw std::runtime_error{readings.error()};
        }
        return *readings;
    }

    bool is_covered(std::size_t /*unit*/, UtcTime /*now*/) override { return true; }

private:
    Replay& replay_;
};

std::vector<UnitTraits> traits_of(const Replay& replay) {
    std::vector<UnitTraits> traits;
    for (const UnitSerial& serial : replay.units()) {
        traits.push_back({.serial = serial,
                          .firmware_version = "replay",
                          .board = "simulated",
                          .power = {},
                          .report_interval = report_interval,
                          .air = {}});
    }
    return traits;
}

/// A recording against the clock on the wall.
class ReplayRun {
public:
    ReplayRun(const ReplaySettings& settings, const WallClock& now)
        : settings_{settings}, now_{now}, clock_{clock_of(settings, now())},
          replay_{value_of(Replay::open(value_of(open_replay(settings.recording, settings.unit)),
                                        start_of(settings, clock_)))},
          world_{replay_}, connections_{settings.broker}, cards_{settings.cards},
          world_clock_{begin(), clock_.rate}, traits_{traits_of(replay_)},
          fleet_{connections_, cards_, world_clock_, traits_, settings.seed, begin()} {}

    int run(const std::function<bool()>& stop) {
        while (!stop() && !replay_.is_over()) {
            turn();
        }
        // The turns of the second in which the last reading fell.
        const UtcTime end = fleet_.next_turn() + std::chrono::seconds{2};
        while (!stop() && fleet_.next_turn() < end) {
            turn();
        }
        fleet_.flush(fleet_.next_turn());
        const auto patience =
            Steady::now() + std::chrono::milliseconds{std::llround(settings_.patience_s * 1000)};
        while (!stop() && fleet_.sum().unreceipted > 0 && Steady::now() < patience) {
            turn();
        }
        write_units();
        return summary(stop());
    }

private:
    UtcTime begin() const { return replay_.begin() - warm_up; }

    void turn() {
        const UtcTime target = plan::race_time(clock_, now_());
        const bool keeps_up = fleet_.advance(target, world_);
        connections_.poll(keeps_up ? turn_time : wait_for_room,
                          [&](const service::MqttMessage& message) { fleet_.deliver(message); });
    }

    void write_units() {
        if (settings_.units.empty()) {
            return;
        }
        fleet_.flush(fleet_.next_turn()); // the cards learn of the last receipts
        std::string table = exchange::write_csv_line(unit_columns());
        for (std::size_t unit = 0; unit < fleet_.size(); ++unit) {
            SimulatedUnit& one = fleet_.unit(unit);
            for (const UnitTally& tally : tallies(one.card(), one.serial())) {
                table += exchange::write_csv_line(unit_row(tally));
            }
        }
        if (const auto written = replace_file(settings_.units, table); !written) {
            throw std::runtime_error{written.error()};
        }
    }

    int summary(bool stopped) const {
        const FleetSum sum = fleet_.sum();
        fmt::print("{}\n", summary_line(sum));
        if (replay_.left_out() > 0) {
            fmt::print("{} readings or lines of the recording were left out: damaged, or said "
                       "twice\n",
                       replay_.left_out());
        }
        if (sum.unreceipted == 0 || stopped) {
            return 0;
        }
        fmt::print(stderr, "lanterne-sim: {} fixes have no receipt after {:g} s\n", sum.unreceipted,
                   settings_.patience_s);
        return 1;
    }

    const ReplaySettings& settings_;
    const WallClock& now_;
    plan::RehearsalClock clock_;
    Replay replay_;
    ReplayWorld world_;
    Connections connections_;
    hal::simulated::Shelf cards_;
    WorldClock world_clock_;
    std::vector<UnitTraits> traits_;
    Fleet fleet_;
};

} // namespace

int replay(const ReplaySettings& settings, const WallClock& now,
           const std::function<bool()>& stop) {
    ReplayRun run{settings, now};
    return run.run(stop);
}

} // namespace lanterne::simulator
