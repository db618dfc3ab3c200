#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "enrolment/codes.hpp"
#include "enrolment/unit_list.hpp"

namespace lanterne::enrolment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> faults(std::string_view bytes) {
    std::vector<std::string> lines;
    for (const exchange::Fault& fault : read_unit_list("units.csv", bytes).faults) {
        lines.push_back(to_text(fault));
    }
    return lines;
}

TEST(UnitList, NeedsNoMoreThanSerials) {
    const UnitList list = read_unit_list("units.csv", "serial\na1b2c3\nd4e5f6\n");

    EXPECT_THAT(list.faults, IsEmpty());
    ASSERT_EQ(list.units.size(), 2U);
    EXPECT_EQ(list.units[1], (ListedUnit{UnitSerial::from("d4e5f6").value(), "", "", ""}));
}

TEST(UnitList, TakesWhatSpreadsheetsWrite) {
    const UnitList list =
        read_unit_list("units.csv", "\xEF\xBB\xBFName;Serial;Bib;Board;Colour\r\n"
                                    "\"Müller; \"\"Anna\"\"\"; a1b2c3 ;007;beagleplay;red\r\n");

    EXPECT_THAT(list.faults, IsEmpty());
    EXPECT_THAT(list.units, ElementsAre(ListedUnit{UnitSerial::from("a1b2c3").value(),
                                                   "Müller; \"Anna\"", "007", "beagleplay"}));
    EXPECT_THAT(list.left_columns, ElementsAre("\"Colour\""));
}

TEST(UnitList, SaysEachFaultByItsLine) {
    EXPECT_THAT(
        faults("serial,name\na1b2c3,x\nUPPER1,x\na1b2c3,y\n,z\nd4e5f6,a\nb,c\n"),
        ElementsAre(
            "units.csv:3: serial is \"UPPER1\"; 6 to 16 small letters or digits would be right",
            "units.csv:4: serial a1b2c3 stands in line 2 already; each serial once would be right",
            "units.csv:5: serial is \"\"; 6 to 16 small letters or digits would be right",
            "units.csv:7: serial is \"b\"; 6 to 16 small letters or digits would be right"));
    EXPECT_THAT(faults("serial,name\na1b2c3,\"two\nlines\"\n"),
                ElementsAre("units.csv:2: name is \"two?lines\"; one line of at most 64 bytes "
                            "would be right"));
    EXPECT_THAT(faults(fmt::format("serial,bib\na1b2c3,{}\n", std::string(65, 'x'))),
                testing::SizeIs(1));
}

TEST(UnitList, SaysWhatIsNoList) {
    EXPECT_THAT(faults(""), testing::SizeIs(1));
    EXPECT_THAT(faults("serial\n"),
                ElementsAre("units.csv: names no unit; a serial a line would be right"));
    EXPECT_THAT(faults("number\n1\n"), ElementsAre("units.csv:1: there is no column serial; a "
                                                   "first line that names it would be right"));
    EXPECT_THAT(faults("serial,serial\na1b2c3,a1b2c3\n"),
                ElementsAre("units.csv:1: the column serial stands here twice; once would be "
                            "right"));
    EXPECT_THAT(faults("serial\n\"a1b2c3\n"), testing::Not(IsEmpty()));
    EXPECT_THAT(faults("serial\na1b2\xFF\n"), testing::Not(IsEmpty()));
}

TEST(UnitList, TakesTenThousandUnitsAndNotOneMore) {
    std::string text = "serial\n";
    for (std::size_t i = 0; i < max_units; ++i) {
        text += fmt::format("unit{:05}\n", i);
    }

    EXPECT_EQ(read_unit_list("units.csv", text).units.size(), max_units);
    EXPECT_THAT(faults(text + "unit99999\n"),
                ElementsAre("units.csv:10002: this is one unit too many; at most 10000 would be "
                            "right"));
}

} // namespace
} // namespace lanterne::enrolment
