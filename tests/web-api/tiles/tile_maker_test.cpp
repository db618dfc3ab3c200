#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/spectator/frame_reader.hpp"
#include "web-api/tiles/tile_maker.hpp"

namespace lanterne::web {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "k3: all" or "d7: a b", the messages in it.
std::string words(const Tile& tile) {
    std::string words{to_text(tile.kind)};
    words += std::to_string(tile.number) + ":";
    FrameReader in{tile.bytes};
    while (!in.is_at_end()) {
        words += " " + in.text();
    }
    return words;
}

class TileMakerTest : public testing::Test {
protected:
    std::vector<std::string> take(std::uint64_t sequence) {
        std::vector<std::string> made;
        for (const Tile& tile : maker_.take(sequence, std::to_string(sequence),
                                            [&] { return "all of " + std::to_string(sequence); })) {
            made.push_back(words(tile));
        }
        return made;
    }

    TileMaker maker_;
};

TEST_F(TileMakerTest, ClosesATileWithItsSecondSecond) {
    EXPECT_THAT(take(60), ElementsAre("k2: all of 60"));
    EXPECT_THAT(take(61), ElementsAre("d30: 60 61"));
    EXPECT_THAT(take(62), IsEmpty());
    EXPECT_EQ(maker_.newest(), 30U);
    EXPECT_THAT(take(63), ElementsAre("d31: 62 63"));
}

TEST_F(TileMakerTest, HasAKeyframeOfEachHalfMinuteAtItsFirstMessage) {
    take(60);
    for (std::uint64_t n = 61; n < 90; ++n) {
        for (const std::string& made : take(n)) {
            EXPECT_EQ(made.front(), 'd');
        }
    }

    EXPECT_THAT(take(94), ElementsAre("k3: all of 94"));
}

TEST_F(TileMakerTest, LeavesOutATileWhoseBeginningItDidNotSee) {
    EXPECT_THAT(take(61), ElementsAre("k2: all of 61"));
    EXPECT_EQ(maker_.newest(), std::nullopt);
    take(62);
    EXPECT_THAT(take(63), ElementsAre("d31: 62 63"));
}

TEST_F(TileMakerTest, ClosesATileThatLacksASecondWhenALaterMessageComes) {
    take(60);

    EXPECT_THAT(take(65), ElementsAre("d30: 60", "d32: 65"));
    EXPECT_THAT(take(69), ElementsAre("d34: 69"));
}

TEST_F(TileMakerTest, BeginsAnewWhenNumbersDo) {
    take(60);
    take(61);

    EXPECT_THAT(take(7), ElementsAre("k0: all of 7"));
    take(8);
    EXPECT_THAT(take(9), ElementsAre("d4: 8 9"));
}

} // namespace
} // namespace lanterne::web
