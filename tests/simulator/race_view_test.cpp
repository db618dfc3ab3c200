#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/race_view.hpp"

namespace lanterne::simulator {
namespace {

using testing::HasSubstr;

constexpr auto race =
    R"({"name":"Sprint","starts_at":"2026-06-14T07:00:00.000Z","course":{"length_m":10000}})";
constexpr auto units =
    R"({"units":[{"serial":"demo000001","bib":"1","link":"up","fix_age_s":2.2,"battery_pct":null}]})";

std::string standings(std::string_view second_status) {
    return R"({"as_of":"2026-06-14T07:10:05.000Z","rows":[
        {"bib":"1","name":"Ada","rank":1,"status":"finished","gap_ms":0,"along_m":10000,
         "last_passage":{"point":"finish"}},
        {"bib":"2","name":"Ben","rank":2,"status":")" +
           std::string{second_status} + R"(","gap_ms":65000,"along_m":5000,"last_passage":null}]})";
}

TEST(RaceView, DrawsClockProgressBoardAndUnits) {
    const std::string picture =
        draw(read_race_view(race, standings("racing"), units).value(), {"logs: here"});

    EXPECT_THAT(picture, HasSubstr("\nlogs: here\n"));
    EXPECT_THAT(picture, HasSubstr("Sprint  0:10:05"));
    EXPECT_THAT(picture, HasSubstr("leader at 100 %, 1 finished"));
    EXPECT_THAT(picture, HasSubstr("+0:01:05 racing"));
    EXPECT_THAT(picture, HasSubstr("demo000001"));
    EXPECT_THAT(picture, HasSubstr("2 s"));
}

TEST(RaceView, SumsUpInALineAndNamesNobodyBeforeTheStart) {
    const auto waiting = R"({"as_of":"2026-06-14T07:00:00.000Z","rows":[
        {"bib":"1","name":"Ada","rank":1,"status":"not_started","gap_ms":0,"along_m":0,
         "last_passage":null}]})";

    EXPECT_EQ(summary(read_race_view(race, waiting, units).value()),
              "0:00:00  0.0 of 10.0 km, nobody leads yet, 0 racing, 0 finished");
    EXPECT_EQ(summary(read_race_view(race, standings("racing"), units).value()),
              "0:10:05  10.0 of 10.0 km, leader Ada, 1 racing, 1 finished");
}

TEST(RaceView, IsOverWhenNobodyRacesAnyMore) {
    EXPECT_FALSE(is_over(read_race_view(race, standings("silent"), units).value()));
    EXPECT_TRUE(is_over(read_race_view(race, standings("did_not_finish"), units).value()));
}

TEST(RaceView, RefusesWhatTheApiDoesNotPromise) {
    EXPECT_FALSE(read_race_view("{}", standings("racing"), units));
    EXPECT_FALSE(read_race_view(race, "<html>", units));
    EXPECT_FALSE(read_race_view(race, standings("racing"), "[]"));
}

} // namespace
} // namespace lanterne::simulator
