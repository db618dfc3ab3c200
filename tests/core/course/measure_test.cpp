#include <array>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/course/course.hpp"
#include "core/course/measure.hpp"

namespace lanterne::course {
namespace {

/// A straight leg of that length in metres, within a metre.
Leg straight(std::string id, double metres, std::optional<double> certified = {},
             std::vector<Mark> marks = {}) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    Leg leg{.id = id,
            .name = id,
            .line = geo::Polyline{{ground.to_position({0, 0}), ground.to_position({0, metres})}},
            .marks = std::move(marks)};
    if (certified) {
        leg.certified = Metres{*certified};
    }
    return leg;
}

TEST(Measure, WithoutMarksIsTheDrawnLine) {
    const Measure measure;

    EXPECT_EQ(measure.certified(Metres{123}), Metres{123});
    EXPECT_EQ(measure.drawn(Metres{-5}), Metres{-5});
}

TEST(Measure, GoesPieceByPieceFromMarkToMark) {
    // The first kilometre is drawn 1'020 m long, the second 990.
    const Measure measure{
        std::array<Mark, 2>{{{Metres{1'020}, Metres{1'000}}, {Metres{2'010}, Metres{2'000}}}}};

    EXPECT_EQ(measure.certified(Metres{0}), Metres{0});
    EXPECT_NEAR(measure.certified(Metres{510}).value, 500, 1e-9);
    EXPECT_NEAR(measure.certified(Metres{1'020}).value, 1'000, 1e-9);
    EXPECT_NEAR(measure.certified(Metres{1'515}).value, 1'500, 1e-9);
    EXPECT_NEAR(measure.certified(Metres{2'110}).value, 2'100, 1e-9) << "a metre is a metre there";
    EXPECT_NEAR(measure.certified(Metres{-7}).value, -7, 1e-9) << "and on the start grid";
}

TEST(Measure, ComesBackFromOfficialMetres) {
    const Measure measure{std::array<Mark, 3>{{{Metres{1'020}, Metres{1'000}},
                                               {Metres{2'010}, Metres{2'000}},
                                               {Metres{5'000}, Metres{5'100}}}}};

    for (double drawn = -100; drawn < 6'000; drawn += 37) {
        EXPECT_NEAR(measure.drawn(measure.certified(Metres{drawn})).value, drawn, 1e-9);
    }
}

TEST(Measure, RefusesMarksThatDoNotAscend) {
    const auto of = [](double drawn, double certified) {
        return Measure{
            std::array<Mark, 2>{{{Metres{100}, Metres{110}}, {Metres{drawn}, Metres{certified}}}}};
    };

    EXPECT_NO_THROW(of(101, 111));
    EXPECT_THROW(of(100, 111), std::invalid_argument);
    EXPECT_THROW(of(101, 110), std::invalid_argument);
    EXPECT_THROW(of(std::numeric_limits<double>::quiet_NaN(), 111), std::invalid_argument);
    EXPECT_THROW((Measure{std::array<Mark, 1>{{{Metres{0}, Metres{5}}}}}), std::invalid_argument);
}

TEST(CourseMeasure, CountsEachLegByItsOwnMarks) {
    const Course course{{straight("swim", 800, 750), straight("ride", 1'000),
                         straight("run", 2'000, 2'100, {{Metres{1'000}, Metres{1'000}}})},
                        {},
                        {}};

    EXPECT_NEAR(course.official(Metres{400}).value, 375, 0.5);
    EXPECT_NEAR(course.official(Metres{1'300}).value, 750 + 500, 1);
    EXPECT_NEAR(course.official(Metres{2'800}).value, 750 + 1'000 + 1'000, 1);
    EXPECT_NEAR(course.official(Metres{3'300}).value, 750 + 1'000 + 1'550, 1);
    EXPECT_NEAR(course.official_length().value, 750 + 1'000 + 2'100, 1);
    for (double along = -50; along < 3'900; along += 41) {
        EXPECT_NEAR(course.drawn(course.official(Metres{along})).value, along, 1e-6);
    }
}

TEST(CourseMeasure, RefusesMarksBehindTheLegAndBelowEachOther) {
    const auto with = [](std::optional<double> certified, std::vector<Mark> marks) {
        return Course{{straight("run", 1'000, certified, std::move(marks))}, {}, {}};
    };

    EXPECT_NO_THROW(with({}, {{Metres{900}, Metres{1'000}}}));
    EXPECT_THROW(with({}, {{Metres{1'100}, Metres{1'000}}}), std::invalid_argument);
    EXPECT_THROW(with(950, {{Metres{900}, Metres{1'000}}}), std::invalid_argument);
}

TEST(CourseHeights, AreThoseOfTheLapAndOfNothingElse) {
    Leg flat = straight("flat", 500);
    Leg hill = straight("hill", 1'000);
    hill.laps = 2;
    hill.elevation = Elevation{
        std::vector<Elevation::Sample>{{Metres{0}, 100}, {Metres{1'000}, 150}}, Metres{1'000}};
    const Course course{{flat, hill}, {}, {}};

    EXPECT_FALSE(course.gradient_at(Metres{250}));
    EXPECT_NEAR(course.gradient_at(Metres{700}).value_or(9), 0.05, 1e-6);
    EXPECT_NEAR(course.height_at(Metres{500 + 1'000 + 500}).value_or(0), 125, 0.2);
}

} // namespace
} // namespace lanterne::course
