#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/journal.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::firmware {
namespace {

constexpr Epoch first_epoch = 0x0badcafe;
constexpr Epoch second_epoch = 0x00c0ffee;

class JournalTest : public testing::Test {
protected:
    Journal open(Epoch epoch, JournalSettings settings = {}) {
        return Journal{card, receipts, settings, epoch};
    }

    void write_a_life(std::uint64_t fixes, JournalSettings settings = {}) {
        Journal journal = open(first_epoch, settings);
        for (std::uint64_t number = 0; number < fixes; ++number) {
            ASSERT_TRUE(journal.append(example_fix(number)));
        }
        ASSERT_TRUE(journal.sync());
    }

    std::vector<std::string> segments() {
        std::vector<std::string> names = card.list().value();
        std::erase_if(names, [](const std::string& name) { return !parse_segment_name(name); });
        return names;
    }

    hal::simulated::Storage card;
    Receipts receipts;
};

/// Small enough for a handful of fixes.
constexpr JournalSettings small_segments{.segment_bytes = 64 + 10 * 45};

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
        EXPECT_EQ(fixes, example_fixes(kept < 64 ? 0 : (kept - 64) / 45)) << kept;
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
            EXPECT_LT(stop, 64U) << "a journal that had begun was refused";
        }
        disk.lose_power();

        const Journal journal{disk, none, small_segments, second_epoch};

        const auto fixes = journal.read(first_epoch, {0, 30}).value();
        EXPECT_GE(fixes.size(), certain) << stop;
        EXPECT_EQ(fixes, example_fixes(fixes.size())) << stop;
    }
}

TEST_F(JournalTest, ATornRecordIsDeclaredLost) {
    write_a_life(20);
    card.bytes_of(segments().front())[64 + 7 * 45 + 20] ^= std::byte{1};

    const Journal journal = open(second_epoch);

    EXPECT_THAT(journal.recovery().lost,
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {7, 8}}));
    EXPECT_EQ(journal.recovery().torn, 1U);
    EXPECT_EQ(journal.read(first_epoch, {0, 20}).value().size(), 7U);
    EXPECT_EQ(journal.read(first_epoch, {8, 20}).value().size(), 12U);
}

TEST_F(JournalTest, WhatWasDeclaredLostOnceIsNotDeclaredAgain) {
    write_a_life(20);
    card.bytes_of(segments().front())[64 + 7 * 45 + 20] ^= std::byte{1};
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
    card.bytes_of(segments().front())[64 + 7 * 45 + 20] ^= std::byte{1};
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

    Journal journal = open(second_epoch);
    journal.forget_receipted();

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

TEST_F(JournalTest, AFailedSyncIsMadeGoodInANewSegment) {
    Journal journal = open(first_epoch);
    for (std::uint64_t number = 0; number < 5; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }
    card.fail_syncs(1);

    EXPECT_TRUE(journal.sync());
    card.lose_power();

    EXPECT_EQ(open(second_epoch).read(first_epoch, {0, 5}).value(), example_fixes(5));
}

TEST_F(JournalTest, ACardThatFailsForAWhileLosesNothing) {
    Journal journal = open(first_epoch);
    card.fail_syncs(7);
    std::uint64_t number = 0;
    for (; number < 20; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
        journal.sync();
    }

    EXPECT_EQ(journal.certain(), 20U);
    card.lose_power();
    EXPECT_EQ(open(second_epoch).read(first_epoch, {0, 20}).value(), example_fixes(20));
}

TEST_F(JournalTest, RefusesMoreThanMemoryMayHoldForACardThatFails) {
    Journal journal = open(first_epoch);
    card.stop_after(0);

    for (std::size_t number = 0; number < Journal::max_uncertain; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }

    EXPECT_FALSE(journal.append(example_fix(Journal::max_uncertain)));
    EXPECT_EQ(journal.next(), Journal::max_uncertain);
}

TEST_F(JournalTest, KeepsWhatIsReceiptedForADay) {
    Journal journal = open(first_epoch, small_segments);
    for (std::uint64_t number = 0; number < 50; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }
    ASSERT_TRUE(journal.sync());
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 50});
    journal.forget_receipted();
    EXPECT_EQ(journal.held().front().fixes.count(), 50U);

    ASSERT_TRUE(journal.append(example_fix(24 * 3600 + 15)));
    journal.forget_receipted();

    // The segments of fixes 0 to 9 and 10 to 19 (at most 15 is a day old) differ.
    EXPECT_FALSE(journal.held().front().fixes.contains(9));
    EXPECT_TRUE(journal.held().front().fixes.contains(10));
}

TEST_F(JournalTest, NeverForgetsByAgeWhatHasNoReceipt) {
    Journal journal = open(first_epoch, small_segments);
    for (std::uint64_t number = 0; number < 50; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }
    ASSERT_TRUE(journal.append(example_fix(100 * 3600)));
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 51, .gaps = {{3, 4}}});

    journal.forget_receipted();

    EXPECT_TRUE(journal.held().front().fixes.covers({0, 50}));
}

TEST_F(JournalTest, AFullCardForgetsReceiptedFixesFirst) {
    Journal journal = open(first_epoch, small_segments);
    card.set_capacity(64 * 6 + 45 * 50);
    for (std::uint64_t number = 0; number < 40; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 30, .gaps = {{0, 10}}});

    for (std::uint64_t number = 40; number < 65; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }

    EXPECT_TRUE(journal.sync());
    EXPECT_TRUE(journal.take_lost().empty());
    EXPECT_TRUE(journal.held().front().fixes.covers({0, 10}));
    EXPECT_FALSE(journal.held().front().fixes.contains(10));
}

TEST_F(JournalTest, AFullCardWithoutReceiptsForgetsTheOldestAndSaysSo) {
    Journal journal = open(first_epoch, small_segments);
    card.set_capacity(64 * 6 + 45 * 50);

    for (std::uint64_t number = 0; number < 65; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }

    EXPECT_TRUE(journal.sync());
    const auto lost = journal.take_lost();
    ASSERT_FALSE(lost.empty());
    EXPECT_EQ(lost.front(), (wire::Lost{.epoch = first_epoch, .range = {0, 10}}));
    EXPECT_TRUE(journal.held().front().fixes.contains(64));
    EXPECT_TRUE(journal.take_lost().empty());
}

TEST_F(JournalTest, AFullCardFromTheStartIsRefused) {
    card.set_capacity(10);

    EXPECT_THROW(open(first_epoch), std::runtime_error);
}

TEST(SegmentName, SaysPlaceAndEpoch) {
    EXPECT_EQ(segment_name(12, 0x89abcdef), "0000000c-89abcdef.journal");

    const auto header = parse_segment_name("0000000c-89abcdef.journal");

    ASSERT_TRUE(header);
    EXPECT_EQ(header->segment, 12U);
    EXPECT_EQ(header->epoch, 0x89abcdefU);
    EXPECT_FALSE(parse_segment_name("0000000C-89abcdef.journal"));
    EXPECT_FALSE(parse_segment_name("c-89abcdef.journal"));
    EXPECT_FALSE(parse_segment_name("cursor"));
}

} // namespace
} // namespace lanterne::firmware
