#include <cmath>

#include <gtest/gtest.h>

#include "core/geo/plane.hpp"
#include "ingest-server/forecasts.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::seconds;

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
const Bib ada = *Bib::from("1");
const Bib bo = *Bib::from("2");
const std::map<Bib, std::int32_t> ids{{ada, 11}, {bo, 12}};

UtcTime after(double s) { return gun + Milliseconds{std::llround(s * 1000)}; }

/// Straight on: a split at 3 km, the finish at 6 km.
plan::RacePlan plan_of(bool with_start = true) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    course::Leg leg{
        .id = "run",
        .name = "Run",
        .sport = course::Sport::run,
        .line = geo::Polyline{{ground.to_position({0, 0}), ground.to_position({6'000, 0})}}};
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> points;
    const auto point = [&](const char* id, course::PointKind kind, Metres along) {
        locations.push_back({.id = id, .position = ground.to_position({along.value, 0})});
        points.push_back({.id = id, .name = id, .kind = kind, .location = id, .along = along});
    };
    if (with_start) {
        point("start", course::PointKind::start, Metres{0});
    }
    point("split", course::PointKind::split, Metres{3'000});
    point("finish", course::PointKind::finish, course::lap_length(leg));
    const plan::Entry one{.bib = ada, .name = "Ada", .wave = "w"};
    const plan::Entry other{.bib = bo, .name = "Bo", .wave = "w"};
    return {.name = "Line",
            .slug = *Slug::from("line"),
            .time_zone = "UTC",
            .start = gun,
            .course = course::Course{{leg}, locations, points},
            .waves = {{.id = "w", .name = "All", .gun = gun}},
            .entries = {one, other}};
}

wire::LiveEntry at(const Bib& bib, double along, double t,
                   wire::RaceStatus status = wire::RaceStatus::racing) {
    return {
        .bib = bib, .status = status, .along_dm = std::llround(along * 10), .fix_time = after(t)};
}

PassageRow passed(const Bib& bib, const char* point, double t,
                  PassageChange change = PassageChange::made) {
    return {.entry = ids.at(bib),
            .change = change,
            .passage = {.bib = bib, .point = point, .lap = 1, .time = after(t), .source = "gps"}};
}

Results seen(const wire::LiveEntry& row) {
    return {.passages = {}, .standings = {{ids.at(row.bib), row}}, .missing = {}};
}

Results told(const PassageRow& row) { return {.passages = {row}, .standings = {}, .missing = {}}; }

class ForecastsTest : public ::testing::Test {
protected:
    /// Runs on at that speed, seen each 5 s and asked each 30 s.
    void run(const Bib& bib, double from, double to, double speed_mps) {
        for (double t = from; t <= to; t += 5) {
            forecasts_.take(seen(at(bib, t * speed_mps, t)));
            if (std::fmod(t, 30) == 0) {
                keep(forecasts_.news(after(t)));
            }
        }
    }

    void keep(const ForecastNews& news) {
        for (const ForecastRow& row : news.rows) {
            said_.insert_or_assign(row.entry, row.forecast.arrivals);
        }
    }

    const std::vector<wire::LiveArrival>& said(const Bib& bib) { return said_[ids.at(bib)]; }

    const plan::RacePlan plan_ = plan_of();
    Forecasts forecasts_{plan_, ids};
    std::map<std::int32_t, std::vector<wire::LiveArrival>> said_;
};

TEST_F(ForecastsTest, SayTheNextPointAndTheFinish) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 300, 3);

    ASSERT_EQ(said(ada).size(), 2U);
    EXPECT_EQ(said(ada)[0].point, "split");
    EXPECT_EQ(said(ada)[1].point, "finish");
    EXPECT_LT(said(ada)[0].early, after(1'000));
    EXPECT_GT(said(ada)[0].late, after(1'000));
    EXPECT_TRUE(said(bo).empty()) << "nobody saw him";
}

TEST_F(ForecastsTest, DoNotCountWaitingBehindTheLineAsPace) {
    for (double t = -600; t < 0; t += 5) {
        forecasts_.take(seen(at(ada, 0, t, wire::RaceStatus::not_started)));
        forecasts_.take(seen(at(ada, 0, t)));
    }
    keep(forecasts_.news(after(0)));
    EXPECT_TRUE(said(ada).empty());

    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 300, 3);

    EXPECT_LT(said(ada)[1].late, after(3'000)) << "2,000 s at 3 m/s";
}

TEST_F(ForecastsTest, BeginAtTheGunWhereTheCourseHasNoStart) {
    const plan::RacePlan plan = plan_of(false);
    forecasts_ = Forecasts{plan, ids};
    scoring::RaceRecord record{.plan = &plan, .entries = {}, .orders = {}};
    for (const plan::Entry& entry : plan.entries) {
        record.entries.push_back(
            {.entry = &entry, .course = &plan.course, .gun = gun, .finish = std::size_t{1}});
    }
    forecasts_.follow(record);

    forecasts_.take(seen(at(ada, 0, -5)));
    run(ada, 5, 300, 3);

    EXPECT_EQ(said(ada).size(), 2U);
}

TEST_F(ForecastsTest, EndWhereAnActEndsTheRace) {
    scoring::RaceRecord record{.plan = &plan_, .entries = {}, .orders = {}};
    for (const plan::Entry& entry : plan_.entries) {
        record.entries.push_back(
            {.entry = &entry, .course = &plan_.course, .gun = gun, .finish = std::size_t{1}});
    }
    forecasts_.follow(record);
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 300, 3);
    ASSERT_EQ(said(ada).size(), 1U);
    EXPECT_EQ(said(ada)[0].point, "split");

    record.entries[0].finish = std::nullopt;
    forecasts_.follow(record);
    keep(forecasts_.news(after(301)));

    EXPECT_TRUE(said(ada).empty());
}

TEST_F(ForecastsTest, GoBackWhenAPassageIsWithdrawn) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 990, 3);
    forecasts_.take(told(passed(ada, "split", 985)));
    keep(forecasts_.news(after(991)));
    ASSERT_EQ(said(ada).size(), 1U);

    forecasts_.take(told(passed(ada, "split", 985, PassageChange::withdrawn)));
    keep(forecasts_.news(after(992)));

    EXPECT_EQ(said(ada).size(), 2U) << "she is before the split after all";
}

TEST_F(ForecastsTest, LearnAnewWhatACorrectedPassageSaysOfThePace) {
    forecasts_.take(told(passed(ada, "start", 0)));
    forecasts_.take(told(passed(ada, "split", 1'500)));
    keep(forecasts_.news(after(1'510)));
    const UtcTime slow = said(ada).front().likely;

    forecasts_.take(told(passed(ada, "split", 1'000, PassageChange::corrected)));
    keep(forecasts_.news(after(1'511)));

    EXPECT_LT(said(ada).front().likely, slow - seconds{300}) << "she was faster than was thought";
}

TEST_F(ForecastsTest, AreGoneBehindTheFinishAndForWhoLeft) {
    for (const auto status : {wire::RaceStatus::finished, wire::RaceStatus::did_not_finish,
                              wire::RaceStatus::disqualified, wire::RaceStatus::over_time_limit}) {
        forecasts_ = Forecasts{plan_, ids};
        forecasts_.take(told(passed(ada, "start", 0)));
        run(ada, 5, 300, 3);
        ASSERT_EQ(said(ada).size(), 2U);

        forecasts_.take(seen(at(ada, 900, 301, status)));
        const ForecastNews news = forecasts_.news(after(302));

        ASSERT_EQ(news.rows.size(), 1U) << wire::to_text(status);
        EXPECT_TRUE(news.rows[0].forecast.arrivals.empty());
        EXPECT_TRUE(forecasts_.all().empty());
    }
}

TEST_F(ForecastsTest, AreGoneForWhoWasSeenNowhereForHours) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 300, 3);

    keep(forecasts_.news(after(300) + forgotten_after));
    EXPECT_EQ(said(ada).size(), 2U);
    keep(forecasts_.news(after(331) + forgotten_after));
    EXPECT_TRUE(said(ada).empty());
}

TEST_F(ForecastsTest, AreNewsOnlyWhenTheyMoved) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 600, 3);
    std::size_t rows = 0;
    for (double t = 601; t <= 900; ++t) {
        forecasts_.take(seen(at(ada, 3 * t, t)));
        rows += forecasts_.news(after(t)).rows.size();
    }

    EXPECT_LE(rows, 10U) << "one a half minute at most";
}

TEST_F(ForecastsTest, ComeBackFromThePassagesAlone) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 1'020, 3);
    forecasts_.take(told(passed(ada, "split", 1'000)));
    keep(forecasts_.news(after(1'050)));
    const wire::LiveArrival before = said(ada).front();

    forecasts_ = Forecasts{plan_, ids};
    forecasts_.begin({passed(ada, "start", 0).passage, passed(ada, "split", 1'000).passage},
                     {at(ada, 3'060, 1'020), at(bo, 0, 0, wire::RaceStatus::not_started)});
    keep(forecasts_.news(after(1'050)));

    ASSERT_EQ(said(ada).size(), 1U);
    EXPECT_NEAR(static_cast<double>((said(ada)[0].likely - before.likely).count()), 0, 20'000);
}

TEST_F(ForecastsTest, ForgetWhatAnotherUnitToldOfTheWay) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 600, 5);
    const UtcTime fast = said(ada)[1].likely;

    forecasts_.take(seen(at(ada, 1'500, 500)));
    keep(forecasts_.news(after(601)));

    EXPECT_GT(said(ada)[1].likely, fast);
}

TEST_F(ForecastsTest, SayHowTheyDid) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 995, 3);
    forecasts_.take(told(passed(ada, "split", 1'000)));

    const ForecastNews news = forecasts_.news(after(1'020));

    ASSERT_FALSE(news.grades.empty());
    EXPECT_GT(news.grades.front().forecasts, 0U);
    EXPECT_LE(news.grades.front().inside, news.grades.front().forecasts);
    EXPECT_EQ(forecasts_.grades(), news.grades);
}

TEST_F(ForecastsTest, TakeNoMoreEntriesAtOnceThanTheLimit) {
    plan::RacePlan plan = plan_of();
    std::map<Bib, std::int32_t> many;
    plan.entries.clear();
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(max_forecast_at_once) + 500; ++i) {
        const Bib bib = *Bib::from(std::to_string(i));
        plan.entries.push_back({.bib = bib, .name = "A", .wave = "w"});
        many.emplace(bib, i);
    }
    Forecasts forecasts{plan, many};
    Results all;
    for (const auto& [bib, id] : many) {
        all.passages.push_back(
            {.entry = id,
             .passage = {.bib = bib, .point = "start", .lap = 1, .time = gun, .source = "gun"}});
        all.standings.push_back({id, at(bib, 300, 100)});
    }
    forecasts.take(all);

    EXPECT_EQ(forecasts.news(after(101)).rows.size(), max_forecast_at_once);
    EXPECT_EQ(forecasts.news(after(102)).rows.size(), 500U) << "the others, a second later";
}

TEST_F(ForecastsTest, ExpectNobodyAfterAFault) {
    forecasts_.take(told(passed(ada, "start", 0)));
    run(ada, 5, 300, 3);

    forecasts_.stop();
    keep(forecasts_.news(after(301)));
    forecasts_.take(seen(at(ada, 1'000, 330)));

    EXPECT_TRUE(said(ada).empty());
    EXPECT_TRUE(forecasts_.news(after(400)).rows.empty());
}

} // namespace
} // namespace lanterne::ingest
