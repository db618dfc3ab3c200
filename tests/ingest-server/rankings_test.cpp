#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/rankings.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

scoring::results::Tables tables() {
    scoring::results::Row row{.bib = *Bib::from("7"),
                              .outcome = plan::Outcome::finished,
                              .rank = 1U,
                              .time = Milliseconds{61'000},
                              .gap = Milliseconds{0}};
    row.splits.push_back({.at = {"half", 1}, .time = Milliseconds{30'000}, .is_bridged = true});
    row.segments.push_back({.segment = "run", .member = "Ada", .time = Milliseconds{61'000}});
    return {.rankings = {{.id = "all", .name = "All \"of\" them", .rows = {row}}},
            .teams = {{.id = "clubs",
                       .name = "Clubs",
                       .rows = {{.team = "A", .rank = 1U, .counted = {*Bib::from("7")}}}}},
            .points = {{.id = "sprints",
                        .name = "Sprints",
                        .rows = {{.bib = *Bib::from("7"), .hundredths = 266, .awards = {266}}}}}};
}

TEST(Rankings, AreWrittenAsJsonWithBibsForPeople) {
    const std::vector<RankingRow> rows = ranking_rows(tables());

    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(
        rows[0].body,
        R"({"kind":"ranking","id":"all","name":"All \"of\" them","unit_ms":1000,"whole":true,)"
        R"("rows":[{"bib":"7","outcome":"finished","article":"","rank":1,"linked":false,)"
        R"("laps":0,"laps_behind":0,"time_ms":61000,"gap_ms":0,"penalty_ms":0,)"
        R"("splits":[{"point":"half","lap":1,"time_ms":30000,"gap_ms":0,"rank":0,)"
        R"("bridged":true}],"segments":[{"segment":"run","time_ms":61000,"gap_ms":0,)"
        R"("rank":0,"gained":null}]}]})");
    EXPECT_THAT(rows[1].body, HasSubstr(R"("counted":["7"])"));
    EXPECT_THAT(rows[2].body, HasSubstr(R"("points_hundredths":266)"));
    EXPECT_EQ(rows[2].place, 2);
    EXPECT_EQ(json_of(rows), "[" + rows[0].body + "," + rows[1].body + "," + rows[2].body + "]");
    EXPECT_EQ(json_of({}), "[]");
}

TEST(Rankings, LeaveOutWhatMakesThemTooLargeAndSaySo) {
    const std::size_t whole = ranking_rows(tables())[0].body.size();

    EXPECT_THAT(ranking_rows(tables(), whole)[0].body, HasSubstr("splits"));
    const std::string less = ranking_rows(tables(), whole - 1)[0].body;
    EXPECT_THAT(less, Not(HasSubstr("splits")));
    EXPECT_THAT(less, HasSubstr(R"("whole":false,"rows":[{"bib":"7")"));
    EXPECT_THAT(ranking_rows(tables(), 10)[0].body, HasSubstr(R"("rows":[])"));
}

} // namespace
} // namespace lanterne::ingest
