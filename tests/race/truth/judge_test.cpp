#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/truth/behaviours.hpp"
#include "tests/support/truth/draft.hpp"
#include "tests/support/truth/judge.hpp"
#include "tests/support/truth/shapes.hpp"

namespace lanterne::truth {
namespace {

const Bib bib = *Bib::from("1");

// A kilometre with one split.
Shape straight() {
    Draft draft;
    draft.leg("run", course::Sport::run, {{0, 0}, {1'000, 0}});
    draft.point("split", course::PointKind::split, 0, 1, 500);
    return {"straight", draft.race(), ordinary};
}

scoring::Race race_of(const Shape& shape) { return scoring::Race{as_drawn(shape.truth, 1, 1)}; }

TEST(Judge, FindsNothingWrongWithARaceThatIsRight) {
    const Shape shape = straight();
    scoring::Race race = race_of(shape);

    const Verdict verdict = judge(race, bib, sample_of(shape, simulator::conditions(1, 3), 1, 1));

    EXPECT_TRUE(verdict.wrong.empty());
    EXPECT_EQ(verdict.times.size(), 2U);
}

TEST(Judge, SeesAPassageThatIsMissing) {
    const Shape shape = straight();
    scoring::Race race = race_of(shape);
    Sample sample = sample_of(shape, simulator::conditions(1, 3), 1, 1);
    auto& fixes = sample.reception.fixes;
    const auto third = static_cast<std::ptrdiff_t>(fixes.size() / 3);
    fixes.erase(fixes.begin() + third, fixes.end()); // the unit failed before the split

    const Verdict verdict = judge(race, bib, sample);

    EXPECT_EQ(verdict.wrong.size(), 2U);
}

TEST(Judge, SeesAPassageThatDidNotHappen) {
    const Shape shape = straight();
    scoring::Race race = race_of(shape);
    Sample runs = sample_of(shape, simulator::conditions(1, 3), 1, 1);
    Shape lazy = shape;
    lazy.behave = [](const course::Course&, hal::simulated::Random&) {
        simulator::Behaviour gives_up;
        gives_up.abandons_at = 300;
        return gives_up;
    };
    Sample gives_up = sample_of(lazy, simulator::conditions(1, 3), 1, 1);
    gives_up.reception = runs.reception;

    const Verdict verdict = judge(race, bib, gives_up);

    EXPECT_EQ(verdict.wrong.size(), 2U);
}

TEST(Judge, SeesATimeThatIsFarOff) {
    const Shape shape = straight();
    scoring::Race race = race_of(shape);
    Sample sample = sample_of(shape, simulator::conditions(1, 3), 1, 1);
    for (Fix& fix : sample.reception.fixes) {
        fix.time += std::chrono::seconds{20};
    }

    const Verdict verdict = judge(race, bib, sample);

    EXPECT_EQ(verdict.wrong.size(), 2U);
}

TEST(Judge, SeesAPassageThatIsWithdrawn) {
    const Shape shape = straight();
    scoring::Race race = race_of(shape);
    const Sample sample = sample_of(shape, simulator::conditions(1, 3), 1, 1);
    const UtcTime now = shape.truth.start;

    const Verdict verdict = judge(race, bib, sample,
                                  {{.number = 1,
                                    .effective = now,
                                    .recorded = now,
                                    .who = "marshal",
                                    .why = "cut",
                                    .body = plan::VoidPassage{bib, {.point = "split"}}}});

    EXPECT_EQ(verdict.wrong.size(), 2U) << "withdrawn, and missing in the end";
}

TEST(DrawnShapes, HaveTheTimingPointsOfTheTrueOnes) {
    for (const Shape& shape : shapes()) {
        const plan::RacePlan drawn = as_drawn(shape.truth, 3, 1);
        const auto same = [](const course::TimingPoint& a, const course::TimingPoint& b) {
            return a.id == b.id && a.leg == b.leg && a.lap == b.lap;
        };
        EXPECT_TRUE(std::ranges::equal(drawn.course.points(), shape.truth.course.points(), same))
            << shape.name;
    }
}

TEST(DrawnShapes, LieThreeMetresBesideTheTrueLineHereAndThere) {
    const Shape& shape = shape_called("tunnel");
    const geo::Polyline& truth = shape.truth.course.legs()[0].line;
    const plan::RacePlan drawn = as_drawn(shape.truth, 3, 1);
    double most = 0;
    for (const Position position : drawn.course.legs()[0].line.points()) {
        most = std::max(most, truth.nearest(position).distance);
    }

    EXPECT_NEAR(most, 3, 0.2);
}

} // namespace
} // namespace lanterne::truth
