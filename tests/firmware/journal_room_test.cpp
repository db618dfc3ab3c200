#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/journal/cursor.hpp"
#include "tests/firmware/journal_fixture.hpp"

namespace lanterne::firmware {
namespace {

TEST_F(JournalTest, KeepsWhatIsReceiptedAsLongAsThereIsRoom) {
    Journal journal = open(first_epoch, small_segments);
    append(journal, 0, 50);
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 50});

    append(journal, 100 * 3600, 100 * 3600 + 50);

    EXPECT_EQ(journal.held().front().fixes.count(), 100U);
    EXPECT_EQ(journal.reused(), 0U);
}

TEST_F(JournalTest, WritingMakesNoFileLonger) {
    Journal journal = open(first_epoch, small_segments);
    limit_card(4);

    append(journal, 0, 300);

    EXPECT_EQ(card.grown(), 0U);
    EXPECT_GT(journal.reused(), 20U);
    EXPECT_LE(segments().size(), 4U);
}

TEST_F(JournalTest, ItsShareOfTheCardIsAFullCard) {
    JournalSettings settings = small_segments;
    settings.capacity_bytes = 3 * settings.segment_bytes + 5;
    Journal journal = open(first_epoch, settings);

    append(journal, 0, 50);

    EXPECT_EQ(segments().size(), 3U);
    EXPECT_THAT(journal.take_lost(),
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {0, 10}},
                                     wire::Lost{.epoch = first_epoch, .range = {10, 20}}));
    EXPECT_EQ(journal.read(first_epoch, {20, 50}).value().size(), 30U);
    EXPECT_EQ(journal.reused(), 2U);
    EXPECT_EQ(journal.room(), 5U);
}

TEST_F(JournalTest, RoomIsWhatTheLimitOfSegmentsLeavesOfALargerShare) {
    Journal journal = open(first_epoch, small_segments);

    EXPECT_EQ(journal.room(),
              10 * record + (Journal::max_segments - 1) * small_segments.segment_bytes);
}

/// A shared card: others shall find room, but nobody's last day is given up for that.
TEST_F(JournalTest, LeavesOthersRoomByWhatIsReceiptedAndADayOld) {
    JournalSettings settings = small_segments;
    settings.reserve_bytes = 2'000;
    limit_card(6);
    Journal journal = open(first_epoch, settings);
    append(journal, 0, 30);
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 30});
    append(journal, 30, 40);
    EXPECT_EQ(journal.reused(), 0U) << "a receipted segment of this day was given up for others";

    append(journal, 30 * 3600, 30 * 3600 + 40);

    EXPECT_EQ(journal.reused(), 3U);
    EXPECT_TRUE(journal.take_lost().empty());
    EXPECT_FALSE(journal.held().front().fixes.contains(29));
    EXPECT_TRUE(journal.held().front().fixes.contains(30));
}

/// Wrong by years, as after a roll-over of the week: neither keeps a segment for ever nor ends the
/// day of all others.
TEST_F(JournalTest, OneFixWithAWrongYearDecidesNothing) {
    JournalSettings settings = small_segments;
    settings.reserve_bytes = 2'000;
    limit_card(6);
    Journal journal = open(first_epoch, settings);
    append(journal, 0, 9);
    Fix wrong = example_fix(9);
    wrong.time += std::chrono::hours{24 * 365 * 20};
    ASSERT_TRUE(journal.append(wrong));
    ASSERT_TRUE(journal.sync());
    append(journal, 10, 19);
    ASSERT_TRUE(journal.append(wrong));
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 20});

    append(journal, 20, 40);
    EXPECT_EQ(journal.reused(), 0U) << "the wrong year ended everybody's day";

    append(journal, 30 * 3600, 30 * 3600 + 30);
    EXPECT_EQ(journal.reused(), 2U) << "the wrong year kept its segment";
}

TEST_F(JournalTest, AFullCardTakesWhatIsADayOldBeforeWhatIsNot) {
    {
        // A life whose clock was a week ahead, then one that was right.
        Journal journal = open(first_epoch, small_segments);
        append(journal, 7 * 24 * 3600, 7 * 24 * 3600 + 10);
        receipts.apply({.store = 1, .epoch = first_epoch, .next = 10});
    }
    {
        Journal journal = open(second_epoch, small_segments);
        append(journal, 0, 10);
        receipts.apply({.store = 1, .epoch = second_epoch, .next = 10});
    }
    limit_card(3);
    Journal journal = open(3, small_segments);
    append(journal, 6 * 24 * 3600, 6 * 24 * 3600 + 11);

    EXPECT_THAT(journal.epochs(), testing::ElementsAre(first_epoch, 3));
}

TEST_F(JournalTest, ANewStoreAsksForWhatWasReceiptedAndStillThere) {
    Journal journal = open(first_epoch, small_segments);
    limit_card(4);
    append(journal, 0, 40);
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 40});
    receipts.apply({.store = 2, .epoch = first_epoch, .next = 0});

    append(journal, 40, 50);

    EXPECT_THAT(journal.take_lost(),
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {0, 10}}));
    EXPECT_EQ(journal.read(first_epoch, {10, 50}).value().size(), 40U);
}

TEST_F(JournalTest, WhatStandsBehindANewSegmentIsNeitherReadNorDamage) {
    {
        Journal journal = open(first_epoch, small_segments);
        limit_card(2);
        append(journal, 0, 43);
    }
    card.set_capacity(hal::simulated::Storage::no_limit);

    const Journal journal = open(second_epoch, small_segments);

    EXPECT_EQ(journal.recovery().torn, 0U);
    EXPECT_EQ(journal.recovery().records, 13U);
    EXPECT_EQ(journal.read(first_epoch, {30, 50}).value(), example_fixes(30, 43));
    EXPECT_THAT(journal.recovery().lost,
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {0, 30}}));
}

/// The event that says so may be cut off; the header above the new records says it too.
TEST_F(JournalTest, AnEpochThatIsGoneAsAWholeIsStillDeclaredLostAfterAPowerCut) {
    write_a_life(10, small_segments);
    limit_card(2);
    {
        Journal journal = open(second_epoch, small_segments);
        append(journal, 10, 21);
        EXPECT_THAT(journal.epochs(), testing::ElementsAre(second_epoch));
    }
    card.lose_power();

    EXPECT_THAT(open(3, small_segments).recovery().lost,
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {0, 10}}));
}

TEST_F(JournalTest, AnOldSegmentStaysWhatItWasUntilTheNewHeaderIsThere) {
    write_a_life(10, small_segments);
    ASSERT_TRUE(card.rename(segments().front(), segment_name(7, second_epoch)));

    Journal journal = open(3, small_segments);
    append(journal, 10, 11);

    EXPECT_EQ(journal.read(first_epoch, {0, 10}).value(), example_fixes(10));
    EXPECT_EQ(journal.recovery().torn, 0U);
    EXPECT_THAT(segments(), testing::Contains(segment_name(8, 3)));
}

TEST_F(JournalTest, ARenameThatFailedButHappenedIsMadeGoodElsewhere) {
    Journal journal = open(first_epoch, small_segments);
    limit_card(3);
    append(journal, 0, 30);
    card.fail_renames(1);

    append(journal, 30, 45);

    EXPECT_EQ(journal.certain(), 45U);
    const auto lost = journal.take_lost();
    EXPECT_THAT(lost, testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {0, 10}},
                                           wire::Lost{.epoch = first_epoch, .range = {10, 20}},
                                           wire::Lost{.epoch = first_epoch, .range = {20, 30}}));
    EXPECT_EQ(journal.read(first_epoch, {30, 45}).value().size(), 15U);
}

/// Some file systems need room to rename: there the old segment is removed instead.
TEST_F(JournalTest, AFolderWithoutRoomForAnotherNameStillTakesNewSegments) {
    Journal journal = open(first_epoch, small_segments);
    limit_card(3);
    append(journal, 0, 30);
    card.refuse_renames(1'000);

    append(journal, 30, 45);

    EXPECT_EQ(journal.certain(), 45U);
    EXPECT_EQ(journal.reused(), 0U);
    EXPECT_THAT(journal.take_lost(),
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {0, 10}},
                                     wire::Lost{.epoch = first_epoch, .range = {10, 20}}));
    card.lose_power();
    EXPECT_EQ(open(second_epoch, small_segments).read(first_epoch, {30, 45}).value(),
              example_fixes(30, 45));
}

TEST_F(JournalTest, ReceiptsAreSavedBeforeWhatTheyCoverIsWrittenOver) {
    {
        Cursor cursor{card};
        ASSERT_TRUE(cursor.save(receipts, {}));
        Journal journal = open(first_epoch, small_segments);
        card.set_capacity(card.used() + 2 * small_segments.segment_bytes);
        journal.before_reuse([&] {
            EXPECT_TRUE(journal.held().front().fixes.contains(0));
            EXPECT_TRUE(cursor.save(receipts, journal.epochs()));
        });
        append(journal, 0, 30);
        receipts.apply({.store = 1, .epoch = first_epoch, .next = 10});
        append(journal, 30, 31);
        EXPECT_FALSE(journal.held().front().fixes.contains(0));
    }
    card.lose_power();
    card.set_capacity(hal::simulated::Storage::no_limit);
    receipts = Cursor{card}.load();

    EXPECT_TRUE(open(second_epoch, small_segments).recovery().lost.empty());
}

TEST_F(JournalTest, AFullCardForgetsReceiptedFixesFirst) {
    Journal journal = open(first_epoch, small_segments);
    limit_card(5);
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
    limit_card(5);

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

TEST_F(JournalTest, AUnitThatStartsAgainAndAgainGivesUpNoFixes) {
    write_a_life(10, small_segments);
    limit_card(4);
    for (Epoch life = 1; life <= 20; ++life) {
        Journal journal = open(life, small_segments);
        const wire::Event boot{
            .epoch = life, .number = 0, .time = race_start, .body = wire::Boot{}};
        ASSERT_TRUE(journal.append_event(wire::encode(boot).value()));
        ASSERT_TRUE(journal.sync());
        EXPECT_TRUE(journal.take_lost().empty());
    }

    const Journal journal = open(second_epoch, small_segments);

    EXPECT_EQ(journal.read(first_epoch, {0, 10}).value(), example_fixes(10));
    EXPECT_EQ(journal.unreceipted_events().size(), 20U);
}

TEST_F(JournalTest, ACardTooSmallForOneSegmentIsRefusedAndKeepsWhatItHas) {
    write_a_life(10, small_segments);
    limit_card(2);

    EXPECT_THROW(open(second_epoch), std::runtime_error);

    EXPECT_EQ(open(second_epoch, small_segments).read(first_epoch, {0, 10}).value(),
              example_fixes(10));
}

/// Nobody's call for help goes with the fixes around it.
TEST_F(JournalTest, AFullCardCarriesEventsOverUntilTheyAreReceipted) {
    const wire::Event sos{
        .epoch = first_epoch, .number = 0, .time = race_start, .body = wire::Sos{}};
    {
        Journal journal = open(first_epoch, small_segments);
        ASSERT_TRUE(journal.append_event(wire::encode(sos).value()));
        ASSERT_TRUE(journal.sync());
    }
    limit_card(2);
    {
        Journal journal = open(second_epoch, small_segments);
        append(journal, 0, 50);
    }
    card.lose_power();

    Journal journal = open(3, small_segments);

    const auto events = journal.unreceipted_events();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(wire::decode_event(events.front().bytes).value(), sos);
    EXPECT_THAT(journal.epochs(), testing::Contains(first_epoch));
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 0, .events_next = 1});
    EXPECT_TRUE(journal.unreceipted_events().empty());
}

/// Each start notes a boot, and on a full card they are all carried.
TEST_F(JournalTest, NoFloodOfOtherEventsDrivesOutACallForHelp) {
    const auto journalled = [&](Epoch life, decltype(wire::Event::body) body) {
        Journal journal = open(life, small_segments);
        const wire::Event event{.epoch = life, .number = 0, .time = race_start, .body = body};
        ASSERT_TRUE(journal.append_event(wire::encode(event).value()));
        ASSERT_TRUE(journal.sync());
    };
    journalled(1, wire::Sos{});
    limit_card(2);
    for (Epoch life = 2; life < 2'000; ++life) {
        journalled(life, wire::Boot{});
    }

    const Journal journal = open(2'000, small_segments);

    const auto events = journal.unreceipted_events();
    ASSERT_FALSE(events.empty());
    EXPECT_TRUE(is_urgent(events.front().bytes));
    EXPECT_LT(events.size(), 1'500U);
    EXPECT_EQ(events.back().epoch, 1'999U);
}

TEST_F(JournalTest, MoreEventsThanMemoryTakesLeaveTheCallForHelpIn) {
    Journal journal = open(first_epoch);
    for (Sequence number = 0; number < Journal::max_events + 100; ++number) {
        wire::Event event{.epoch = first_epoch, .number = number, .time = race_start};
        if (number == 3) {
            event.body = wire::Sos{};
        } else {
            event.body = wire::Button{};
        }
        ASSERT_TRUE(journal.append_event(wire::encode(event).value()));
    }
    ASSERT_TRUE(journal.sync());

    const auto events = journal.unreceipted_events();

    ASSERT_EQ(events.size(), Journal::max_events);
    EXPECT_EQ(events[0].number, 3U);
    EXPECT_EQ(events[1].number, 101U);
}

TEST_F(JournalTest, AFullCardFromTheStartIsRefused) {
    card.set_capacity(10);

    EXPECT_THROW(open(first_epoch), std::runtime_error);
}

} // namespace
} // namespace lanterne::firmware
