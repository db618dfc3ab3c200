#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/watch.hpp"

/// What /healthz says.
namespace lanterne::ingest {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Health : public testing::Test {
protected:
    Health() { do_all_work(); }

    void do_all_work() {
        watch_.alive();
        watch_.broker(true);
        watch_.database(true);
        watch_.races_missing({});
        static_cast<void>(watch_.stages.begin(Work::plan));
    }

    service::HealthPart part(const std::string& name) const {
        const auto parts = watch_.health();
        return *std::ranges::find(parts, name, &service::HealthPart::name);
    }

    bool is_well() const {
        return std::ranges::all_of(watch_.health(), &service::HealthPart::is_well);
    }

    SteadyTime steady_{1h};
    const Clock clock_{[] { return UtcTime{}; }, [this] { return steady_; }};
    service::Log log_{"test", service::LogLevel::error};
    service::Registry registry_;
    Watch watch_{log_, registry_, clock_};
};

TEST_F(Health, IsWellWhileItDoesAllOfItsWork) {
    EXPECT_TRUE(is_well());
    EXPECT_EQ(watch_.health().size(), 7U);
}

TEST_F(Health, KnowsABrokerThatNobodyServes) {
    steady_ += longest_unserved;

    EXPECT_FALSE(part("broker").is_well);
    EXPECT_THAT(part("broker").says, HasSubstr("not served for 10 s"));
}

TEST_F(Health, KnowsALoopThatIsStuckAndLeasesThatNobodyLooksAfter) {
    steady_ += 31s;

    EXPECT_FALSE(part("loop").is_well);
    EXPECT_FALSE(part("shards").is_well);
}

TEST_F(Health, BelievesNoLookAtLeasesThatFailed) {
    steady_ += 31s;
    try {
        const auto measured = watch_.stages.begin(Work::plan);
        throw std::runtime_error{"gone"};
    } catch (const std::runtime_error&) {
        watch_.alive();
    }

    EXPECT_TRUE(part("loop").is_well);
    EXPECT_FALSE(part("shards").is_well);
}

TEST_F(Health, NamesTheRacesThatAreNotThere) {
    watch_.races_missing({"line (dropped)", "harbour-sprint (to be loaded)"});

    EXPECT_FALSE(part("races").is_well);
    EXPECT_EQ(part("races").says, "not here: line (dropped), harbour-sprint (to be loaded)");

    watch_.races_missing({});
    EXPECT_TRUE(is_well());
}

TEST_F(Health, NamesAFewOfManyRaces) {
    watch_.races_missing({"a", "b", "c", "d", "e", "f", "g"});

    EXPECT_EQ(part("races").says, "not here: a, b, c, d, e and 2 others");
}

TEST_F(Health, SaysHowFarARaceIsThatIsLoading) {
    watch_.races_missing({"line (to be loaded)"});
    steady_ += 40s;

    watch_.scoring_anew("line", 40, 200);

    EXPECT_THAT(part("races").says, HasSubstr("line: 40 of 200 entries are scored"));
    EXPECT_TRUE(part("loop").is_well) << "it goes on";
}

TEST_F(Health, RemembersDropsForFiveMinutes) {
    watch_.broker_dropped(3);

    EXPECT_FALSE(part("drops").is_well);

    steady_ += drops_remembered;
    EXPECT_TRUE(part("drops").is_well);
}

TEST_F(Health, ForgivesDropsWhileTheDatabaseWasAway) {
    watch_.database(false);
    watch_.broker_dropped(3);
    watch_.database(true);

    EXPECT_TRUE(part("drops").is_well);
}

TEST_F(Health, LetsTheServiceManagerKnowThatALoadGoesOn) {
    int heard = 0;
    watch_.tell_alive([&] { ++heard; });

    watch_.alive();
    watch_.scoring_anew("line", 1, 2);

    EXPECT_EQ(heard, 2);
}

TEST_F(Health, EndsALoadWhenTheProgramIsToEnd) {
    watch_.ask_for_stop([] { return true; });

    EXPECT_THROW(watch_.scoring_anew("line", 1, 2), StopWished);
}

} // namespace
} // namespace lanterne::ingest
