#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/race/truth/judged_race.hpp"
#include "tests/race/truth/shapes.hpp"

namespace lanterne::truth {
namespace {

class HardShape : public testing::TestWithParam<Shape> {};

TEST_P(HardShape, HasNoWrongLapAndNoMissingOrExtraPassage) {
    constexpr std::uint64_t seeds = 5;

    const Judgement all = judge(GetParam().plan, {}, 1, seeds);

    std::vector<double> errors;
    for (const Judged& time : all.times) {
        errors.push_back(time.error_s);
    }
    fmt::print("  {}: {}; {} wrong\n", GetParam().name, describe(errors), all.wrong.size());
    for (const std::string& line : all.wrong) {
        fmt::print("  {}\n", line);
    }
    EXPECT_EQ(all.wrong.size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(All, HardShape, testing::ValuesIn(hard_shapes()),
                         [](const auto& shape) { return std::to_string(shape.index); });

} // namespace
} // namespace lanterne::truth
