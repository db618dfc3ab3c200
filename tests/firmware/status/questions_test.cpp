#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/status/questions.hpp"
#include "tests/firmware/status/a_status.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Proven, IsAUnitOfWhichAFixWasJournalledAndReceiptedSinceItStarted) {
    UnitStatus status = a_status();
    status.card.journalled = 1;
    status.receipts.fixes = 1;

    EXPECT_THAT(objections_to_proven(status), IsEmpty());
}

TEST(Proven, IsNoUnitWithoutAFix) {
    UnitStatus status = a_status();
    status.card.journalled = 0;
    status.receipts.fixes = 0;

    EXPECT_THAT(objections_to_proven(status),
                ElementsAre("no fix has been journalled since the start",
                            "no fix since the start has a receipt"));
}

TEST(Proven, IsNoUnitWhoseReceiptsAreAllOfEarlierLives) {
    UnitStatus status = a_status();
    status.receipts.fixes = 0;

    EXPECT_THAT(objections_to_proven(status), ElementsAre("no fix since the start has a receipt"));
}

TEST(Idle, IsAUnitThatIsReadyOrAsleepAndHasNothingToSend) {
    UnitStatus status = a_status();
    EXPECT_THAT(objections_to_idle(status), IsEmpty());

    status.configuration.wished = Profile::sleep;

    EXPECT_THAT(objections_to_idle(status), IsEmpty());
}

TEST(Idle, IsNoUnitThatRaces) {
    UnitStatus status = a_status();
    status.configuration.wished = Profile::race;
    EXPECT_THAT(objections_to_idle(status), ElementsAre("its profile is race"));

    status.configuration.wished = Profile::economy;

    EXPECT_THAT(objections_to_idle(status), ElementsAre("its profile is economy"));
}

TEST(Idle, IsAUnitThatSparesItsBatteryWithoutARace) {
    UnitStatus status = a_status();
    status.configuration.profile = Profile::economy;

    EXPECT_THAT(objections_to_idle(status), IsEmpty());
}

TEST(Idle, IsNoUnitThatMustLastUntilSomeTimeAhead) {
    UnitStatus status = a_status();
    status.configuration.time_limit = noon + 1ms;
    EXPECT_THAT(objections_to_idle(status),
                ElementsAre("it must last until 2027-05-17T12:00:00.001Z"));

    status.configuration.time_limit = noon;

    EXPECT_THAT(objections_to_idle(status), IsEmpty());
}

TEST(Idle, IsNoUnitThatIsConfiguredForARaceWithinADay) {
    UnitStatus status = a_status();
    status.configuration.next_wished = Profile::race;
    status.configuration.next_begins = noon + 24h;
    status.configuration.next_ends = noon + 48h;
    EXPECT_THAT(objections_to_idle(status),
                ElementsAre("a race is configured from 2027-05-18T12:00:00.000Z"));

    status.configuration.next_begins = noon + 24h + 1ms;

    EXPECT_THAT(objections_to_idle(status), IsEmpty());
}

TEST(Idle, IsAUnitWhoseNextConfigurationIsForNoRaceOrIsOver) {
    UnitStatus status = a_status();
    status.configuration.next_begins = noon + 1h;
    status.configuration.next_ends = noon + 2h;
    status.configuration.next_wished = Profile::sleep;
    EXPECT_THAT(objections_to_idle(status), IsEmpty());

    status.configuration.next_wished = Profile::race;
    status.configuration.next_begins = noon - 2h;
    status.configuration.next_ends = noon;

    EXPECT_THAT(objections_to_idle(status), IsEmpty());
}

TEST(Idle, IsNoUnitThatCannotTellWhetherARaceIsAhead) {
    UnitStatus status = a_status();
    status.unit.utc.reset();
    EXPECT_THAT(objections_to_idle(status), IsEmpty());

    status.configuration.time_limit = noon;
    status.configuration.next_begins = noon + 1'000h;
    status.configuration.next_wished = Profile::economy;

    EXPECT_THAT(objections_to_idle(status),
                ElementsAre("it must last until 2027-05-17T12:00:00.000Z, and what time it is is "
                            "not known",
                            "a race is configured from 2027-06-28T04:00:00.000Z, and what time it "
                            "is is not known"));
}

TEST(Idle, IsNoUnitWithACallForHelpOrWithoutReceipts) {
    UnitStatus status = a_status();
    status.call = {.open = true, .heard = true};
    status.receipts.backlog = true;
    status.receipts.waiting = 1;
    status.receipts.waiting_events = 2;

    EXPECT_THAT(objections_to_idle(status),
                ElementsAre("somebody calls for help", "1 fix without a receipt",
                            "2 events without a receipt"));
}

TEST(Idle, IsNoUnitWhoseReceiptsAreOverdue) {
    UnitStatus status = a_status();
    status.receipts.newest_age = 1h;

    EXPECT_THAT(objections_to_idle(status), ElementsAre("30 fixes without a receipt"));
}

} // namespace
} // namespace lanterne::firmware
