#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web-api/basemap/address.hpp"
#include "web-api/basemap/basemap.hpp"

namespace lanterne::web {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Basemaps read_all(const std::string& text) {
    service::SettingsFile file{text, "web.toml"};
    Basemaps basemaps = read_basemaps(file);
    file.refuse_unknown();
    return basemaps;
}

Basemap read(const std::string& keys) { return read_all("[basemap]\n" + keys).usual; }

std::string refusal_of_all(const std::string& text) {
    try {
        read_all(text);
        return "taken";
    } catch (const service::SettingsError& error) {
        return error.what();
    }
}

std::string refusal(const std::string& keys) { return refusal_of_all("[basemap]\n" + keys); }

/// Files that are there.
const std::string picture = "file = \"" LANTERNE_SOURCE_FOLDER "/web-api/site/public/icon.svg\"\n";
const std::string archive = "file = \"/proc/self/exe\"\n";

const std::string tiles = "kind = \"raster\"\nattribution = \"Example\"\n";

TEST(Basemap, IsNoneUnlessTheSettingsSayOne) {
    EXPECT_EQ(basemap_json(read("")), "null");
    EXPECT_EQ(basemap_json(read("kind = \"none\"")), "null");
}

TEST(Basemap, OfTilesIsToldAndLetInByThePolicy) {
    const Basemap basemap = read(tiles + "url = \"https://tiles.example.org/{z}/{x}/{y}.png\"\n"
                                         "attribution_link = \"https://example.org/copyright\"\n"
                                         "max_zoom = 17\n");

    EXPECT_EQ(basemap_json(basemap),
              R"({"kind":"raster","url":"https://tiles.example.org/{z}/{x}/{y}.png","max_zoom":17,)"
              R"("tile_size":256,"attribution":"Example",)"
              R"("attribution_link":"https://example.org/copyright"})");
    EXPECT_THAT(content_security_policy(basemap, Framing::by_ourselves),
                AllOf(HasSubstr("img-src 'self' data: blob: https://tiles.example.org;"),
                      HasSubstr("connect-src 'self' https://tiles.example.org;"),
                      Not(HasSubstr("copyright"))));
}

TEST(Basemap, OfAStyleLetsItsServersIn) {
    const Basemap basemap = read("kind = \"style\"\nattribution = \"Example\"\n"
                                 "url = \"https://a.example.org/style.json\"\n"
                                 "origins = \"https://b.example.org https://c.example.org:8443\"");

    EXPECT_THAT(basemap.origins, ElementsAre("https://a.example.org", "https://b.example.org",
                                             "https://c.example.org:8443"));
}

TEST(Basemap, OfAFileIsToldByTheAddressThatServesIt) {
    EXPECT_THAT(
        basemap_json(read("kind = \"pmtiles\"\nattribution = \"Example\"\n"
                          "file = \"/proc/self/exe\"\nflavor = \"dark\"")),
        AllOf(HasSubstr(R"("url":"/basemap/file","flavor":"dark")"), Not(HasSubstr("/proc"))));
    EXPECT_THAT(basemap_json(read("kind = \"image\"\nattribution = \"Club\"\n" + picture +
                                  "corners = \"48.1 -3.2, 48.1 -3.1,48 -3.1 , 48 -3.2\"")),
                HasSubstr(R"("corners":[[-3.200000,48.100000],[-3.100000,48.100000],)"
                          R"([-3.100000,48.000000],[-3.200000,48.000000]])"));
}

TEST(Basemap, OfARaceStandsInPlaceOfTheUsual) {
    const Basemaps basemaps =
        read_all("[basemap]\n" + tiles + "url = \"https://tiles.example.org/{z}/{x}/{y}.png\"\n" +
                 "[race.night-o.basemap]\nkind = \"image\"\nattribution = \"Club\"\n" + picture +
                 "corners = \"48.1 -3.2, 48.1 -3.1, 48 -3.1, 48 -3.2\"\n"
                 "[race.swim-2026.basemap]\nkind = \"none\"\n");

    EXPECT_EQ(basemaps.of("harbour-sprint").kind, BasemapKind::raster);
    EXPECT_EQ(basemaps.of("swim-2026").kind, BasemapKind::none);
    EXPECT_THAT(basemap_json(basemaps.of("night-o")),
                HasSubstr(R"("kind":"image","url":"/basemap/file/night-o")"));
    EXPECT_THAT(content_security_policy(basemaps.of("night-o"), Framing::by_ourselves),
                Not(HasSubstr("tiles.example.org")));
}

TEST(Basemap, OfARaceIsRefusedWithItsPlaceInTheFile) {
    EXPECT_EQ(refusal_of_all("[race.night-o.basemap]\nkind = \"globe\"\n"),
              "web.toml:2: race.night-o.basemap.kind: none, raster, style, pmtiles or image would "
              "be right");
    EXPECT_THAT(
        refusal_of_all("[race.Night.basemap]\nkind = \"none\"\n"),
        HasSubstr("race.Night: the address of a race, like harbour-sprint, would be right"));
    EXPECT_THAT(refusal_of_all("[race.night-o.map]\nkind = \"none\"\n"),
                HasSubstr("web.toml:1: race: is not known"));
    EXPECT_THAT(refusal_of_all("[race]\nnight-o = \"none\"\n"),
                HasSubstr("must be at most 16 sections [race.NAME]"));
}

TEST(Basemap, OfRacesAreAsManyAsTheLimit) {
    std::string settings;
    for (std::size_t n = 1; n <= max_race_basemaps; ++n) {
        settings += "[race.race-" + std::to_string(n) + ".basemap]\nkind = \"none\"\n";
    }

    EXPECT_EQ(read_all(settings).of_races.size(), max_race_basemaps);
    EXPECT_THAT(refusal_of_all(settings + "[race.another.basemap]\nkind = \"none\"\n"),
                HasSubstr("must be at most 16 sections [race.NAME]"));
}

struct Wrong {
    std::string name;
    std::string keys;
    std::string says;
};

void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.name; }

class WrongBasemap : public testing::TestWithParam<Wrong> {};

TEST_P(WrongBasemap, IsRefusedAtItsLine) {
    EXPECT_THAT(refusal(GetParam().keys), AllOf(HasSubstr("web.toml"), HasSubstr(GetParam().says)));
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongBasemap,
    testing::Values(
        Wrong{"OfNoKind", "kind = \"globe\"", "none, raster, style, pmtiles or image"},
        Wrong{"WithoutAttribution", "kind = \"raster\"\nurl = \"/{z}/{x}/{y}\"",
              "basemap.attribution"},
        Wrong{"WithoutRows", tiles + "url = \"/{z}/{x}\"", "with {y} would be right"},
        Wrong{"ThatLeavesThePolicy", tiles + "url = \"https://a.org; script-src *//{z}{x}{y}\"",
              "basemap.url"},
        Wrong{"WithAScriptForALink",
              tiles + "url = \"/{z}/{x}/{y}\"\nattribution_link = \"javascript:alert(1)\"",
              "basemap.attribution_link"},
        Wrong{"WithThreeCorners",
              "kind = \"image\"\nattribution = \"a\"\ncorners = \"1 2, 3 4, 5 6\"\n" + picture,
              "four corners"},
        Wrong{"WithACornerBeyondThePole",
              "kind = \"image\"\nattribution = \"a\"\n" + picture +
                  "corners = \"95 2, 3 4, 5 6, 7 8\"",
              "four corners"},
        Wrong{"WithAKeyOfAnotherKind",
              "kind = \"pmtiles\"\nattribution = \"a\"\nmax_zoom = 3\n" + archive,
              "basemap.max_zoom"},
        Wrong{"OfAFileThatIsNotThere",
              "kind = \"image\"\nattribution = \"a\"\nfile = \"/nonexistent\"",
              "a file on this machine"},
        Wrong{"OfAPictureThatIsNone", "kind = \"image\"\nattribution = \"a\"\n" + archive,
              "a picture, .png"},
        Wrong{"OfAnUnknownFlavor",
              "kind = \"pmtiles\"\nattribution = \"a\"\nflavor = \"pink\"\n" + archive,
              "light, dark"}),
    [](const auto& wrong) { return wrong.param.name; });

TEST(Policy, AllowsNothingInlineAndNobodyElse) {
    EXPECT_EQ(content_security_policy({}, Framing::by_ourselves),
              "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
              "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; "
              "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'");
    EXPECT_THAT(content_security_policy({}, Framing::by_anybody),
                Not(HasSubstr("frame-ancestors")));
}

TEST(Address, HasAnOriginUnlessItIsAPathOfThisServer) {
    EXPECT_EQ(origin_of("https://a.example.org:8443/x?y#z"), "https://a.example.org:8443");
    EXPECT_EQ(origin_of("http://127.0.0.1:9/{z}"), "http://127.0.0.1:9");
    EXPECT_EQ(origin_of("/tiles/{z}"), "");
    for (const char* wrong :
         {"", "//evil.example.org/", "ftp://a.org/", "https://", "https://a b/", "https://a'b/",
          "https://user@a.org/", "https://a.org:/", "https://a.org:123456/", "javascript:x"}) {
        EXPECT_FALSE(origin_of(wrong).has_value()) << wrong;
    }
}

} // namespace

} // namespace lanterne::web
