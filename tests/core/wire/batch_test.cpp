#include <gtest/gtest.h>

#include "core/wire/batch.hpp"
#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

using samples::batch_of;
using samples::longest_batch;

void expect_round_trip(const Batch& batch) {
    const Result<Bytes> bytes = encode(batch);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(decode_batch(*bytes), batch);
}

void expect_refused(const Batch& batch) {
    const Result<Bytes> bytes = encode(batch);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error(), Error::out_of_range);
}

TEST(Batch, ComesBackAsItWas) { expect_round_trip(batch_of(10)); }

TEST(Batch, HoldsOneToAHundredAndTwentyFixes) {
    expect_round_trip(batch_of(1));
    expect_round_trip(batch_of(max_batch_fixes));
    expect_refused(batch_of(0));
    expect_refused(batch_of(max_batch_fixes + 1));
}

TEST(Batch, KeepsWhatIsAbsentAbsent) {
    Batch batch = batch_of(4);
    batch.info = {.backlog = true, .receipt_wanted = true, .reason = Reason::shutting_down};
    batch.fixes[1].altitude_dm.reset();
    batch.fixes[1].course_2deg.reset();
    batch.fixes[2].speed_dmps.reset();
    batch.fixes[2].accuracy_dm.reset();
    batch.fixes[3] = {.time = earliest_time, .position = batch.fixes[0].position};

    expect_round_trip(batch);
}

/// A fix a second in one place.
Batch still_batch(int fixes) {
    Batch batch = batch_of(1);
    for (int second = 1; second < fixes; ++second) {
        batch.fixes.push_back(batch.fixes.back());
        batch.fixes.back().time += std::chrono::seconds{1};
    }
    return batch;
}

TEST(Batch, StandingStillCostsAByteAFix) {
    EXPECT_EQ(encode(still_batch(20))->size(), encode(still_batch(10))->size() + 10);
}

TEST(Batch, FitsItsLimitOfBytesWhateverTheFixes) {
    const Result<Bytes> bytes = encode(longest_batch());

    ASSERT_TRUE(bytes);
    EXPECT_LE(bytes->size(), max_batch_bytes - 300);
    EXPECT_EQ(decode_batch(*bytes), longest_batch());
}

void expect_info_refused(const Info& info) {
    Batch batch = batch_of(1);
    batch.info = info;
    expect_refused(batch);
}

TEST(Batch, InfoBeyondALimitIsRefused) {
    expect_info_refused({.battery_pct = std::uint8_t{101}});
    expect_info_refused({.signal_dbm = -201});
    expect_info_refused({.signal_dbm = 1});
    expect_info_refused({.next_report_s = 86'401});
    expect_info_refused({.reason = static_cast<Reason>(7)});
}

TEST(Batch, OneFixBeyondALimitIsRefused) {
    Batch batch = batch_of(5);

    batch.fixes[3].speed_dmps = std::uint16_t{5'001};

    expect_refused(batch);
}

TEST(Batch, EndsAtTheLastSequence) {
    Batch batch = longest_batch();

    batch.first += 1;

    expect_refused(batch);
}

} // namespace
} // namespace lanterne::wire
