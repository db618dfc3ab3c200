#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/reads_csv.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> faults_of_reads(const std::string& text) {
    const auto reads = read_reads_csv("mat.csv", text, "mat-3");
    std::vector<std::string> said;
    if (!reads) {
        for (const Fault& fault : reads.error()) {
            said.push_back(to_text(fault));
        }
    }
    return said;
}

TEST(ReadsCsv, MakesAReadOfEachLine) {
    const auto reads = read_reads_csv("mat.csv",
                                      "point,bib,time,lap,order,source,standard_error_s\n"
                                      "lap,12,2026-06-14T09:41:10.120+02:00,1,,,0.02\n"
                                      "finish,,,,3,hand,\n",
                                      "mat-3");

    ASSERT_TRUE(reads) << to_text(reads.error().front());
    const auto seen = *parse_time("2026-06-14T07:41:10.120Z");
    EXPECT_EQ((*reads)[0].effective, seen);
    EXPECT_EQ((*reads)[0].line, 2U);
    EXPECT_EQ((*reads)[0].body, plan::ActBody(plan::Read{.source = "chip",
                                                         .clock = "mat-3",
                                                         .point = "lap",
                                                         .lap = 1,
                                                         .bib = Bib::from("12"),
                                                         .time = seen,
                                                         .standard_error_ms = 20,
                                                         .order = {}}));
    EXPECT_EQ((*reads)[1].effective, std::nullopt) << "a tap without time";
    EXPECT_EQ((*reads)[1].body, plan::ActBody(plan::Read{.source = "hand",
                                                         .clock = "mat-3",
                                                         .point = "finish",
                                                         .lap = {},
                                                         .bib = {},
                                                         .time = {},
                                                         .order = 3}));
}

TEST(ReadsCsv, SaysEveryFaultWithItsLine) {
    EXPECT_THAT(faults_of_reads("point,bib,time\n"
                                "Finish,12,2026-06-14T09:41:10Z\n"
                                "finish,12,09:41:10\n"
                                "finish,bib 12,2026-06-14T09:41:10Z\n"
                                "finish,12,\n"),
                ElementsAre(HasSubstr("mat.csv:2: point is \"Finish\"; the id of a timing point"),
                            HasSubstr("mat.csv:3: time is \"09:41:10\"; a date and time with"),
                            HasSubstr("mat.csv:4: bib is \"bib 12\"; 1 to 8 letters"),
                            HasSubstr("mat.csv:5: a read without time and order")));
    EXPECT_THAT(faults_of_reads("point,order,lap,source,standard_error_s\n"
                                "finish,0,1001,gps,-1\n"),
                ElementsAre(HasSubstr("lap is \"1001\""), HasSubstr("standard_error_s is \"-1\""),
                            HasSubstr("order is \"0\""), HasSubstr("source is \"gps\"")));
}

TEST(ReadsCsv, RefusesColumnsThatItDoesNotKnow) {
    EXPECT_THAT(faults_of_reads("chip,bibs\n"),
                ElementsAre(HasSubstr("the column \"chip\" is not known"),
                            HasSubstr("the column \"bibs\" is not known; bib would be right"),
                            HasSubstr("the column \"point\" is missing")));
    EXPECT_THAT(faults_of_reads("point,bib,bib\n"),
                ElementsAre(HasSubstr("the column \"bib\" is there twice")));
}

TEST(ReadsCsv, RefusesAFileWithoutReads) {
    EXPECT_THAT(faults_of_reads("point,bib,time\n"), ElementsAre(HasSubstr("has no read")));
}

} // namespace
} // namespace lanterne::exchange
