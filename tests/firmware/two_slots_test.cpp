#include <gtest/gtest.h>

#include "firmware/card/two_slots.hpp"
#include "hal/simulated/storage.hpp"

namespace lanterne::firmware {
namespace {

std::vector<std::byte> value_of(int content, std::size_t size = 100) {
    return std::vector<std::byte>(size, static_cast<std::byte>(content));
}

TEST(TwoSlots, GivesBackTheNewestValue) {
    hal::simulated::Storage card;
    EXPECT_EQ(TwoSlots(card, "value", 100).load(), std::nullopt);

    TwoSlots slots{card, "value", 100};
    EXPECT_TRUE(slots.save(value_of(1)));
    EXPECT_TRUE(slots.save(value_of(2)));
    EXPECT_TRUE(slots.save({}));
    EXPECT_EQ(TwoSlots(card, "value", 100).load(), value_of(0, 0));

    EXPECT_TRUE(slots.save(value_of(4)));
    EXPECT_EQ(TwoSlots(card, "value", 100).load(), value_of(4));
}

TEST(TwoSlots, ATornWriteLeavesTheValueBefore) {
    for (std::uint64_t kept = 0; kept < 124; ++kept) {
        hal::simulated::Storage card;
        {
            TwoSlots slots{card, "value", 100};
            ASSERT_TRUE(slots.save(value_of(1)));
            ASSERT_TRUE(slots.save(value_of(2)));
            card.stop_after(kept);
            EXPECT_FALSE(slots.save(value_of(3)));
        }
        card.lose_power(kept);

        TwoSlots after{card, "value", 100};
        EXPECT_EQ(after.load(), value_of(2)) << kept;
        EXPECT_TRUE(after.save(value_of(4)));
        EXPECT_EQ(TwoSlots(card, "value", 100).load(), value_of(4));
    }
}

TEST(TwoSlots, EachFlippedBitIsSeen) {
    hal::simulated::Storage card;
    TwoSlots slots{card, "value", 20};
    ASSERT_TRUE(slots.save(value_of(1, 20)));
    ASSERT_TRUE(slots.save(value_of(2, 20)));
    auto& bytes = card.bytes_of("value");
    for (std::size_t bit = 0; bit < 44 * 8; ++bit) {
        bytes[bit / 8] ^= std::byte{1} << (bit % 8);
        EXPECT_EQ(TwoSlots(card, "value", 20).load(), value_of(1, 20)) << bit;
        bytes[bit / 8] ^= std::byte{1} << (bit % 8);
    }
}

TEST(TwoSlots, RefusesAValueThatIsTooLong) {
    hal::simulated::Storage card;
    TwoSlots slots{card, "value", 5'000};
    EXPECT_TRUE(slots.save(value_of(1, 5'000)));
    EXPECT_FALSE(slots.save(value_of(2, 10'000)));
    EXPECT_EQ(slots.load(), value_of(1, 5'000));
}

} // namespace
} // namespace lanterne::firmware
