#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/watch.hpp"

/// What a scraper sees.
namespace lanterne::ingest {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

class WatchTest : public testing::Test {
protected:
    std::string page() const { return registry_.render(); }

    SteadyTime steady_{};
    const Clock clock_{[] { return UtcTime{}; }, [this] { return steady_; }};
    service::Log log_{"test", service::LogLevel::error};
    service::Registry registry_;
    Watch watch_{log_, registry_, clock_};
};

TEST_F(WatchTest, MeasuresAStageUntilItEnds) {
    {
        const auto measured = watch_.stages.begin(Work::score);
        steady_ += milliseconds{30};
    }

    EXPECT_THAT(page(),
                HasSubstr("lanterne_ingest_stage_seconds_bucket{stage=\"score\",le=\"0.025\"} 0\n"
                          "lanterne_ingest_stage_seconds_bucket{stage=\"score\",le=\"0.05\"} 1\n"));
}

TEST_F(WatchTest, LeavesOutAStageWithNothingToDo) {
    watch_.stages.begin(Work::frames).leave_out();

    EXPECT_THAT(page(), HasSubstr("lanterne_ingest_stage_seconds_count{stage=\"frames\"} 0\n"));
}

TEST_F(WatchTest, TellsTheGoalsOfLagApart) {
    watch_.lag(milliseconds{120});
    watch_.lag(milliseconds{300});

    EXPECT_THAT(page(), HasSubstr("lanterne_ingest_lag_seconds_bucket{le=\"0.15\"} 1\n"));
    EXPECT_THAT(page(), HasSubstr("lanterne_ingest_lag_seconds_bucket{le=\"0.4\"} 2\n"));
}

TEST_F(WatchTest, SaysAFaultOnceAMinuteAndCountsEach) {
    Tally tally;
    tally.implausible_times = 3;
    tally.faults[{*UnitSerial::from("future01"), "implausible_time"}] = 1;

    testing::internal::CaptureStderr();
    service::Log log{"test"};
    Watch watch{log, registry_, clock_};
    for (int turn = 0; turn < 5; ++turn) {
        watch.committed(tally, {});
    }
    steady_ += saying_interval;
    tally.faults[{*UnitSerial::from("future02"), "implausible_time"}] = 2;
    watch.committed(tally, {});
    const std::string said = testing::internal::GetCapturedStderr();

    EXPECT_EQ(std::ranges::count(said, '\n'), 2);
    EXPECT_THAT(said, HasSubstr("implausible_time of unit future01: 1 messages at once"));
    EXPECT_THAT(said, HasSubstr("implausible_time of unit future01 and 1 others: 3 messages"));
    EXPECT_THAT(page(), HasSubstr("lanterne_ingest_implausible_fixes_total{kind=\"time\"} 18\n"));
    EXPECT_THAT(page(), HasSubstr("lanterne_ingest_implausible_fixes_total{kind=\"place\"} 0\n"));
    EXPECT_THAT(page(),
                HasSubstr("lanterne_ingest_troubles_total{cause=\"implausible_time\"} 6\n"));
}

TEST_F(WatchTest, HasEverySeriesFromTheFirstScrapeOn) {
    for (const char* line :
         {"lanterne_ingest_waiting{what=\"publishes\"} 0\n",
          "lanterne_ingest_waiting{what=\"receipts\"} 0\n",
          "lanterne_ingest_waiting{what=\"entries\"} 0\n",
          "lanterne_ingest_waiting{what=\"races\"} 0\n", "lanterne_ingest_leases 0\n",
          "lanterne_ingest_held_messages 0\n", "lanterne_ingest_fixes_total 0\n",
          "lanterne_ingest_database_seconds_count{stage=\"store\"} 0\n"}) {
        EXPECT_THAT(page(), HasSubstr(line));
    }
}

} // namespace
} // namespace lanterne::ingest
