#include <gtest/gtest.h>

#include "core/wire/batch.hpp"

namespace lanterne::wire {
namespace {

Fix good_fix(int second) {
    return {.time = earliest_time + std::chrono::seconds{second},
            .position = {Latitude{45'000'000 + 27 * second}, Longitude{7'000'000 - 13 * second}},
            .altitude_dm = 2'345,
            .speed_dmps = 83,
            .course_2deg = 179,
            .accuracy_dm = 35,
            .satellites = 12,
            .mode = FixMode::fix_3d};
}

Batch good_batch(int fixes) {
    Batch batch{.epoch = 0xDEAD'BEEF,
                .first = 1'000,
                .info = {.battery_pct = 71, .signal_dbm = -87, .next_report_s = 10},
                .fixes = {}};
    for (int second = 0; second < fixes; ++second) {
        batch.fixes.push_back(good_fix(second));
    }
    return batch;
}

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

TEST(Batch, ComesBackAsItWas) { expect_round_trip(good_batch(10)); }

TEST(Batch, HoldsOneToAHundredAndTwentyFixes) {
    expect_round_trip(good_batch(1));
    expect_round_trip(good_batch(max_batch_fixes));
    expect_refused(good_batch(0));
    expect_refused(good_batch(max_batch_fixes + 1));
}

TEST(Batch, KeepsWhatIsAbsentAbsent) {
    Batch batch = good_batch(4);
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
    Batch batch = good_batch(1);
    for (int second = 1; second < fixes; ++second) {
        batch.fixes.push_back(batch.fixes.back());
        batch.fixes.back().time += std::chrono::seconds{1};
    }
    return batch;
}

TEST(Batch, StandingStillCostsAByteAFix) {
    EXPECT_EQ(encode(still_batch(20))->size(), encode(still_batch(10))->size() + 10);
}

/// Fixes that leap from one end of every range to the other: no batch has more bytes.
Batch longest_batch() {
    Batch batch{.epoch = 0xFFFF'FFFF,
                .first = last_sequence - (max_batch_fixes - 1),
                .info = {.battery_pct = 100,
                         .signal_dbm = -200,
                         .backlog = true,
                         .receipt_wanted = true,
                         .next_report_s = 86'400,
                         .reason = Reason::shutting_down,
                         .course_version = 0xFFFF'FFFF},
                .fixes = {}};
    const Fix low{.time = earliest_time,
                  .position = {Latitude{-90'000'000}, Longitude{-180'000'000}},
                  .altitude_dm = -10'000,
                  .speed_dmps = std::uint16_t{0},
                  .course_2deg = std::uint8_t{0},
                  .accuracy_dm = std::uint16_t{0},
                  .satellites = 0,
                  .mode = FixMode::unknown};
    const Fix high{.time = latest_time,
                   .position = {Latitude{90'000'000}, Longitude{180'000'000}},
                   .altitude_dm = 200'000,
                   .speed_dmps = std::uint16_t{5'000},
                   .course_2deg = std::uint8_t{90},
                   .accuracy_dm = std::uint16_t{60'000},
                   .satellites = 63,
                   .mode = FixMode::fix_3d};
    for (std::size_t i = 0; i < max_batch_fixes; ++i) {
        batch.fixes.push_back(i % 2 == 0 ? low : high);
    }
    return batch;
}

TEST(Batch, FitsItsLimitOfBytesWhateverTheFixes) {
    const Result<Bytes> bytes = encode(longest_batch());

    ASSERT_TRUE(bytes);
    EXPECT_LE(bytes->size(), max_batch_bytes - 300);
    EXPECT_EQ(decode_batch(*bytes), longest_batch());
}

TEST(Batch, EndsAtTheLastSequence) {
    Batch batch = longest_batch();

    batch.first += 1;

    expect_refused(batch);
}

} // namespace
} // namespace lanterne::wire
