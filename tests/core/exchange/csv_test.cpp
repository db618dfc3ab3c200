#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/csv.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string fault_of(std::string_view bytes) {
    std::string text;
    for (const Fault& fault : read_csv("a.csv", bytes).faults) {
        text += to_text(fault) + "\n";
    }
    return text.empty() ? "right" : text;
}

TEST(Csv, ReadsQuotesDoubledQuotesAndLineEndsInThem) {
    const auto table = read_csv("a.csv", "a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\nz,\r\n");

    EXPECT_THAT(table.faults, IsEmpty());
    EXPECT_THAT(table.header.fields, ElementsAre("a", "b"));
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_THAT(table.rows[0].fields, ElementsAre("x, \"y\"", "1\r\n2"));
    EXPECT_EQ(table.rows[0].line, 2U);
    EXPECT_THAT(table.rows[1].fields, ElementsAre("z", ""));
    EXPECT_EQ(table.rows[1].line, 4U);
}

TEST(Csv, FindsItsSeparatorInTheHeader) {
    EXPECT_THAT(read_csv("a.csv", "a;\"b,c,d\";e\n1;2,5;3\n").rows.at(0).fields,
                ElementsAre("1", "2,5", "3"));
    EXPECT_THAT(read_csv("a.csv", "a\tb\n1\t2\n").rows.at(0).fields, ElementsAre("1", "2"));
    EXPECT_THAT(read_csv("a.csv", "a\n1,2\n").faults.at(0).what, "has 2 fields");
}

TEST(Csv, TakesAByteOrderMarkEmptyLinesAndNoLastLineEnd) {
    const auto table = read_csv("a.csv", "\xEF\xBB\xBF"
                                         "a,b\n\n1,2");

    EXPECT_THAT(table.header.fields, ElementsAre("a", "b"));
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0].line, 3U);
}

TEST(Csv, TakesTheLineEndsOfAnOldMac) {
    EXPECT_THAT(read_csv("a.csv", "a,b\r1,2\r").rows.at(0).fields, ElementsAre("1", "2"));
}

TEST(Csv, ARowOfAnotherLengthCostsNoOtherRow) {
    const auto table = read_csv("a.csv", "a,b\n1\n2,3\n4,5,6\n");

    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0].line, 3U);
    EXPECT_THAT(table.faults,
                ElementsAre(Fault{"a.csv", 2, "has 1 fields", "2, as in the header,"},
                            Fault{"a.csv", 4, "has 3 fields", "2, as in the header,"}));
}

TEST(Csv, ComesBackAsItWasWritten) {
    const std::vector<std::string> fields{"", "a b", "x,y", "say \"hi\"", "two\nlines", "a;b", "é"};

    const auto table = read_csv("a.csv", "1,2,3,4,5,6,7\n" + write_csv_line(fields));

    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0].fields, fields);
}

struct Damage {
    const char* name;
    std::string bytes;
    const char* fault;
};

void PrintTo(const Damage& damage, std::ostream* out) { *out << damage.name; }

class DamagedCsv : public testing::TestWithParam<Damage> {};

TEST_P(DamagedCsv, IsRefusedWithItsLine) {
    EXPECT_THAT(fault_of(GetParam().bytes), HasSubstr(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    Csv, DamagedCsv,
    testing::Values(
        Damage{"empty", "", "a.csv: is empty; a first line that names the columns"},
        Damage{"only_line_ends", "\n\r\n\n", "a.csv: is empty"},
        Damage{"open_quote", "a,b\n\n1,\"2\n3,4\n", "a.csv:3: a quote opens and never closes"},
        Damage{"quote_inside", "a,b\n1,2\"3\"\n", "a.csv:2: a quote stands inside the field \"2\""},
        Damage{"text_after_quote", "a,b\n\"1\"x,2\n", "a.csv:2: text follows a closing quote"},
        Damage{"latin_1", "a,b\nJos\xE9,2\n", "a.csv:2: is not UTF-8 text; CSV saved as UTF-8"},
        Damage{"zero_byte", std::string{"a,b\n1,\0\n", 8}, "a.csv:2: is not UTF-8 text"},
        Damage{"long_field", "a,b\n1," + std::string(max_csv_field_bytes + 1, 'x'),
               "a.csv:2: a field has 4097 bytes; at most 4096"},
        Damage{"long_quoted_field", "a,b\n1,\"" + std::string(max_csv_field_bytes + 1, 'x') + "\"",
               "a.csv:2: a field has 4097 bytes"},
        Damage{"many_fields", std::string(max_csv_columns, ','),
               "a.csv:1: has too many fields; at most 64"}),
    [](const auto& damage) { return damage.param.name; });

TEST(Csv, HoldsItsLimitsExactly) {
    EXPECT_EQ(fault_of("a,b\n1," + std::string(max_csv_field_bytes, 'x')), "right");
    EXPECT_EQ(fault_of(std::string(max_csv_columns - 1, ',')), "right");
}

TEST(Csv, HoldsItsLimitOfRows) {
    std::string bytes = "a\n";
    for (std::size_t i = 0; i < max_csv_rows; ++i) {
        bytes += "1\n";
    }

    EXPECT_EQ(fault_of(bytes), "right");
    EXPECT_EQ(fault_of(bytes + "1\n1\n"),
              "a.csv:100002: has too many rows; at most 100000 would be right\n");
}

} // namespace
} // namespace lanterne::exchange
