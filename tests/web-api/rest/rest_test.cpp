#include <filesystem>
#include <regex>
#include <thread>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/race_folder.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"
#include "tests/web-api/rest/served_race.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using database::Connection;

class Rest : public ServedRace {};

TEST_F(Rest, ListsRaces) {
    const auto races = get_json("/api/v1/races").at("races").as_array();

    ASSERT_EQ(races.size(), 1U);
    const auto& race = races[0].as_object();
    EXPECT_EQ(race.at("slug"), "harbour-sprint");
    EXPECT_EQ(race.at("starts_at"), "2026-06-14T07:00:00.000Z");
    EXPECT_EQ(race.at("state"), "live");
    EXPECT_EQ(race.at("entries"), 12);
}

TEST_F(Rest, TellsOfARaceWithItsCourseAndEntries) {
    const auto race = get_json("/api/v1/races/harbour-sprint");

    EXPECT_EQ(race.at("name"), "Harbour Sprint");
    EXPECT_EQ(race.at("state"), "live");
    const auto& course = race.at("course").as_object();
    EXPECT_EQ(course.at("legs").as_array().size(), 5U);
    EXPECT_NEAR(course.at("length_m").to_number<double>(), 26'000, 1'000);
    const auto& place = course.at("legs").at(0).at("line").at(0).as_array();
    EXPECT_NEAR(place.at(0).to_number<double>(), -3.07, 0.1);
    EXPECT_NEAR(place.at(1).to_number<double>(), 47.57, 0.1);
    EXPECT_EQ(course.at("points").at(0).at("id"), "start");
    EXPECT_EQ(race.at("waves").at(0).at("gun"), "2026-06-14T07:00:00.000Z");
    EXPECT_EQ(race.at("entries").at(0).at("bib"), "1");
    EXPECT_EQ(race.at("entries").at(0).at("unit"), "demo000001");
}

TEST_F(Rest, TellsTheHeightsOfALapAtEqualSteps) {
    const auto files =
        read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/valley-ride");
    import_race(connection_, exchange::read_race_folder(files).value(), files);

    const auto race = get_json("/api/v1/races/valley-ride");

    const auto& leg = race.at("course").at("legs").at(0);
    const auto& heights = leg.at("heights_m").as_array();
    EXPECT_EQ(heights.size(), 400U) << "the most that there are";
    EXPECT_NEAR(leg.at("heights_step_m").to_number<double>() * 399,
                leg.at("end_m").to_number<double>(), 1)
        << "one lap: the last height is at its end";
    const plan::RacePlan plan = exchange::read_race_folder(files).value();
    EXPECT_NEAR(heights.front().to_number<double>(), plan.course.height_at(Metres{0}).value(),
                0.05);
    EXPECT_NEAR(heights.back().to_number<double>(),
                plan.course.height_at(plan.course.length()).value(), 0.05);
}

TEST_F(Rest, SaysWhereNoHeightsAreKnown) {
    auto files =
        read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint");
    files["swim.gpx"] = std::regex_replace(files["swim.gpx"], std::regex{"<ele>[^<]*</ele>"}, "");
    import_race(connection_, exchange::read_race_folder(files).value(), files);

    const auto race = get_json("/api/v1/races/harbour-sprint");

    const auto& legs = race.at("course").at("legs");
    EXPECT_TRUE(legs.at(0).at("heights_m").is_null());
    EXPECT_TRUE(legs.at(0).at("heights_step_m").is_null());
}

TEST_F(Rest, NumbersTheRevisionsOfAPlan) {
    const auto before = get_json("/api/v1/races/harbour-sprint").at("revision").as_int64();

    assign_unit(connection_, Slug::from("harbour-sprint").value(), Bib::from("1").value(),
                UnitSerial::from("spare00001"));

    EXPECT_EQ(get_json("/api/v1/races/harbour-sprint").at("revision"), before + 1);
}

TEST_F(Rest, TellsWhichCourseAnEntryRaces) {
    import("market-square");

    const auto race = get_json("/api/v1/races/market-square");

    EXPECT_TRUE(race.at("entries").at(0).at("variant").is_null());
    EXPECT_EQ(race.at("entries").at(9).at("variant"), "junior");
    EXPECT_EQ(race.at("variants").at(0).at("id"), "junior");
    const auto& junior = race.at("variants").at(0).at("course");
    EXPECT_EQ(junior.at("legs").at(0).at("laps"), 25);
    EXPECT_NEAR(junior.at("official_length_m").to_number<double>(), 30'000, 0.1);
    EXPECT_EQ(race.at("course").at("legs").at(0).at("laps"), 50);
}

TEST_F(Rest, TellsTheSlotsOfATimeTrialAndTheMembersOfRelays) {
    auto files =
        read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint");
    files["entries.csv"] = "bib,name,wave,slot,members\n"
                           "1,Ada,all,+00:01:30,\n"
                           "2,The Oars,all,,swim=Ana; run=Cleo\n";
    import_race(connection_, exchange::read_race_folder(files).value(), files);

    const auto entries = get_json("/api/v1/races/harbour-sprint").at("entries");

    EXPECT_EQ(entries.at(0).at("slot"), "2026-06-14T07:01:30.000Z");
    EXPECT_TRUE(entries.at(0).at("members").as_array().empty());
    EXPECT_TRUE(entries.at(1).at("slot").is_null());
    EXPECT_EQ(entries.at(1).at("members").at(1).at("leg"), "run");
    EXPECT_EQ(entries.at(1).at("members").at(1).at("name"), "Cleo");
}

TEST_F(Rest, GivesACourseAsGpx) {
    const auto reply = get("/api/v1/races/harbour-sprint/course.gpx");

    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.at("content-type"), "application/gpx+xml");
    EXPECT_NE(reply.body.find("<name>Bike</name>"), std::string::npos);
    EXPECT_EQ(get("/api/v1/races/harbour-sprint/course.gpx?variant=none").status, 404);
}

TEST_F(Rest, ShowsAnAssignmentAtOnce) {
    get_json("/api/v1/races/harbour-sprint");

    assign_unit(connection_, Slug::from("harbour-sprint").value(), Bib::from("1").value(),
                UnitSerial::from("spare00001"));

    EXPECT_EQ(get_json("/api/v1/races/harbour-sprint").at("entries").at(0).at("unit"),
              "spare00001");
}

TEST_F(Rest, GivesStandingsInTheOrderOfTheBoard) {
    score();

    const auto standings = get_json("/api/v1/races/harbour-sprint/standings");

    EXPECT_EQ(standings.at("version"), 42);
    EXPECT_EQ(standings.at("as_of"), "2026-06-14T07:15:00.000Z");
    const auto& rows = standings.at("rows").as_array();
    ASSERT_EQ(rows.size(), 12U);
    EXPECT_EQ(rows[0].at("bib"), "2");
    EXPECT_EQ(rows[1].at("bib"), "1");
    EXPECT_EQ(rows[1].at("gap_ms"), 1500);
    EXPECT_EQ(rows[1].at("linked"), false);
    EXPECT_EQ(standings.at("digest"), "abc123");
    EXPECT_EQ(standings.at("engine"), "2");
    EXPECT_NEAR(rows[1].at("along_m").to_number<double>(), 1234.5, 0.01);
    EXPECT_EQ(rows[1].at("last_passage").at("time"), "2026-06-14T07:00:01.500Z");
    EXPECT_EQ(rows[2].at("bib"), "3");
    EXPECT_EQ(rows[2].at("status"), "not_started");
    EXPECT_TRUE(rows[2].at("rank").is_null());
    EXPECT_TRUE(rows[2].at("last_passage").is_null());
}

TEST_F(Rest, SaysNotHowFarAlongSomebodyIsWhoIsOffTheCourseOrOut) {
    score();
    const auto along_of = [&](const std::string& status) {
        connection_.execute("UPDATE race.standing SET status = $1",
                            database::Parameters{}.add(status));
        return get_json("/api/v1/races/harbour-sprint/entries/1").at("standing").at("along_m");
    };

    EXPECT_FALSE(along_of("silent").is_null());
    EXPECT_FALSE(along_of("finished").is_null());
    for (const char* status : {"off_course", "did_not_finish", "over_time_limit", "lapped"}) {
        EXPECT_TRUE(along_of(status).is_null()) << status;
    }
}

TEST_F(Rest, GivesThePassagesThatCountNow) {
    score();

    const auto passages =
        get_json("/api/v1/races/harbour-sprint/passages").at("passages").as_array();

    ASSERT_EQ(passages.size(), 1U);
    EXPECT_EQ(
        boost::json::serialize(passages[0]),
        R"({"bib":"1","point":"start","leg":0,"lap":1,"time":"2026-06-14T07:00:01.500Z",)"
        R"("standard_error_ms":100,"source":"gps","revision":1,"bridged":false,"settled":true})");
}

TEST_F(Rest, SaysWhenAthletesAreExpectedAndHowSuchWordsDid) {
    score();
    connection_.run_script(R"(
        INSERT INTO race.forecast (race_id, entry_id, place, version, point, leg, lap, p10, p50,
                                   p90, slopes_s, field_s, athletes, standing_s)
            SELECT race_id, entry_id, 0, 42, 'finish', 4, 1, '2026-06-14T08:39:00Z',
                   '2026-06-14T08:42:00Z', '2026-06-14T08:46:00Z', 110, -15, 12, 0
            FROM plan.entry WHERE bib = '1';
        INSERT INTO race.forecast_grade (race_id, horizon, forecasts, inside)
            SELECT race_id, 1, 212, 168 FROM plan.race)");

    const auto standings = get_json("/api/v1/races/harbour-sprint/standings");

    EXPECT_EQ(boost::json::serialize(standings.at("eta_grades")),
              R"([{"horizon":"middle","forecasts":212,"inside":168}])");
    const auto& rows = standings.at("rows").as_array();
    EXPECT_EQ(boost::json::serialize(rows[0].at("eta")), "[]") << "of bib 2 nothing is known";
    EXPECT_EQ(boost::json::serialize(rows[1].at("eta")),
              R"([{"point":"finish","leg":4,"lap":1,"p10":"2026-06-14T08:39:00.000Z",)"
              R"("p50":"2026-06-14T08:42:00.000Z","p90":"2026-06-14T08:46:00.000Z",)"
              R"("slopes_s":110,"field_s":-15,"athletes":12,"standing_s":0}])");
}

TEST_F(Rest, SaysWhatIsMissing) {
    score();

    const auto missing = get_json("/api/v1/races/harbour-sprint/passages").at("missing").as_array();

    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(boost::json::serialize(missing[0]),
              R"({"bib":"2","point":"bike-lap","leg":2,"lap":1,)"
              R"("after":"2026-06-14T07:10:00.000Z","before":"2026-06-14T07:12:00.000Z"})");
}

TEST_F(Rest, NamesTheResultsByTheirDigest) {
    EXPECT_TRUE(get_json("/api/v1/races/harbour-sprint/digest").at("digest").is_null());
    score();

    EXPECT_EQ(boost::json::serialize(get_json("/api/v1/races/harbour-sprint/digest")),
              R"({"version":42,"digest":"abc123","engine":"2"})");
}

TEST_F(Rest, ShowsUnitsThatAreExpectedAndThoseThatNobodyExpected) {
    connection_.run_script(R"(
        INSERT INTO race.unit (serial, link, last_fix_time, battery_pct)
        VALUES ('demo000001', 'up', '2026-06-14T07:14:58.5Z', 80), ('stranger01', 'up', NULL, NULL))");

    const auto units = get_json("/api/v1/units").at("units").as_array();

    const auto find = [&](const char* serial) -> const boost::json::value& {
        return *std::ranges::find_if(
            units, [&](const boost::json::value& unit) { return unit.at("serial") == serial; });
    };
    EXPECT_EQ(find("demo000001").at("bib"), "1");
    EXPECT_EQ(find("demo000001").at("race"), "harbour-sprint");
    EXPECT_EQ(find("demo000001").at("battery_pct"), 80);
    EXPECT_NEAR(find("demo000001").at("fix_age_s").to_number<double>(), 1.5, 0.01);
    EXPECT_EQ(find("demo000002").at("state"), "expected");
    EXPECT_EQ(find("stranger01").at("state"), "new");
    EXPECT_TRUE(find("stranger01").at("bib").is_null());
}

TEST_F(Rest, ShowsTheTechnicianWhatWasWrongWithAUnit) {
    connection_.run_script(R"(
        INSERT INTO race.unit (serial) VALUES ('stranger01');
        INSERT INTO race.unit_fault VALUES
            ('stranger01', 'truncated', 3, '2026-06-14T07:00:00Z', '2026-06-14T07:01:00Z', '\x0aff'),
            ('stranger01', 'conflict', 1, '2026-06-14T07:02:00Z', '2026-06-14T07:02:00Z', '\x');
        INSERT INTO race.set_aside (serial, reason, seen_at, payload)
            SELECT 'stranger01', 'truncated', '2026-06-14T07:00:00Z', '\x0a' FROM
                generate_series(1, 30))");

    const auto found = get_json("/api/v1/units/stranger01/faults");

    EXPECT_EQ(boost::json::serialize(found.at("faults")),
              R"([{"reason":"conflict","messages":1,"first_at":"2026-06-14T07:02:00.000Z",)"
              R"("last_at":"2026-06-14T07:02:00.000Z","bytes":0,"hex":""},)"
              R"({"reason":"truncated","messages":3,"first_at":"2026-06-14T07:00:00.000Z",)"
              R"("last_at":"2026-06-14T07:01:00.000Z","bytes":2,"hex":"0aff"}])");
    EXPECT_EQ(found.at("kept").as_array().size(), 20U);
    const auto units = get_json("/api/v1/units").at("units").as_array();
    const auto* const unit = std::ranges::find_if(
        units, [](const boost::json::value& one) { return one.at("serial") == "stranger01"; });
    EXPECT_EQ(unit->at("faults"), 4);
    EXPECT_EQ(unit->at("last_fault"), "2026-06-14T07:02:00.000Z");
}

// A batch says where somebody is.
TEST_F(Rest, ShowsNoBytesThroughAProxy) {
    connection_.run_script("INSERT INTO race.unit_fault VALUES "
                           "('stranger01', 'truncated', 1, now(), now(), '\\x0aff')");
    support::TcpClient client{port_};

    client.send("GET /api/v1/units/stranger01/faults HTTP/1.1\r\nHost: localhost\r\n"
                "X-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n\r\n");

    ASSERT_TRUE(client.read_to_end());
    EXPECT_THAT(client.received(), testing::HasSubstr(R"("bytes":2,"hex":null)"));
}

TEST_F(Rest, SaysWhichUnitItDoesNotKnow) {
    for (const char* serial : {"nobody0001", "NOBODY", "a", "caf%C3%A9"}) {
        const auto reply = get(std::string{"/api/v1/units/"} + serial + "/faults");
        EXPECT_EQ(reply.status, 404);
        EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
    }
    EXPECT_EQ(get_json("/api/v1/units/demo000001/faults").at("faults").as_array().size(), 0U)
        << "worn, and not heard of yet";
}

TEST_F(Rest, SaysWhichRaceItDoesNotKnow) {
    for (const std::string below : {"", "/standings", "/passages", "/digest", "/course.gpx"}) {
        const auto reply = get("/api/v1/races/other" + below);
        EXPECT_EQ(reply.status, 404);
        EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
    }
    EXPECT_EQ(get("/api/v1/races/%00").status, 400);
    EXPECT_EQ(get("/api/v1/races/caf%C3%A9").status, 404);
}

TEST_F(Rest, AnswersAKnownContentWithNotModified) {
    const std::string tag = get("/api/v1/races/harbour-sprint").headers.at("etag");
    support::TcpClient client{port_};

    client.send("GET /api/v1/races/harbour-sprint HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                "If-None-Match: " +
                tag + "\r\n\r\n");

    EXPECT_TRUE(client.read_to_end());
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 304 Not Modified\r\n"));
    EXPECT_TRUE(client.received().ends_with("\r\n\r\n"));
}

TEST_F(Rest, SaysThatTheDatabaseIsAwayAndGoesOnWhenItIsBack) {
    get_json("/api/v1/races");
    EXPECT_TRUE(pool_.is_well());

    postgres_.kill9();
    const auto away = get("/api/v1/races");
    EXPECT_FALSE(pool_.is_well());
    postgres_.start();

    EXPECT_EQ(away.status, 503);
    EXPECT_EQ(away.headers.at("retry-after"), "2");
    EXPECT_EQ(get("/api/v1/races").status, 200);
    EXPECT_TRUE(pool_.is_well());
}

TEST_F(Rest, LetsACacheInFrontAnswerACrowd) {
    EXPECT_EQ(get("/api/v1/races").headers.at("cache-control"), "public, max-age=1");
    EXPECT_FALSE(get("/api/v1/races/other").headers.contains("cache-control"));
}

TEST_F(Rest, DoesNotTrustADatabaseThatTakesAStatementAndSaysNothing) {
    DatabasePool pool{conninfo_, 300ms};
    pool.use([](Connection& connection) { connection.execute("SELECT 1"); });
    EXPECT_TRUE(pool.is_well());

    std::thread stuck{[&] {
        pool.use([](Connection& connection) { connection.execute("SELECT pg_sleep(2)"); });
    }};

    EXPECT_TRUE(support::wait_until([&] { return !pool.is_well(); }, 1500ms));
    stuck.join();
    EXPECT_TRUE(pool.is_well());
}

TEST_F(Rest, AnswersTheTablesOfARaceWithTheNamesBesideThem) {
    score();
    connection_.run_script(R"(
        INSERT INTO race.ranking (race_id, kind, ranking, place, name, version, body)
            SELECT race_id, kind, 'all', place, 'All', 41 + place,
                   '{"kind":"' || kind || '","rows":[{"bib":"2"}]}'
            FROM plan.race, (VALUES ('ranking', 0), ('teams', 1)) t (kind, place))");

    const auto list = get_json("/api/v1/races/harbour-sprint/rankings");
    EXPECT_EQ(list.at("version").as_int64(), 42);
    EXPECT_TRUE(list.at("publication").is_null());
    ASSERT_EQ(list.at("rankings").as_array().size(), 2U);
    EXPECT_EQ(list.at("rankings").as_array()[1].at("kind").as_string(), "teams");

    const auto one = get_json("/api/v1/races/harbour-sprint/rankings/all");
    EXPECT_EQ(one.at("version").as_int64(), 41);
    EXPECT_EQ(one.at("ranking").at("rows").as_array()[0].at("bib").as_string(), "2");
    EXPECT_FALSE(one.at("people").at("2").at("name").as_string().empty());
    const auto teams = get_json("/api/v1/races/harbour-sprint/rankings/all?kind=teams");
    EXPECT_EQ(teams.at("ranking").at("kind").as_string(), "teams");

    EXPECT_EQ(get("/api/v1/races/harbour-sprint/rankings/none").status, 404);
    EXPECT_EQ(get("/api/v1/races/nowhere/rankings").status, 404);
}

TEST_F(Rest, AnswersWhatWasPublishedAsItWas) {
    connection_.run_script(R"(
        INSERT INTO race.publication (race_id, revision, state, engine, input_digest, digest, body,
                                      tables, who, why)
            SELECT race_id, t.revision, t.state, '3', 'in', 'out', 'text',
                   '[{"kind":"ranking","id":"r' || t.revision || '","rows":[]}]', 'Jana', 'the end'
            FROM plan.race, (VALUES (1, 'provisional'), (2, 'official')) t (revision, state))");

    const auto all = get_json("/api/v1/races/harbour-sprint/publications");
    ASSERT_EQ(all.at("publications").as_array().size(), 2U);
    EXPECT_EQ(all.at("publications").as_array()[0].at("state").as_string(), "official");
    EXPECT_EQ(all.at("publications").as_array()[0].at("who").as_string(), "Jana");

    const auto first = get_json("/api/v1/races/harbour-sprint/publications/1");
    EXPECT_EQ(first.at("state").as_string(), "provisional");
    EXPECT_EQ(first.at("rankings").as_array()[0].at("id").as_string(), "r1");
    EXPECT_TRUE(first.at("people").as_object().contains("2"));
    EXPECT_EQ(get_json("/api/v1/races/harbour-sprint/rankings")
                  .at("publication")
                  .at("revision")
                  .as_int64(),
              2);

    for (const char* wrong : {"3", "0", "-1", "one", "99999999999"}) {
        EXPECT_EQ(get(std::string{"/api/v1/races/harbour-sprint/publications/"} + wrong).status,
                  404)
            << wrong;
    }
}

} // namespace

} // namespace lanterne::web
