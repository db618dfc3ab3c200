#include <random>
#include <set>

#include <gtest/gtest.h>

#include "firmware/sequence_set.hpp"

namespace lanterne::firmware {
namespace {

SequenceSet set_of(std::initializer_list<SequenceRange> ranges) {
    SequenceSet set;
    for (const SequenceRange& range : ranges) {
        set.add(range);
    }
    return set;
}

TEST(SequenceSet, MeltsRangesThatTouch) {
    EXPECT_EQ(set_of({{0, 3}, {6, 9}, {3, 6}}).ranges(), (std::vector<SequenceRange>{{0, 9}}));
    EXPECT_EQ(set_of({{5, 7}, {0, 2}}).ranges(), (std::vector<SequenceRange>{{0, 2}, {5, 7}}));
    EXPECT_TRUE(set_of({{4, 4}}).empty());
}

TEST(SequenceSet, CutsWhatIsRemoved) {
    SequenceSet set = set_of({{0, 10}, {20, 30}});

    set.remove({5, 25});

    EXPECT_EQ(set.ranges(), (std::vector<SequenceRange>{{0, 5}, {25, 30}}));
}

TEST(SequenceSet, SaysWhatIsMissing) {
    const SequenceSet set = set_of({{2, 4}, {6, 8}});

    EXPECT_EQ(set.missing_in({0, 10}), (std::vector<SequenceRange>{{0, 2}, {4, 6}, {8, 10}}));
    EXPECT_TRUE(set.missing_in({6, 8}).empty());
    EXPECT_TRUE(set.missing_in({5, 5}).empty());
}

TEST(SequenceSet, ItsPrefixIsTheFirstMissingNumber) {
    EXPECT_EQ(set_of({{0, 4}, {6, 8}}).prefix(), 4U);
    EXPECT_EQ(set_of({{1, 4}}).prefix(), 0U);
    EXPECT_EQ(SequenceSet{}.prefix(), 0U);
}

/// Against a set of single numbers, by many random operations.
TEST(SequenceSet, AgreesWithASetOfSingleNumbers) {
    std::mt19937_64 random{4711};
    SequenceSet set;
    std::set<Sequence> numbers;
    for (int operation = 0; operation < 2'000; ++operation) {
        const Sequence from = random() % 200;
        const SequenceRange range{from, from + random() % 12};
        const bool adds = random() % 2 == 0;
        adds ? set.add(range) : set.remove(range);
        for (Sequence number = range.from; number < range.to; ++number) {
            adds ? static_cast<void>(numbers.insert(number))
                 : static_cast<void>(numbers.erase(number));
        }

        ASSERT_EQ(set.count(), numbers.size());
        for (Sequence number = 0; number < 215; ++number) {
            ASSERT_EQ(set.contains(number), numbers.contains(number)) << number;
        }
    }
}

} // namespace
} // namespace lanterne::firmware
