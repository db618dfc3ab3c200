#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/firmware/journal_fixture.hpp"

namespace lanterne::firmware {
namespace {

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

/// The file of the failed sync is the only one that may go, and what is in memory is not lost.
TEST_F(JournalTest, OnAFullCardAFailedSyncDeclaresNothingLostThatIsStillInMemory) {
    limit_card(2);
    Journal journal = open(first_epoch, small_segments);
    append(journal, 0, 10);
    for (std::uint64_t number = 10; number < 15; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }
    card.fail_syncs(1);

    EXPECT_TRUE(journal.sync());

    EXPECT_TRUE(journal.take_lost().empty());
    EXPECT_EQ(journal.certain(), 15U);
    card.lose_power();
    card.set_capacity(hal::simulated::Storage::no_limit);
    EXPECT_EQ(open(second_epoch).read(first_epoch, {0, 15}).value(), example_fixes(15));
}

/// Memory holds more than two segments take: the first that is written again goes at once, and is
/// declared, because nobody has it any more.
TEST_F(JournalTest, WhatIsWrittenAgainAndGoesInTheSameBreathIsDeclaredOnce) {
    limit_card(2);
    Journal journal = open(first_epoch, small_segments);
    card.fail_syncs(1'000);
    for (std::uint64_t number = 0; number < 35; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
    }
    EXPECT_FALSE(journal.sync());
    EXPECT_TRUE(journal.take_lost().empty());
    card.fail_syncs(0);

    EXPECT_TRUE(journal.sync());

    EXPECT_EQ(journal.certain(), 35U);
    EXPECT_THAT(journal.take_lost(),
                testing::ElementsAre(wire::Lost{.epoch = first_epoch, .range = {0, 10}},
                                     wire::Lost{.epoch = first_epoch, .range = {10, 20}}));
    EXPECT_EQ(journal.read(first_epoch, {20, 35}).value(), example_fixes(20, 35));
}

TEST_F(JournalTest, ACardThatFailsForHoursIsNotFilledWithFailedFiles) {
    Journal journal = open(first_epoch, small_segments);
    append(journal, 0, 5);
    card.fail_syncs(1'000);
    for (std::uint64_t number = 5; number < 200; ++number) {
        ASSERT_TRUE(journal.append(example_fix(number)));
        EXPECT_FALSE(journal.sync());
    }
    EXPECT_LE(segments().size(), 3U);
    card.fail_syncs(0);

    EXPECT_TRUE(journal.sync());

    card.lose_power();
    EXPECT_EQ(open(second_epoch).read(first_epoch, {0, 200}).value(), example_fixes(200));
}

TEST_F(JournalTest, AFileWhoseSyncFailedIsNeverWrittenAgain) {
    Journal journal = open(first_epoch, small_segments);
    append(journal, 0, 5);
    const std::string failed = segments().back();
    card.fail_syncs(1);
    append(journal, 5, 6);
    const auto before = card.bytes_of(failed);
    receipts.apply({.store = 1, .epoch = first_epoch, .next = 6});
    limit_card(2);

    append(journal, 6, 40);

    EXPECT_THAT(segments(), testing::Not(testing::Contains(failed)));
    EXPECT_EQ(journal.reused(), 2U);
    EXPECT_EQ(before.size(), header + 6 * record);
}

TEST_F(JournalTest, ABadPageCostsWhatIsInIt) {
    write_a_life(1'000);
    card.fail_reads_of(segments().front(), 8'192, 12'288);

    const Journal journal = open(second_epoch);

    EXPECT_EQ(journal.recovery().unread_bytes, 4'096U);
    ASSERT_EQ(journal.recovery().lost.size(), 1U);
    const SequenceRange gone = journal.recovery().lost.front().range;
    EXPECT_EQ(gone, (SequenceRange{(8'192 - header) / record, (12'288 - header) / record + 1}));
    EXPECT_EQ(journal.read(first_epoch, {0, gone.from}).value(), example_fixes(gone.from));
    EXPECT_EQ(journal.read(first_epoch, {gone.to, 1'000}).value(), example_fixes(gone.to, 1'000));
}

TEST_F(JournalTest, APageThatGoesBadLaterFailsTheReadsOfWhatIsInIt) {
    Journal journal = open(first_epoch);
    append(journal, 0, 1'000);
    card.fail_reads_of(segments().front(), 8'192, 12'288);

    EXPECT_EQ(journal.read(first_epoch, {100, 120}).value(), example_fixes(100, 120));
    EXPECT_FALSE(journal.read(first_epoch, {190, 200}));
    EXPECT_FALSE(journal.read(first_epoch, {170, 190})) << "a part would look like all there is";
    EXPECT_EQ(journal.read(first_epoch, {300, 320}).value(), example_fixes(300, 320));
}

TEST_F(JournalTest, WhatTheNewerCopyDoesNotGiveTheOlderMay) {
    {
        Journal journal = open(first_epoch);
        for (std::uint64_t number = 0; number < 5; ++number) {
            ASSERT_TRUE(journal.append(example_fix(number)));
        }
        card.fail_syncs(1);
        ASSERT_TRUE(journal.sync());
        append(journal, 5, 8);
        // The first copy had reached the card all the same.
        const auto copy = card.create(segment_name(100, first_epoch), 0).value();
        auto bytes = journal_format::encode({.epoch = first_epoch, .segment = 0});
        for (std::uint64_t number = 0; number < 5; ++number) {
            const auto again = journal_format::encode_record(
                journal_format::seal_of(first_epoch, 0), journal_format::Kind::fix, number,
                journal_format::encode_fix(example_fix(number)));
            bytes.insert(bytes.end(), again.begin(), again.end());
        }
        ASSERT_TRUE(copy->write_at(0, bytes));
        ASSERT_TRUE(copy->sync());
    }
    const Journal journal = open(second_epoch);
    card.fail_reads_of(segment_name(1, first_epoch));

    EXPECT_EQ(journal.read(first_epoch, {0, 5}).value(), example_fixes(5));
    EXPECT_FALSE(journal.read(first_epoch, {0, 8}));
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

/// The usual death of a card: it takes nothing for hours, and somebody calls for help.
TEST_F(JournalTest, MemoryFullOfFixesAndEventsStillTakesACallForHelp) {
    Journal journal = open(first_epoch);
    const auto append_event = [&](decltype(wire::Event::body) body) {
        const wire::Event event{
            .epoch = first_epoch, .number = journal.next_event(), .time = race_start, .body = body};
        return journal.append_event(wire::encode(event).value());
    };
    ASSERT_TRUE(append_event(wire::Boot{}));
    ASSERT_TRUE(journal.sync());
    card.fail_syncs(1'000'000);
    for (std::uint64_t number = 0; journal.append(example_fix(number)); ++number) {
    }
    for (std::size_t more = 0; more < Journal::more_for_events; ++more) {
        ASSERT_TRUE(append_event(wire::Button{}));
    }
    EXPECT_FALSE(append_event(wire::Button{}));

    for (std::size_t more = 0; more < Journal::more_for_urgent; ++more) {
        ASSERT_TRUE(append_event(wire::Sos{}));
    }

    EXPECT_FALSE(append_event(wire::Sos{}));
    const Sequence events = 1 + Journal::more_for_events + Journal::more_for_urgent;
    EXPECT_EQ(journal.next_event(), events);
    EXPECT_FALSE(journal.sync());
    EXPECT_EQ(journal.certain_events(), 1U);
    EXPECT_FALSE(journal.events_certain());
    EXPECT_EQ(journal.unreceipted_events().size(), events) << "what waits in memory is unsent too";
    card.fail_syncs(0);
    EXPECT_TRUE(journal.sync());
    EXPECT_EQ(journal.certain_events(), events);
    EXPECT_TRUE(journal.events_certain());
    card.lose_power();
    EXPECT_EQ(open(second_epoch).unreceipted_events().size(), events);
}

} // namespace
} // namespace lanterne::firmware
