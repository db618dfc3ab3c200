#include <gtest/gtest.h>

#include "hal/simulated/storage.hpp"

namespace lanterne::hal::simulated {
namespace {

std::vector<std::byte> bytes(std::string_view text) {
    std::vector<std::byte> result;
    for (const char letter : text) {
        result.push_back(static_cast<std::byte>(letter));
    }
    return result;
}

TEST(SimulatedStorage, APowerCutTakesWhatWasNotSynced) {
    Storage card;
    const auto file = card.create("a", 0).value();
    ASSERT_TRUE(file->write_at(0, bytes("certain")));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(file->write_at(0, bytes("C")));
    ASSERT_TRUE(file->write_at(7, bytes(" or not")));

    card.lose_power();

    EXPECT_EQ(card.bytes_of("a"), bytes("certain"));
    EXPECT_EQ(file->sync().error(), StorageError::failed);
}

TEST(SimulatedStorage, APowerCutKeepsABeginningOfTheUnsyncedWrites) {
    Storage card;
    const auto a = card.create("a", 0).value();
    const auto b = card.create("b", 0).value();
    ASSERT_TRUE(a->write_at(0, bytes("12")));
    ASSERT_TRUE(b->write_at(0, bytes("34")));
    ASSERT_TRUE(a->write_at(2, bytes("56")));

    card.lose_power(3);

    EXPECT_EQ(card.bytes_of("a"), bytes("12"));
    EXPECT_EQ(card.bytes_of("b"), bytes("3"));
}

TEST(SimulatedStorage, StopsInTheMiddleOfAWrite) {
    Storage card;
    const auto file = card.create("a", 0).value();
    card.stop_after(4);

    EXPECT_TRUE(file->write_at(0, bytes("abc")));
    EXPECT_EQ(file->write_at(3, bytes("def")).error(), StorageError::failed);
    EXPECT_EQ(file->sync().error(), StorageError::failed);
    EXPECT_TRUE(card.stopped());
    card.lose_power(Storage::no_limit);

    EXPECT_EQ(card.bytes_of("a"), bytes("abcd"));
    EXPECT_TRUE(card.open("a"));
}

TEST(SimulatedStorage, AFailedSyncCannotBeMadeGoodByALaterOne) {
    Storage card;
    const auto file = card.create("a", 0).value();
    ASSERT_TRUE(file->write_at(0, bytes("abc")));
    card.fail_syncs(1);

    EXPECT_EQ(file->sync().error(), StorageError::failed);
    EXPECT_TRUE(file->sync());
    card.lose_power();

    EXPECT_TRUE(card.bytes_of("a").empty());
}

TEST(SimulatedStorage, WhatIsWrittenAgainAfterAFailedSyncCanBeSaved) {
    Storage card;
    const auto file = card.create("a", 0).value();
    ASSERT_TRUE(file->write_at(0, bytes("abc")));
    card.fail_syncs(1);
    EXPECT_FALSE(file->sync());
    ASSERT_TRUE(file->write_at(0, bytes("abc")));

    EXPECT_TRUE(file->sync());
    card.lose_power();

    EXPECT_EQ(card.bytes_of("a"), bytes("abc"));
}

TEST(SimulatedStorage, IsFullAtItsCapacityAndHasRoomAfterARemoval) {
    Storage card;
    card.set_capacity(6);
    const auto a = card.create("a", 0).value();
    const auto b = card.create("b", 0).value();
    ASSERT_TRUE(a->write_at(0, bytes("abcd")));

    EXPECT_EQ(b->write_at(0, bytes("xyz")).error(), StorageError::full);
    EXPECT_TRUE(b->write_at(0, bytes("xy")));
    ASSERT_TRUE(card.remove("a"));

    EXPECT_TRUE(b->write_at(0, bytes("xyz")));
    EXPECT_EQ(card.used(), 3U);
}

TEST(SimulatedStorage, RoomTakenInAdvanceCountsAndReadsAsZeros) {
    Storage card;
    card.set_capacity(100);
    const auto file = card.create("a", 60).value();

    EXPECT_EQ(card.create("b", 41).error(), StorageError::full);
    EXPECT_EQ(card.open("b").error(), StorageError::missing);
    EXPECT_EQ(card.free_bytes().value(), 40U);
    EXPECT_EQ(file->size().value(), 60U);
    ASSERT_TRUE(file->write_at(2, bytes("xy")));
    EXPECT_EQ(file->read_at(0, 5).value(),
              (std::vector<std::byte>{std::byte{0}, std::byte{0}, std::byte{'x'}, std::byte{'y'},
                                      std::byte{0}}));
    EXPECT_EQ(file->read_at(50, 100).value(), std::vector<std::byte>(10));
    EXPECT_EQ(card.grown(), 0U);
}

TEST(SimulatedStorage, WritingWithinTheRoomNeedsNoMoreAndAPowerCutLeavesTheRoom) {
    Storage card;
    card.set_capacity(60);
    const auto file = card.create("a", 60).value();
    EXPECT_TRUE(file->write_at(55, bytes("inner")));
    EXPECT_EQ(file->write_at(56, bytes("outer")).error(), StorageError::full);

    card.lose_power();

    EXPECT_EQ(card.open("a").value()->size().value(), 60U);
    EXPECT_EQ(card.used(), 60U);
}

TEST(SimulatedStorage, AFileKeepsItsBytesUnderAnotherName) {
    Storage card;
    const auto file = card.create("a", 0).value();
    ASSERT_TRUE(file->write_at(0, bytes("abc")));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(card.create("taken", 0));

    EXPECT_EQ(card.rename("a", "taken").error(), StorageError::failed);
    EXPECT_EQ(card.rename("missing", "b").error(), StorageError::missing);
    EXPECT_TRUE(card.rename("a", "b"));

    EXPECT_EQ(card.open("a").error(), StorageError::missing);
    EXPECT_EQ(card.bytes_of("b"), bytes("abc"));
    EXPECT_TRUE(file->write_at(3, bytes("d")));
    EXPECT_EQ(card.bytes_of("b"), bytes("abcd"));
}

TEST(SimulatedStorage, BadCellsFailTheReadsThatTouchThem) {
    Storage card;
    const auto file = card.create("a", 100).value();
    card.fail_reads_of("a", 40, 50);

    EXPECT_TRUE(file->read_at(0, 40));
    EXPECT_EQ(file->read_at(0, 41).error(), StorageError::failed);
    EXPECT_EQ(file->read_at(49, 10).error(), StorageError::failed);
    EXPECT_TRUE(file->read_at(50, 50));
    card.heal("a");
    EXPECT_TRUE(file->read_at(0, 100));
}

TEST(SimulatedStorage, SaysWhenAFileIsMissingOrIsThereAlready) {
    Storage card;
    ASSERT_TRUE(card.create("a", 0));

    EXPECT_EQ(card.create("a", 0).error(), StorageError::failed);
    EXPECT_EQ(card.open("b").error(), StorageError::missing);
    EXPECT_EQ(card.remove("b").error(), StorageError::missing);
}

} // namespace
} // namespace lanterne::hal::simulated
