#include <gmock/gmock.h>

#include "tests/web-api/rest/served_race.hpp"

namespace lanterne::web {

namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Results for spreadsheets, and the matrix of splits.
class ResultFormats : public ServedRace {
protected:
    ResultFormats() {
        score();
        connection_.run_script(R"(
            INSERT INTO race.ranking (race_id, kind, ranking, place, name, version, body)
                SELECT race_id, 'ranking', 'overall', 0, 'Overall', 42,
                       '{"kind":"ranking","id":"overall","name":"Overall","unit_ms":1000,'
                       '"whole":true,"rows":[{"bib":"1","outcome":"racing","splits":'
                       '[{"point":"start","lap":1,"time_ms":0,"gap_ms":0,"rank":1},'
                       '{"point":"swim-exit","lap":1,"time_ms":754000,"gap_ms":12000,"rank":2}]}]}'
                FROM plan.race)");
    }

    /// Of that bib, at that timing point.
    static boost::json::value cell(const boost::json::object& splits, const char* bib,
                                   const char* point) {
        const auto& columns = splits.at("columns").as_array();
        const auto& rows = splits.at("rows").as_array();
        const auto* const column =
            std::ranges::find_if(columns, [&](const auto& one) { return one.at("id") == point; });
        const auto* const row =
            std::ranges::find_if(rows, [&](const auto& one) { return one.at("bib") == bib; });
        return row->at("cells").at(static_cast<std::size_t>(column - columns.begin()));
    }
};

TEST_F(ResultFormats, StandingsAreATableInTheOrderOfTheBoard) {
    const auto reply = get("/api/v1/races/harbour-sprint/standings.csv");

    EXPECT_EQ(reply.headers.at("content-type"), "text/csv; charset=utf-8; header=present");
    EXPECT_EQ(reply.headers.at("content-disposition"),
              "inline; filename=\"harbour-sprint-standings.csv\"");
    EXPECT_THAT(reply.body, StartsWith("ranking,rank,bib,name,category,status,gap_ms,linked,"
                                       "along_m,last_point,last_leg,last_lap,last_time_utc\n"
                                       ",1,2,"));
    EXPECT_THAT(reply.body,
                HasSubstr("racing,1500,no,1234.5,start,0,1,2026-06-14T07:00:01.500Z\n"));
}

TEST_F(ResultFormats, PassagesAreATable) {
    EXPECT_EQ(get("/api/v1/races/harbour-sprint/passages.csv").body,
              "bib,point,leg,lap,time_utc,standard_error_ms,source,revision,bridged,settled\n"
              "1,start,0,1,2026-06-14T07:00:01.500Z,100,gps,1,no,yes\n");
}

TEST_F(ResultFormats, NoNameBeginsAFormula) {
    connection_.run_script("UPDATE plan.entry SET name = '=1+1' WHERE bib = '1'");
    const std::string race = "/api/v1/races/harbour-sprint/";

    EXPECT_THAT(get(race + "standings.csv").body, HasSubstr(",1,'=1+1,"));
    EXPECT_THAT(get(race + "splits.csv").body, HasSubstr(",1,'=1+1,"));
}

TEST_F(ResultFormats, SplitsJoinTheTimeOfDayWithWhatTheRankingSays) {
    const auto splits = get_of_race("/splits");

    EXPECT_EQ(splits.at("version"), 42);
    EXPECT_EQ(splits.at("whole"), true);
    EXPECT_EQ(splits.at("rows").at(0).at("bib"), "2") << "the order of the board";
    EXPECT_EQ(splits.at("rows").at(1).at("ranking"), "overall");
    EXPECT_EQ(boost::json::serialize(cell(splits, "1", "start")),
              R"({"time":"2026-06-14T07:00:01.500Z","since_start_ms":0,"rank":1,"gap_ms":0,)"
              R"("bridged":false,"settled":true})");
    EXPECT_EQ(cell(splits, "1", "swim-exit").at("since_start_ms"), 754'000);
    EXPECT_EQ(cell(splits, "1", "swim-exit").at("rank"), 2);
    EXPECT_TRUE(cell(splits, "1", "swim-exit").at("time").is_null()) << "no such passage";
    EXPECT_TRUE(cell(splits, "2", "start").is_null());
}

TEST_F(ResultFormats, EveryTimingPointOfEveryCourseIsOneColumn) {
    import("market-square");

    const auto columns = get_json("/api/v1/races/market-square/splits").at("columns").as_array();
    const auto course =
        get_json("/api/v1/races/market-square").at("course").at("points").as_array();

    ASSERT_EQ(columns.size(), course.size() + 1) << "the juniors' laps are among the others";
    EXPECT_EQ(columns.back().at("id"), "finish");
    EXPECT_EQ(columns.back().at("lap"), 25) << "but for their last";
    for (std::size_t index = 0; index < course.size(); ++index) {
        EXPECT_EQ(columns[index].at("id"), course[index].at("id"));
        EXPECT_EQ(columns[index].at("official_m"), course[index].at("official_m"));
    }
}

TEST_F(ResultFormats, SplitsAreATableWithTimesAsResultsShowThem) {
    const std::string csv = get("/api/v1/races/harbour-sprint/splits.csv").body;

    EXPECT_THAT(csv, StartsWith("ranking,rank,bib,name,category,status,Start,"));
    EXPECT_THAT(csv, HasSubstr(",0:00,,12:34,"));
}

} // namespace

} // namespace lanterne::web
