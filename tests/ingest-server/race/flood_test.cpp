#include <gtest/gtest.h>

#include "ingest-server/rate_limit.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::milliseconds;

constexpr auto flood = static_cast<std::size_t>(2 * RateLimit::at_once);

// A unit with a defect, or somebody with its key: the same message again and again.
TEST(FloodOfOneUnit, IsRefusedWhileTheOthersAreStored) {
    IngestWorld world;
    Unit flooder{world, *UnitSerial::from("flooder01")};
    Unit runner{world, *UnitSerial::from("runner01")};
    const auto journal = walk(300);

    for (std::size_t first = 0; first < journal.size(); first += 10) {
        for (std::size_t i = 0; i < flood / 30; ++i) {
            flooder.send(batch_of(journal, 0, 10));
        }
        wire::Batch batch = batch_of(journal, first, 10);
        batch.info.receipt_wanted = true;
        runner.send(batch);
        runner.drive(milliseconds{2});
        flooder.drive(milliseconds{2});
    }

    EXPECT_TRUE(runner.is_receipted(1, 300)) << world.log();
    EXPECT_TRUE(support::wait_until([&] {
        flooder.drive(milliseconds{20});
        return world.metric("lanterne_ingest_limited_messages_total") > 0;
    })) << world.log();
    EXPECT_EQ(world.stored_fixes(runner.serial()).size(), 300U);
    EXPECT_TRUE(support::wait_until([&] {
        return world.number("SELECT count(*) FROM race.set_aside WHERE serial = 'flooder01' AND "
                            "reason = 'limited'") > 0;
    })) << "the technician is shown one of them";
    EXPECT_GT(world.number("SELECT messages FROM race.unit_fault WHERE serial = 'flooder01' AND "
                           "reason = 'limited'"),
              0);
}

} // namespace
} // namespace lanterne::ingest
