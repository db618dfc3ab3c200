#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/shard_shares.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Shards shards(std::int16_t from, std::int16_t to) {
    Shards shards;
    for (std::int16_t shard = from; shard < to; ++shard) {
        shards.insert(shard);
    }
    return shards;
}

TEST(ShardShares, OfOneWorkerAreAllShards) {
    EXPECT_THAT(wanted({.raced = {0, 7}}), SizeIs(64));
    EXPECT_THAT(surplus({.leased = shards(0, 64), .raced = {0, 7}, .held = shards(0, 64)}),
                IsEmpty());
}

TEST(ShardShares, TakeThoseWithRacesFirst) {
    const auto first = wanted({.workers = 3, .raced = {5, 9, 60}});

    ASSERT_THAT(first, SizeIs(22)) << "a third of 64, rounded up";
    EXPECT_EQ(first[0], 5);
    EXPECT_EQ(first[1], 0) << "one race of three; the others are for the others";
}

TEST(ShardShares, LeaveAloneWhatIsLeased) {
    EXPECT_THAT(wanted({.workers = 2, .leased = shards(0, 62), .raced = {1}}), ElementsAre(62, 63));
}

TEST(ShardShares, AreFullWithTheLastOfThem) {
    EXPECT_THAT(wanted({.workers = 2, .leased = shards(0, 32), .held = shards(0, 32)}), IsEmpty());
    EXPECT_THAT(wanted({.workers = 2, .leased = shards(0, 31), .held = shards(0, 31)}),
                ElementsAre(31));
}

TEST(ShardShares, GiveUpRacesBeyondTheirNumberFromTheHighestShardDown) {
    const ShardView view{
        .workers = 2, .leased = shards(0, 64), .raced = {0, 1, 2}, .held = {0, 1, 2}};

    EXPECT_THAT(surplus(view), ElementsAre(2));
}

TEST(ShardShares, GiveUpWhatNoRaceIsOnBeforeARaceMoves) {
    const ShardView view{
        .workers = 2, .leased = shards(0, 64), .raced = {63}, .held = shards(0, 64)};

    EXPECT_EQ(surplus(view), shards(31, 63));
}

// Whatever dies and comes: each shard has one holder in the end, and nothing moves to and fro.
TEST(ShardShares, SettleWhateverTheWorkersHoldAtFirst) {
    for (const std::int64_t workers : {1, 2, 3, 5, 64, 70}) {
        for (const std::int16_t raced : std::initializer_list<std::int16_t>{0, 1, 7, 64}) {
            std::vector<Shards> held(static_cast<std::size_t>(workers));
            held[0] = shards(0, 40);
            const auto round = [&](bool settled) {
                bool moved = false;
                for (Shards& mine : held) {
                    ShardView view{.workers = workers, .raced = shards(0, raced), .held = mine};
                    for (const Shards& others : held) {
                        view.leased.insert(others.begin(), others.end());
                    }
                    const auto more = wanted(view);
                    mine.insert(more.begin(), more.end());
                    view.held = mine;
                    const Shards less = settled ? surplus(view) : Shards{};
                    std::erase_if(mine, [&](auto shard) { return less.contains(shard); });
                    moved = moved || !more.empty() || !less.empty();
                }
                return moved;
            };
            int rounds = 0;
            while (round(true) && rounds < 10) {
                ++rounds;
            }
            std::size_t all = 0;
            for (const Shards& mine : held) {
                all += mine.size();
            }
            EXPECT_LT(rounds, 10) << workers << " workers, " << raced << " with races";
            EXPECT_EQ(all, 64U) << workers << " workers, " << raced << " with races";
        }
    }
}

} // namespace
} // namespace lanterne::ingest
