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
        forecasts += part.forecasts.size();
        grades += part.grades.size();
    }

    EXPECT_EQ(forecasts, whole.forecasts.size());
    EXPECT_EQ(grades, 1U);
}

} // namespace
} // namespace lanterne::wire
