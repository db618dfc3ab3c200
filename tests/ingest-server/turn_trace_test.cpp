#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/turn_trace.hpp"

namespace lanterne::ingest {
namespace {

using service::Span;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class TurnTraceTest : public testing::Test {
protected:
    TurnTraceTest() {
        trace_.send_to([this](Span span) { spans_.push_back(std::move(span)); });
        trace_.begin();
    }

    void part(Work work, milliseconds took, bool failed = false) {
        const SteadyTime began = steady_;
        steady_ += took;
        trace_.part(work, began, steady_, failed);
    }

    void storing_turn() {
        trace_.begin();
        part(Work::store, milliseconds{3});
        trace_.touched(1);
        trace_.stored(2, 20);
    }

    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const Span& span : spans_) {
            names.push_back(span.name);
        }
        return names;
    }

    const Span& span(const std::string& name) const {
        return *std::ranges::find(spans_, name, &Span::name);
    }

    SteadyTime steady_{std::chrono::hours{5}};
    UtcTime wall_ = UtcTime{} + std::chrono::hours{24 * 365 * 50};
    TurnTrace trace_{{[this] { return wall_; }, [this] { return steady_; }}, 7};
    std::vector<Span> spans_;
};

TEST_F(TurnTraceTest, PutsThePartsOfATurnBelowIt) {
    part(Work::decode, milliseconds{2});
    part(Work::store, milliseconds{5});
    trace_.stored(3, 30);
    trace_.begin();

    ASSERT_THAT(names(), ElementsAre("decode", "store", "turn"));
    const Span& turn = span("turn");
    EXPECT_EQ(turn.parent, std::nullopt);
    EXPECT_EQ(turn.kind, Span::Kind::consumer);
    EXPECT_EQ(turn.ended - turn.began, milliseconds{7});
    EXPECT_THAT(turn.counts, ElementsAre(std::pair{"batches", 3}, std::pair{"fixes", 30}));
    for (const char* name : {"decode", "store"}) {
        EXPECT_EQ(span(name).context.trace, turn.context.trace);
        EXPECT_EQ(span(name).parent, turn.context.span);
    }
    EXPECT_EQ(span("store").began, wall_ + milliseconds{2});
    EXPECT_EQ(span("store").ended, wall_ + milliseconds{7});
}

TEST_F(TurnTraceTest, SaysNothingOfATurnThatHadNothingToDo) {
    part(Work::plan, milliseconds{5});
    trace_.begin();

    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(TurnTraceTest, SaysWhyATurnWasSlow) {
    part(Work::plan, TurnTrace::slow_turn);
    trace_.begin();

    EXPECT_THAT(names(), ElementsAre("plan", "turn"));
}

TEST_F(TurnTraceTest, CallsATurnFailedOfWhichAPartFailed) {
    part(Work::commit, TurnTrace::slow_turn, true);
    trace_.begin();

    EXPECT_TRUE(span("commit").failed);
    EXPECT_TRUE(span("turn").failed);
}

TEST_F(TurnTraceTest, JoinsAFrameToTheTurnsThatItTellsOf) {
    storing_turn();
    storing_turn();
    storing_turn();

    const auto bytes = trace_.frame(1);
    trace_.begin();

    const Span& frame = span("frame");
    EXPECT_EQ(bytes, service::to_bytes(frame.context));
    const auto last_turn = std::ranges::find(spans_.rbegin(), spans_.rend(), "turn", &Span::name);
    EXPECT_EQ(frame.context.trace, last_turn->context.trace);
    EXPECT_EQ(frame.parent, last_turn->context.span);
    ASSERT_EQ(frame.links.size(), 2U);
    EXPECT_EQ(frame.links.front(), span("turn").context);
}

TEST_F(TurnTraceTest, TracesNoFrameThatTellsNoNewsOfUnits) {
    storing_turn();

    EXPECT_FALSE(trace_.frame(2)) << "another race";
    EXPECT_TRUE(trace_.frame(1));
    EXPECT_FALSE(trace_.frame(1)) << "told already";
    storing_turn();
    trace_.forget();
    EXPECT_FALSE(trace_.frame(1));
}

TEST_F(TurnTraceTest, KeepsTheNewestTurnsOfAFrameThatWaits) {
    for (std::size_t i = 0; i < TurnTrace::max_links + 5; ++i) {
        storing_turn();
    }

    trace_.frame(1);

    EXPECT_EQ(span("frame").links.size(), TurnTrace::max_links - 1);
}

TEST_F(TurnTraceTest, TellsSoManyPartsOfATurnAtMost) {
    for (std::size_t i = 0; i < TurnTrace::max_parts + 5; ++i) {
        part(Work::rescore, TurnTrace::slow_turn);
    }
    trace_.begin();

    EXPECT_EQ(spans_.size(), TurnTrace::max_parts + 1);
}

TEST_F(TurnTraceTest, NamesTheTurnForTheLog) {
    const std::string before = trace_.traceparent();
    trace_.begin();

    EXPECT_NE(trace_.traceparent(), before);
    EXPECT_THAT(before, testing::MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
}

} // namespace
} // namespace lanterne::ingest
