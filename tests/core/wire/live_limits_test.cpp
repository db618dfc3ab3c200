#include <gtest/gtest.h>

#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

LiveArrival finish() { return samples::live_frame().forecasts.front().arrivals.front(); }

LiveFrame expecting(std::vector<LiveArrival> arrivals) {
    LiveFrame frame = samples::live_frame();
    frame.forecasts.front().arrivals = std::move(arrivals);
    return frame;
}

TEST(LiveLimits, CarryABandWhoseThreeTimesAreOne) {
    LiveArrival arrival = finish();
    arrival.early = arrival.late = arrival.likely;

    EXPECT_TRUE(encode(expecting({arrival})));
}

TEST(LiveLimits, RefuseABandOutOfOrder) {
    LiveArrival early = finish();
    early.early = early.likely + Milliseconds{1};
    LiveArrival late = finish();
    late.late = late.likely - Milliseconds{1};

    EXPECT_EQ(encode(expecting({early})).error(), Error::out_of_range);
    EXPECT_EQ(encode(expecting({late})).error(), Error::out_of_range);
}

TEST(LiveLimits, RefuseMorePointsThanAForecastMayHave) {
    const std::vector<LiveArrival> most(max_live_arrivals, finish());
    const std::vector<LiveArrival> more(max_live_arrivals + 1, finish());

    EXPECT_TRUE(encode(expecting(most)));
    EXPECT_EQ(encode(expecting(more)).error(), Error::out_of_range);
}

TEST(LiveLimits, RefuseAGradeBetterThanAll) {
    LiveFrame frame = samples::live_frame();
    frame.grades = {{.horizon = 0, .forecasts = 3, .inside = 4}};
    LiveFrame unheard = samples::live_frame();
    unheard.grades = {{.horizon = live_horizons, .forecasts = 3, .inside = 3}};

    EXPECT_EQ(encode(frame).error(), Error::out_of_range);
    EXPECT_EQ(encode(unheard).error(), Error::out_of_range);
}

TEST(LiveLimits, RefuseVersionsThatEndBeforeTheyBegin) {
    LiveFrame still = samples::live_frame();
    still.to_version = still.from_version;
    LiveFrame backwards = samples::live_frame();
    backwards.to_version = backwards.from_version - 1;

    EXPECT_TRUE(encode(still)) << "nothing changed";
    EXPECT_EQ(encode(backwards).error(), Error::out_of_range);
}

TEST(LiveLimits, RefuseATraceOrASpanThatIsNone) {
    LiveFrame untraced = samples::live_frame();
    untraced.trace.reset();
    LiveFrame of_no_trace = samples::live_frame();
    std::fill_n(of_no_trace.trace->begin(), 16, std::byte{});
    LiveFrame of_no_span = samples::live_frame();
    std::fill(of_no_span.trace->begin() + 16, of_no_span.trace->end(), std::byte{});

    EXPECT_TRUE(encode(untraced));
    EXPECT_EQ(encode(of_no_trace).error(), Error::out_of_range);
    EXPECT_EQ(encode(of_no_span).error(), Error::out_of_range);
}

TEST(LiveLimits, CutForecastsOfALargeRaceIntoPartsThatLackNone) {
    LiveFrame whole = samples::live_frame();
    for (int i = 0; i < 2'000; ++i) {
        whole.forecasts.push_back(
            {.bib = *Bib::from(std::to_string(i)), .version = 1, .arrivals = {finish(), finish()}});
    }

    std::size_t forecasts = 0;
    std::size_t grades = 0;
    for (const LiveFrame& part : split_into_parts(whole)) {
        ASSERT_TRUE(encode(part));
        EXPECT_EQ(part.to_version, whole.to_version);
        forecasts += part.forecasts.size();
        grades += part.grades.size();
    }

    EXPECT_EQ(forecasts, whole.forecasts.size());
    EXPECT_EQ(grades, 1U);
}

} // namespace
} // namespace lanterne::wire
