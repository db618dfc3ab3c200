#include "simulator/athletes/reception.hpp"

#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"
#include "simulator/athletes/common_error.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::uint64_t noise_streams = 1'000'000; // apart from the athletes' own
constexpr std::uint64_t gap_streams = 2'000'000;
constexpr double noise_step_s = 1; // bursts decay between fixes too

template<class Integer>
Integer rounded(double value) {
    return static_cast<Integer>(std::lround(value));
}

UtcTime time_at(UtcTime gun, double t) { return gun + Milliseconds{std::llround(t * 1000)}; }

// At the wire's resolution, as a unit's sampler does.
Fix to_fix(UtcTime time, Position position, geo::PlanePoint velocity, double accuracy_m) {
    const double bearing = geo::bearing_of(velocity);
    return {.time = time,
            .position = position,
            .speed_dmps = rounded<std::uint16_t>(geo::length(velocity) * 10),
            .course_2deg = static_cast<std::uint8_t>(std::lround(bearing / 2) % 180),
            .accuracy_dm = rounded<std::uint16_t>(accuracy_m * 10),
            .satellites = 11,
            .mode = FixMode::fix_3d};
}

/// Gaps that take their part of the time, as long as they like up to the longest.
class Gaps {
public:
    Gaps(const Conditions& conditions, std::uint64_t seed, std::uint64_t number)
        : random_{seed, gap_streams + number}, longest_s_{conditions.longest_gap_s} {
        const double part = conditions.silent_part;
        between_s_ = part > 0 ? longest_s_ / 2 * (1 - part) / part : 0;
    }

    bool is_open(double t) {
        if (between_s_ == 0) {
            return true;
        }
        while (t >= ends_) {
            begins_ = ends_ + random_.exponential(between_s_);
            ends_ = begins_ + random_.uniform(0, longest_s_);
        }
        return t < begins_;
    }

    /// From there on.
    void start(double t) { begins_ = ends_ = t; }

private:
    hal::simulated::Random random_;
    double longest_s_;
    double between_s_ = 0; ///< in the mean; 0: no gaps
    double begins_ = 0;
    double ends_ = 0;
};

// A receiver knows whether it sees the sky, not how far off it is.
double stated_m(double slow_m) {
    constexpr double open_sky_m = 3;
    constexpr double narrow_sky_m = 8;
    return slow_m < (open_sky_m + narrow_sky_m) / 2 ? open_sky_m : narrow_sky_m;
}

/// One receiver, second by second.
class Receiver {
public:
    Receiver(const Journey& journey, UtcTime gun, const Conditions& conditions, std::uint64_t seed,
             std::uint64_t number)
        : journey_{journey}, gun_{gun}, conditions_{conditions},
          noise_{seed, noise_streams + number}, common_{seed, conditions.common_m} {}

    Reception reception;

    void pass(double t) {
        error_ = noise_.next(time_at(gun_, t), model(t));
        if (error_.begins_burst) {
            reception.bursts_s.push_back(t);
        }
    }

    void fix(double t) {
        pass(t);
        const Whereabouts where = journey_.at(t);
        const geo::PlanePoint error =
            geo::PlanePoint{error_.east_m, error_.north_m} + common_.at(to_ms(time_at(gun_, t)));
        reception.fixes.push_back(
            to_fix(time_at(gun_, t), journey_.ground().plane().to_position(where.point + error),
                   where.velocity + geo::PlanePoint{error_.east_mps, error_.north_mps},
                   model(t).stated_accuracy_m));
    }

private:
    const hal::simulated::NoiseModel& model(double t) const {
        return journey_.sport_at(t) == course::Sport::swim ? conditions_.at_sea
                                                           : conditions_.on_land;
    }

    const Journey& journey_;
    UtcTime gun_;
    const Conditions& conditions_;
    hal::simulated::Noise noise_;
    CommonError common_;
    hal::simulated::ReadingError error_;
};

} // namespace

Conditions conditions(double interval_s, double slow_m, double slow_time_s) {
    Conditions all{.interval_s = interval_s};
    all.on_land.slow_m = slow_m;
    all.on_land.slow_time_s = slow_time_s;
    all.on_land.stated_accuracy_m = stated_m(slow_m);
    all.at_sea.slow_m = 2 * slow_m;
    all.at_sea.slow_time_s = slow_time_s;
    all.at_sea.stated_accuracy_m = 2 * stated_m(slow_m);
    return all;
}

Reception receive(const Journey& journey, UtcTime gun, const Conditions& conditions,
                  std::uint64_t seed, std::uint64_t number) {
    Receiver receiver{journey, gun, conditions, seed, number};
    Gaps gaps{conditions, seed, number};
    hal::simulated::Random random{seed, gap_streams + noise_streams / 2 + number};
    const double begin = journey.begin_s();
    gaps.start(begin);
    double passed = begin;
    // Units do not wake in step with each other.
    for (double due = begin + random.uniform(0, conditions.interval_s); due < journey.end_s();
         due += conditions.interval_s) {
        const double late = conditions.jitter_part * random.uniform(-1, 1);
        const double t =
            std::floor((due + conditions.interval_s * late) * 1000 + 0.5) / 1000; // as it says it
        for (; passed + 1.5 * noise_step_s < t; passed += noise_step_s) {
            receiver.pass(passed + noise_step_s);
        }
        if (gaps.is_open(t) && journey.is_heard(t)) {
            receiver.fix(t);
        } else {
            receiver.pass(t);
        }
        passed = t;
    }
    return std::move(receiver.reception);
}

} // namespace lanterne::simulator
