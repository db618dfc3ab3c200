#include <cmath>

#include <gtest/gtest.h>

#include "core/geo/plane.hpp"
#include "ingest-server/forecasts.hpp"

namespace lanterne::ingest {
namespace {

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
const Bib ada = *Bib::from("1");
constexpr std::int32_t ada_id = 11;

UtcTime after(double s) { return gun + Milliseconds{std::llround(s * 1000)}; }

struct PlannedLeg {
    course::Sport sport = course::Sport::run;
    double length_m = 0;
};

/// Straight on, leg by leg; a timing point where each begins, called by its number, and a finish.
plan::RacePlan plan_of(const std::vector<PlannedLeg>& planned) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    std::vector<course::Leg> legs;
    double x = 0;
    for (const PlannedLeg& leg : planned) {
        const std::string name = std::to_string(legs.size());
        legs.push_back({.id = name,
                        .name = name,
                        .sport = leg.sport,
                        .line = geo::Polyline{{ground.to_position({x, 0}),
                                               ground.to_position({x + leg.length_m, 0})}}});
        x += leg.length_m;
    }
    course::unroll(legs);
    std::vector<course::Location> gates{{.id = "gate", .position = ground.to_position({0, 0})}};
    std::vector<course::TimingPoint> points;
    for (std::size_t leg = 0; leg < legs.size(); ++leg) {
        const auto kind = leg == 0 ? course::PointKind::start : course::PointKind::split;
        points.push_back({.id = "on-" + legs[leg].id,
                          .kind = kind,
                          .location = "gate",
                          .leg = leg,
                          .along = legs[leg].begin});
    }
    points.push_back({.id = "finish",
                      .kind = course::PointKind::finish,
                      .location = "gate",
                      .leg = legs.size() - 1,
                      .along = legs.back().end});
    return {.name = "Line",
            .slug = *Slug::from("line"),
            .time_zone = "UTC",
            .start = gun,
            .course = course::Course{legs, gates, points},
            .waves = {{.id = "w", .name = "All", .gun = gun}},
            .entries = {{.bib = ada, .name = "Ada", .wave = "w"}}};
}

/// Ada alone in a race of which legs may be dropped.
class LegForecasts : public ::testing::Test {
protected:
    explicit LegForecasts(const std::vector<PlannedLeg>& legs = {{course::Sport::swim, 1'000},
                                                                 {course::Sport::bike, 6'000},
                                                                 {course::Sport::run, 3'000}})
        : plan_{plan_of(legs)} {}

    /// `finish`: index of the point that ends her race.
    void drop(std::vector<std::size_t> legs, std::size_t finish) {
        scoring::RaceRecord record{.plan = &plan_, .entries = {}, .orders = {}};
        record.entries.push_back({.entry = &plan_.entries.front(),
                                  .course = &plan_.course,
                                  .gun = gun,
                                  .finish = finish,
                                  .dropped_legs = std::move(legs)});
        forecasts_.follow(record);
    }

    void pass(std::size_t point, double t) {
        const course::TimingPoint& at = plan_.course.points()[point];
        forecasts_.take(Results{.passages = {{.entry = ada_id,
                                              .change = PassageChange::made,
                                              .passage = {.bib = ada,
                                                          .point = at.id,
                                                          .leg = static_cast<std::uint32_t>(at.leg),
                                                          .lap = 1,
                                                          .time = after(t),
                                                          .source = "gps"}}},
                                .standings = {},
                                .missing = {}});
    }

    /// Moves on from there at that speed, along the planned course, seen each 5 s.
    void move(double along_m, double from_s, double to_s, double speed_mps) {
        for (double t = from_s; t <= to_s; t += 5) {
            const double along = along_m + (t - from_s) * speed_mps;
            forecasts_.take(Results{.passages = {},
                                    .standings = {{ada_id,
                                                   {.bib = ada,
                                                    .status = wire::RaceStatus::racing,
                                                    .along_dm = std::llround(along * 10),
                                                    .fix_time = after(t)}}},
                                    .missing = {}});
        }
        news(to_s);
    }

    void news(double t) {
        for (const ForecastRow& row : forecasts_.news(after(t)).rows) {
            said_ = row.forecast.arrivals;
        }
    }

    static double seconds_of(UtcTime time) {
        return static_cast<double>((time - gun).count()) / 1000;
    }

    const plan::RacePlan plan_;
    Forecasts forecasts_{plan_, {{ada, ada_id}}};
    std::vector<wire::LiveArrival> said_;
};

TEST_F(LegForecasts, BeginBehindALegThatIsDropped) {
    drop({0}, 3);
    move(1'000, -300, 55, 0); // she waits for her slot, on the bike
    EXPECT_TRUE(said_.empty());

    pass(1, 60);
    move(1'000, 60, 360, 10);

    ASSERT_EQ(said_.size(), 2U);
    EXPECT_EQ(said_[0].point, "on-2");
    EXPECT_EQ(said_[0].leg, 2U) << "as the race was planned";
    EXPECT_NEAR(seconds_of(said_[0].likely), 660, 60) << "6 km at 10 m/s";
    EXPECT_EQ(said_[1].point, "finish");
    EXPECT_GT(said_[1].likely, said_[0].likely);
}

TEST_F(LegForecasts, LeaveOutALegInTheMiddle) {
    pass(0, 0);
    move(0, 5, 600, 1.2);
    const UtcTime with_bike = said_.at(1).likely;

    drop({1}, 3);
    move(720, 605, 660, 1.2);

    ASSERT_EQ(said_.size(), 2U);
    EXPECT_EQ(said_[0].point, "on-2") << "from the water to the run";
    EXPECT_NEAR(seconds_of(said_[0].likely), 840, 60);
    EXPECT_EQ(said_[1].point, "finish");
    EXPECT_LT(seconds_of(said_[1].likely), seconds_of(with_bike) - 400) << "6 km by bike";
}

TEST_F(LegForecasts, EndWithTheLastLegThatIsRaced) {
    drop({2}, 1);
    pass(0, 0);
    move(0, 5, 600, 1.2);

    ASSERT_EQ(said_.size(), 1U);
    EXPECT_EQ(said_[0].point, "on-1");
}

TEST_F(LegForecasts, TakeBackALegWhoseDroppingIsUndone) {
    pass(0, 0);
    move(0, 5, 600, 1.2);
    const UtcTime before = said_.at(1).likely;

    drop({1}, 3);
    news(601);
    drop({}, 3);
    move(720, 605, 660, 1.2);

    ASSERT_EQ(said_.size(), 2U);
    EXPECT_EQ(said_[0].point, "on-1");
    EXPECT_NEAR(seconds_of(said_[1].likely), seconds_of(before), 200);
}

TEST_F(LegForecasts, ExpectWhoIsOnADroppedLegAtTheNextThatIsRaced) {
    pass(0, 0);
    pass(1, 800);
    move(1'000, 805, 900, 8);

    drop({1}, 3);
    move(2'000, 905, 960, 8);

    ASSERT_EQ(said_.size(), 2U);
    EXPECT_EQ(said_[0].point, "on-2");
}

class SixLegForecasts : public LegForecasts {
protected:
    SixLegForecasts() : LegForecasts{std::vector<PlannedLeg>(6, {course::Sport::run, 1'000})} {}
};

TEST_F(SixLegForecasts, KnowSoManyWaysAndNoMore) {
    pass(0, 0);
    move(0, 5, 300, 3);
    ASSERT_EQ(said_.size(), 2U);

    for (std::size_t way = 1; way <= max_other_ways; ++way) {
        std::vector<std::size_t> dropped;
        for (std::size_t leg = 0; leg < 5; ++leg) {
            if ((way >> leg & 1U) != 0) {
                dropped.push_back(leg + 1);
            }
        }
        drop(dropped, 0);
    }
    drop({1}, 1); // known; and its second point is not raced
    news(301);
    EXPECT_TRUE(said_.empty());
    drop({1}, 6);
    news(302);
    EXPECT_EQ(said_.size(), 2U);

    drop({1, 2, 3, 4}, 6);
    news(303);
    drop({1, 5}, 6); // one too many
    news(304);
    EXPECT_TRUE(said_.empty());
    drop({}, 6);
    news(305);
    EXPECT_EQ(said_.size(), 2U);
}

TEST(RacedWay, IsTheWholeCourseWhenNothingIsDropped) {
    const plan::RacePlan plan = plan_of({{course::Sport::swim, 1'000}, {course::Sport::run, 500}});
    const RacedWay way{plan.course, {}};

    EXPECT_EQ(way.along(Metres{1'200}), Metres{1'200});
    EXPECT_EQ(way.points().size(), plan.course.points().size());
    EXPECT_NEAR(course_of(way, plan.course).length().value, plan.course.length().value, 0.001);
}

TEST(RacedWay, JoinsTheEndsBesideALegThatIsDropped) {
    const plan::RacePlan plan = plan_of(
        {{course::Sport::swim, 1'000}, {course::Sport::bike, 6'000}, {course::Sport::run, 500}});
    const auto& legs = plan.course.legs();
    const RacedWay way{plan.course, {1}};

    EXPECT_EQ(way.along(Metres{400}), Metres{400});
    EXPECT_EQ(way.along(Metres{legs[1].begin.value + 1}), std::nullopt);
    EXPECT_NEAR(way.along(Metres{legs[2].begin.value + 100})->value, 1'100, 0.5);
    ASSERT_EQ(way.points().size(), 3U);
    EXPECT_EQ(way.points()[1].id, "on-2");
    EXPECT_EQ(way.points()[1].leg, 2U) << "as planned";
    EXPECT_NEAR(way.points()[1].along.value, 1'000, 0.5);
    EXPECT_EQ(course_of(way, plan.course).points()[1].leg, 1U) << "of its own two";
}

} // namespace
} // namespace lanterne::ingest
