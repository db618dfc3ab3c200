#include <cmath>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/metrics.hpp"

namespace lanterne::service {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Registry, RendersNothingAtFirst) { EXPECT_EQ(Registry{}.render(), ""); }

TEST(Registry, RendersPrometheusTextInOrder) {
    Registry registry;
    registry.gauge("units_connected", "Units with an open link").set(1.5);
    registry.counter("fixes_total", "Fixes received", {{"result", "stored"}}).add(3);
    registry.counter("fixes_total", "Fixes received", {{"result", "duplicate"}}).add();

    EXPECT_EQ(registry.render(), "# HELP fixes_total Fixes received\n"
                                 "# TYPE fixes_total counter\n"
                                 "fixes_total{result=\"duplicate\"} 1\n"
                                 "fixes_total{result=\"stored\"} 3\n"
                                 "# HELP units_connected Units with an open link\n"
                                 "# TYPE units_connected gauge\n"
                                 "units_connected 1.5\n");
}

TEST(Registry, GivesTheSameMetricForTheSameNameAndLabels) {
    Registry registry;
    Counter& first = registry.counter("a_total", "A", {{"k", "v"}});

    registry.counter("a_total", "A", {{"k", "v"}}).add(2);

    EXPECT_EQ(first.value(), 2U);
}

TEST(Registry, RendersAHistogramThatAddsUp) {
    Registry registry;
    Histogram& histogram = registry.histogram("wait_seconds", "Waiting", {0.1, 1}, {{"at", "db"}});
    for (const double value : {0.05, 0.1, 0.5, 2.0}) {
        histogram.observe(value);
    }

    EXPECT_EQ(registry.render(), "# HELP wait_seconds Waiting\n"
                                 "# TYPE wait_seconds histogram\n"
                                 "wait_seconds_bucket{at=\"db\",le=\"0.1\"} 2\n"
                                 "wait_seconds_bucket{at=\"db\",le=\"1\"} 3\n"
                                 "wait_seconds_bucket{at=\"db\",le=\"+Inf\"} 4\n"
                                 "wait_seconds_sum{at=\"db\"} 2.65\n"
                                 "wait_seconds_count{at=\"db\"} 4\n");
}

TEST(Registry, EscapesHelpAndLabels) {
    Registry registry;
    registry.counter("a_total", "back\\slash\nline", {{"k", "\"\\\n"}});

    EXPECT_THAT(registry.render(), HasSubstr("# HELP a_total back\\\\slash\\nline\n"));
    EXPECT_THAT(registry.render(), HasSubstr("a_total{k=\"\\\"\\\\\\n\"} 0\n"));
}

TEST(Registry, CountsWhatIsOverTheLimitTogether) {
    Registry registry;
    for (std::size_t i = 0; i < Registry::series_limit + 10; ++i) {
        registry.counter("a_total", "A", {{"who", std::to_string(i)}}).add();
    }

    const std::string text = registry.render();
    EXPECT_THAT(text, HasSubstr("a_total{who=\"63\"} 1\n"));
    EXPECT_THAT(text, Not(HasSubstr("a_total{who=\"64\"}")));
    EXPECT_THAT(text, HasSubstr("a_total{who=\"other\"} 10\n"));
}

TEST(Registry, RefusesNamesThatPrometheusDoesNotKnow) {
    Registry registry;

    EXPECT_THROW(registry.counter("", "A"), std::logic_error);
    EXPECT_THROW(registry.counter("1a", "A"), std::logic_error);
    EXPECT_THROW(registry.counter("a b", "A"), std::logic_error);
    EXPECT_THROW(registry.counter("a_total", "A", {{"k-v", "1"}}), std::logic_error);
}

TEST(Registry, RefusesANameOfAnotherKind) {
    Registry registry;
    registry.counter("a_total", "A", {{"k", "1"}});

    EXPECT_THROW(registry.gauge("a_total", "A", {{"k", "1"}}), std::logic_error);
    EXPECT_THROW(registry.gauge("a_total", "A", {{"k", "2"}}), std::logic_error);
    EXPECT_THROW(registry.histogram("b", "B", {2, 1}), std::logic_error);
}

TEST(Registry, RendersNumbersThatAreNone) {
    Registry registry;
    registry.gauge("a", "A").set(std::nan(""));
    registry.gauge("b", "B").set(-HUGE_VAL);

    EXPECT_THAT(registry.render(), HasSubstr("a NaN\n"));
    EXPECT_THAT(registry.render(), HasSubstr("b -Inf\n"));
}

TEST(Registry, CountsFromManyThreads) {
    Registry registry;
    const auto count = [&registry] {
        for (int i = 0; i < 1000; ++i) {
            registry.counter("a_total", "A").add();
            registry.gauge("g", "G").add(1);
            registry.histogram("h", "H", {1}).observe(0);
        }
    };

    std::thread other{count};
    count();
    other.join();

    EXPECT_EQ(registry.counter("a_total", "A").value(), 2000U);
    EXPECT_EQ(registry.gauge("g", "G").value(), 2000);
    EXPECT_EQ(registry.histogram("h", "H", {1}).counts().up_to.back(), 2000U);
}

} // namespace
} // namespace lanterne::service
