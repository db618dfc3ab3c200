#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tests/race/straight_line/recordings.hpp"
#include "tests/race/straight_line/stack.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {
namespace {

// A chartplotter under way, of 2018. gpsd says some epochs several times; by its own oracle 147
// have a position. Which sentence ends an epoch differs between versions of gpsd: 3.22 has a
// position at 09:48:16 too.
TEST(StraightLine, BringsEveryEpochOfARealReceiverIntoTheDatabaseOnce) {
    const auto log = recording("gpsd/bundg_zeus_9.log");
    if (!log) {
        GTEST_SKIP() << "left out: ../shared/data/gpsd/bundg_zeus_9.log is not here";
    }
    const auto expected = oracle_times(log->string() + ".chk");
    ASSERT_EQ(expected.size(), 147U);
    Stack stack;
    stack.start_ingest();
    stack.start_unit("boat0001");

    support::play_recording(*log, stack.receiver(), "$GPGGA", std::chrono::milliseconds{15});

    EXPECT_TRUE(support::wait_until([&] { return stack.stored_count("boat0001") >= 147; }))
        << stack.logs();
    stack.stop_unit();
    const auto stored = stack.stored("boat0001");
    for (const UtcTime time : expected) {
        EXPECT_EQ(
            std::ranges::count(stored, time, [](const auto& each) { return each.second.time; }), 1)
            << to_text(time);
    }
    EXPECT_EQ(stack.doubly_stored("boat0001"), 0U);
    EXPECT_EQ(stored, stack.journalled());
}

} // namespace
} // namespace lanterne
