#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/web-api/live/channel_fixture.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Wish = RaceChannel::Wish;

TEST_F(Channel, SendsNothingBeforeTheRaceIsLoaded) {
    const auto socket = join();
    channel_.take_frame(frame(1));
    EXPECT_THAT(socket->ids(), IsEmpty());

    channel_.take(snapshot({entry("1", 0)}));

    EXPECT_THAT(socket->ids(), ElementsAre("k7.1"));
}

TEST_F(Channel, SendsEachFrameToWhoeverIsIdle) {
    channel_.take(snapshot({entry("1", 0)}));
    channel_.take_frame(frame(1));
    const auto socket = join();
    go_on(*socket);

    channel_.take_frame(frame(2));
    go_on(*socket);
    channel_.take_frame(frame(3));

    EXPECT_THAT(socket->ids(), ElementsAre("k7.1", "d7.2", "d7.3"));
}

TEST_F(Channel, GivesASlowClientWhatItMissedFrameByFrame) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    const auto slow = join();

    run_to(4);
    go_on(*slow);
    go_on(*slow);
    go_on(*slow);
    go_on(*slow);

    EXPECT_THAT(slow->ids(), ElementsAre("k7.1", "d7.2", "d7.3", "d7.4"));
}

TEST_F(Channel, GivesAClientThatWasAwayTooLongAKeyframe) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    const auto slow = join();

    for (std::uint64_t n = 2; n <= 130; ++n) {
        now_ += 1s;
        channel_.take_frame(frame(n));
    }
    go_on(*slow);
    go_on(*slow);

    EXPECT_THAT(slow->ids(), ElementsAre("k7.1", "k7.130"));
}

TEST_F(Channel, ResumesFromTheRingOnly) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(5);

    const auto behind = join(FrameId{7, 3});
    const auto newest = join(FrameId{7, 5});
    const auto too_old = join(FrameId{7, 0});
    const auto of_another_life = join(FrameId{6, 4});
    const auto from_the_future = join(FrameId{7, 6});

    EXPECT_THAT(behind->ids(), ElementsAre("d7.4"));
    EXPECT_THAT(newest->ids(), IsEmpty());
    EXPECT_THAT(too_old->ids(), ElementsAre("k7.5"));
    EXPECT_THAT(of_another_life->ids(), ElementsAre("k7.5"));
    EXPECT_THAT(from_the_future->ids(), ElementsAre("k7.5"));
}

TEST_F(Channel, NeverResumesAcrossAChangeThatNoFrameTold) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(5);

    channel_.take(snapshot({entry("1", 3)}, 3));
    const auto newest = join(FrameId{7, 5});
    const auto behind = join(FrameId{7, 4});

    EXPECT_THAT(newest->ids(), ElementsAre("k7.5"));
    EXPECT_THAT(behind->ids(), ElementsAre("k7.5"));
}

TEST_F(Channel, NeverResumesFromAnIdThatWasSentWithTwoContents) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(5);
    channel_.take_frame(frame(7));               // a gap: 7 goes out as it is known
    channel_.take(snapshot({entry("1", 3)}, 3)); // and again with what the database has
    channel_.take_frame(frame(8));

    const auto held_one_of_the_two = join(FrameId{7, 7});
    const auto newest = join(FrameId{7, 8});
    channel_.take_frame(frame(9));
    const auto behind = join(FrameId{7, 8});

    EXPECT_THAT(held_one_of_the_two->ids(), ElementsAre("k7.8"));
    EXPECT_THAT(newest->ids(), ElementsAre("d7.9"));
    EXPECT_THAT(behind->ids(), ElementsAre("d7.9"));
}

TEST_F(Channel, NeverResumesFromAnIdOfBeforeItsFirstLoad) {
    channel_.take_frame(frame(4));
    channel_.take_frame(frame(5));
    channel_.take(snapshot({entry("1", 3)}, 3));

    EXPECT_THAT(join(FrameId{7, 4})->ids(), ElementsAre("k7.5"));
    EXPECT_THAT(join(FrameId{7, 5})->ids(), ElementsAre("k7.5"));
}

TEST_F(Channel, WishesForTheDatabaseAtAGapAndAtANewLife) {
    channel_.take(snapshot({entry("1", 0)}));
    EXPECT_EQ(channel_.take_frame(frame(1)), Wish::reload);
    EXPECT_EQ(channel_.take_frame(frame(2)), Wish::nothing);
    const auto socket = join();
    go_on(*socket);

    EXPECT_EQ(channel_.take_frame(frame(4)), Wish::reload);
    go_on(*socket);
    EXPECT_EQ(channel_.take_frame(frame(1, {}, 8)), Wish::reload);

    EXPECT_THAT(socket->ids(), ElementsAre("k7.2", "k7.4", "k8.1"));
    EXPECT_EQ(counts_.gaps.value(), 2U);
}

TEST_F(Channel, IgnoresAFrameThatComesAgain) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(2);
    const auto socket = join();
    go_on(*socket);

    EXPECT_EQ(channel_.take_frame(frame(2)), Wish::nothing);
    EXPECT_EQ(channel_.take_frame(frame(1)), Wish::nothing);

    EXPECT_THAT(socket->ids(), ElementsAre("k7.2"));
}

TEST_F(Channel, TellsOnlyWhatIsNewer) {
    channel_.take(snapshot({entry("1", 5), entry("2", 0)}, 5));
    run_to(1);
    const auto socket = join();
    go_on(*socket);

    channel_.take_frame(frame(2, {entry("1", 4, wire::RaceStatus::silent), entry("2", 6)}));

    EXPECT_THAT(socket->got.back(), HasSubstr("\"bib\":\"2\""));
    EXPECT_THAT(socket->got.back(), testing::Not(HasSubstr("\"bib\":\"1\"")));
}

TEST_F(Channel, PutsPartsTogetherAndTreatsAMissingPartAsAGap) {
    channel_.take(snapshot({entry("1", 0), entry("2", 0)}));
    run_to(1);
    const auto socket = join();
    go_on(*socket);
    const auto part = [&](std::uint64_t number, std::uint32_t n, std::string_view bib) {
        wire::LiveFrame made = frame(number, {entry(bib, number)});
        made.part = n;
        made.parts = 2;
        return made;
    };

    channel_.take_frame(part(2, 0, "1"));
    EXPECT_THAT(socket->ids(), ElementsAre("k7.1"));
    channel_.take_frame(part(2, 1, "2"));
    go_on(*socket);
    channel_.take_frame(part(3, 0, "1"));

    EXPECT_EQ(channel_.take_frame(frame(4)), Wish::reload);
    EXPECT_THAT(socket->ids(), ElementsAre("k7.1", "d7.2", "k7.4"));
}

TEST_F(Channel, TakesAWholeRaceOfTheNewestFrameAndNoOther) {
    channel_.take(snapshot({entry("1", 0)}));
    channel_.take_frame(frame(1));
    wire::LiveFrame second = frame(2);
    second.passages.push_back(start_of("1"));
    channel_.take_frame(second);
    const auto socket = join();
    go_on(*socket);

    channel_.take_whole(frame(1));
    EXPECT_THAT(socket->ids(), ElementsAre("k7.2"));
    channel_.take_whole(frame(2)); // the passage is gone

    EXPECT_THAT(socket->ids(), ElementsAre("k7.2", "k7.2"));
    EXPECT_THAT(socket->got.back(), HasSubstr("\"passages\":[]"));
}

TEST_F(Channel, ReloadsWhenItsVersionStaysBehindOrThePlanChanged) {
    channel_.take(snapshot({entry("1", 5)}, 5));

    EXPECT_EQ(channel_.compare(version(5)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(6)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(7)), Wish::reload);
    EXPECT_EQ(channel_.compare(version(7, 2)), Wish::reload);
}

TEST_F(Channel, WishesForTheDatabaseWhenAFrameBeginsBeyondWhatItKnows) {
    channel_.take(snapshot({entry("1", 4)}, 4));

    EXPECT_EQ(channel_.take_frame(frame_of(1, 2, 3)), Wish::reload) << "a new life";
    EXPECT_EQ(channel_.take_frame(frame_of(2, 3, 4)), Wish::nothing);
    EXPECT_EQ(channel_.take_frame(frame_of(3, 4, 4)), Wish::nothing) << "nothing changed";
    EXPECT_EQ(channel_.take_frame(frame_of(4, 4, 7)), Wish::nothing);
    EXPECT_EQ(channel_.take_frame(frame_of(5, 8, 9)), Wish::reload);
    channel_.take(snapshot({entry("1", 9)}, 9));
    EXPECT_EQ(channel_.take_frame(frame_of(6, 9, 10)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(10)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(10)), Wish::nothing);
}

TEST_F(Channel, LacksNothingWhereNumbersAreLeftOutButNoVersion) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(2);
    const auto socket = join();
    go_on(*socket);

    EXPECT_EQ(channel_.take_frame(frame_of(6, 2, 3, {entry("1", 3)})), Wish::nothing);

    EXPECT_THAT(socket->ids(), ElementsAre("k7.2", "k7.6"));
}

TEST_F(Channel, GoesOnBehindADatabaseThatWasAheadOfTheFrames) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(2);
    channel_.take(snapshot({entry("1", 9, wire::RaceStatus::finished)}, 9));
    const auto socket = join();
    go_on(*socket);

    EXPECT_EQ(channel_.take_frame(frame_of(3, 2, 5, {entry("1", 5)})), Wish::nothing);
    go_on(*socket);
    EXPECT_EQ(channel_.take_frame(frame_of(4, 5, 10)), Wish::nothing);

    EXPECT_THAT(socket->ids(), ElementsAre("k7.2", "d7.3", "d7.4"));
    EXPECT_THAT(join()->got.back(), HasSubstr("\"finished\"")) << "the newer row stays";
}

TEST_F(Channel, IsHealedByAWholeRaceWhoseFrameWasLost) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(2);
    wire::LiveFrame whole = frame_of(3, 0, 5, {entry("1", 5, wire::RaceStatus::finished)});

    channel_.take_whole(whole);

    EXPECT_EQ(channel_.take_frame(frame_of(4, 5, 5)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(5)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(5)), Wish::nothing);
    const auto socket = join();
    EXPECT_THAT(socket->ids(), ElementsAre("k7.4"));
    EXPECT_THAT(socket->got.back(), HasSubstr("\"finished\""));
}

TEST_F(Channel, TakesAWithdrawnPassageAway) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    wire::LiveFrame made = frame(2);
    made.passages = {start_of("1")};
    channel_.take_frame(made);
    const auto socket = join();
    go_on(*socket);
    EXPECT_THAT(socket->got.back(), HasSubstr("\"point\":\"start\""));

    wire::LiveFrame withdrawn = frame(3);
    withdrawn.passages = {start_of("1")};
    withdrawn.passages.front().is_withdrawn = true;
    EXPECT_EQ(channel_.take_frame(withdrawn), Wish::nothing);

    EXPECT_THAT(socket->ids(), ElementsAre("k7.2", "k7.3"));
    EXPECT_THAT(socket->got.back(), HasSubstr("\"passages\":[]"));
}

TEST_F(Channel, SaysTheStateOfTheRace) {
    channel_.take(snapshot({entry("1", 1, wire::RaceStatus::finished),
                            entry("2", 1, wire::RaceStatus::did_not_start)}));

    EXPECT_THAT(join()->got.back(), HasSubstr("\"state\":\"finished\""));
}

TEST_F(Channel, ForgetsAClientThatLeft) {
    channel_.take(snapshot({entry("1", 0)}));
    const auto socket = join();

    channel_.leave(*socket);

    EXPECT_EQ(channel_.clients(), 0U);
    EXPECT_EQ(socket.use_count(), 1);
}

} // namespace

} // namespace lanterne::web
