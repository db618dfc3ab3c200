#include <cmath>

#include <gtest/gtest.h>

#include "core/exchange/race_folder.hpp"
#include "firmware/unit_course.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/units/told_course.hpp"

namespace lanterne::web {
namespace {

plan::RacePlan sample() {
    return exchange::read_race_folder(read_folder(LANTERNE_SOURCE_FOLDER "/races/harbour-sprint"))
        .value();
}

/// A line of so many places that bends at each of them by more than any tolerance allows.
std::vector<Position> wild_line(int places) {
    std::vector<Position> line;
    for (int i = 0; i < places; ++i) {
        line.push_back({Latitude{45'000'000 + (i % 2) * 2'000}, Longitude{7'000'000 + i * 2'000}});
    }
    return line;
}

course::Course course_of(std::vector<Position> line, std::uint32_t laps,
                         std::vector<course::TimingPoint> points) {
    return {{{.id = "run", .name = "run", .line = geo::Polyline{std::move(line)}, .laps = laps}},
            {{.id = "gate", .position = {Latitude{45'000'000}, Longitude{7'000'000}}}},
            std::move(points)};
}

TEST(ToldCourse, IsTheRacesCourseWithinItsToleranceAsTheUnitUnderstandsIt) {
    const plan::RacePlan race = sample();

    const auto told = told_course(race.course, 3);

    ASSERT_TRUE(told) << told.error();
    EXPECT_EQ(told->tolerance.value, 1.0);
    EXPECT_EQ(told->course.version, 3U);
    const auto unit = firmware::course_from(told->course);
    ASSERT_TRUE(unit) << unit.error();
    const course::Course& heard = **unit;
    EXPECT_NEAR(heard.length() / race.course.length(), 1.0, 0.01);
    for (std::size_t leg = 0; leg < race.course.legs().size(); ++leg) {
        const geo::Polyline& line = heard.legs()[leg].line;
        for (const Position place : race.course.legs()[leg].line.points()) {
            EXPECT_LE(line.nearest(place).distance, 1.01); // two planes differ by 0.1 %
        }
    }
}

TEST(ToldCourse, ItsTimingPointsLieWhereTheRacesLie) {
    const plan::RacePlan race = sample();
    const auto told = told_course(race.course, 3);
    ASSERT_TRUE(told) << told.error();
    const auto unit = firmware::course_from(told->course);
    ASSERT_TRUE(unit) << unit.error();

    for (const course::TimingPoint& point : race.course.points()) {
        const Position there = race.course.position_at(point.along);
        double nearest = 1e9;
        for (const course::TimingPoint& heard : (*unit)->points()) {
            nearest =
                std::min(nearest, geo::distance(there, (*unit)->position_at(heard.along)).value);
        }
        // Off the line by the tolerance, and along it by what straightening a bend shifts.
        EXPECT_LE(nearest, 3.0) << point.id << " lap " << point.lap;
    }
}

TEST(ToldCourse, OfALineTooLongForAMessageThereIsLessAndItFits) {
    std::vector<Position> line;
    for (int i = 0; i < 40'000; ++i) { // 444 km that waver by some metres
        line.push_back({Latitude{40'000'000 + i * 100},
                        Longitude{7'000'000 + static_cast<int>(std::lround(std::sin(i) * 60))}});
    }

    const auto told = told_course(course_of(line, 1, {}), 1);

    ASSERT_TRUE(told) << told.error();
    EXPECT_GT(told->tolerance.value, 1.0);
    EXPECT_LE(wire::encode(wire::Config{.course = told->course})->size(), wire::max_config_bytes);
}

TEST(ToldCourse, SaysWhatNoUnitCouldTake) {
    const auto too_long = told_course(course_of(wild_line(6'000), 1, {}), 1);
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error(), "the course does not fit 15360 bytes, even 32 m off");

    std::vector<course::TimingPoint> points;
    const auto line = wild_line(2);
    const double lap_m = geo::Polyline{line}.length().value;
    for (std::uint32_t lap = 1; lap <= 513; ++lap) {
        points.push_back(
            {.id = "lap", .location = "gate", .lap = lap, .along = Metres{lap_m * (lap - 0.5)}});
    }
    const auto too_many = told_course(course_of(line, 513, points), 1);
    ASSERT_FALSE(too_many);
    EXPECT_EQ(too_many.error(), "the course has 513 timing points, a unit takes 512");
}

TEST(ToldCourse, ALoopSmallerThanTheToleranceIsPassedOver) {
    // Out, around something of half a metre, and on: the loop's ends are the same place.
    const std::vector<Position> line{{Latitude{45'000'000}, Longitude{7'000'000}},
                                     {Latitude{45'002'000}, Longitude{7'000'000}},
                                     {Latitude{45'002'004}, Longitude{7'000'003}},
                                     {Latitude{45'002'000}, Longitude{7'000'000}},
                                     {Latitude{45'002'000}, Longitude{7'003'000}}};

    const auto told = told_course(
        course_of(line, 1,
                  {{.id = "end", .location = "gate", .along = geo::Polyline{line}.length()}}),
        1);

    ASSERT_TRUE(told) << told.error();
    EXPECT_EQ(told->places, 3U);
    EXPECT_TRUE(firmware::course_from(told->course));
}

} // namespace
} // namespace lanterne::web
