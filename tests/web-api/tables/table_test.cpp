#include <gtest/gtest.h>

#include "web-api/tables/table.hpp"

namespace lanterne::web {
namespace {

TEST(ResultTables, AreReadAsTheyAreWritten) {
    const auto table = read_table(
        R"({"kind":"ranking","id":"all","name":"All","unit_ms":100,"whole":true,"rows":[
            {"bib":"7","outcome":"finished","article":"","rank":1,"linked":true,"laps":3,
             "laps_behind":1,"time_ms":61200,"gap_ms":null,"penalty_ms":3000,
             "splits":[{"point":"a","lap":2,"time_ms":1000,"gap_ms":0,"rank":1,"bridged":true}],
             "segments":[{"segment":"s","time_ms":500,"gap_ms":0,"rank":2,"gained":-1}]},
            {"bib":"8","outcome":"disqualified","article":"4.2","rank":null}]})");

    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2U);
    const TableRow& first = table->rows.front();
    EXPECT_EQ(first.rank, 1);
    EXPECT_TRUE(first.is_linked);
    EXPECT_EQ(first.laps_behind, 1);
    EXPECT_EQ(first.time, Milliseconds{61'200});
    EXPECT_EQ(first.gap, std::nullopt);
    EXPECT_EQ(first.penalty, Milliseconds{3'000});
    EXPECT_TRUE(first.splits.at(0).is_bridged);
    EXPECT_EQ(first.segments.at(0).rank, 2);
    EXPECT_EQ(table->rows[1].article, "4.2");
    EXPECT_EQ(table->unit, Milliseconds{100});
}

TEST(ResultTables, OfTeamsAndPointsHaveTheirOwnRows) {
    const auto tables = read_tables(
        R"([{"kind":"teams","id":"t","name":"T","rows":[{"team":"Club","rank":1,"time_ms":5000,
             "places":6,"counted":["7","8"]}]},
            {"kind":"points","id":"p","name":"P","rows":[{"bib":"7","rank":1,
             "points_hundredths":266,"linked":true,"awards_hundredths":[266]}]}])");

    ASSERT_EQ(tables.size(), 2U);
    EXPECT_EQ(tables[0].teams.at(0).counted, (std::vector<std::string>{"7", "8"}));
    EXPECT_EQ(tables[1].points.at(0).hundredths, 266);
}

TEST(ResultTables, AreNoneWhereTheTextIsSomethingElse) {
    EXPECT_FALSE(read_table(""));
    EXPECT_FALSE(read_table("[]"));
    EXPECT_FALSE(read_table(R"({"kind":"weather"})"));
    EXPECT_TRUE(read_tables("{}").empty());
    EXPECT_TRUE(read_tables(R"([7, null, {"kind":"weather"}])").empty());
    const auto odd = read_table(R"({"kind":"ranking","rows":[7,{"bib":7,"rank":"1"}]})");
    ASSERT_TRUE(odd);
    ASSERT_EQ(odd->rows.size(), 1U);
    EXPECT_EQ(odd->rows[0].rank, std::nullopt);
}

TEST(ResultTables, ShowAsManyDecimalsAsTheirUnitHas) {
    EXPECT_EQ(shown(Milliseconds{3'723'400}, Milliseconds{1'000}), "1:02:03");
    EXPECT_EQ(shown(Milliseconds{123'400}, Milliseconds{100}), "2:03.4");
    EXPECT_EQ(shown(Milliseconds{-1'250}, Milliseconds{10}), "−0:01.25");
}

} // namespace
} // namespace lanterne::web
