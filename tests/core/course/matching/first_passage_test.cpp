#include <cmath>

#include <gtest/gtest.h>

#include "core/course/matching/first_passage.hpp"

namespace lanterne::course {
namespace {

constexpr double gate_m = 100;
constexpr double sd_m = 2;

/// Somebody whose way is known to two metres, second by second.
class Way {
public:
    Way& stand(int seconds) { return go(0, seconds); }

    Way& go(double mps, int seconds) {
        for (int i = 0; i < seconds; ++i) {
            const Whereabouts next{
                .metres = here_.metres + mps, .mps = mps, .variance = sd_m * sd_m};
            Whereabouts from = here_;
            from.mps = mps;
            passage_.go({.t = t_}, {.t = t_ + 1}, from, next, next);
            here_ = next;
            t_ += 1;
        }
        return *this;
    }

    Crossing crossing() const { return passage_.crossing().value(); }

    bool has_passed() const { return passage_.crossing().has_value(); }

    explicit Way(double metres) : here_{.metres = metres, .variance = sd_m * sd_m} {
        passage_.begin(0, here_, false);
    }

private:
    FirstPassage passage_{gate_m};
    Whereabouts here_;
    double t_ = 0;
};

bool is_inside(const Crossing& crossing, double t) {
    return std::abs(crossing.t - t) <= 1.96 * crossing.standard_error_s;
}

TEST(FirstPassage, TakesMetresForSecondsBySpeed) {
    const Crossing crossing = Way{60}.go(4, 20).crossing();

    EXPECT_NEAR(crossing.t, 10, 0.05);
    EXPECT_NEAR(crossing.standard_error_s, sd_m / 4, 0.05);
}

TEST(FirstPassage, IsNoneWhileItIsRatherNotPassed) {
    EXPECT_FALSE(Way{60}.go(4, 9).stand(600).has_passed());
}

TEST(FirstPassage, HoldsComingAndGoingOfWhoStoodAtTheGate) {
    const Crossing crossing = Way{60}.go(4, 10).stand(600).go(4, 20).crossing();

    EXPECT_TRUE(is_inside(crossing, 10));
    EXPECT_TRUE(is_inside(crossing, 610));
}

TEST(FirstPassage, IsWhenSomebodyGoesOnWhoStoodFarEnoughBefore) {
    const Crossing crossing = Way{50}.go(4, 10).stand(600).go(4, 20).crossing(); // 10 m before

    EXPECT_NEAR(crossing.t, 612.5, 0.2);
    EXPECT_LT(crossing.standard_error_s, 2);
}

TEST(FirstPassage, HoldsBothTimesOfWhoWalksBackOverTheGate) {
    const Crossing crossing = Way{62}.go(4, 10).go(-1, 60).go(4, 30).crossing(); // 2 m beyond it

    EXPECT_TRUE(is_inside(crossing, 9.5));
    EXPECT_TRUE(is_inside(crossing, 84));
}

// In the dark nobody knows where; but who is seen before the gate then had not passed it.
TEST(FirstPassage, IsNotInAGapThatEndsBeforeTheGate) {
    const Whereabouts begin{.metres = 60, .variance = 4};
    const Whereabouts dark{.metres = 80, .mps = 1, .variance = 900};
    const Whereabouts end{.metres = 85, .mps = 1, .variance = 4};
    FirstPassage passage{gate_m};
    passage.begin(0, begin, false);
    passage.go({.t = 0}, {.t = 30, .is_blank = true}, begin, dark, end);
    passage.go({.t = 30, .is_blank = true}, {.t = 60}, dark, end, end);

    const Whereabouts beyond{.metres = 125, .mps = 4, .variance = 4};
    passage.go({.t = 60}, {.t = 70}, end, beyond, beyond);

    ASSERT_TRUE(passage.crossing());
    EXPECT_GT(passage.crossing()->t, 60);
    EXPECT_LT(passage.crossing()->standard_error_s, 3);
}

TEST(FirstPassage, MayBeInAGapOutOfWhichSomebodyComesWalkingBack) {
    const Whereabouts begin{.metres = 60, .mps = 3, .variance = 4};
    const Whereabouts dark{.metres = 110, .variance = 400};
    const Whereabouts end{.metres = 85, .mps = -1.3, .variance = 4};
    FirstPassage passage{gate_m};
    passage.begin(0, begin, false);

    passage.go({.t = 0}, {.t = 30, .is_blank = true}, begin, dark, end);
    passage.go({.t = 30, .is_blank = true}, {.t = 60}, dark, end, end);

    ASSERT_TRUE(passage.crossing());
    EXPECT_LT(passage.crossing()->t, 30);
}

} // namespace
} // namespace lanterne::course
