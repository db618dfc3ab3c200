#include <gmock/gmock.h>

#include "database/migrations.hpp"
#include "tests/web-api/rest/served_race.hpp"

namespace lanterne::web {

namespace {

using testing::HasSubstr;

class Entry : public ServedRace {
protected:
    Entry() { score(); }
};

TEST_F(Entry, IsToldWithEverythingThatIsKnownOfIt) {
    connection_.run_script(R"(
        INSERT INTO race.forecast (race_id, entry_id, place, version, point, leg, lap, p10, p50,
                                   p90, slopes_s, field_s, athletes, standing_s)
            SELECT race_id, entry_id, 0, 42, 'finish', 4, 1, '2026-06-14T08:39:00Z',
                   '2026-06-14T08:42:00Z', '2026-06-14T08:46:00Z', 110, -15, 12, 0
            FROM plan.entry WHERE bib = '1')");

    const auto file = get_of_race("/entries/1");

    EXPECT_EQ(file.at("version"), 42);
    EXPECT_EQ(file.at("entry").at("bib"), "1");
    EXPECT_EQ(file.at("entry"), get_of_race("").at("entries").at(0));
    EXPECT_EQ(file.at("standing"), get_of_race("/standings").at("rows").at(1));
    EXPECT_EQ(file.at("standing").at("eta").at(0).at("slopes_s"), 110);
    EXPECT_EQ(file.at("passages"), get_of_race("/passages").at("passages"));
    EXPECT_TRUE(file.at("missing").as_array().empty());
    EXPECT_EQ(get_of_race("/entries/2").at("missing"), get_of_race("/passages").at("missing"));
    EXPECT_TRUE(get_of_race("/entries/3").at("passages").as_array().empty());
}

/// Seven events, of bib 1 the odd ones and of nobody the others.
class Events : public ServedRace {
protected:
    Events() {
        connection_.run_script(R"(
            INSERT INTO race.race_event (race_id, number, at, kind, entry_id, body)
                SELECT race_id, n, '2026-06-14T07:00:00Z'::timestamptz + n * interval '1 s',
                       'passage', CASE WHEN n % 2 = 1 THEN entry_id END,
                       CASE WHEN n % 2 = 1 THEN '{"point": "start", "lap": 1}'::jsonb
                            ELSE '{}' END
                FROM plan.entry, generate_series(1, 7) n WHERE bib = '1')");
    }
};

TEST_F(Events, AreToldInOrderWithWhatTheyAre) {
    const auto page = get_of_race("/events");

    EXPECT_EQ(page.at("last"), 7);
    ASSERT_EQ(page.at("events").as_array().size(), 7U);
    EXPECT_EQ(boost::json::serialize(page.at("events").at(0)),
              R"({"number":1,"at":"2026-06-14T07:00:01.000Z","kind":"passage","bib":"1",)"
              R"("lap":1,"point":"start"})");
    EXPECT_TRUE(page.at("events").at(1).at("bib").is_null());
}

TEST_F(Events, AreFollowedFromTheLastOne) {
    const auto second = get_of_race("/events?since=3&limit=3");
    const auto third = get_of_race("/events?since=6&limit=3");
    const auto none = get_of_race("/events?since=7");

    EXPECT_EQ(second.at("events").at(0).at("number"), 4);
    EXPECT_EQ(second.at("last"), 6);
    EXPECT_EQ(third.at("last"), 7);
    EXPECT_EQ(none.at("last"), 7) << "to ask from again";
    EXPECT_TRUE(none.at("events").as_array().empty());
}

TEST_F(Events, OfAFullPageAreKeptByCachesWhenTheAddressNamesTheirLife) {
    const std::string events = "/api/v1/races/harbour-sprint/events";
    const std::string life{get_of_race("/events").at("life").as_string()};

    EXPECT_EQ(get(events + "?since=3&limit=3&life=" + life).headers.at("cache-control"),
              "public, max-age=86400, immutable");
    EXPECT_EQ(get(events + "?since=6&limit=3&life=" + life).headers.at("cache-control"),
              "public, max-age=1");
    EXPECT_EQ(get(events + "?since=3&limit=3").headers.at("cache-control"), "public, max-age=1");
}

TEST_F(Events, OfARestoredDatabaseAreNotThoseThatAnAddressOfTheOldLifeNames) {
    const auto before = get_of_race("/events?since=7");
    const std::string of_old =
        "/events?since=0&limit=3&life=" + std::string{before.at("life").as_string()};

    database::draw_new_store(connection_);
    const auto reply = get("/api/v1/races/harbour-sprint" + of_old);
    const auto after = get_of_race("/events?limit=3");

    EXPECT_EQ(reply.status, 404);
    EXPECT_THAT(reply.body, HasSubstr("without life would be right"));
    EXPECT_EQ(reply.headers.count("cache-control"), 0U);
    EXPECT_NE(after.at("life"), before.at("life"));
    EXPECT_EQ(after.at("last"), 3);
}

TEST_F(Events, BeginAnotherLifeWhenWhatWasToldMayBeToldNoMore) {
    const auto before = get_of_race("/events");

    connection_.run_script("UPDATE plan.race SET tile_generation = tile_generation + 1");

    EXPECT_NE(get_of_race("/events").at("life"), before.at("life"));
}

TEST_F(Events, SayWhatWouldHaveBeenRightToAsk) {
    for (const char* wrong :
         {"since=-1", "since=x", "limit=0", "limit=1001", "limit=", "sinec=1"}) {
        const auto reply = get(std::string{"/api/v1/races/harbour-sprint/events?"} + wrong);
        EXPECT_EQ(reply.status, 400) << wrong;
        EXPECT_THAT(reply.body, HasSubstr("would be right"));
    }
    EXPECT_EQ(get("/api/v1/races/other/events").status, 404);
}

} // namespace

} // namespace lanterne::web
