#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/spectator/spectator_reader.hpp"
#include "tests/web-api/live/channel_fixture.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

} // namespace

} // namespace lanterne::web
