#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/gpx.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string fault_of(std::string_view bytes) {
    const auto gpx = read_gpx("line.gpx", bytes);
    if (gpx) {
        return "right";
    }
    std::string text;
    for (const Fault& fault : gpx.error()) {
        text += to_text(fault) + "\n";
    }
    return text;
}

std::string with_point(std::string_view point) {
    return "<gpx version=\"1.1\">\n<trk><trkseg>\n" + std::string{point} +
           "\n</trkseg></trk>\n</gpx>\n";
}

TEST(Gpx, ReadsTracksSegmentsAndRoutes) {
    const auto gpx = read_gpx("a.gpx", R"(<?xml version="1.0"?>
<gpx version="1.0"><rte><name>R</name><rtept lat="1" lon="2"/></rte>
<trk><name>T &amp; U</name><trkseg><trkpt lat="-47.1234567" lon="+3.5"><ele>12.5</ele>
<time>2026-05-17T08:00:00Z</time></trkpt></trkseg><trkseg/><trkseg><trkpt lat="0" lon="180"/></trkseg>
</trk></gpx>)");

    ASSERT_TRUE(gpx);
    ASSERT_EQ(gpx->tracks.size(), 1U);
    EXPECT_EQ(gpx->tracks[0].name, "T & U");
    ASSERT_EQ(gpx->tracks[0].segments.size(), 2U);
    const GpxPoint expected{.position = {Latitude{-47'123'457}, Longitude{3'500'000}},
                            .elevation_m = 12.5,
                            .time = parse_time("2026-05-17T08:00:00Z")};
    EXPECT_THAT(gpx->tracks[0].segments[0], ElementsAre(expected));
    EXPECT_EQ(gpx->tracks[0].segments[0][0].line, 3U);
    ASSERT_EQ(gpx->routes.size(), 1U);
    EXPECT_EQ(gpx->routes[0].segments[0].size(), 1U);
}

TEST(Gpx, ReadsElementsWithANamespacePrefix) {
    const auto gpx =
        read_gpx("a.gpx", "<g:gpx xmlns:g=\"http://www.topografix.com/GPX/1/1\"><g:trk>"
                          "<g:trkseg><g:trkpt lat=\"1\" lon=\"2\"/></g:trkseg>"
                          "</g:trk></g:gpx>");

    ASSERT_TRUE(gpx);
    EXPECT_EQ(gpx->tracks.at(0).segments.at(0).size(), 1U);
}

TEST(Gpx, ComesBackAsItWasWritten) {
    const GpxPoint first{.position = {Latitude{47'575'300}, Longitude{-3'070'800}},
                         .elevation_m = 3.9,
                         .time = parse_time("2026-05-17T08:00:00.250Z")};
    const GpxPoint second{.position = {Latitude{-1}, Longitude{-180'000'000}}};
    const Gpx gpx{.tracks = {{.name = "Quay < \"mole\" & back", .segments = {{first}, {second}}}},
                  .routes = {{.name = "R", .segments = {{second, first}}}}};

    const auto again = read_gpx("a.gpx", write_gpx(gpx));

    ASSERT_TRUE(again);
    EXPECT_EQ(*again, gpx);
}

struct Damage {
    const char* name;
    std::string bytes;
    const char* fault;
};

void PrintTo(const Damage& damage, std::ostream* out) { *out << damage.name; }

class DamagedGpx : public testing::TestWithParam<Damage> {};

TEST_P(DamagedGpx, IsRefusedWithItsLine) {
    EXPECT_THAT(fault_of(GetParam().bytes), HasSubstr(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    Gpx, DamagedGpx,
    testing::Values(
        Damage{"empty", "", "line.gpx:1: is not well-formed XML"},
        Damage{"truncated", "<gpx>\n<trk>\n<trkseg>\n<trkpt lat=\"1\" lon=\"2\"",
               "line.gpx:4: is not well-formed XML"},
        Damage{"missing_end_tag", "<gpx>\n<trk>\n", "is not well-formed XML"},
        Damage{"other_root", "<kml/>", "line.gpx:1: its first element is \"kml\"; \"gpx\""},
        Damage{"other_version", "<gpx version=\"2.0\"/>", "is GPX of version \"2.0\"; 1.1 or 1.0"},
        Damage{"doctype", "<!DOCTYPE gpx [<!ENTITY a \"b\">]>\n<gpx/>",
               "line.gpx:1: has a DOCTYPE"},
        Damage{"zero_byte", std::string{"<gpx>\n\0</gpx>", 13}, "line.gpx:2: is not UTF-8"},
        Damage{"latin_1", "<gpx>\n\n<name>caf\xE9</name></gpx>", "line.gpx:3: is not UTF-8"},
        Damage{"not_a_number", with_point("<trkpt lat=\"nan\" lon=\"2\"/>"),
               "line.gpx:3: lat is \"nan\"; a number of degrees from -90 to 90"},
        Damage{"infinite", with_point("<trkpt lat=\"1\" lon=\"inf\"/>"), "lon is \"inf\""},
        Damage{"too_far_north", with_point("<trkpt lat=\"90.1\" lon=\"2\"/>"), "lat is \"90.1\""},
        Damage{"too_far_east", with_point("<trkpt lat=\"9\" lon=\"180.1\"/>"), "lon is \"180.1\""},
        Damage{"comma", with_point("<trkpt lat=\"47,5\" lon=\"2\"/>"), "lat is \"47,5\""},
        Damage{"no_longitude", with_point("<trkpt lat=\"47.5\"/>"), "a point has no lon"},
        Damage{"entity", with_point("<trkpt lat=\"&lat;\" lon=\"2\"/>"), "lat is \"&lat;\""},
        Damage{"elevation", with_point("<trkpt lat=\"1\" lon=\"2\">\n<ele>1e9</ele></trkpt>"),
               "line.gpx:4: ele is \"1e9\"; metres from -1000 to 20000"},
        Damage{"time", with_point("<trkpt lat=\"1\" lon=\"2\"><time>noon</time></trkpt>"),
               "time is \"noon\"; RFC 3339"}),
    [](const auto& damage) { return damage.param.name; });

TEST(Gpx, SaysEveryPointThatIsWrong) {
    EXPECT_EQ(fault_of(with_point("<trkpt lat=\"x\" lon=\"2\"/>\n<trkpt lat=\"1\" lon=\"y\"/>")),
              "line.gpx:3: lat is \"x\"; a number of degrees from -90 to 90 would be right\n"
              "line.gpx:4: lon is \"y\"; a number of degrees from -180 to 180 would be right\n");
}

TEST(Gpx, HoldsItsLimitOfPoints) {
    std::string points;
    for (std::size_t i = 0; i < max_gpx_points; ++i) {
        points += "<trkpt lat=\"1\" lon=\"2\"/>";
    }

    EXPECT_EQ(fault_of(with_point(points)), "right");
    EXPECT_EQ(fault_of(with_point(points + "<trkpt lat=\"1\" lon=\"2\"/>")),
              "line.gpx: has 200001 points; at most 200000 would be right\n");
}

TEST(Gpx, HoldsItsLimitOfTags) {
    const std::string bytes(max_gpx_marks + 1, '<');

    EXPECT_THAT(fault_of(bytes), HasSubstr("has too many tags and attributes"));
}

TEST(Gpx, SurvivesDeepNesting) {
    std::string bytes = "<gpx>";
    for (int i = 0; i < 500'000; ++i) {
        bytes += "<a>";
    }

    EXPECT_THAT(fault_of(bytes), HasSubstr("is not well-formed XML"));
}

} // namespace
} // namespace lanterne::exchange
