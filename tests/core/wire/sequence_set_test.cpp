#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/sequence_set.hpp"

namespace lanterne::wire {
namespace {

using Ranges = std::vector<SequenceRange>;

SequenceSet set_of(const Ranges& ranges) { return SequenceSet{ranges}; }

TEST(SequenceSet, JoinsRangesThatTouchOrOverlap) {
    EXPECT_EQ(set_of({{0, 5}, {5, 7}}).ranges(), (Ranges{{0, 7}}));
    EXPECT_EQ(set_of({{4, 9}, {0, 5}}).ranges(), (Ranges{{0, 9}}));
    EXPECT_EQ(set_of({{0, 2}, {4, 6}, {1, 5}}).ranges(), (Ranges{{0, 6}}));
}

TEST(SequenceSet, KeepsHoles) {
    EXPECT_EQ(set_of({{10, 12}, {0, 5}}).ranges(), (Ranges{{0, 5}, {10, 12}}));
}

TEST(SequenceSet, PassesOverAnEmptyRange) { EXPECT_TRUE(set_of({{5, 5}}).empty()); }

TEST(SequenceSet, SaysWhatIsMissingInARange) {
    const SequenceSet set = set_of({{2, 4}, {6, 8}});

    EXPECT_EQ(set.missing_in({0, 10}), (Ranges{{0, 2}, {4, 6}, {8, 10}}));
    EXPECT_EQ(set.missing_in({2, 4}), Ranges{});
    EXPECT_EQ(set.missing_in({3, 7}), (Ranges{{4, 6}}));
}

TEST(SequenceSet, SaysWhatItHasOfARange) {
    const SequenceSet set = set_of({{2, 4}, {6, 8}});

    EXPECT_EQ(set.common_with({0, 10}), (Ranges{{2, 4}, {6, 8}}));
    EXPECT_EQ(set.common_with({3, 7}), (Ranges{{3, 4}, {6, 7}}));
    EXPECT_EQ(set.common_with({4, 6}), Ranges{});
}

TEST(SequenceSet, CutsARangeOutOfAnother) {
    SequenceSet set = set_of({{0, 10}});

    set.remove({3, 5});

    EXPECT_EQ(set.ranges(), (Ranges{{0, 3}, {5, 10}}));
}

TEST(SequenceSet, ReachesToTheLastNumber) {
    const SequenceSet set = set_of({{last_sequence, last_sequence + 1}});

    EXPECT_TRUE(set.contains(last_sequence));
    EXPECT_EQ(to_text(set), "{[4611686018427387903,4611686018427387904)}");
}

TEST(SequenceSet, ItsPrefixIsTheFirstMissingNumber) {
    EXPECT_EQ(set_of({{0, 4}, {6, 8}}).prefix(), 4U);
    EXPECT_EQ(set_of({{1, 4}}).prefix(), 0U);
    EXPECT_EQ(SequenceSet{}.prefix(), 0U);
}

TEST(SequenceSet, CoversARangeOnlyWithoutHoles) {
    const SequenceSet set = set_of({{2, 4}, {6, 8}});

    EXPECT_TRUE(set.covers({2, 4}));
    EXPECT_FALSE(set.covers({2, 7}));
    EXPECT_TRUE(set.covers({5, 5}));
}

TEST(SequenceSet, SaysWhatAnotherHasNot) {
    EXPECT_EQ(difference(set_of({{0, 10}, {20, 30}}), set_of({{5, 25}})),
              (Ranges{{0, 5}, {25, 30}}));
}

TEST(SequenceSet, IsWrittenAsPostgresqlReadsIt) {
    EXPECT_EQ(to_text(SequenceSet{}), "{}");
    EXPECT_EQ(to_text(set_of({{0, 2}, {5, 6}})), "{[0,2),[5,6)}");
}

TEST(SequenceSet, AgreesWithAPlainSetOfNumbersWhateverIsDoneToIt) {
    std::mt19937 random{7};
    std::uniform_int_distribution<Sequence> number{0, 60};
    std::uniform_int_distribution<Sequence> length{0, 12};
    SequenceSet set;
    std::set<Sequence> plain;

    for (int step = 0; step < 2'000; ++step) {
        const Sequence from = number(random);
        const SequenceRange range{from, from + length(random)};
        const bool add = step % 3 != 0;
        add ? set.add(range) : set.remove(range);
        for (Sequence n = range.from; n < range.to; ++n) {
            add ? static_cast<void>(plain.insert(n)) : static_cast<void>(plain.erase(n));
        }
        ASSERT_EQ(set.count(), plain.size()) << "step " << step;
        for (Sequence n = 0; n < 80; ++n) {
            ASSERT_EQ(set.contains(n), plain.contains(n)) << "step " << step << ", number " << n;
        }
    }
}

} // namespace
} // namespace lanterne::wire
