#include <gtest/gtest.h>

#include "ingest-server/live_feed.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "web-api/acts/act_store.hpp"

namespace lanterne::ingest {
namespace {

constexpr seconds to_gun{60};

/// The wall is race time here: fixes come as they are made.
class ForecastsInTheStore : public KeeperTest {
protected:
    ForecastsInTheStore() {
        wall_ = line_race_dawn;
        assign("1", ada_unit);
        assign("2", bo_unit);
        second_passes();
    }

    /// Lets the race go on until so long after the gun; both run, Bo a little slower.
    void run_until(seconds after_gun) {
        const UtcTime until = line_race_dawn + to_gun + after_gun;
        while (wall_ < until) {
            for (const auto& [unit, track] : {std::pair{ada_unit, &track_}, {bo_unit, &bo_}}) {
                const auto first = static_cast<std::size_t>((wall_ - line_race_dawn) / seconds{1});
                const std::size_t fixes = std::min<std::size_t>(10, track->size() - first);
                turn(unit, {batch_of(*track, first, fixes)});
            }
            second_passes(10);
        }
    }

    void give(plan::ActBody body) {
        const auto race =
            connection_.execute("SELECT race_id FROM plan.race").get<std::int32_t>(0, 0);
        const exchange::GivenAct act{.effective = wall_, .body = std::move(body)};
        ASSERT_TRUE(web::give_acts(connection_, race, "line", {&act, 1}, {"Jana", "seen"}, wall_));
        second_passes(2);
    }

    std::string forecasts() {
        return text("SELECT string_agg(concat_ws(' ', bib, point), ', ' ORDER BY bib, place) "
                    "FROM race.forecast JOIN plan.entry USING (entry_id)");
    }

    std::string seconds_off(const std::string& bib, const std::string& point, const char* truth) {
        return text("SELECT round(abs(extract(epoch FROM p50 - '" + std::string{truth} +
                    "')))::text FROM race.forecast JOIN plan.entry USING (entry_id) WHERE bib = '" +
                    bib + "' AND point = '" + point + "'");
    }

    const std::vector<Fix> bo_ = run_of(3.5);
};

TEST_F(ForecastsInTheStore, ComeWhenSomebodyRunsAndSayTheNextPointAndTheFinish) {
    EXPECT_EQ(forecasts(), "") << "nobody has started";

    run_until(seconds{120});

    EXPECT_EQ(forecasts(), "1 half, 1 finish, 2 half, 2 finish");
    EXPECT_EQ(number("SELECT count(*) FROM race.forecast WHERE p10 <= p50 AND p50 < p90"), 4);
    // At 4 m/s the half is passed after 195 s, the finish after 390.
    EXPECT_LE(std::stoi(seconds_off("1", "half", "2018-01-01 00:04:15+00")), 15);
    EXPECT_LE(std::stoi(seconds_off("1", "finish", "2018-01-01 00:07:30+00")), 45);
}

TEST_F(ForecastsInTheStore, GoOnToTheFinishAndAreGoneBehindIt) {
    run_until(seconds{260});
    EXPECT_EQ(forecasts(), "1 finish, 2 finish");

    run_until(seconds{430});

    EXPECT_EQ(text("SELECT string_agg(bib || ' ' || status, ', ' ORDER BY bib) FROM race.standing "
                   "JOIN plan.entry USING (entry_id) WHERE bib < '3'"),
              "1 finished, 2 racing");
    EXPECT_EQ(forecasts(), "2 finish");
    EXPECT_GT(number("SELECT sum(forecasts)::int8 FROM race.forecast_grade"), 0);
}

TEST_F(ForecastsInTheStore, AreGoneForWhoGivesUpAndComeBackWhenThatIsUndone) {
    run_until(seconds{120});
    give(plan::Rule{.bib = *Bib::from("2"), .status = plan::Ruled::did_not_finish, .article = ""});
    ASSERT_EQ(forecasts(), "1 half, 1 finish");

    give(plan::Undo{1});

    EXPECT_EQ(forecasts(), "1 half, 1 finish, 2 half, 2 finish");
}

TEST_F(ForecastsInTheStore, ComeBackAfterARestart) {
    run_until(seconds{260});
    const std::string before = forecasts();
    ASSERT_NE(before, "");

    keeper_.forget();
    second_passes();

    EXPECT_EQ(forecasts(), before);
    EXPECT_LE(std::stoi(seconds_off("1", "finish", "2018-01-01 00:07:30+00")), 30);
}

TEST_F(ForecastsInTheStore, FollowAUnitToTheEntryThatWearsItNow) {
    run_until(seconds{120});

    assign("2", std::nullopt);
    assign("3", bo_unit);
    second_passes(2);

    EXPECT_EQ(forecasts(), "1 half, 1 finish, 3 half, 3 finish");
}

TEST_F(ForecastsInTheStore, AreNoPartOfTheDigest) {
    run_until(seconds{120});
    second_passes(5);
    const std::string with = digest();

    connection_.run_script("DELETE FROM race.forecast");
    keeper_.forget();
    wall_ += std::chrono::hours{3};
    second_passes(5);

    EXPECT_EQ(digest(), with);
    EXPECT_EQ(forecasts(), "") << "nobody was seen for hours";
}

TEST_F(ForecastsInTheStore, GoOutWithTheFramesAndTheSnapshot) {
    std::vector<wire::LiveFrame> sent;
    LiveFeed feed{keeper_, clock_,
                  [&](const std::string&, wire::ByteView payload, service::Retain) {
                      sent.push_back(wire::decode_live_frame(payload).value());
                      return true;
                  }};
    feed.tick();
    run_until(seconds{120});
    sent.clear();

    feed.tick();

    ASSERT_EQ(sent.size(), 2U) << "what came since, and the snapshot";
    for (const wire::LiveFrame& frame : sent) {
        ASSERT_EQ(frame.forecasts.size(), 2U);
        EXPECT_EQ(frame.forecasts[0].arrivals.size(), 2U);
        EXPECT_GT(frame.forecasts[0].version, 0U);
    }
}

TEST_F(ForecastsInTheStore, ThatCannotBeWrittenCostTheRaceNothingThatWasStored) {
    connection_.run_script("ALTER TABLE race.forecast RENAME TO broken");

    run_until(seconds{120});

    EXPECT_GT(troubles("race_dropped"), 0);
    EXPECT_GT(number("SELECT sum(n)::int8 FROM race.track_chunk"), 300);
    connection_.run_script("ALTER TABLE race.broken RENAME TO forecast");
    second_passes(static_cast<int>(retry_interval.count()) + 1);
    EXPECT_EQ(forecasts(), "1 half, 1 finish, 2 half, 2 finish");
}

} // namespace
} // namespace lanterne::ingest
