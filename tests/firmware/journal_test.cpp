#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/firmware/journal_fixture.hpp"

namespace lanterne::firmware {
namespace {

TEST_F(JournalTest, GivesBackWhatItTook) {
    Journal journal = open(first_epoch);
    for (std::uint64_t number = 0; number < 300; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }
    ASSERT_TRUE(journal.sync());

    EXPECT_EQ(journal.read(first_epoch, {0, 300}).value(), example_fixes(300));
    EXPECT_EQ(journal.read(first_epoch, {290, 400}).value().size(), 10U);
    EXPECT_EQ(journal.read(first_epoch, {130, 131}).value().front(), example_fix(130));
    EXPECT_TRUE(journal.read(second_epoch, {0, 1}).value().empty());
}

TEST_F(JournalTest, ReadsAcrossSegments) {
    write_a_life(35, small_segments);
    EXPECT_GE(segments().size(), 4U);

    const Journal journal = open(second_epoch, small_segments);

    EXPECT_EQ(journal.read(first_epoch, {0, 35}).value(), example_fixes(35));
    ASSERT_EQ(journal.held().front().epoch, first_epoch);
    EXPECT_TRUE(journal.held().front().fixes.covers({0, 35}));
}

TEST_F(JournalTest, APowerCutAfterAnyByteLeavesABeginning) {
    const std::uint64_t all = [] {
        hal::simulated::Storage disk;
        const Receipts none;
        Journal journal{disk, none, {}, first_epoch};
        for (std::uint64_t number = 0; number < 3; ++number) {
            journal.append(example_fix(number));
        }
        return disk.written();
    }();
    for (std::uint64_t kept = 0; kept <= all; ++kept) {
        hal::simulated::Storage disk;
        const Receipts none;
        {
            Journal journal{disk, none, {}, first_epoch};
            for (std::uint64_t number = 0; number < 3; ++number) {
                journal.append(example_fix(number));
            }
        }
        disk.lose_power(kept);

        const Journal journal{disk, none, {}, second_epoch};

        const auto fixes = journal.read(first_epoch, {0, 3}).value();
        EXPECT_EQ(fixes, example_fixes(kept < header ? 0 : (kept - header) / record)) << kept;
        EXPECT_TRUE(journal.recovery().lost.empty()) << kept;
    }
}

TEST_F(JournalTest, WhatWasSyncedSurvivesAStopAfterAnyByte) {
    for (std::uint64_t stop = 0; stop < 1'500; ++stop) {
        hal::simulated::Storage disk;
        const Receipts none;
        Sequence certain = 0;
        disk.stop_after(stop);
        try {
            Journal journal{disk, none, small_segments, first_epoch};
            for (std::uint64_t number = 0; number < 30 && !disk.stopped(); ++number) {
                journal.append(example_fix(number));
                if (number % 4 == 3) {
                    journal.sync();
                }
                certain = journal.certain();
            }
        } catch (const std::runtime_error&) {
            EXPECT_LT(stop, header) << "a journal that had begun was refused";
        }
        disk.lose_power();

        const Journal journal{disk, none, small_segments, second_epoch};

        const auto fixes = journal.read(first_epoch, {0, 30}).value();
        EXPECT_GE(fixes.size(), certain) << stop;
        EXPECT_EQ(fixes, example_fixes(fixes.size())) << stop;
    }
}

/// The program ended, the power did not: what the next life found and sent must stay.
TEST_F(JournalTest, WhatAnotherLifeFoundSurvivesAPowerCut) {
    {
        Journal journal = open(first_epoch);
        ASSERT_TRUE(journal.append(example_fix(0)));
    }
    {
        const Journal journal = open(second_epoch);
        ASSERT_TRUE(journal.held().front().fixes.contains(0));
    }

    card.lose_power();

    EXPECT_EQ(open(3).read(first_epoch, {0, 1}).value(), example_fixes(1));
}

TEST_F(JournalTest, ATornRecordIsDeclaredLost) {
    write_a_life(20);
    card.bytes_of(segments().front())[header + 7 * record + 20] ^= std::byte{1};

    const Journal journal = open(second_epoch);

    EXPECT_THAT(journal.recovery().lost,
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {7, 8}}));
    EXPECT_EQ(journal.recovery().torn, 1U);
    EXPECT_EQ(journal.read(first_epoch, {0, 20}).value().size(), 7U);
    EXPECT_EQ(journal.read(first_epoch, {8, 20}).value().size(), 12U);
}

TEST_F(JournalTest, WhatWasDeclaredLostOnceIsNotDeclaredAgain) {
    write_a_life(20);
    card.bytes_of(segments().front())[header + 7 * record + 20] ^= std::byte{1};
    {
        Journal journal = open(second_epoch);
        const wire::Event event{.epoch = second_epoch,
                                .number = journal.next_event(),
                                .time = race_start,
                                .body = journal.recovery().lost.front()};
        ASSERT_TRUE(journal.append_event(wire::encode(event).value()));
        ASSERT_TRUE(journal.sync());
    }

    EXPECT_TRUE(open(3).recovery().lost.empty());
}

TEST_F(JournalTest, WhatTheServerHasIsNotLost) {
    write_a_life(20);
    card.bytes_of(segments().front())[header + 7 * record + 20] ^= std::byte{1};
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 10});

    EXPECT_TRUE(open(second_epoch).recovery().lost.empty());
}

TEST_F(JournalTest, ADamagedHeaderCostsNothing) {
    write_a_life(20);
    card.bytes_of(segments().front())[13] ^= std::byte{0xFF};

    const Journal journal = open(second_epoch);

    EXPECT_EQ(journal.read(first_epoch, {0, 20}).value(), example_fixes(20));
    EXPECT_EQ(journal.recovery().torn, 1U);
}

TEST_F(JournalTest, OfAnotherUnitIsRefused) {
    write_a_life(1, {.unit = "demo000001"});

    EXPECT_THROW(open(second_epoch, {.unit = "demo000002"}), std::runtime_error);
    EXPECT_NO_THROW(open(second_epoch, {.unit = "demo000001"}));
}

TEST_F(JournalTest, ForeignFilesAreLeftAlone) {
    ASSERT_TRUE(card.create("readme.txt", 0));
    ASSERT_TRUE(card.create("00000001-0badcafe.journal.old", 0));

    const Journal journal = open(second_epoch);

    EXPECT_TRUE(card.open("readme.txt"));
    EXPECT_TRUE(card.open("00000001-0badcafe.journal.old"));
}

TEST_F(JournalTest, AnEpochThatIsThereAlreadyIsNotDrawnTwice) {
    write_a_life(1);

    EXPECT_NE(open(first_epoch).epoch(), first_epoch);
}

TEST_F(JournalTest, EventsComeBackUntilTheyAreReceipted) {
    {
        Journal journal = open(first_epoch);
        for (Sequence number = 0; number < 3; ++number) {
            const wire::Event event{
                .epoch = first_epoch, .number = number, .time = race_start, .body = wire::Boot{}};
            ASSERT_TRUE(journal.append_event(wire::encode(event).value()));
        }
        ASSERT_TRUE(journal.sync());
    }
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 0, .events_next = 2});

    const auto events = open(second_epoch).unreceipted_events();

    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(wire::decode_event(events.front().bytes).value().number, 2U);
}

TEST_F(JournalTest, AnEventThatNoSegmentCouldHoldIsRefused) {
    Journal journal = open(first_epoch, small_segments);

    EXPECT_FALSE(journal.append_event(std::vector<std::byte>(1'024)));
    EXPECT_FALSE(journal.append_event(std::vector<std::byte>(500)));
    EXPECT_TRUE(journal.append_event(std::vector<std::byte>(100)));
    EXPECT_EQ(journal.next_event(), 1U);
}

TEST(SegmentName, SaysPlaceAndEpoch) {
    EXPECT_EQ(segment_name(12, 0x89abcdef), "0000000c-89abcdef.journal");

    const auto said = parse_segment_name("0000000c-89abcdef.journal");

    ASSERT_TRUE(said);
    EXPECT_EQ(said->segment, 12U);
    EXPECT_EQ(said->epoch, 0x89abcdefU);
    EXPECT_FALSE(parse_segment_name("0000000C-89abcdef.journal"));
    EXPECT_FALSE(parse_segment_name("c-89abcdef.journal"));
    EXPECT_FALSE(parse_segment_name("cursor"));
}

} // namespace
} // namespace lanterne::firmware
