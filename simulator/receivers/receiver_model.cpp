#include "simulator/receivers/receiver_model.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "core/base/elementary.hpp"

namespace lanterne::simulator {

using hal::GnssReading;
using hal::simulated::NoiseModel;

struct ReceiverModel::Epoch {
    const TrueState& truth;
    UtcTime time;
    double seconds = 0; ///< since the one before
    Surroundings what = Surroundings::open;
    const Hearing& hearing;
};

namespace {

constexpr std::uint64_t noise_streams = 0x6e6f'6973'0000'0000; // apart from the model's own
constexpr std::uint32_t settled = 5; // fixes; before, the satellites are not reported yet
constexpr double quality_time_s = 150;
constexpr double quality_spread = 0.25; // of the logarithm of the errors
constexpr double poor_time_s = 8;
constexpr double least_satellites = 3;

struct Range {
    double least;
    double most;
};

void check(std::string_view name, double value, Range range) {
    if (!(value >= range.least) || value > range.most) { // refuses not-a-number too
        throw std::invalid_argument{fmt::format("receivers: {} is {}; {} to {} would be right",
                                                name, value, range.least, range.most)};
    }
}

Milliseconds to_milliseconds(double seconds) {
    return Milliseconds{static_cast<std::int64_t>(std::floor(seconds * 1000 + 0.5))};
}

GnssReading true_reading(const TrueState& truth, UtcTime time) {
    constexpr double sea_level_m = 5; // where the course knows no heights
    return {.time = time,
            .latitude_deg = truth.position.latitude.e6 * 1e-6,
            .longitude_deg = truth.position.longitude.e6 * 1e-6,
            .altitude_m = truth.height_m.value_or(sea_level_m),
            .speed_mps = truth.speed_mps,
            .course_deg = truth.course_deg};
}

} // namespace

void check(const ReceiverSettings& settings) {
    check("noise", settings.noise, {0, 20});
    check("duplicate_share", settings.duplicate_share, {0, 1});
    check("cold_start_s", settings.cold_start_s, {1, 600});
    check("warm_start_s", settings.warm_start_s, {0, 600});
    check("course_from_mps", settings.course_from_mps, {0, 5});
}

ReceiverModel::ReceiverModel(const Sky& sky, const ReceiverSettings& settings, std::uint64_t seed,
                             std::uint64_t stream)
    : sky_{&sky}, settings_{settings}, noise_{seed, noise_streams ^ stream}, random_{seed, stream},
      mirror_{random_.uniform(0.6, 1.4)}, quality_{quality_spread * random_.normal()},
      fixes_{settled} {
    check(settings);
}

void ReceiverModel::restart(UtcTime time, Boot boot) {
    const double mean_s = boot == Boot::cold ? settings_.cold_start_s : settings_.warm_start_s;
    blind_until_ = time + to_milliseconds(mean_s * random_.uniform(0.7, 1.3));
    blind_since_ = time;
    is_blind_ = true;
    fixes_ = 0;
    is_dated_ = boot == Boot::warm;
}

// Who is not in the water does not have it above the arm.
Surroundings ReceiverModel::around(const TrueState& truth) const {
    const Surroundings what = sky_->at(truth.along);
    const bool swims = truth.doing == Doing::racing || truth.doing == Doing::standing;
    return what == Surroundings::water && !swims ? Surroundings::open : what;
}

void ReceiverModel::pass(double seconds) {
    const double keep = lanterne::exp(-seconds / quality_time_s);
    quality_ = quality_ * keep + quality_spread * std::sqrt(1 - keep * keep) * random_.normal();
    const double still_poor = lanterne::exp(-seconds / poor_time_s);
    poor_ = {poor_.east * still_poor, poor_.north * still_poor};
}

bool ReceiverModel::drops_out(const Epoch& epoch) {
    const Hearing& hearing = epoch.hearing;
    if (epoch.what == Surroundings::tunnel) {
        return true;
    }
    if (hearing.lost_every_s == 0 ||
        !random_.chance(1 - lanterne::exp(-epoch.seconds / hearing.lost_every_s))) {
        return false;
    }
    blind_until_ = epoch.time + to_milliseconds(random_.exponential(hearing.lost_for_s));
    return true;
}

// The longer it saw nothing, the longer it searches, and the worse its first fixes are.
void ReceiverModel::find_again(const Epoch& epoch) {
    const double blind_s = static_cast<double>((epoch.time - blind_since_).count()) / 1000;
    const double far = random_.uniform(0.3, 1) * std::min(4 + blind_s / 2, 25.0) * settings_.noise;
    const double where = random_.uniform(0, 2 * std::numbers::pi);
    poor_ = {far * lanterne::sin(where), far * lanterne::cos(where)};
    is_blind_ = false;
}

bool ReceiverModel::has_fix(const Epoch& epoch) {
    if (!is_blind_) {
        if (!drops_out(epoch)) {
            return true;
        }
        is_blind_ = true;
        blind_since_ = epoch.time;
        return false;
    }
    if (epoch.what == Surroundings::tunnel) {
        const double blind_s = static_cast<double>((epoch.time - blind_since_).count()) / 1000;
        const double searches_s = 1 + random_.exponential(std::min(1 + blind_s / 20, 8.0));
        blind_until_ = std::max(blind_until_, epoch.time + to_milliseconds(searches_s));
        return false;
    }
    if (epoch.time < blind_until_) {
        return false;
    }
    find_again(epoch);
    return true;
}

// To one side of the way.
ReceiverModel::Vector ReceiverModel::mirrored(const Epoch& epoch) const {
    if (epoch.hearing.multipath_m == 0) {
        return {};
    }
    const double metres =
        epoch.hearing.multipath_m * mirror_ * settings_.noise * sky_->pull_at(epoch.truth.along);
    const double right = (epoch.truth.course_deg + 90) * std::numbers::pi / 180;
    return {metres * lanterne::sin(right), metres * lanterne::cos(right)};
}

GnssReading ReceiverModel::disturbed(const Epoch& epoch) {
    // Its mean square is 1: over the hours the errors are as large as the surroundings make them.
    const double worse = lanterne::exp(quality_ - quality_spread * quality_spread);
    NoiseModel model = epoch.hearing.noise;
    const double times = settings_.noise * worse;
    for (double* metres : {&model.slow_m, &model.white_m, &model.altitude_m, &model.doppler_mps,
                           &model.burst_least_m, &model.burst_most_m}) {
        *metres *= times;
    }
    const Vector mirror = mirrored(epoch);
    const Vector besides{mirror.east + poor_.east, mirror.north + poor_.north};
    const double poor_m = lanterne::hypot(poor_.east, poor_.north);
    const double stated = epoch.hearing.noise.stated_accuracy_m * worse;
    model.stated_accuracy_m = std::max(lanterne::hypot(stated, 0.7 * poor_m), 0.5);
    GnssReading reading = noise_.disturb(true_reading(epoch.truth, epoch.time), model);
    hal::simulated::shift(reading, besides.east, besides.north);
    const double satellites =
        epoch.hearing.satellites - 6 * quality_ - poor_m / 5 + random_.normal();
    reading.satellites =
        static_cast<int>(std::lround(std::clamp(satellites, least_satellites, 30.0)));
    reading.mode = reading.satellites > least_satellites ? FixMode::fix_3d : FixMode::fix_2d;
    return reading;
}

// What gpsd has not been told, or does not believe, it leaves out: the height of a fix in two
// dimensions, the course of who stands; the accuracy and the satellites until the first report of
// the sky; the time until the receiver knows the date.
void ReceiverModel::thin_out(GnssReading& reading) {
    if (reading.mode == FixMode::fix_2d) {
        reading.altitude_m.reset();
    }
    if (reading.speed_mps.value_or(0) < settings_.course_from_mps) {
        reading.course_deg.reset();
    }
    if (fixes_ < settled) {
        reading.accuracy_m.reset();
        reading.satellites = 0;
    }
    if (!is_dated_) {
        reading.time.reset();
        reading.altitude_m.reset();
        reading.mode = FixMode::fix_2d;
        is_dated_ = true;
    }
}

Readings ReceiverModel::hear(const TrueState& truth, UtcTime time) {
    const double seconds = newest_ ? static_cast<double>((time - *newest_).count()) / 1000 : 0;
    newest_ = time;
    const Surroundings what = around(truth);
    const Epoch epoch{.truth = truth,
                      .time = time,
                      .seconds = seconds,
                      .what = what,
                      .hearing = hearing_in(what)};
    pass(seconds);
    Readings readings;
    if (!has_fix(epoch)) {
        return readings;
    }
    GnssReading reading = disturbed(epoch);
    thin_out(reading);
    const bool is_settled = fixes_ >= settled;
    if (reading.time && (!is_settled || random_.chance(settings_.duplicate_share))) {
        GnssReading in_part = reading; // before the rest of the epoch's sentences came
        in_part.mode = FixMode::fix_2d;
        in_part.altitude_m.reset();
        in_part.accuracy_m.reset();
        readings.add(in_part);
    }
    readings.add(reading);
    fixes_ += is_settled ? 0 : 1;
    return readings;
}

} // namespace lanterne::simulator
