#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"
#include "web-api/tiles/recent_tiles.hpp"
#include "web-api/tiles/tile_folder.hpp"

namespace lanterne::web {
namespace {

class TileFolderTest : public testing::Test {
protected:
    support::TempFolder temporary_;
    TileFolder folder_{temporary_.path()};
    const TileSet set_{*Slug::from("spring"), 3};
};

TEST_F(TileFolderTest, GivesBackWhatItKeeps) {
    folder_.keep(set_, {TileKind::delta, 7, std::string("a\0b", 3)});

    EXPECT_EQ(folder_.find(set_, TileKind::delta, 7), (std::string{"a\0b", 3}));
    EXPECT_FALSE(folder_.find(set_, TileKind::keyframe, 7));
    EXPECT_FALSE(folder_.find(set_, TileKind::delta, 8));
    EXPECT_FALSE(folder_.find({set_.race, 2}, TileKind::delta, 7));
    EXPECT_FALSE(folder_.find({*Slug::from("autumn"), 3}, TileKind::delta, 7));
}

TEST_F(TileFolderTest, NeverChangesATile) {
    folder_.keep(set_, {TileKind::delta, 7, "first"});

    folder_.keep(set_, {TileKind::delta, 7, "second"});

    EXPECT_EQ(folder_.find(set_, TileKind::delta, 7), "first");
}

TEST_F(TileFolderTest, LeavesNothingButTilesBehind) {
    folder_.keep(set_, {TileKind::delta, 7, "first"});
    folder_.keep(set_, {TileKind::delta, 7, "second"});

    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{temporary_.path()}) {
        files += entry.is_regular_file() ? 1U : 0U;
    }
    EXPECT_EQ(files, 1U);
}

TEST_F(TileFolderTest, SaysFromWhereToWhereTilesGo) {
    EXPECT_FALSE(folder_.span(set_));
    for (const std::uint64_t keyframe : {4U, 5U, 7U}) {
        folder_.keep(set_, {TileKind::keyframe, keyframe, "k"});
    }
    for (const std::uint64_t delta : {60U, 104U, 105U, 109U}) {
        folder_.keep(set_, {TileKind::delta, delta, "d"});
    }

    const auto span = folder_.span(set_);

    ASSERT_TRUE(span);
    EXPECT_EQ(span->first_keyframe, 4U);
    EXPECT_EQ(span->last_keyframe, 7U);
    EXPECT_EQ(span->last_delta, 109U);
}

TEST_F(TileFolderTest, TakesAwayOlderGenerationsAlone) {
    for (const std::int32_t generation : {1, 2, 3, 4}) {
        folder_.keep({set_.race, generation}, {TileKind::delta, 7, "d"});
    }
    folder_.keep({*Slug::from("autumn"), 1}, {TileKind::delta, 7, "d"});

    folder_.remove_before(set_);

    EXPECT_FALSE(folder_.find({set_.race, 2}, TileKind::delta, 7));
    EXPECT_TRUE(folder_.find({set_.race, 3}, TileKind::delta, 7));
    EXPECT_TRUE(folder_.find({set_.race, 4}, TileKind::delta, 7));
    EXPECT_TRUE(folder_.find({*Slug::from("autumn"), 1}, TileKind::delta, 7));
}

TEST_F(TileFolderTest, SaysThatItCannotWrite) {
    const TileFolder nowhere{temporary_.path().string() + "/file"};
    std::filesystem::create_directories(temporary_.path());
    { std::ofstream{temporary_.path().string() + "/file"} << "no folder"; }

    EXPECT_ANY_THROW(nowhere.keep(set_, {TileKind::delta, 7, "d"}));
}

TEST(TileFolder, WithoutANameKeepsNothing) {
    const TileFolder none{""};
    const TileSet set{*Slug::from("spring"), 1};

    none.keep(set, {TileKind::delta, 7, "d"});

    EXPECT_FALSE(none.find(set, TileKind::delta, 7));
    EXPECT_FALSE(none.span(set));
}

TEST(RecentTiles, AreTheNewest) {
    RecentTiles recent;
    for (std::uint64_t number = 0; number < RecentTiles::max_tiles + 2; ++number) {
        recent.keep({TileKind::delta, number, std::to_string(number)});
    }

    EXPECT_EQ(recent.find(TileKind::delta, 1), nullptr);
    EXPECT_EQ(*recent.find(TileKind::delta, 2), "2");
    EXPECT_EQ(recent.find(TileKind::keyframe, 2), nullptr);
}

TEST(RecentTiles, NeverTakeMoreThanTheirLimit) {
    RecentTiles recent;
    for (std::uint64_t number = 0; number < 4; ++number) {
        recent.keep({TileKind::delta, number, std::string(RecentTiles::max_bytes / 3, 'x')});
    }

    EXPECT_EQ(recent.find(TileKind::delta, 0), nullptr);
    EXPECT_NE(recent.find(TileKind::delta, 1), nullptr);
}

} // namespace
} // namespace lanterne::web
