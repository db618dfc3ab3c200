#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/fleet/fleet.hpp"

/// Who takes a turn when. There is no broker: units are without a connection.
namespace lanterne::simulator {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::SizeIs;

const UtcTime begin = std::chrono::sys_days{std::chrono::year{2026} / 6 / 14};

/// Writes down what it is asked.
class Written final : public UnitWorld {
public:
    void begin_second(UtcTime second) override { second_begins.push_back(second); }

    std::span<const hal::GnssReading> heard(std::size_t unit, UtcTime now) override {
        turns.emplace_back(now, unit);
        return {};
    }

    bool is_covered(std::size_t, UtcTime) override { return true; }

    std::vector<UtcTime> second_begins;
    std::vector<std::pair<UtcTime, std::size_t>> turns;
};

std::vector<UnitTraits> units(int count) {
    std::vector<UnitTraits> all;
    for (int number = 0; number < count; ++number) {
        all.push_back({.serial = UnitSerial::from("unit" + std::to_string(100 + number)).value(),
                       .firmware_version = "0.1.0",
                       .board = "simulated"});
    }
    return all;
}

class AFleet : public testing::Test {
protected:
    Fleet fleet(const std::vector<UnitTraits>& traits, std::uint64_t seed = 1) {
        return Fleet{connections_, cards_, clock_, traits, seed, begin};
    }

    Connections connections_{{.port = 1, .connections = 2}}; // where nobody listens
    hal::simulated::Shelf cards_{std::filesystem::temp_directory_path().string()};
    WorldClock clock_{begin, 10};
    Written world_;
};

TEST_F(AFleet, GivesEachUnitATurnASecondAtAMomentOfItsOwn) {
    Fleet three = fleet(units(3));

    EXPECT_TRUE(three.advance(begin + seconds{2} - Milliseconds{1}, world_));

    EXPECT_THAT(world_.second_begins, ElementsAre(begin, begin + seconds{1}));
    ASSERT_THAT(world_.turns, SizeIs(6));
    std::set<UtcTime> moments;
    for (std::size_t turn = 0; turn < 3; ++turn) {
        EXPECT_EQ(world_.turns[turn + 3].first, world_.turns[turn].first + seconds{1});
        EXPECT_EQ(world_.turns[turn + 3].second, world_.turns[turn].second);
        moments.insert(world_.turns[turn].first);
    }
    EXPECT_THAT(moments, SizeIs(3));
}

TEST_F(AFleet, GoesTheSameWayInSmallStepsAndInLargeOnes) {
    Fleet at_once = fleet(units(5));
    at_once.advance(begin + seconds{10}, world_);
    Written other;
    Fleet by_and_by = fleet(units(5));

    for (Milliseconds step{0}; step <= seconds{10}; step += Milliseconds{7}) {
        by_and_by.advance(begin + step, other);
    }
    by_and_by.advance(begin + seconds{10}, other);

    EXPECT_EQ(world_.turns, other.turns);
    EXPECT_EQ(world_.second_begins, other.second_begins);
}

// A day on which everybody wears a real unit read the turn of a unit that is none.
TEST_F(AFleet, WithoutUnitsStillTellsTheWorldItsSeconds) {
    Fleet nobody = fleet({});

    EXPECT_TRUE(nobody.advance(begin + seconds{2}, world_));

    EXPECT_THAT(world_.second_begins, SizeIs(3));
    EXPECT_EQ(nobody.next_turn(), begin + seconds{3});
}

TEST_F(AFleet, RefusesTwoUnitsOfOneName) {
    const auto one = units(1);

    EXPECT_THROW(fleet({one[0], one[0]}), std::invalid_argument);
}

TEST_F(AFleet, HasOneToSixteenConnections) {
    EXPECT_THROW((Connections{{.connections = 0}}), std::invalid_argument);
    EXPECT_THROW((Connections{{.connections = 17}}), std::invalid_argument);
    EXPECT_FALSE(connections_.ready());
    EXPECT_TRUE(connections_.has_room()) << "a connection that is not there makes nobody wait";
}

} // namespace
} // namespace lanterne::simulator
