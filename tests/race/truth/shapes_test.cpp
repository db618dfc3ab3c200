#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/race/truth/verdicts.hpp"
#include "tests/support/truth/shapes.hpp"

namespace lanterne::truth {
namespace {

// A small look; `./lanterne bench scoring` takes a large one.
constexpr std::uint64_t seed = 42;
constexpr int athletes = 6;

class EachShape : public testing::TestWithParam<Shape> {};

TEST_P(EachShape, HasNothingWrongAtOneFixASecondAndThreeMetres) {
    const std::vector<Verdict> verdicts =
        judge_race(GetParam(), simulator::conditions(1, 3), seed, athletes);

    fmt::print("  {}: {}\n", GetParam().name, describe(verdicts));
    EXPECT_EQ(wrong_of(GetParam(), verdicts), 0U);
}

INSTANTIATE_TEST_SUITE_P(All, EachShape, testing::ValuesIn(shapes()), [](const auto& shape) {
    std::string name = shape.param.name;
    std::erase(name, '-');
    return name;
});

TEST(AllShapes, HaveTheTruthInsideNearlyAllIntervals) {
    std::vector<Verdict> all;
    for (const Shape& shape : shapes()) {
        for (Verdict& verdict : judge_race(shape, simulator::conditions(1, 3), seed + 1, 3)) {
            all.push_back(std::move(verdict));
        }
    }

    fmt::print("  seed {}: {}\n", seed + 1, describe(all));
    EXPECT_GT(share_inside(all), 0.80);
}

// Few of those that see a fix each ten seconds only, with 8 m of noise, are wrong.
TEST(AllShapes, AreMostlyRightAtTenSecondsAndEightMetres) {
    std::size_t wrong = 0;
    for (const Shape& shape : shapes()) {
        wrong += wrong_of(shape, judge_race(shape, simulator::conditions(10, 8), seed + 2, 6));
    }

    EXPECT_LE(wrong, 6U) << "of 96";
}

} // namespace
} // namespace lanterne::truth
