#include <gtest/gtest.h>

#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

// Whoever published them has a PUBACK, and the broker writes one line into its log.
TEST(DroppedByTheBroker, MessagesAreCountedAndSaid) {
    IngestWorld world{"max_queued_messages 20\nmax_inflight_messages 20\nsys_interval 1"};
    Unit unit{world, *UnitSerial::from("dropped01")};
    const auto journal = walk(600);
    world.kill_ingest();

    for (std::size_t first = 0; first < journal.size(); first += 10) {
        unit.send(batch_of(journal, first, 10));
    }
    ASSERT_TRUE(unit.has_all_at_the_broker());
    world.start_ingest();

    EXPECT_TRUE(support::wait_until([&] {
        return world.metric("lanterne_ingest_broker_dropped_total") >= 20;
    })) << world.log();
    EXPECT_TRUE(support::wait_until([&] {
        return world.metric("lanterne_ingest_troubles_total{cause=\"broker_drops\"}") > 0;
    })) << world.log();
}

} // namespace
} // namespace lanterne::ingest
