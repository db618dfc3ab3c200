#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"
#include "web-api/coast/coast_store.hpp"
#include "web-api/forecasts/forecast_store.hpp"
#include "web-api/race_page/map_data.hpp"
#include "web-api/race_page/page_routes.hpp"
#include "web-api/races/folder_files.hpp"

namespace lanterne::web {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Basemap tiles{.kind = BasemapKind::raster,
                    .url = "https://tiles.example.org/{z}/{x}/{y}.png",
                    .attribution = "Example",
                    .origins = {"https://tiles.example.org"}};

const Basemap own_map{.kind = BasemapKind::raster,
                      .url = "https://orienteering.example.org/{z}/{x}/{y}.png",
                      .attribution = "Club",
                      .origins = {"https://orienteering.example.org"}};

/// The pages over a real database, a quarter of an hour after the sample's start, as its rehearsal
/// counts.
class Pages : public testing::Test {
protected:
    Pages() {
        add_land_route(routes_);
        add_page_routes(routes_, library_, {},
                        {.usual = tiles, .of_races = {{"night-race", own_map}}});
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    ~Pages() override { server_.shut_down(); }

    void import_sample() {
        const auto files =
            read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint");
        import_race(connection_, exchange::read_race_folder(files).value(), files);
    }

    service::HttpReply get(const std::string& target) {
        return service::http_get("http://127.0.0.1:" + std::to_string(port_) + target, 30s).value();
    }

    std::string conninfo_ = support::shared_postgres().fresh_database();
    database::Connection connection_{conninfo_};
    DatabasePool pool_{conninfo_};
    RaceLibrary library_;
    std::uint16_t port_ = 0;
    service::Registry registry_;
    service::Log log_{"test"};
    service::HttpServer server_;
    PublicRoutes routes_{{.server = server_, .pool = pool_, .registry = registry_, .log = log_},
                         {.wall = [] { return parse_time("2026-06-14T07:01:00Z").value(); }},
                         {.bytes = 0}};
};

TEST_F(Pages, OfNoRaceSayHowToImportOne) {
    EXPECT_THAT(get("/").body, HasSubstr("race import FOLDER"));
}

TEST_F(Pages, RunNoScriptButTheirOwnAndFetchNoTilesButThoseThatTheSettingsName) {
    import_sample();

    for (const char* page : {"/", "/r/harbour-sprint", "/r/harbour-sprint/results"}) {
        EXPECT_THAT(get(page).headers.at("content-security-policy"),
                    AllOf(HasSubstr("default-src 'none'; script-src 'self';"),
                          HasSubstr("connect-src 'self' https://tiles.example.org;")))
            << page;
    }
    EXPECT_THAT(get("/r/harbour-sprint").body,
                HasSubstr(R"("basemap":{"kind":"raster","url":"https://tiles.example.org/)"));
}

TEST_F(Pages, OfARaceWithABasemapOfItsOwnShowThatAndLetItsServerInAlone) {
    import_sample();
    connection_.run_script("UPDATE plan.race SET slug = 'night-race'");

    for (const char* page : {"/r/night-race", "/fr/r/night-race", "/r/night-race/embed"}) {
        const auto reply = get(page);
        EXPECT_THAT(reply.headers.at("content-security-policy"),
                    AllOf(HasSubstr("connect-src 'self' https://orienteering.example.org;"),
                          Not(HasSubstr("tiles.example.org"))))
            << page;
        EXPECT_THAT(reply.body, HasSubstr(R"("url":"https://orienteering.example.org/)")) << page;
    }
    EXPECT_THAT(get("/").headers.at("content-security-policy"),
                HasSubstr("connect-src 'self' https://tiles.example.org;"));
}

TEST_F(Pages, SayWhereTheCoastIsOnceTheRaceHasOne) {
    import_sample();
    const std::string before = get("/r/harbour-sprint").body;
    const auto race = find_race(connection_, "harbour-sprint").value();

    coast::write_coast(connection_, race.race_id, R"({"type":"FeatureCollection"})");

    EXPECT_THAT(before, HasSubstr(R"("land":null)"));
    EXPECT_THAT(get("/r/harbour-sprint").body,
                HasSubstr(R"("land":"/api/v1/races/harbour-sprint/land.geojson?content=)"));
}

TEST_F(Pages, TellTheCoastForEverToWhoNamesItsContent) {
    import_sample();
    const std::string land = "/api/v1/races/harbour-sprint/land.geojson";
    const auto race = find_race(connection_, "harbour-sprint").value();
    EXPECT_EQ(get(land).status, 404);
    coast::write_coast(connection_, race.race_id, R"({"type":"FeatureCollection"})");
    const std::string named =
        land + "?content=" + coast::read_coast_name(connection_, race.race_id).value();

    const auto of_now = get(named);
    const auto of_nobody = get(land);
    coast::write_coast(connection_, race.race_id, R"({"type":"Feature"})");
    const auto of_before = get(named);

    EXPECT_EQ(of_now.body, R"({"type":"FeatureCollection"})");
    EXPECT_EQ(of_now.headers.at("content-type"), "application/geo+json");
    EXPECT_EQ(of_now.headers.at("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(of_nobody.headers.at("cache-control"), "public, max-age=1");
    EXPECT_EQ(of_before.headers.at("cache-control"), "public, max-age=1") << "it is another one";
    EXPECT_EQ(get("/api/v1/races/nobody/land.geojson").status, 404);
}

TEST_F(Pages, ListTheRacesAndLinkThem) {
    import_sample();

    EXPECT_THAT(get("/").body, HasSubstr(R"(<a href="/r/harbour-sprint">Harbour Sprint</a>)"));
}

TEST_F(Pages, ShowStandingsAsTheDatabaseHasThemNow) {
    import_sample();
    EXPECT_THAT(get("/r/harbour-sprint").body, Not(HasSubstr("leader</td>")));

    connection_.run_script(R"(
        INSERT INTO race.standing (race_id, entry_id, version, status, rank, gap_ms)
            SELECT race_id, entry_id, 1, 'racing', 1, 0 FROM plan.entry WHERE bib = '3';
        INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms, source)
            SELECT race_id, entry_id, 'chapel-out', 2, 1, '2026-06-14T07:12:30Z', 400, 'gps'
            FROM plan.entry WHERE bib = '3')");

    const std::string body = get("/r/harbour-sprint").body;
    EXPECT_THAT(body, HasSubstr(R"(<tr data-bib="3" data-status="racing")"));
    EXPECT_THAT(body, HasSubstr(R"(<span class="time">12:30</span><span class="point">Chapel, )"
                                R"(outward 1</span></td><td class="gap">leader</td>)"));
}

TEST_F(Pages, SayWhenAthletesAreExpectedByTheClockOfThePlace) {
    import_sample();
    connection_.run_script(R"(
        INSERT INTO race.standing (race_id, entry_id, version, status, rank, gap_ms)
            SELECT race_id, entry_id, 1, 'racing', rank() OVER (ORDER BY bib), 0 FROM plan.entry;
        INSERT INTO race.forecast (race_id, entry_id, place, version, point, leg, lap, p10, p50,
                                   p90, slopes_s, field_s, athletes, standing_s)
            SELECT race_id, entry_id, place, 2, point, leg, 1, at, at + interval '3 minutes',
                   at + interval '6 minutes', 0, 0, 0, 0
            FROM plan.entry, (VALUES (0, 'chapel-out', 2, '2026-06-14T07:20:00Z'::timestamptz),
                                     (1, 'finish', 4, '2026-06-14T08:20:00Z')) n(place, point, leg,
                                                                                 at)
            WHERE bib IN ('3', '10');
        INSERT INTO race.forecast_grade (race_id, horizon, forecasts, inside)
            SELECT race_id, 0, 4, 3 FROM plan.race)");

    const std::string body = get("/r/harbour-sprint").body;

    EXPECT_THAT(body, HasSubstr("title=\"Chapel, outward 1 about 09:23 (09:20–09:26)\">"));
    EXPECT_THAT(body, HasSubstr("title=\"Finish about 10:23 (10:20–10:26)\">"));
    EXPECT_THAT(body, HasSubstr("Of 4 expected times that came true in the last hour of racing, "
                                "75 % were inside their span"));
}

TEST_F(Pages, KnowNoClockOfAZoneThatTheDatabaseDoesNotKnow) {
    EXPECT_EQ(clock_texts(connection_, "Moon/Base", {*parse_time("2026-06-14T08:20:00Z")}),
              std::vector<std::string>{"08:20"});
    EXPECT_EQ(clock_texts(connection_, "Asia/Kathmandu", {*parse_time("2026-06-14T08:20:00Z")}),
              std::vector<std::string>{"14:05"});
}

TEST_F(Pages, ShowTheTablesOfNowUntilResultsAreOfficial) {
    import_sample();
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("No results yet"));
    const auto table = [](const std::string& name, const std::string& bib) {
        return R"({"kind":"ranking","id":"overall","name":")" + name +
               R"(","unit_ms":1000,"whole":true,"rows":[{"bib":")" + bib +
               R"(","outcome":"finished","rank":1,"time_ms":3723000,"gap_ms":0}]})";
    };
    const auto publish = [&](int revision, const std::string& state) {
        connection_.run_script(
            "INSERT INTO race.publication (race_id, revision, state, engine, input_digest, digest, "
            "                              body, tables, who, why) SELECT race_id, " +
            std::to_string(revision) + ", '" + state + "', '1', 'a', 'b', 'c', '[" +
            table("As published", "3") + "]', 'Jana', 'a test' FROM plan.race");
    };
    connection_.run_script(
        "INSERT INTO race.ranking (race_id, kind, ranking, place, name, "
        "version, body) SELECT race_id, 'ranking', 'overall', 0, 'Of now', 1, '" +
        table("Of now", "2") + "' FROM plan.race");

    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("Of now<span"));
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr(R"(<td class="time total">1:02:03</td>)"));
    publish(1, "provisional");
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("provisional, revision 1"));
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("Of now<span"));
    publish(2, "official");
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("official, revision 2"));
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("As published<span"));
    EXPECT_THAT(get("/r/harbour-sprint").body, Not(HasSubstr("Of now<span")));
    publish(3, "annulled");
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("were annulled"));
    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("Of now<span"));
}

TEST_F(Pages, AnswerTheSectionOfResultsByItself) {
    import_sample();

    const auto reply = get("/r/harbour-sprint/results");

    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.starts_with(R"(<section id="results">)"));
    EXPECT_EQ(get("/r/no-such-race/results").status, 404);
}

TEST_F(Pages, AreHtmlUnderAStrictPolicy) {
    import_sample();

    const auto reply = get("/r/harbour-sprint");

    EXPECT_EQ(reply.headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_THAT(reply.headers.at("content-security-policy"), HasSubstr("script-src 'self'"));
    EXPECT_THAT(reply.body, Not(HasSubstr(" style=")));
    EXPECT_THAT(reply.body, Not(HasSubstr(" onclick=")));
}

TEST_F(Pages, AreInTheLanguageOfTheirAddress) {
    import_sample();

    EXPECT_THAT(get("/r/harbour-sprint").body, HasSubstr("<html lang=\"en\" data-page=\"page\">"));
    EXPECT_THAT(get("/en/r/harbour-sprint").body, HasSubstr("<h2>Start list</h2>"));
    EXPECT_THAT(get("/fr/r/harbour-sprint").body, HasSubstr("<h2>Liste de départ</h2>"));
    EXPECT_THAT(get("/fr/r/harbour-sprint/results").body, HasSubstr("<h2>Résultats"));
    EXPECT_THAT(get("/fr").body, HasSubstr(R"(<a href="/fr/r/harbour-sprint">)"));
}

TEST_F(Pages, ShowTheSplitsOfRestAndTheHeightsOfTheCourse) {
    import_sample();
    EXPECT_THAT(get("/r/harbour-sprint").body, Not(HasSubstr("splits-section")));
    connection_.run_script(R"(
        INSERT INTO race.standing (race_id, entry_id, version, status, rank, gap_ms)
            SELECT race_id, entry_id, 1, 'racing', 1, 0 FROM plan.entry WHERE bib = '3';
        INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms, source)
            SELECT race_id, entry_id, 'chapel-out', 2, 1, '2026-06-14T07:12:30Z', 400, 'gps'
            FROM plan.entry WHERE bib = '3';
        INSERT INTO race.ranking (race_id, kind, ranking, place, name, version, body)
            SELECT race_id, 'ranking', 'overall', 0, 'Overall', 1,
                   '{"kind":"ranking","id":"overall","name":"Overall","unit_ms":1000,"whole":true,'
                   '"rows":[{"bib":"3","outcome":"racing","splits":[{"point":"chapel-out","lap":1,'
                   '"time_ms":750000,"rank":1}]}]}' FROM plan.race)");

    const std::string body = get("/r/harbour-sprint").body;

    EXPECT_THAT(body, HasSubstr("<th class=\"time\" scope=\"col\">Chapel, outward 1</th>"));
    EXPECT_THAT(body, HasSubstr("<td class=\"time\">12:30 <small>1</small></td>"));
    EXPECT_THAT(body, HasSubstr("<svg id=\"profile-drawing\""));
}

TEST_F(Pages, MayBeEmbeddedByAnybodyWhereTheyAreMadeForIt) {
    import_sample();

    const auto policy_of = [&](const std::string& target) {
        const auto reply = get(target);
        EXPECT_EQ(reply.status, 200) << target;
        return reply.headers.at("content-security-policy");
    };

    EXPECT_THAT(policy_of("/fr/r/harbour-sprint/embed"), Not(HasSubstr("frame-ancestors")));
    EXPECT_THAT(policy_of("/r/harbour-sprint/tv"), Not(HasSubstr("frame-ancestors")));
    EXPECT_THAT(policy_of("/r/harbour-sprint/screen"), Not(HasSubstr("frame-ancestors")));
    EXPECT_THAT(policy_of("/r/harbour-sprint"), HasSubstr("frame-ancestors 'self'"));
}

TEST_F(Pages, OfARaceThatIsNotThereAreNotFound) {
    EXPECT_EQ(get("/r/no-such-race").status, 404);
    EXPECT_EQ(get("/r/%3Cscript%3E").status, 404);
}

TEST(SiteAssets, AreThoseOfTheBuiltSite) {
    const support::TempFolder folder;
    EXPECT_EQ(find_assets(folder.path()), page::Assets{});

    std::ofstream{folder.path() / "manifest.json"} << R"({"src/race.ts":{"file":"race-1.js"}})";

    EXPECT_EQ(find_assets(folder.path()).script, "/assets/race-1.js");
}

} // namespace
} // namespace lanterne::web
