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
    const auto file = card.create("a").value();
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
    const auto a = card.create("a").value();
    const auto b = card.create("b").value();
    ASSERT_TRUE(a->write_at(0, bytes("12")));
    ASSERT_TRUE(b->write_at(0, bytes("34")));
    ASSERT_TRUE(a->write_at(2, bytes("56")));

    card.lose_power(3);

    EXPECT_EQ(card.bytes_of("a"), bytes("12"));
    EXPECT_EQ(card.bytes_of("b"), bytes("3"));
}

TEST(SimulatedStorage, StopsInTheMiddleOfAWrite) {
    Storage card;
    const auto file = card.create("a").value();
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
    const auto file = card.create("a").value();
    ASSERT_TRUE(file->write_at(0, bytes("abc")));
    card.fail_syncs(1);

    EXPECT_EQ(file->sync().error(), StorageError::failed);
    EXPECT_TRUE(file->sync());
    card.lose_power();

    EXPECT_TRUE(card.bytes_of("a").empty());
}

TEST(SimulatedStorage, WhatIsWrittenAgainAfterAFailedSyncCanBeSaved) {
    Storage card;
    const auto file = card.create("a").value();
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
    const auto a = card.create("a").value();
    const auto b = card.create("b").value();
    ASSERT_TRUE(a->write_at(0, bytes("abcd")));

    EXPECT_EQ(b->write_at(0, bytes("xyz")).error(), StorageError::full);
    EXPECT_TRUE(b->write_at(0, bytes("xy")));
    ASSERT_TRUE(card.remove("a"));

    EXPECT_TRUE(b->write_at(0, bytes("xyz")));
    EXPECT_EQ(card.used(), 3U);
}

TEST(SimulatedStorage, SaysWhenAFileIsMissingOrIsThereAlready) {
    Storage card;
    ASSERT_TRUE(card.create("a"));

    EXPECT_EQ(card.create("a").error(), StorageError::failed);
    EXPECT_EQ(card.open("b").error(), StorageError::missing);
    EXPECT_EQ(card.remove("b").error(), StorageError::missing);
}

} // namespace
} // namespace lanterne::hal::simulated
