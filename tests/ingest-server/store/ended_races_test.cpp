#include "ingest-server/ended_races.hpp"
#include "ingest-server/publishing.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"

namespace lanterne::ingest {
namespace {

class EndedRacesTest : public KeeperTest {
protected:
    bool has(const UnitSerial& unit) {
        steady_ += ended_races_interval;
        ended_.look(connection_, steady_, wall_);
        return ended_.has(unit, wall_);
    }

    EndedRaces ended_;
};

TEST_F(EndedRacesTest, KnowsWhoStillWearsARetiredRaceAndNoOther) {
    assign("1", ada_unit);
    EXPECT_FALSE(has(ada_unit));

    connection_.run_script("UPDATE plan.race SET retired_at = now()");

    EXPECT_TRUE(has(ada_unit));
    EXPECT_FALSE(has(bo_unit)) << "worn by nobody";
    EXPECT_FALSE(ended_.has(ada_unit, wall_ - std::chrono::hours{24 * 20})) << "not worn then";
}

TEST_F(EndedRacesTest, KnowsARaceWhoseResultsAreOfficial) {
    assign("1", ada_unit);
    turn(ada_unit, track_);
    second_passes(4);
    const auto say = [&](const char* state) {
        const auto published = publish(
            connection_, {.race = line, .state = state, .who = "Jana Novak", .why = "the end"});
        EXPECT_TRUE(published) << published.error();
    };

    say("provisional");
    EXPECT_FALSE(has(ada_unit));
    say("official");
    EXPECT_TRUE(has(ada_unit));
}

TEST_F(EndedRacesTest, ForgetsAUnitThatIsTakenOff) {
    assign("1", ada_unit);
    connection_.run_script("UPDATE plan.race SET retired_at = now()");
    EXPECT_TRUE(has(ada_unit));

    connection_.run_script("DELETE FROM plan.assignment");

    EXPECT_FALSE(has(ada_unit));
}

} // namespace
} // namespace lanterne::ingest
