#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/web-api/live/channel_fixture.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;

using testing::HasSubstr;
using Wish = RaceChannel::Wish;

/// A race whose last hundred versions the database lost: it was restored from an older copy.
class RestoredDatabase : public Channel {
protected:
    RestoredDatabase() {
        channel_.take(snapshot({entry("1", 90), entry("2", 100)}, 100));
        channel_.take_frame(frame_of(1, 100, 100));
        wire::LiveFrame lost = frame_of(2, 100, 200, {entry("1", 200, Status::finished)});
        lost.passages = {start_of("1")};
        channel_.take_frame(lost);
    }

    using Status = wire::RaceStatus;

    /// What everybody sees.
    std::string seen() { return join()->got.back(); }

    void expect_the_restored_race() {
        EXPECT_THAT(seen(), testing::Not(HasSubstr("\"finished\"")));
        EXPECT_THAT(seen(), HasSubstr("\"passages\":[]"));
    }
};

TEST_F(RestoredDatabase, IsTakenAtItsWordWhenItLacksWhatWasKnown) {
    EXPECT_EQ(channel_.compare(version(200)), Wish::nothing);
    EXPECT_THAT(seen(), HasSubstr("\"finished\""));

    EXPECT_EQ(channel_.compare(version(100)), Wish::reload);
    channel_.take(snapshot({entry("1", 90), entry("2", 100)}, 100));

    expect_the_restored_race();
    EXPECT_EQ(channel_.compare(version(100)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(100)), Wish::nothing);
}

TEST_F(RestoredDatabase, MayBeBehindAFrameThatCameWhileItWasLookedAt) {
    EXPECT_EQ(channel_.compare(version(199)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(200)), Wish::nothing);
    EXPECT_THAT(seen(), HasSubstr("\"finished\""));
}

TEST_F(RestoredDatabase, IsNoticedByAFrameThatEndsBelowTheOneBeforeIt) {
    EXPECT_EQ(channel_.take_frame(frame_of(3, 100, 101, {entry("2", 101)})), Wish::reload);
    channel_.take(snapshot({entry("1", 90), entry("2", 101)}, 101));

    expect_the_restored_race();
    EXPECT_EQ(channel_.take_frame(frame_of(4, 101, 102)), Wish::nothing);
}

TEST_F(RestoredDatabase, IsNoticedByItsStoreThoughItsVersionsHaveCaughtUp) {
    EXPECT_EQ(channel_.compare(version(300, 1, 2)), Wish::reload);
    RaceSnapshot restored = snapshot({entry("1", 90), entry("2", 300)}, 300);
    restored.version.store = 2;
    channel_.take(restored);

    expect_the_restored_race();
    EXPECT_EQ(channel_.compare(version(300, 1, 2)), Wish::nothing);
}

TEST_F(RestoredDatabase, KeepsWhatANewLifeTellsWhileItIsRead) {
    EXPECT_EQ(channel_.compare(version(200)), Wish::nothing);
    EXPECT_EQ(channel_.compare(version(100)), Wish::reload);
    wire::LiveFrame since = frame_of(3, 100, 103, {entry("2", 103, Status::stopped)});
    since.passages = {start_of("2")};
    channel_.take_frame(since);

    channel_.take(snapshot({entry("1", 90), entry("2", 101)}, 101));

    EXPECT_THAT(seen(), testing::Not(HasSubstr("\"finished\"")));
    EXPECT_THAT(seen(), HasSubstr("\"stopped\""));
    EXPECT_THAT(seen(), HasSubstr("\"point\":\"start\""));
    EXPECT_EQ(channel_.take_frame(frame_of(4, 103, 104)), Wish::nothing);
}

} // namespace

} // namespace lanterne::web
