#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/spectator/frame_reader.hpp"
#include "tests/support/spectator/spectator_reader.hpp"
#include "web-api/live/race_channel.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Wish = RaceChannel::Wish;

/// What a frame of the line holds, and whether it is told deflated.
struct Line {
    explicit Line(const std::string& bytes) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes.at(at)); };
        is_text = (byte(0) & 0x0fU) == 1;
        is_deflated = (byte(0) & 0x40U) != 0;
        payload = bytes.substr(byte(1) < 126 ? 2 : byte(1) == 126 ? 4 : 10);
    }

    bool is_text = false;
    bool is_deflated = false;
    std::string payload;
};

/// A socket that takes a message at a time, as a real one does.
class FakeSocket : public service::Watcher {
public:
    bool idle() const override { return !is_busy; }

    bool send(const service::SharedText& message) override {
        if (is_busy) {
            return false;
        }
        is_busy = true;
        got.push_back(*message);
        return true;
    }

    std::size_t unsent() const override { return is_busy ? got.back().size() : 0; }

    bool takes_deflated() const override { return agreed_to_deflate; }

    std::string_view sub_protocol() const override { return {}; }

    void close(unsigned short code) override { closed_with = code; }

    /// "k7.3" for the keyframe of that id, "d7.3" for the delta.
    std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const std::string& message : got) {
            if (const Line line{message}; !line.is_text) {
                FrameReader head{line.payload};
                ids.push_back(head.byte() == 1 ? "k" : "d");
                ids.back() += std::to_string(head.number());
                ids.back() += "." + std::to_string(head.number());
                continue;
            }
            const auto at = message.find("\"id\":\"") + 6;
            const bool is_keyframe = message.find("\"type\":\"keyframe\"") != std::string::npos;
            ids.push_back((is_keyframe ? "k" : "d") +
                          message.substr(at, message.find('"', at) - at));
        }
        return ids;
    }

    bool is_busy = false;
    bool agreed_to_deflate = false;
    unsigned short closed_with = 0;
    std::vector<std::string> got;
};

/// A race of which nothing but the newest moment is known.
class OnlyKeyframes : public LiveSource {
public:
    FrameId newest() const override { return {7, number}; }

    service::SharedText message(std::uint64_t, Form, bool) override { return nullptr; }

    service::SharedText keyframe(Form, bool) override {
        return std::make_shared<const std::string>("\x82\x00", 2);
    }

    std::uint64_t number = 1;
};

class Channel : public testing::Test {
protected:
    /// Somebody reads JSON, or nobody would be told it.
    Channel() { channel_.leave(*join()); }

    static wire::LiveEntry entry(std::string_view bib, std::uint64_t version,
                                 wire::RaceStatus status = wire::RaceStatus::racing) {
        wire::LiveEntry made{.bib = Bib::from(bib).value()};
        made.version = version;
        made.status = status;
        return made;
    }

    /// Of the version that the number says.
    static wire::LiveFrame frame(std::uint64_t number, std::vector<wire::LiveEntry> entries = {},
                                 std::uint32_t epoch = 7) {
        wire::LiveFrame made{.epoch = epoch, .frame = number};
        made.from_version = number - 1;
        made.to_version = number;
        made.entries = std::move(entries);
        return made;
    }

    static wire::LiveFrame frame_of(std::uint64_t number, std::uint64_t from, std::uint64_t to,
                                    std::vector<wire::LiveEntry> entries = {}) {
        wire::LiveFrame made = frame(number, std::move(entries));
        made.from_version = from;
        made.to_version = to;
        return made;
    }

    static RaceVersion version(std::uint64_t version, std::int64_t plan_revision = 1,
                               std::int64_t store = 1) {
        return {.store = store, .plan_revision = plan_revision, .version = version};
    }

    static wire::LivePassage start_of(std::string_view bib) {
        return {.bib = Bib::from(bib).value(), .point = "start", .source = "gps"};
    }

    static RaceSnapshot snapshot(std::vector<wire::LiveEntry> entries, std::uint64_t version = 0) {
        RaceSnapshot made;
        made.version = {.store = 1, .plan_revision = 1, .version = version};
        made.entries = std::move(entries);
        return made;
    }

    std::shared_ptr<FakeSocket> join(std::optional<FrameId> has = std::nullopt,
                                     Form form = Form::json) {
        auto socket = std::make_shared<FakeSocket>();
        channel_.join(socket, form, has);
        return socket;
    }

    /// The socket has sent what it had.
    void go_on(FakeSocket& socket) {
        socket.is_busy = false;
        channel_.is_idle(socket);
    }

    /// Takes frames up to that number, with everybody quick.
    void run_to(std::uint64_t number) {
        for (std::uint64_t n = channel_.newest().sequence + 1; n <= number; ++n) {
            channel_.take_frame(frame(n));
        }
    }

    std::chrono::steady_clock::time_point now_{1h};
    service::Registry registry_;
    LiveCounts counts_{registry_};
    RaceChannel channel_{{[] { return UtcTime{}; }, [this] { return now_; }}, counts_};
};

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

TEST_F(Channel, NeverSendsAKeyframeToWhoHasEverything) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    const auto socket = join();
    go_on(*socket);

    for (std::uint64_t n = 2; n <= 100; ++n) {
        now_ += 1s;
        channel_.take_frame(frame(n));
        go_on(*socket);
    }

    EXPECT_EQ(socket->ids().front(), "k7.1");
    EXPECT_EQ(socket->ids().back(), "d7.100");
    EXPECT_EQ(socket->got.size(), 100U);
    EXPECT_EQ(counts_.keyframes.value(), 1U);
}

TEST_F(Channel, TellsBinaryAndJsonTheSameMessages) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    const auto binary = join(std::nullopt, Form::binary);
    const auto json = join();
    go_on(*binary);
    go_on(*json);

    channel_.take_frame(frame(2));

    EXPECT_THAT(binary->ids(), ElementsAre("k7.1", "d7.2"));
    EXPECT_EQ(binary->ids(), json->ids());
    SpectatorReader reader;
    for (const std::string& message : binary->got) {
        EXPECT_TRUE(reader.read(Line{message}.payload));
    }
    EXPECT_THAT(reader.view().bibs, ElementsAre(*Bib::from("1")));
}

TEST_F(Channel, DeflatesForWhoAgreedToIt) {
    std::vector<wire::LiveEntry> many;
    for (int bib = 100; bib < 200; ++bib) {
        many.push_back(entry(std::to_string(bib), 0));
    }
    channel_.take(snapshot(many));
    const auto plain = join(std::nullopt, Form::binary);
    const auto deflating = std::make_shared<FakeSocket>();
    deflating->agreed_to_deflate = true;
    channel_.join(deflating, Form::binary, std::nullopt);

    EXPECT_FALSE(Line{plain->got.at(0)}.is_deflated);
    EXPECT_TRUE(Line{deflating->got.at(0)}.is_deflated);
    EXPECT_LT(deflating->got.at(0).size(), plain->got.at(0).size());
}

TEST_F(Channel, ResumesInBinary) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(5);

    EXPECT_THAT(join(FrameId{7, 3}, Form::binary)->ids(), ElementsAre("d7.4"));
    EXPECT_THAT(join(FrameId{7, 5}, Form::binary)->ids(), IsEmpty());
    EXPECT_THAT(join(FrameId{7, 9}, Form::binary)->ids(), ElementsAre("k7.5"));
}

TEST_F(Channel, TellsEventsInBothForms) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    const auto binary = join(std::nullopt, Form::binary);
    const auto json = join();
    go_on(*binary);
    go_on(*json);
    wire::LiveFrame made = frame(2);
    made.last_event = 9;
    made.events = {{9, wire::LiveEventKind::finish, start_of("1")}};

    channel_.take_frame(made);

    SpectatorReader reader;
    reader.read(Line{binary->got[0]}.payload);
    reader.read(Line{binary->got[1]}.payload);
    EXPECT_EQ(reader.view().last_event, 9U);
    ASSERT_EQ(reader.events().size(), 1U);
    EXPECT_EQ(reader.events()[0].number, 9U);
    EXPECT_THAT(json->got.back(), HasSubstr("\"last_event\":9"));
    EXPECT_THAT(json->got.back(), HasSubstr("{\"number\":9,\"kind\":\"finish\",\"bib\":\"1\""));
}

TEST_F(Channel, SendsAwayWhoIsTooSlowForKeyframesToo) {
    LiveCounts counts{registry_};
    Spectators spectators{counts};
    const auto slow = std::make_shared<FakeSocket>();
    spectators.join(slow, Form::binary, 1);
    OnlyKeyframes source;

    for (unsigned times = 1; times <= Spectators::most_conflated; ++times) {
        source.number += 200; // what lies between is kept no longer
        slow->is_busy = false;
        spectators.serve(*slow, source, now_);
        EXPECT_EQ(slow->got.size(), times);
    }
    EXPECT_EQ(slow->closed_with, 0);
    source.number += 200;
    slow->is_busy = false;
    spectators.serve(*slow, source, now_);

    EXPECT_EQ(slow->closed_with, 1013);
    EXPECT_EQ(slow->got.size(), Spectators::most_conflated);
}

TEST_F(Channel, BearsWhoIsTooSlowNowAndThen) {
    LiveCounts counts{registry_};
    Spectators spectators{counts};
    const auto slow = std::make_shared<FakeSocket>();
    spectators.join(slow, Form::binary, 1);
    OnlyKeyframes source;

    for (int times = 0; times < 20; ++times) {
        source.number += 200;
        now_ += 30s;
        slow->is_busy = false;
        spectators.serve(*slow, source, now_);
    }

    EXPECT_EQ(slow->closed_with, 0);
}

TEST_F(Channel, ServesMoreThanOneTurnOfTheLoopCanTakeInSeveral) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    std::vector<std::shared_ptr<FakeSocket>> all;
    for (std::size_t i = 0; i < Spectators::at_once * 2 + 10; ++i) {
        all.push_back(join(std::nullopt, Form::binary));
        go_on(*all.back());
    }
    const auto served = [&] {
        return std::ranges::count_if(all, [](const auto& each) { return each->got.size() == 2; });
    };

    channel_.take_frame(frame(2));
    EXPECT_EQ(served(), static_cast<std::ptrdiff_t>(Spectators::at_once));
    EXPECT_TRUE(channel_.has_to_sweep());
    channel_.sweep();
    EXPECT_TRUE(channel_.has_to_sweep());
    channel_.sweep();

    EXPECT_FALSE(channel_.has_to_sweep());
    EXPECT_EQ(served(), static_cast<std::ptrdiff_t>(all.size()));
}

TEST_F(Channel, BeginsEachSweepWithAnother) {
    channel_.take(snapshot({entry("1", 0)}));
    run_to(1);
    std::vector<std::shared_ptr<FakeSocket>> all;
    for (std::size_t i = 0; i < Spectators::at_once + 10; ++i) {
        all.push_back(join(std::nullopt, Form::binary));
    }
    std::set<std::size_t> last_of_a_sweep;

    for (std::uint64_t n = 2; n < 12; ++n) {
        for (const auto& each : all) {
            go_on(*each);
        }
        channel_.take_frame(frame(n));
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!all[i]->is_busy) {
                last_of_a_sweep.insert(i);
            }
        }
        channel_.sweep();
    }

    EXPECT_GT(last_of_a_sweep.size(), 20U) << "ten are last each time, and they change";
}

TEST_F(Channel, SaysNoPlaceFarFromTheStartBeforeIt) {
    const Position start{Latitude{47'000'000}, Longitude{-3'000'000}};
    wire::LiveEntry near = entry("1", 1, wire::RaceStatus::not_started);
    near.position = Position{Latitude{47'001'000}, Longitude{-3'000'000}};
    wire::LiveEntry at_home = entry("2", 1, wire::RaceStatus::not_started);
    at_home.position = Position{Latitude{47'100'000}, Longitude{-3'000'000}};
    RaceSnapshot known = snapshot({near, at_home}, 1);
    known.starts = {start};
    channel_.take(known);

    SpectatorReader reader;
    reader.read(Line{join(std::nullopt, Form::binary)->got.at(0)}.payload);

    EXPECT_TRUE(reader.view().rows[0].place);
    EXPECT_FALSE(reader.view().rows[1].place);
    const std::string json = join()->got.at(0);
    EXPECT_THAT(json, HasSubstr("\"lat\":47.001"));
    EXPECT_THAT(json, testing::Not(HasSubstr("\"lat\":47.1")));
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
