#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/run/progress_bar.hpp"
#include "simulator/run/run_lines.hpp"

/// What a run says of itself, in lines.
namespace lanterne::simulator {
namespace {

using std::chrono::seconds;

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

plan::Entry entry() {
    return {.bib = Bib::from("7").value(), .name = "", .unit = UnitSerial::from("demo000007")};
}

TEST(Lines, TellAProgramOfEachMishapThatBeginsAndEnds) {
    MishapEvent event{
        .kind = MishapKind::card_slow, .at = gun, .lasts = seconds{90}, .amount = 2.5};

    EXPECT_EQ(json_line(event, entry()),
              R"({"type":"mishap","race_time":"2026-06-14T07:00:00.000Z","kind":"card-slow",)"
              R"("begins":true,"bib":"7","unit":"demo000007","lasts_s":90.0,"amount":2.5})");
    event.begins = false;
    EXPECT_THAT(json_line(event, entry()),
                testing::HasSubstr(R"("race_time":"2026-06-14T07:01:30.000Z")"));
    plan::Entry bare = entry();
    bare.unit.reset();
    EXPECT_THAT(json_line(event, bare), testing::HasSubstr(R"("unit":null)"));
}

TEST(Lines, TellAProgramOfEachUnitAndOfTheEnd) {
    EXPECT_EQ(json_line(UnitChange{.kind = UnitChange::Kind::loses_connection, .boots = 2}, gun,
                        {.bib = "7", .serial = "demo000007"}),
              R"({"type":"unit","race_time":"2026-06-14T07:00:00.000Z","what":"loses-connection",)"
              R"("bib":"7","unit":"demo000007","boots":2})");
    const RunState state{
        .race_time = gun, .fleet = {.journalled = 10, .unreceipted = 1}, .mishaps = 3};
    EXPECT_EQ(json_end_line(state, 1, false),
              R"({"type":"end","race_time":"2026-06-14T07:00:00.000Z","status":1,"stopped":false,)"
              R"("journalled":10,"unreceipted":1,"mishaps":3})");
}

TEST(Lines, TellAPersonTheSameInOneLine) {
    const RunState state{.race_time = gun + seconds{61},
                         .behind = seconds{4},
                         .racing = 9,
                         .finished = 2,
                         .out = 1,
                         .fleet = {.on = 11, .journalled = 700, .unreceipted = 20},
                         .units = 12,
                         .connected = 10,
                         .mishaps_now = 3};

    EXPECT_EQ(plain_line(state, gun),
              "0:01:01  racing 9, finished 2, out 1; units on 11 of 12, connected 10; fixes 700, "
              "queued 20; mishaps 3; 4 s behind");
}

TEST(Lines, ABarSaysHowFarWorkIs) {
    EXPECT_EQ(progress_line("the race so far", 1, 2),
              "the race so far  [###############...............]  50 %");
    EXPECT_EQ(progress_line("cards", 0, 3), "cards  [..............................]  0 %");
    EXPECT_EQ(progress_line("cards", 9, 3), "cards  [##############################]  100 %");
    EXPECT_EQ(progress_line("reading", 0, 0), "reading ...");
    EXPECT_EQ(progress_line(std::string(200, 'x'), 1, 2).size(), 79U);
}

} // namespace
} // namespace lanterne::simulator
