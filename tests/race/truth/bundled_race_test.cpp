#include <chrono>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/race/truth/judged_race.hpp"

namespace lanterne::truth {
namespace {

constexpr std::uint64_t seeds = 20;

void print(const plan::RacePlan& plan, const Judgement& all) {
    std::map<std::size_t, std::vector<double>> by_point;
    std::map<std::size_t, double> waited;
    std::vector<double> errors;
    std::size_t inside = 0;
    double longest = 0;
    for (const Judged& time : all.times) {
        by_point[time.point].push_back(time.error_s);
        errors.push_back(time.error_s);
        inside += std::abs(time.error_s) <= 1.96 * time.standard_error_s ? 1U : 0U;
        waited[time.point] = std::max(waited[time.point], time.waited_s);
        longest = std::max(longest, time.waited_s);
    }
    for (const auto& [point, some] : by_point) {
        const course::TimingPoint& p = plan.course.points()[point];
        double mean = 0;
        for (const double e : some) {
            mean += e / static_cast<double>(some.size());
        }
        fmt::print("  {:<14} lap {}: {}, mean {:+.2f}, waited {:.0f}\n", p.id, p.lap,
                   describe(some), mean, waited[point]);
    }
    fmt::print("  all: {}; {:.1f} % inside the 95 % interval; published after {:.1f} s at most\n",
               describe(errors),
               100.0 * static_cast<double>(inside) / static_cast<double>(all.times.size()),
               longest);
    fmt::print("  {} fixes, {:.2f} us to score one; {} wrong\n", all.fixes,
               1e6 * all.scoring_s / static_cast<double>(all.fixes), all.wrong.size());
    for (const std::string& line : all.wrong) {
        fmt::print("  {}\n", line);
    }
}

// Shared road, out-and-back, three laps: at one fix a second and 3 m of noise.
TEST(BundledRace, HasNoWrongLapAndNoMissingOrExtraPassage) {
    const plan::RacePlan plan = bundled_race();

    const Judgement all = judge(plan, {}, 1, seeds);

    print(plan, all);
    EXPECT_EQ(all.wrong.size(), 0U);
}

TEST(BundledRace, IsRightWithOneFixEachFiveSeconds) {
    const plan::RacePlan plan = bundled_race();

    const Judgement all = judge(plan, {.interval_s = 5}, 1, seeds);

    print(plan, all);
    EXPECT_EQ(all.wrong.size(), 0U);
}

} // namespace
} // namespace lanterne::truth
