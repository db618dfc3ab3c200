#include <gtest/gtest.h>

#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

constexpr std::size_t late_batches = 1'000;

// One channel for all once made them wait: whoever spoke last was stored last.
TEST(BacklogOfOneUnit, LetsWhoIsLiveGoFirst) {
    IngestWorld world;
    Unit returner{world, *UnitSerial::from("returner1")};
    Unit runner{world, *UnitSerial::from("runner001")};
    const auto journal = walk(late_batches * 10);
    world.kill_ingest();

    for (std::size_t first = 0; first < journal.size(); first += 10) {
        returner.send_late(batch_of(journal, first, 10));
    }
    ASSERT_TRUE(returner.has_all_at_the_broker());
    runner.send(batch_of(journal, 0, 10));
    ASSERT_TRUE(runner.has_all_at_the_broker());
    world.start_ingest();

    EXPECT_TRUE(support::wait_until([&] {
        return world.number("SELECT count(*) FROM race.track_chunk") == late_batches + 1;
    })) << world.log();
    const auto before = world.number(
        "SELECT count(*) FROM race.track_chunk WHERE received_at < (SELECT received_at FROM "
        "race.track_chunk JOIN race.unit USING (unit_id) WHERE serial = 'runner001')");
    // The two sessions open one after the other: a turn or two may have nothing but the backlog.
    EXPECT_LT(before, late_batches / 2);
    EXPECT_EQ(world.stored_fixes(returner.serial()).size(), journal.size());
}

} // namespace
} // namespace lanterne::ingest
