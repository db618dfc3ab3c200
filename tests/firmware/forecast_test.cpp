#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "firmware/power/forecast.hpp"
#include "hal/simulated/random.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using Instant = Forecast::Instant;

constexpr Instant begin{1'000h};
constexpr auto interval = 10s;

/// 700 mW idle with the receiver, 100 mW for a message each ten seconds: ten hours.
constexpr PowerModel board{
    .capacity_mwh = 8'000, .idle_mw = 600, .gnss_mw = 60, .network_mw = 40, .message_mj = 1'000};

double hours(UtcTime until) {
    return std::chrono::duration<double, std::ratio<3600>>{until - race_start}.count();
}

/// A battery whose true charge falls in a line, `factor` times as fast as the model says.
class Drain {
public:
    explicit Drain(double factor, const PowerModel& model = board)
        : per_hour_{factor * draw_mw(model, interval) / model.capacity_mwh} {}

    double charge(double hour) const { return std::max(0.0, 1 - hour * per_hour_); }

    double hours_left(double hour) const { return charge(hour) / per_hour_; }

private:
    double per_hour_;
};

class Forecasting : public testing::Test {
protected:
    /// Looks each ten seconds at a gauge that says gauge(hours since the start).
    void run(double until_hour, const std::function<std::optional<double>(double)>& gauge) {
        for (; hour < until_hour; now += 10s) {
            hour = std::chrono::duration<double, std::ratio<3600>>{now - begin}.count();
            const auto charge = gauge(hour);
            forecast.note(charge ? std::optional{hal::BatteryReading{.charge = charge}}
                                 : std::nullopt,
                          interval, now);
        }
    }

    double foretold() { return hours(forecast.lasts_until(interval, race_start).value()); }

    Instant now = begin;
    double hour = 0;
    hal::simulated::Random random{7};
    Forecast forecast{board, "boot", begin};
};

const std::function<std::optional<double>(double)> no_gauge = [](double) { return std::nullopt; };

TEST(DrawMw, AMessageCostsTheMoreTheOftenerItGoes) {
    EXPECT_DOUBLE_EQ(draw_mw(board, 10s), 800);
    EXPECT_DOUBLE_EQ(draw_mw(board, 1s), 1'700);
    EXPECT_NEAR(draw_mw(board, 1h), 700, 0.5);
}

TEST_F(Forecasting, WithoutAGaugeTheModelSpeaksFromAFullBatteryOn) {
    EXPECT_EQ(forecast.percent(), 100);
    EXPECT_NEAR(foretold(), 10, 0.01);

    run(4, no_gauge);

    EXPECT_EQ(forecast.percent(), 60);
    EXPECT_NEAR(foretold(), 6, 0.01);
    EXPECT_NEAR(hours(forecast.lasts_until(1s, race_start).value()), 4'800 / 1'700.0, 0.01);
}

TEST_F(Forecasting, WithoutABatteryNothingEnds) {
    Forecast mains{{}, "boot", begin};
    mains.note(std::nullopt, interval, begin + 100h);

    EXPECT_FALSE(mains.percent());
    EXPECT_FALSE(mains.lasts_until(interval, race_start));
}

TEST_F(Forecasting, AtTheFirstLookTheGaugeSaysTheCharge) {
    run(0.001, [](double) { return 0.42; });

    EXPECT_EQ(forecast.percent(), 42);
    EXPECT_NEAR(foretold(), 4.2, 0.02);
}

struct Curve {
    const char* name;
    double factor;     ///< of what the model says
    double noise;      ///< standard deviation of a reading
    double graduation; ///< what the gauge rounds to
    double most_wrong; ///< of the hours left, after three hours
};

class Curves : public Forecasting, public testing::WithParamInterface<Curve> {};

TEST_P(Curves, AreForetoldFromTheirSlope) {
    const Drain drain{GetParam().factor};
    const auto gauge = [&](double at) -> std::optional<double> {
        const double said = drain.charge(at) + random.normal() * GetParam().noise;
        const double step = GetParam().graduation;
        return std::clamp(step > 0 ? std::floor(said / step) * step : said, 0.0, 1.0);
    };

    run(3, gauge);

    EXPECT_NEAR(*forecast.percent(), drain.charge(3) * 100, 3);
    EXPECT_NEAR(foretold() / drain.hours_left(3), 1, GetParam().most_wrong);
    EXPECT_NEAR(forecast.factor() / GetParam().factor, 1, GetParam().most_wrong);
}

INSTANTIATE_TEST_SUITE_P(All, Curves,
                         testing::Values(Curve{"AsTheModelSays", 1, 0, 0, 0.02},
                                         Curve{"HalfAsFast", 0.5, 0, 0, 0.03},
                                         Curve{"TwiceAsFast", 2, 0, 0, 0.03},
                                         Curve{"InStepsOfOnePercent", 1.5, 0, 0.01, 0.08},
                                         Curve{"SlowlyInStepsOfOnePercent", 0.6, 0, 0.01, 0.1},
                                         Curve{"Noisy", 1.5, 0.01, 0, 0.1},
                                         Curve{"NoisyInSteps", 0.8, 0.01, 0.01, 0.12}),
                         [](const auto& each) { return each.param.name; });

TEST_F(Forecasting, AColdBatteryThatFallsFasterIsSeenWithinTheHour) {
    const Drain drain{1.8};

    run(1, [&](double at) { return drain.charge(at); });

    EXPECT_NEAR(foretold(), drain.hours_left(1), 0.1 * drain.hours_left(1));
}

TEST_F(Forecasting, AGaugeThatIsStuckAtHundredPercentIsNotBelieved) {
    run(3, [](double) { return 1.0; });

    EXPECT_EQ(forecast.percent(), 70);
    EXPECT_NEAR(foretold(), 7, 0.1);
}

TEST_F(Forecasting, AGaugeThatSticksOnTheWayIsNotBelievedEither) {
    const Drain drain{1.5};

    run(5, [&](double at) { return drain.charge(std::min(at, 3.0)); });

    EXPECT_NEAR(*forecast.percent(), drain.charge(5) * 100, 5);
}

TEST_F(Forecasting, AWildReadingChangesNothing) {
    const Drain drain{1};
    run(2, [&](double at) {
        const bool wild = std::lround(at * 360) % 50 < 6; // a minute of each eight
        return wild ? 0.0 : drain.charge(at);
    });

    EXPECT_NEAR(*forecast.percent(), 80, 2);
    EXPECT_NEAR(foretold(), 8, 0.8);
}

TEST_F(Forecasting, AGaugeThatJumpsIsFollowedButItsSlopeGoesOn) {
    const Drain drain{1.2};

    run(2, [&](double at) { return drain.charge(at) - (at > 1.5 ? 0.15 : 0.0); });

    const double charge = drain.charge(2) - 0.15;
    EXPECT_NEAR(*forecast.percent(), charge * 100, 2);
    EXPECT_NEAR(foretold(), charge / (1 - drain.charge(1)), 0.06 * foretold());
}

TEST_F(Forecasting, OnAChargerNoEndIsInSight) {
    forecast.note(hal::BatteryReading{.charge = 0.2, .charging = true}, interval, now);
    EXPECT_TRUE(forecast.charging());
    EXPECT_FALSE(forecast.lasts_until(interval, race_start));

    forecast.note(hal::BatteryReading{.charge = 0.5, .charging = true}, interval, now + 1h);
    forecast.note(hal::BatteryReading{.charge = 0.5, .charging = false}, interval, now + 1h);
    EXPECT_EQ(forecast.percent(), 50);
    EXPECT_NEAR(foretold(), 5, 0.1);
}

TEST_F(Forecasting, AChargerThatTheGaugeDoesNotSayIsSeenByTheRise) {
    run(1, [](double at) { return 0.2 + at * 0.2; });

    EXPECT_TRUE(forecast.charging());
    EXPECT_FALSE(forecast.lasts_until(interval, race_start));
}

TEST_F(Forecasting, AChangeOfLoadIsNoChangeOfTheBattery) {
    double charge = 1;
    for (int minute = 0; minute < 120; ++minute, now += 1min) {
        const auto each = minute < 60 ? 1s : 600s;
        charge -= 1.3 * draw_mw(board, each) / board.capacity_mwh / 60;
        forecast.note(hal::BatteryReading{.charge = charge}, each, now);
    }

    EXPECT_NEAR(forecast.factor(), 1.3, 0.05);
}

TEST_F(Forecasting, ARestartWithinTheBootGoesOnFromWhatWasKnown) {
    run(2, no_gauge);
    const BatteryMemory memory = forecast.memory(now);

    Forecast next{board, "boot", now + 1h, memory};
    next.note(std::nullopt, interval, now + 1h);

    EXPECT_EQ(next.percent(), 70); // the hour without the program drew as well
}

TEST_F(Forecasting, AnotherBootKnowsHowFarOffTheModelWasAndBeginsFull) {
    const Drain drain{1.5};
    run(2, [&](double at) { return drain.charge(at); });

    const Forecast next{board, "another", begin, forecast.memory(now)};

    EXPECT_EQ(next.percent(), 100);
    EXPECT_NEAR(next.factor(), 1.5, 0.05);
}

TEST_F(Forecasting, AMemoryThatMakesNoSenseIsForgotten) {
    const BatteryMemory nonsense{.boot_id = "boot", .at = begin, .charge = NAN, .factor = 1e9};

    const Forecast next{board, "boot", begin, nonsense};

    EXPECT_EQ(next.percent(), 100);
    EXPECT_EQ(next.factor(), 1);
}

TEST_F(Forecasting, AGaugeOutsideItsRangeIsHeldToIt) {
    forecast.note(hal::BatteryReading{.charge = 7.0}, interval, now);
    EXPECT_EQ(forecast.percent(), 100);
    forecast.note(hal::BatteryReading{.charge = NAN}, interval, now);
    EXPECT_EQ(forecast.percent(), 100);
}

} // namespace
} // namespace lanterne::firmware
