#include <gtest/gtest.h>

#include "core/plan/sex.hpp"

namespace lanterne::plan {
namespace {

TEST(Sex, IsReadBackFromItsText) {
    EXPECT_EQ(parse_sex(to_text(Sex::female)), Sex::female);
    EXPECT_EQ(parse_sex(to_text(Sex::male)), Sex::male);
    EXPECT_EQ(parse_sex(to_text(Sex::other)), Sex::other);
}

TEST(Sex, HasNoOtherText) {
    EXPECT_EQ(parse_sex(""), std::nullopt);
    EXPECT_EQ(parse_sex("Female"), std::nullopt);
    EXPECT_EQ(parse_sex("f"), std::nullopt);
}

} // namespace
} // namespace lanterne::plan
