#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/course_gpx.hpp"
#include "tests/core/exchange/gpx_schema.hpp"
#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

plan::RacePlan plan_of(const FolderFiles& files) { return read_race_folder(files).value(); }

Fix fix_at(int second, std::int32_t north_e6) {
    return {.time = *parse_time("2026-06-14T07:00:00Z") + std::chrono::seconds{second},
            .position = {Latitude{47'000'000 + north_e6}, Longitude{-3'000'000}},
            .altitude_dm = 123,
            .speed_dmps = 45,
            .course_2deg = 90,
            .satellites = 11,
            .mode = FixMode::fix_3d};
}

TEST(CourseGpx, IsWhatTheSchemaAllows) {
    EXPECT_EQ(against_gpx_1_1(write_gpx(to_gpx(plan_of(harbour_sprint()).course))), "");
    EXPECT_EQ(against_gpx_1_1(write_gpx(to_gpx(plan_of(market_square()).course))), "");
    EXPECT_EQ(against_gpx_1_1(write_gpx(to_gpx("Ada & Ben", std::vector{fix_at(0, 0)}))), "");
    EXPECT_EQ(against_gpx_1_1(write_gpx({})), "");
}

TEST(GpxSchema, ObjectsToWhatIsNotAllowed) {
    const auto gpx = [](const std::string& inside) {
        return against_gpx_1_1("<gpx version=\"1.1\" creator=\"x\" "
                               "xmlns=\"http://www.topografix.com/GPX/1/1\">" +
                               inside + "</gpx>");
    };

    EXPECT_EQ(gpx("<wpt lat=\"1\" lon=\"2\"><ele>3</ele><name>n</name></wpt><trk/>"), "");
    EXPECT_THAT(gpx("<trk/><wpt lat=\"1\" lon=\"2\"/>"), HasSubstr("may not have wpt there"));
    EXPECT_THAT(gpx("<wpt lat=\"1\" lon=\"2\"><name>n</name><ele>3</ele></wpt>"),
                HasSubstr("may not have ele there"));
    EXPECT_THAT(gpx("<wpt lat=\"1\" lon=\"2\"><ele>3</ele><ele>3</ele></wpt>"),
                HasSubstr("may not have ele there"));
    EXPECT_THAT(gpx("<wpt lat=\"1\"/>"), HasSubstr("no lat and lon"));
    EXPECT_THAT(gpx("<wpt lat=\"1\" lon=\"2\"><fix>4d</fix></wpt>"), HasSubstr("fix is 4d"));
    EXPECT_THAT(gpx("<trk><trkpt lat=\"1\" lon=\"2\"/></trk>"), HasSubstr("may not have trkpt"));
}

TEST(CourseGpx, HasATrackALegAndAWaypointAGate) {
    const Gpx gpx = to_gpx(plan_of(harbour_sprint()).course);

    ASSERT_EQ(gpx.tracks.size(), 5U);
    EXPECT_EQ(gpx.tracks[2].name, "Bike");
    EXPECT_NEAR(gpx.tracks[2].segments.at(0).front().elevation_m.value_or(-99), 3.9, 0.5);
    std::vector<std::string> names;
    for (const GpxWaypoint& waypoint : gpx.waypoints) {
        names.push_back(waypoint.name);
    }
    EXPECT_THAT(names, testing::Contains("T1 out, Bike lap, T2 in"));
}

TEST(CourseGpx, ComesBackAsTheSameCourse) {
    const FolderFiles before = market_square();
    FolderFiles after = before;
    const plan::RacePlan plan = plan_of(before);

    after["lap.gpx"] = write_gpx(to_gpx(plan.course));

    const plan::RacePlan again = plan_of(after);
    EXPECT_EQ(again.course.points(), plan.course.points());
    EXPECT_EQ(again.course.legs()[0].line.points(), plan.course.legs()[0].line.points());
    EXPECT_EQ(write_gpx(to_gpx(again.course)).size(), after["lap.gpx"].size());
}

TEST(CourseGpx, ComesBackWithItsWaypoints) {
    const Gpx gpx = to_gpx(plan_of(market_square()).course);

    const auto again = read_gpx("a.gpx", write_gpx(gpx));

    ASSERT_TRUE(again);
    EXPECT_EQ(again->waypoints, gpx.waypoints);
}

TEST(TrackGpx, IsCutWhereTheUnitWasSilent) {
    const std::vector fixes{fix_at(0, 0), fix_at(60, 10), fix_at(121, 20), fix_at(122, 30)};

    const Gpx gpx = to_gpx("7 Ada", fixes);

    ASSERT_EQ(gpx.tracks.size(), 1U);
    EXPECT_EQ(gpx.tracks[0].name, "7 Ada");
    ASSERT_EQ(gpx.tracks[0].segments.size(), 2U);
    EXPECT_EQ(gpx.tracks[0].segments[0].size(), 2U);
    EXPECT_EQ(gpx.tracks[0].segments[1].size(), 2U);
}

TEST(TrackGpx, SaysAllThatAFixSays) {
    const std::string text = write_gpx(to_gpx("Ada", std::vector{fix_at(0, 0)}));

    EXPECT_THAT(text, HasSubstr("<trkpt lat=\"47.000000\" lon=\"-3.000000\"><ele>12.3</ele>"
                                "<time>2026-06-14T07:00:00.000Z</time><fix>3d</fix><sat>11</sat>"
                                "<extensions><gpxtpx:TrackPointExtension>"
                                "<gpxtpx:speed>4.5</gpxtpx:speed>"
                                "<gpxtpx:course>180</gpxtpx:course>"));
}

TEST(TrackGpx, OfNoFixesIsAnEmptyTrack) {
    EXPECT_THAT(to_gpx("Ada", {}).tracks, ElementsAre(GpxTrack{"Ada", {}}));
}

TEST(Gpx, RefusesAWaypointThatIsNotOnEarth) {
    const auto gpx = read_gpx("a.gpx", "<gpx><wpt lat=\"91\" lon=\"2\"><name>x</name></wpt></gpx>");

    ASSERT_FALSE(gpx);
    EXPECT_EQ(to_text(gpx.error().front()),
              "a.gpx:1: lat is \"91\"; a number of degrees from -90 to 90 would be right");
}

} // namespace
} // namespace lanterne::exchange
