#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/csv.hpp"
#include "core/exchange/geojson.hpp"
#include "core/exchange/gpx.hpp"
#include "core/exchange/track_csv.hpp"
#include "tests/core/exchange/gpx_schema.hpp"

namespace lanterne::exchange {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const UtcTime noon = *parse_time("2026-05-17T12:00:00Z");
/// What breaks out of a field, a tag, a string, a cell; and what XML cannot hold at all.
const std::string hostile = "=HYPERLINK(\"x\"),</name>\\\n\x01'& \xef\xbf\xbf";

RecordedFix at(seconds after_noon, std::int32_t east_e6, Sequence number) {
    return {
        .fix = {.time = noon + after_noon, .position = {Latitude{47'575'300}, Longitude{east_e6}}},
        .unit = *UnitSerial::from("unitada1"),
        .epoch = 7,
        .number = number,
        .scored = true};
}

RecordedTrack track_of(std::vector<RecordedFix> fixes, const std::string& name = "Ada") {
    return {.bib = *Bib::from("12"), .name = name, .fixes = std::move(fixes)};
}

RecordedFix full() {
    RecordedFix recorded = at(seconds{1}, -3'070'800, 41);
    recorded.fix.altitude_dm = -39;
    recorded.fix.speed_dmps = std::uint16_t{52};
    recorded.fix.course_2deg = std::uint8_t{179};
    recorded.fix.accuracy_dm = std::uint16_t{25};
    recorded.fix.satellites = 11;
    recorded.fix.mode = FixMode::fix_3d;
    recorded.received = noon + seconds{3};
    return recorded;
}

std::vector<std::size_t> lengths(const RecordedTrack& track) {
    std::vector<std::size_t> lengths;
    for (const auto& piece : pieces_of(track)) {
        lengths.push_back(piece.size());
    }
    return lengths;
}

TEST(Pieces, AreCutWhereNothingCameForLong) {
    EXPECT_THAT(lengths(track_of({at(seconds{0}, 0, 0), at(seconds{300}, 1, 1),
                                  at(seconds{601}, 2, 2), at(seconds{602}, 3, 3)})),
                ElementsAre(2, 2));
}

TEST(Pieces, AreCutAtTheDateLine) {
    EXPECT_THAT(
        lengths(track_of({at(seconds{0}, 179'999'998, 0), at(seconds{1}, 179'999'999, 1),
                          at(seconds{2}, -179'999'999, 2), at(seconds{3}, -179'999'998, 3)})),
        ElementsAre(2, 2));
}

TEST(Pieces, LeaveNoFixAlone) {
    const RecordedFix a = at(seconds{0}, 0, 0);
    const RecordedFix b = at(seconds{1'000}, 1, 1);
    const RecordedFix c = at(seconds{2'000}, 2, 2);

    EXPECT_THAT(lengths(track_of({a})), ElementsAre(1));
    EXPECT_THAT(lengths(track_of({a, b})), ElementsAre(2));
    EXPECT_THAT(lengths(track_of({a, b, c})), ElementsAre(3));
    EXPECT_THAT(lengths(track_of({})), SizeIs(0));
}

TEST(Pieces, AreOfWhatIsScored) {
    RecordedFix odd = at(seconds{1}, 90'000'000, 1);
    odd.scored = false;

    EXPECT_THAT(lengths(track_of({at(seconds{0}, 0, 0), odd, at(seconds{2}, 2, 2)})),
                ElementsAre(2));
}

TEST(TrackCsv, HasEveryFieldWithItsUnit) {
    RecordedFix bare = at(seconds{2}, 0, 42);
    bare.spare = true;
    bare.scored = false;
    bare.received = noon + seconds{4};

    EXPECT_EQ(track_csv_header() + track_csv_lines(track_of({full(), bare})),
              "bib,name,unit,role,epoch,sequence,time_utc,latitude_deg,longitude_deg,altitude_m,"
              "speed_mps,course_deg,accuracy_m,satellites,mode,received_utc,scored\n"
              "12,Ada,unitada1,primary,7,41,2026-05-17T12:00:01.000Z,47.575300,-3.070800,-3.9,5.2,"
              "358,2.5,11,3d,2026-05-17T12:00:03.000Z,yes\n"
              "12,Ada,unitada1,spare,7,42,2026-05-17T12:00:02.000Z,47.575300,0.000000,,,,,,,"
              "2026-05-17T12:00:04.000Z,no\n");
}

TEST(TrackCsv, LetsNoNameLeaveItsFieldOrBeginAFormula) {
    const auto table =
        read_csv("t.csv", track_csv_header() + track_csv_lines(track_of({full()}, hostile)));

    ASSERT_THAT(table.faults, SizeIs(0));
    ASSERT_THAT(table.rows, SizeIs(1));
    EXPECT_EQ(table.rows[0].fields[1], "'" + hostile);
    EXPECT_EQ(table.rows[0].fields[8], "-3.070800") << "a number is no formula";
    for (const char* begin : {"+", "-", "@", "\t", "\r"}) {
        EXPECT_THAT(track_csv_lines(track_of({full()}, begin + std::string{"1"})),
                    HasSubstr(std::string{"'"} + begin));
    }
}

TEST(GeoJson, IsALineWithTheTimesBesideIt) {
    EXPECT_EQ(geojson_begin("Line") + geojson_feature(track_of({at(seconds{0}, 5, 0), full()})) +
                  std::string{geojson_end},
              "{\"type\":\"FeatureCollection\",\"name\":\"Line\",\"features\":[\n"
              "{\"type\":\"Feature\",\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
              "[[0.000005,47.575300],[-3.070800,47.575300,-3.9]]},\"properties\":{\"bib\":\"12\","
              "\"name\":\"Ada\",\"units\":[\"unitada1\"],\"coordinateProperties\":{\"times\":"
              "[\"2026-05-17T12:00:00.000Z\",\"2026-05-17T12:00:01.000Z\"]}}}\n]}\n");
}

TEST(GeoJson, IsWhatTheTrackAllows) {
    const auto geometry = [](const RecordedTrack& track) {
        const std::string feature = geojson_feature(track);
        const auto begin = feature.find("\"geometry\":") + 11;
        return feature.substr(begin, feature.find(",\"properties\"") - begin);
    };

    EXPECT_EQ(geometry(track_of({})), "null");
    EXPECT_EQ(geometry(track_of({at(seconds{0}, 0, 0)})),
              "{\"type\":\"Point\",\"coordinates\":[0.000000,47.575300]}");
    EXPECT_EQ(geometry(track_of({at(seconds{0}, 0, 0), at(seconds{1}, 1, 1), at(seconds{900}, 2, 2),
                                 at(seconds{901}, 3, 3)})),
              "{\"type\":\"MultiLineString\",\"coordinates\":[[[0.000000,47.575300],"
              "[0.000001,47.575300]],[[0.000002,47.575300],[0.000003,47.575300]]]}");
}

TEST(GeoJson, LetsNoNameLeaveItsString) {
    EXPECT_THAT(geojson_feature(track_of({full()}, hostile)),
                HasSubstr("\"name\":\"=HYPERLINK(\\\"x\\\"),</name>\\\\\\u000a\\u0001'& "
                          "\xef\xbf\xbf\",\"units\""));
}

TEST(GpxOfATrack, IsAsTheSchemaAllows) {
    const std::string document =
        gpx_begin(hostile) +
        gpx_track(gpx_track_of(
            track_of({full(), at(seconds{2}, 1, 1), at(seconds{900}, 2, 2), at(seconds{901}, 3, 3)},
                     hostile))) +
        std::string{gpx_end};

    EXPECT_EQ(against_gpx_1_1(document), "");
    const auto gpx = read_gpx("t.gpx", document);
    ASSERT_TRUE(gpx);
    ASSERT_THAT(gpx->tracks, SizeIs(1));
    EXPECT_EQ(gpx->tracks[0].name, "12 =HYPERLINK(\"x\"),</name>\\\n?'& ?");
    ASSERT_THAT(gpx->tracks[0].segments, SizeIs(2));
    EXPECT_EQ(gpx->tracks[0].segments[0][0].elevation_m, -3.9);
    EXPECT_EQ(gpx->tracks[0].segments[0][0].time, noon + seconds{1});
    EXPECT_THAT(document, HasSubstr("<gpxtpx:speed>5.2</gpxtpx:speed>"
                                    "<gpxtpx:course>358</gpxtpx:course>"));
}

} // namespace
} // namespace lanterne::exchange
