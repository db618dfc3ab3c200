#include <gmock/gmock.h>

#include "ingest-server/live_feed.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"

namespace lanterne::ingest {
namespace {

class StopTest : public KeeperTest {
protected:
    StopTest() {
        watch_.ask_for_stop([this] { return ends_; });
        watch_.trace.send_to([this](service::Span span) { spans_.push_back(std::move(span)); });
    }

    bool ends_ = false;
    std::vector<service::Span> spans_;
};

TEST_F(StopTest, LeavesARaceThatItIsLoadingToWhoeverBeginsNext) {
    assign("1", ada_unit);
    turn(ada_unit, track_);
    ends_ = true;

    keeper_.follow_plan(connection_);

    EXPECT_TRUE(keeper_.races().empty());
    EXPECT_EQ(number("SELECT count(*) FROM race.passage"), 0) << "all or nothing of a load";
    EXPECT_EQ(troubles("race_dropped"), 0);

    ends_ = false;
    keeper_.follow_plan(connection_);
    EXPECT_EQ(keeper_.races().size(), 1U);
    EXPECT_GT(number("SELECT count(*) FROM race.passage"), 0);
}

TEST_F(StopTest, SaysWhichRaceIsNotThere) {
    connection_.run_script(
        "UPDATE plan.race_file SET content = 'no toml' WHERE name = 'race.toml'; "
        "UPDATE plan.race SET revision = revision + 1");

    keeper_.follow_plan(connection_);

    const auto parts = watch_.health();
    const auto races = std::ranges::find(parts, "races", &service::HealthPart::name);
    EXPECT_FALSE(races->is_well);
    EXPECT_EQ(races->says, "not here: line (cannot be read)");
}

TEST_F(StopTest, SendsAFrameWithTheTraceOfTheFixesThatItTells) {
    assign("1", ada_unit);
    second_passes();
    std::vector<wire::LiveFrame> frames;
    LiveFeed feed{keeper_, clock_,
                  [&](const std::string&, wire::ByteView payload, service::Retain) {
                      frames.push_back(wire::decode_live_frame(payload).value());
                      return true;
                  }};
    feed.tick();
    EXPECT_FALSE(frames.front().trace) << "there were no fixes yet";
    watch_.alive();

    turn(ada_unit, track_);
    second_passes();
    feed.tick();

    const auto frame = std::ranges::find(spans_, "frame", &service::Span::name);
    ASSERT_NE(frame, spans_.end());
    const auto traced =
        std::ranges::find_if(frames, [](const auto& one) { return one.trace.has_value(); });
    ASSERT_NE(traced, frames.end());
    EXPECT_EQ(*traced->trace, service::to_bytes(frame->context));
}

} // namespace
} // namespace lanterne::ingest
