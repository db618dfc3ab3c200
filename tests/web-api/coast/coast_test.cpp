#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"
#include "web-api/coast/clip.hpp"
#include "web-api/coast/coast_store.hpp"

namespace lanterne::web::coast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

/// A topology whose arcs are told as they are in degrees.
std::string topology(const std::string& arcs, const std::string& polygons) {
    return R"({"type":"Topology","objects":{"land":{"type":"GeometryCollection","geometries":[)"
           R"({"type":"MultiPolygon","arcs":)" +
           polygons + R"(}]}},"arcs":)" + arcs + "}";
}

const std::string square_arc = "[[[0,0],[10,0],[10,10],[0,10],[0,0]]]";

std::vector<LandArea> square() { return read_land(topology(square_arc, "[[[0]]]")).value(); }

TEST(Land, IsPutTogetherFromArcs) {
    const auto land =
        read_land(topology("[[[0,0],[2,0],[2,2]],[[0,0],[0,2],[2,2]]]", "[[[0,-2]]]"));

    ASSERT_TRUE(land.has_value()) << land.error();
    EXPECT_THAT(land->at(0).at(0),
                ElementsAre(Corner{0, 0}, Corner{2, 0}, Corner{2, 2}, Corner{0, 2}, Corner{0, 0}));
}

TEST(Land, IsSummedUpAndScaledWhereTheTopologyHasATransform) {
    const auto land =
        read_land(R"({"type":"Topology","transform":{"scale":[0.5,0.25],"translate":[-3,48]},)"
                  R"("objects":{"land":{"type":"Polygon","arcs":[[0]]}},)"
                  R"("arcs":[[[0,0],[2,0],[0,4],[-2,-4]]]})");

    ASSERT_TRUE(land.has_value()) << land.error();
    EXPECT_THAT(land->at(0).at(0),
                ElementsAre(Corner{-3, 48}, Corner{-2, 48}, Corner{-2, 49}, Corner{-3, 48}));
}

TEST(Land, HasItsLakes) {
    const auto land = read_land(
        topology("[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[3,4],[4,4],[3,3]]]", "[[[0],[1]]]"));

    ASSERT_TRUE(land.has_value()) << land.error();
    EXPECT_THAT(land->at(0), SizeIs(2));
}

struct WrongCase {
    std::string name;
    std::string text;
    std::string says;
};

void PrintTo(const WrongCase& wrong, std::ostream* out) { *out << wrong.name; }

class WrongLand : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongLand, IsRefusedWithAReason) {
    const auto land = read_land(GetParam().text);

    ASSERT_FALSE(land.has_value());
    EXPECT_THAT(land.error(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongLand,
    testing::Values(
        WrongCase{"NoJson", "", "it is no JSON"},
        WrongCase{"AnArray", "[]", "the topology is no object"},
        WrongCase{"AnEmptyObject", "{}", "it has no type"},
        WrongCase{"AFeature", R"({"type":"Feature"})", "it is no Topology"},
        WrongCase{"WithoutObjects", R"({"type":"Topology","arcs":[]})", "it has no objects"},
        WrongCase{"ARingOfNoArc", topology("[]", "[[[0]]]"), "there is no arc 0"},
        WrongCase{"AReversedArcThatIsNotThere", topology(square_arc, "[[[-2]]]"),
                  "there is no arc -2"},
        WrongCase{"AnIndexWithAFraction", topology(square_arc, "[[[0.5]]]"), "no whole number"},
        WrongCase{"AnIndexForARing", topology(square_arc, "[[0]]"), "a ring is no array"},
        WrongCase{"ARingThatIsOpen", topology("[[[0,0],[1,1],[0,1]]]", "[[[0]]]"),
                  "a ring is not closed"},
        WrongCase{"ARingWithoutArcs", topology(square_arc, "[[[]]]"), "a ring is not closed"},
        WrongCase{"BeyondThePole", topology("[[[0,0],[0,91],[1,1],[0,0]]]", "[[[0]]]"),
                  "nowhere on earth"},
        WrongCase{"WordsForNumbers", topology(R"([[["a",0]]])", "[[[0]]]"),
                  "a coordinate is no number"},
        WrongCase{"HalfACorner", topology("[[[0]]]", "[[[0]]]"), "fewer than two numbers"},
        WrongCase{"APoint", R"({"type":"Topology","arcs":[],"objects":{"land":{"type":"Point"}}})",
                  "neither Polygon"},
        WrongCase{"TooManyBytes", std::string(max_land_bytes + 1, ' '), "more than"}),
    [](const auto& wrong) { return wrong.param.name; });

TEST(Land, LosesIsletsThatRoundingMadeFlat) {
    const auto land =
        read_land(topology("[[[0,0],[0,1],[0,0]],[[0,0],[9,0],[9,9],[0,0]]]", "[[[0]],[[1],[0]]]"));

    ASSERT_TRUE(land.has_value()) << land.error();
    EXPECT_THAT(*land, ElementsAre(SizeIs(1)));
}

TEST(Land, MayNotGrowByNamingOneArcAgainAndAgain) {
    std::string arc = "[[[0,0]";
    for (int corner = 0; corner < 50'000; ++corner) {
        arc += corner % 2 == 0 ? ",[1,1]" : ",[1,0]";
    }
    arc += ",[0,0]]]";
    std::string ring = "0";
    for (int times = 0; times < 200; ++times) {
        ring += ",0";
    }

    const auto land = read_land(topology(arc, "[[[" + ring + "]]]"));

    ASSERT_FALSE(land.has_value());
    EXPECT_THAT(land.error(), HasSubstr("too many corners"));
}

TEST(Coast, IsTheLandWithinTheBoxAndItsEdgeWithoutTheBoxes) {
    const std::string json = clip_to_geojson(square(), {{5, 5}, {15, 15}});

    EXPECT_THAT(json, HasSubstr(R"("bbox":[5.0000,5.0000,15.0000,15.0000])"));
    EXPECT_THAT(json, HasSubstr(R"({"kind":"land"})"));
    EXPECT_THAT(json, HasSubstr("[5.0000,5.0000],[10.0000,5.0000],[10.0000,10.0000]"));
    EXPECT_THAT(json, HasSubstr(R"("type":"MultiLineString","coordinates":[[[10.0000,5.0000],)"
                                "[10.0000,10.0000],[5.0000,10.0000]]]"));
}

TEST(Coast, IsNothingInTheMiddleOfTheSeaAndTheWholeBoxInTheMiddleOfTheLand) {
    const std::string sea = clip_to_geojson(square(), {{20, 20}, {30, 30}});
    const std::string inland = clip_to_geojson(square(), {{2, 2}, {3, 3}});

    EXPECT_THAT(sea, HasSubstr(R"("type":"MultiPolygon","coordinates":[])"));
    EXPECT_THAT(inland, HasSubstr("[3.0000,3.0000]"));
    EXPECT_THAT(inland, HasSubstr(R"("type":"MultiLineString","coordinates":[])"));
}

TEST(Coast, IsDrawnMoreRoughlyRatherThanTellingTooMuch) {
    LandArea jagged{{}};
    constexpr int teeth = 20'000;
    for (int tooth = 0; tooth < teeth; ++tooth) {
        jagged[0].push_back({10.0 * tooth / teeth, tooth % 2 == 0 ? 0.0 : 0.0005});
    }
    jagged[0].insert(jagged[0].end(), {{10, 8}, {0, 8}, jagged[0].front()});

    const std::string json = clip_to_geojson({jagged}, {{-1, -1}, {11, 11}});

    EXPECT_LE(json.size(), max_coast_bytes);
    EXPECT_THAT(json, HasSubstr("[10.0000,8.0000]"));
}

TEST(Coast, EndsEvenWhereNothingCanBeMadeRougher) {
    std::vector<LandArea> islands;
    for (int island = 0; island < 10'000; ++island) {
        const double west = (island % 100) * 0.1;
        const double south = (island / 100) * 0.1;
        islands.push_back(
            {{{west, south}, {west + 0.05, south}, {west, south + 0.05}, {west, south}}});
    }

    EXPECT_LE(clip_to_geojson(islands, {{-1, -1}, {11, 11}}).size(), max_coast_bytes);
}

TEST(LandFile, OfTheWholeWorldHasTheCoastOfBrittany) {
    const std::filesystem::path world =
        LANTERNE_SOURCE_FOLDER "/web-api/site/node_modules/world-atlas/land-10m.json";
    if (!std::filesystem::exists(world)) {
        GTEST_SKIP() << "the site's packages are not there";
    }

    const auto land = read_land_file(world);
    ASSERT_TRUE(land.has_value()) << land.error();
    const std::string json = clip_to_geojson(*land, {{-3.6, 47.2}, {-2.6, 47.9}});

    EXPECT_GT(land->size(), 4'000U) << "islands and continents";
    EXPECT_GT(json.size(), 2'000U) << "some coast";
    EXPECT_LT(json.size(), 20'000U) << "of three megabytes";
    EXPECT_THAT(json, Not(HasSubstr(R"("type":"MultiLineString","coordinates":[])")));
}

TEST(LandFile, SaysWhatIsWrongWithIt) {
    const support::TempFolder folder;
    const std::filesystem::path wrong = folder.path() / "land-10m.json";
    std::ofstream{wrong} << "{}";

    EXPECT_EQ(read_land_file(folder.path() / "none.json").error(),
              (folder.path() / "none.json").string() + ": No such file or directory");
    EXPECT_EQ(read_land_file(wrong).error(), wrong.string() + ": it has no type");
}

} // namespace

} // namespace lanterne::web::coast
