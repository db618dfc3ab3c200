#include <gtest/gtest.h>

#include "firmware/journal/cursor.hpp"
#include "hal/simulated/storage.hpp"

namespace lanterne::firmware {
namespace {

Receipts receipted_to(Sequence next) {
    Receipts receipts;
    receipts.apply({.store = 7, .epoch = 1, .next = next, .events_next = 2});
    return receipts;
}

bool same(const Receipts& a, const Receipts& b) {
    return a.store() == b.store() && a.fixes(1) == b.fixes(1) &&
           a.events_next(1) == b.events_next(1);
}

TEST(Cursor, RemembersWhatIsReceipted) {
    hal::simulated::Storage card;
    Receipts receipts;
    receipts.apply(
        {.store = 7, .epoch = 1, .next = 100, .events_next = 3, .gaps = {{5, 8}, {50, 51}}});
    receipts.apply({.store = 7, .epoch = 2, .next = 0, .events_next = 1});
    ASSERT_TRUE(Cursor{card}.save(receipts, {1, 2}));

    const Receipts loaded = Cursor{card}.load();

    EXPECT_TRUE(same(loaded, receipts));
    EXPECT_EQ(loaded.events_next(2), 1U);
}

TEST(Cursor, KnowsNothingOnANewCard) {
    hal::simulated::Storage card;

    EXPECT_EQ(Cursor{card}.load(), Receipts{});
}

TEST(Cursor, ASaveCutAfterAnyByteLeavesTheOneBefore) {
    const std::size_t bytes = encode_cursor(receipted_to(20), {1}, 2).size();
    for (std::size_t kept = 0; kept <= bytes; ++kept) {
        hal::simulated::Storage card;
        Cursor cursor{card};
        ASSERT_TRUE(cursor.save(receipted_to(5), {1}));
        ASSERT_TRUE(cursor.save(receipted_to(10), {1}));
        card.stop_after(kept);
        static_cast<void>(cursor.save(receipted_to(20), {1}));
        card.lose_power(hal::simulated::Storage::no_limit);

        const Receipts loaded = Cursor{card}.load();

        EXPECT_TRUE(same(loaded, receipted_to(kept == bytes ? 20 : 10))) << kept;
    }
}

TEST(Cursor, AnyBitFlippedLeavesTheOneBefore) {
    hal::simulated::Storage card;
    Cursor cursor{card};
    ASSERT_TRUE(cursor.save(receipted_to(5), {1}));
    ASSERT_TRUE(cursor.save(receipted_to(10), {1}));
    const auto good = card.bytes_of("cursor");
    const std::size_t bits = encode_cursor(receipted_to(10), {1}, 2).size() * 8;
    for (std::size_t bit = 0; bit < bits; ++bit) {
        card.bytes_of("cursor") = good;
        card.bytes_of("cursor")[bit / 8] ^= std::byte{1} << (bit % 8);

        EXPECT_TRUE(same(Cursor{card}.load(), receipted_to(5))) << "bit " << bit;
    }
}

TEST(Cursor, GoesOnCountingWhereAnEarlierLifeStopped) {
    hal::simulated::Storage card;
    ASSERT_TRUE(Cursor{card}.save(receipted_to(5), {1}));
    for (const Sequence next : {6U, 7U, 8U}) {
        Cursor cursor{card};
        static_cast<void>(cursor.load());
        ASSERT_TRUE(cursor.save(receipted_to(next), {1}));
    }

    EXPECT_TRUE(same(Cursor{card}.load(), receipted_to(8)));
}

TEST(Cursor, HasRoomForSoManyRangesAndLeavesOutTheOldestEpochs) {
    Receipts receipts;
    std::vector<Epoch> order;
    for (Epoch epoch = 1; epoch <= max_cursor_ranges + 1; ++epoch) {
        receipts.apply({.store = 7, .epoch = epoch, .next = epoch});
        order.push_back(epoch);
    }

    const auto bytes = encode_cursor(receipts, order, 1);
    const auto slot = decode_cursor(bytes);

    EXPECT_LE(bytes.size(), cursor_slot_bytes);
    ASSERT_TRUE(slot);
    EXPECT_TRUE(slot->receipts.fixes(1).empty());
    EXPECT_EQ(slot->receipts.fixes(2).count(), 2U);
    EXPECT_EQ(slot->receipts.fixes(max_cursor_ranges + 1).count(), max_cursor_ranges + 1);
}

TEST(Cursor, ACardThatDoesNotTakeItIsTriedAgain) {
    hal::simulated::Storage card;
    Cursor cursor{card};
    card.fail_syncs(1);

    EXPECT_FALSE(cursor.save(receipted_to(5), {1}));
    EXPECT_TRUE(cursor.save(receipted_to(5), {1}));
    card.lose_power();

    EXPECT_TRUE(same(Cursor{card}.load(), receipted_to(5)));
}

} // namespace
} // namespace lanterne::firmware
