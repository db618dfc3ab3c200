#include <gmock/gmock.h>

#include "tests/web-api/rest/served_race.hpp"

namespace lanterne::web {

namespace {

using testing::HasSubstr;
using testing::StartsWith;

class OtherFormats : public ServedRace {};

TEST_F(OtherFormats, OfACourseAreFeaturesWithTheLineOfALapAndTheTimingPoints) {
    const auto reply = get("/api/v1/races/harbour-sprint/course.geojson");

    EXPECT_EQ(reply.headers.at("content-type"), "application/geo+json");
    const auto features = boost::json::parse(reply.body).at("features").as_array();
    const auto course = get_of_race("").at("course");
    const auto legs = course.at("legs").as_array().size();
    ASSERT_EQ(features.size(), legs + course.at("points").as_array().size());
    EXPECT_EQ(features[2].at("properties").at("id"), "bike");
    EXPECT_EQ(features[2].at("geometry").at("type"), "LineString");
    EXPECT_EQ(features[2].at("geometry").at("coordinates").as_array().size(),
              course.at("legs").at(2).at("line").as_array().size());
    EXPECT_EQ(features[2].at("geometry").at("coordinates").at(0).as_array().size(), 3U)
        << "with its height";
    EXPECT_EQ(features[legs].at("geometry").at("coordinates"),
              course.at("points").at(0).at("position"));
    EXPECT_EQ(get("/api/v1/races/harbour-sprint/course.geojson?variant=none").status, 404);
}

TEST_F(OtherFormats, OfAStartAreCalendars) {
    const auto one = get("/api/v1/races/harbour-sprint/calendar.ics");
    const auto all = get("/api/v1/races.ics");

    EXPECT_EQ(one.headers.at("content-type"), "text/calendar; charset=utf-8");
    EXPECT_THAT(one.body, StartsWith("BEGIN:VCALENDAR\r\n"));
    EXPECT_THAT(one.body, HasSubstr("\r\nDTSTART:20260614T070000Z\r\n"));
    EXPECT_THAT(one.body, HasSubstr("\r\nUID:race-harbour-sprint@lanterne\r\n"));
    EXPECT_THAT(all.body, HasSubstr("\r\nSUMMARY:Harbour Sprint\r\n"));
    EXPECT_EQ(get("/api/v1/races/other/calendar.ics").status, 404);
}

TEST_F(OtherFormats, OfARehearsalSayWhenItStartsOnTheWall) {
    connection_.run_script("UPDATE plan.race SET rehearsal_wall_start = '2026-05-01T10:00:00Z', "
                           "rehearsal_race_start = '2026-06-14T06:30:00Z', rehearsal_rate = 15");

    EXPECT_THAT(get("/api/v1/races/harbour-sprint/calendar.ics").body,
                HasSubstr("\r\nDTSTART:20260501T100200Z\r\n"));
}

} // namespace

} // namespace lanterne::web
