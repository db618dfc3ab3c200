#include <gtest/gtest.h>

#include "core/base/ids.hpp"

namespace lanterne {
namespace {

TEST(UnitSerial, HasSixToSixteenSmallLettersOrDigits) {
    EXPECT_TRUE(UnitSerial::from("abc123"));
    EXPECT_TRUE(UnitSerial::from("abcdefgh12345678"));
    EXPECT_FALSE(UnitSerial::from("abc12"));
    EXPECT_FALSE(UnitSerial::from("abcdefgh123456789"));
    EXPECT_FALSE(UnitSerial::from("ABC123"));
}

TEST(UnitSerial, CannotCarryATopicWildcard) {
    EXPECT_FALSE(UnitSerial::from("abc+12"));
    EXPECT_FALSE(UnitSerial::from("abc#12"));
    EXPECT_FALSE(UnitSerial::from("abc/12"));
}

TEST(Bib, KeepsLettersAndLeadingZeros) {
    EXPECT_EQ(Bib::from("007")->text(), "007");
    EXPECT_EQ(Bib::from("A-12")->text(), "A-12");
    EXPECT_FALSE(Bib::from(""));
    EXPECT_FALSE(Bib::from("123456789"));
    EXPECT_FALSE(Bib::from("1 2"));
}

TEST(Slug, IsWordsJoinedBySingleHyphens) {
    EXPECT_TRUE(Slug::from("harbour-sprint-2026"));
    EXPECT_FALSE(Slug::from("harbour--sprint"));
    EXPECT_FALSE(Slug::from("-harbour"));
    EXPECT_FALSE(Slug::from("harbour-"));
    EXPECT_FALSE(Slug::from("Harbour"));
    EXPECT_FALSE(Slug::from("../etc"));
    EXPECT_FALSE(Slug::from(std::string(65, 'a')));
}

} // namespace
} // namespace lanterne
