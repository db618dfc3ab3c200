#include <gtest/gtest.h>

#include "simulator/screen/picture.hpp"

/// Cells and the text in them.
namespace lanterne::simulator {
namespace {

TEST(Picture, ShowsTextWhereItIsPutAndNothingBesideItself) {
    Picture picture{{.rows = 2, .columns = 6}};

    EXPECT_EQ(picture.put({0, 1}, "abc"), 4U);
    picture.put({1, 4}, "long word");
    picture.put({5, 0}, "below");
    picture.put({0, 5}, "xyz", Ink::bad, 1);

    EXPECT_EQ(picture.text(), " abc x\n    lo\n");
    EXPECT_EQ(picture.at({0, 5}).ink, Ink::bad);
}

TEST(Picture, WritesWhatATerminalCouldMisreadAsQuestionMarks) {
    const std::string hostile = "a\x1b[2J\tö\xff\xc3 \xe6\x97\xa5\xf0\x9f\x8f\x83·◆";

    EXPECT_EQ(to_utf8(glyphs(hostile)), "a?[2J?ö?? ??·◆");
}

TEST(Picture, FramesABoxAndBlanksIt) {
    Picture picture{{.rows = 3, .columns = 4}};
    picture.put({1, 1}, "xx");

    picture.frame({.at = {0, 0}, .size = {3, 4}});

    EXPECT_EQ(picture.text(), "┌──┐\n│  │\n└──┘\n");
}

} // namespace
} // namespace lanterne::simulator
