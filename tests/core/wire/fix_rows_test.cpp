#include <gtest/gtest.h>

#include "core/wire/fix_rows.hpp"
#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

/// A first row: 2026-05-17 08:00:00, 0 north, 0 east, nothing else.
const std::string bare = "810080f097cfc667";

Result<std::vector<Fix>> read(const std::string& hex, std::size_t count) {
    return decode_fix_rows(samples::from_hex(hex), count);
}

/// What a second row is refused for.
Error refusal_after_bare(const std::string& row) {
    const Result<std::vector<Fix>> fixes = read(bare + row, 2);
    EXPECT_FALSE(fixes) << row;
    return fixes ? Error{} : fixes.error();
}

TEST(FixRows, EmptyMaskMeansAllWentOnAsExpected) {
    const Result<std::vector<Fix>> fixes = read(bare + "00" + "00", 3);

    ASSERT_TRUE(fixes);
    EXPECT_EQ(fixes->at(1).time - fixes->at(0).time, Milliseconds{1'000});
    EXPECT_EQ(fixes->at(2).time - fixes->at(1).time, Milliseconds{1'000});
    EXPECT_EQ(fixes->at(2).position, fixes->at(0).position);
}

TEST(FixRows, TimeAndPlaceGoOnAtTheLastPace) {
    const Result<std::vector<Fix>> fixes = read(bare + "03d00f0204" + "00", 3);

    ASSERT_TRUE(fixes);
    EXPECT_EQ(fixes->at(2).time - fixes->at(1).time, Milliseconds{2'000});
    EXPECT_EQ(fixes->at(2).position, (Position{Latitude{2}, Longitude{4}}));
}

TEST(FixRows, WhatComesBackIsToldFromItsLastValue) {
    const Result<std::vector<Fix>> fixes = read(bare + "8401c801" + "8000" + "8001", 4);

    ASSERT_TRUE(fixes);
    EXPECT_EQ(fixes->at(1).speed_dmps, 100);
    EXPECT_EQ(fixes->at(2).speed_dmps, std::nullopt);
    EXPECT_EQ(fixes->at(3).speed_dmps, 100);
}

TEST(FixRows, CourseTurnsTheShorterWayRound) {
    const Result<std::vector<Fix>> fixes = read(bare + "880203" + "0804", 3);

    ASSERT_TRUE(fixes);
    EXPECT_EQ(fixes->at(1).course_2deg, 178);
    EXPECT_EQ(fixes->at(2).course_2deg, 0);
}

TEST(FixRows, HaveOneFormOnly) {
    EXPECT_EQ(refusal_after_bare("0100"), Error::not_canonical);     // a residual of nothing
    EXPECT_EQ(refusal_after_bare("020000"), Error::not_canonical);   // a move to the same place
    EXPECT_EQ(refusal_after_bare("8000"), Error::not_canonical);     // the presence that was
    EXPECT_EQ(refusal_after_bare("0402"), Error::not_canonical);     // a speed that is absent
    EXPECT_EQ(refusal_after_bare("8802b601"), Error::not_canonical); // a turn by 91 steps
    EXPECT_EQ(refusal_after_bare("8802b301"), Error::not_canonical); // a turn by -90 steps
    EXPECT_EQ(refusal_after_bare("018000"), Error::not_canonical);   // a varint too long
}

TEST(FixRows, TurnByNinetyStepsIsTheGreatest) { EXPECT_TRUE(read(bare + "8802b401", 2)); }

TEST(FixRows, ValuesBeyondTheirLimitsAreOutOfRange) {
    EXPECT_EQ(refusal_after_bare("02 80d4eaab01 00"), Error::out_of_range); // beyond the pole
    EXPECT_EQ(refusal_after_bare("8401914e"), Error::out_of_range);         // speed below 0
    EXPECT_EQ(refusal_after_bare("8401924e"), Error::out_of_range);         // 5'001 dm/s
    EXPECT_EQ(refusal_after_bare("40 8004"), Error::out_of_range);          // 64 satellites
    EXPECT_EQ(refusal_after_bare("8010"), Error::out_of_range);             // a fifth optional
    EXPECT_EQ(refusal_after_bare("01ffffffffffffffffff01"), Error::out_of_range); // an overflow
    EXPECT_EQ(refusal_after_bare("01feffffffffffffffff01"), Error::out_of_range);
}

TEST(FixRows, AreAsManyAsSaid) {
    EXPECT_EQ(read(bare, 2).error(), Error::bad_count);
    EXPECT_EQ(read(bare + "00", 1).error(), Error::bad_count);
    EXPECT_EQ(read("", 1).error(), Error::bad_count);
}

TEST(FixRows, EndOnlyBetweenRows) {
    EXPECT_EQ(refusal_after_bare("80"), Error::truncated);
    EXPECT_EQ(refusal_after_bare("0202"), Error::truncated);
    EXPECT_EQ(refusal_after_bare("0180"), Error::truncated);
}

} // namespace
} // namespace lanterne::wire
