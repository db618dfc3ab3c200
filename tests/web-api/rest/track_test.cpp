#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/exchange/act_text.hpp"
#include "core/wire/batch.hpp"
#include "tests/web-api/rest/served_race.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using database::Parameters;
using testing::HasSubstr;

/// Fixes of bib 1 each ten seconds from ten minutes before the gun to ten minutes after it: along
/// the course at a metre a second, the swim. It is a quarter of an hour after the gun.
class Tracks : public ServedRace {
protected:
    Tracks() {
        connection_.run_script("INSERT INTO race.unit (serial) VALUES ('demo000001'), "
                               "('spare00001')");
        store("demo000001", -10min, 10min);
    }

    Fix fix_at(UtcTime time, std::chrono::seconds since_gun) const {
        return {.time = time,
                .position = place(static_cast<double>(since_gun.count())),
                .altitude_dm = 123};
    }

    Position place(double along_m) const {
        return race_.planned->plan.course.position_at(Metres{along_m});
    }

    /// Eastward.
    static Position beside(Position position, double metres) {
        return geo::LocalPlane{position}.to_position({metres, 0});
    }

    /// As ingest stores them, in messages of a minute.
    void store(const std::string& unit, std::chrono::seconds from, std::chrono::seconds to) {
        for (auto minute = from; minute < to; minute += 1min) {
            wire::Batch batch{.epoch = 7, .first = numbers_, .info = {}, .fixes = {}};
            for (auto since = minute; since < minute + 1min; since += 10s) {
                batch.fixes.push_back(fix_at(start_ + since, since));
            }
            numbers_ += batch.fixes.size();
            store(unit, batch, "{}");
        }
    }

    /// Bib 1 was somewhere else instead, from a minute on.
    void move(const std::string& minute, Position to) {
        wire::Batch batch{.epoch = 7, .first = 20'000 + numbers_, .info = {}, .fixes = {}};
        const UtcTime from = parse_time("2026-06-14T" + minute + ":00Z").value();
        for (auto since = 0s; since < 1min; since += 10s) {
            batch.fixes.push_back({.time = from + since, .position = to});
        }
        connection_.execute("DELETE FROM race.track_chunk WHERE first_time = $1",
                            Parameters{}.add(from));
        numbers_ += batch.fixes.size();
        store("demo000001", batch, "{}");
    }

    /// A word about bib 1: what the ingest told, and when.
    void tell(const std::string& status, std::chrono::seconds since_gun) {
        connection_.execute(
            R"(INSERT INTO race.race_event (race_id, number, at, kind, entry_id, body)
               SELECT race_id, 1 + (SELECT count(*) FROM race.race_event), $2, 'status', entry_id,
                      jsonb_build_object('status', $1::text)
                 FROM plan.entry WHERE bib = '1')",
            Parameters{}.add(status).add(start_ + since_gun));
    }

    void store(const std::string& unit, const wire::Batch& batch, const std::string& implausible) {
        const wire::Bytes payload = wire::encode(batch).value();
        connection_.execute(
            R"(INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time, last_time,
                                             implausible, payload)
               SELECT '2026-06-01', unit_id, 7, $2, $3, $4, $5, $6::text::smallint[], $7
                 FROM race.unit WHERE serial = $1)",
            Parameters{}
                .add(unit)
                .add(static_cast<std::int64_t>(batch.first))
                .add(static_cast<std::int16_t>(batch.fixes.size()))
                .add(batch.fixes.front().time)
                .add(batch.fixes.back().time)
                .add(implausible)
                .add(std::span<const std::byte>{payload}));
    }

    void pass(const std::string& point, int leg, std::chrono::seconds since_gun) {
        connection_.execute(
            R"(INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms,
                                         source)
               SELECT race_id, entry_id, $1, $2, 1, $3, 100, 'gps' FROM plan.entry WHERE bib = '1')",
            Parameters{}.add(point).add(static_cast<std::int16_t>(leg)).add(start_ + since_gun));
    }

    void say(const std::string& status) {
        connection_.execute(
            R"(INSERT INTO race.standing (race_id, entry_id, version, status)
               SELECT race_id, entry_id, 1, $1 FROM plan.entry WHERE bib = '1')",
            Parameters{}.add(status));
    }

    boost::json::object track(const std::string& query = "") const {
        return get_of_race("/entries/1/track" + query);
    }

    static std::vector<std::string> times_in(const boost::json::object& track) {
        std::vector<std::string> times;
        for (const auto& piece : track.at("pieces").as_array()) {
            for (const auto& fix : piece.as_array()) {
                times.emplace_back(fix.at("time").as_string().c_str());
            }
        }
        return times;
    }

    const CurrentRace race_ = library_.find(connection_, "harbour-sprint").value();
    std::uint64_t numbers_ = 0;
};

// The way to the start and the way home are nobody's business.
TEST_F(Tracks, BeginWithTheStartAndEndWithTheFinish) {
    say("finished");
    pass("start", 0, 5s);
    pass("finish", 4, 452s);

    const auto shown = track("?points=5000");

    EXPECT_EQ(shown.at("from"), "2026-06-14T07:00:05.000Z");
    EXPECT_EQ(shown.at("to"), "2026-06-14T07:07:32.000Z");
    EXPECT_EQ(shown.at("fixes"), 45);
    const auto times = times_in(shown);
    EXPECT_EQ(times.front(), "2026-06-14T07:00:10.000Z");
    EXPECT_EQ(times.back(), "2026-06-14T07:07:30.000Z");
    EXPECT_EQ(times_in(track("?from=2026-06-14T06:00:00Z&to=2026-06-14T09:00:00Z")), times)
        << "whatever is asked for";
}

TEST_F(Tracks, OfWhoHasNotStartedSayNothing) {
    for (const char* status : {"not_started", "did_not_start"}) {
        connection_.run_script("DELETE FROM race.standing");
        say(status);

        EXPECT_TRUE(track().at("from").is_null()) << status;
        EXPECT_TRUE(track().at("pieces").as_array().empty()) << status;
        EXPECT_TRUE(get_of_race("/positions").at("positions").as_array().empty()) << status;
    }
}

TEST_F(Tracks, OfWhoRacesWithoutAPassageYetSayNothing) {
    say("racing");

    EXPECT_TRUE(track().at("pieces").as_array().empty());
}

TEST_F(Tracks, OfWhoGaveUpEndWhereItLeftTheCourse) {
    say("did_not_finish");
    pass("start", 0, 0s);
    for (const char* minute : {"07:05", "07:06", "07:07", "07:08"}) {
        move(minute, beside(place(300), 400)); // beyond what a swim may be aside
    }

    const auto shown = track("?points=5000");

    EXPECT_EQ(shown.at("to"), "2026-06-14T07:04:50.000Z");
    EXPECT_EQ(times_in(shown).back(), "2026-06-14T07:04:50.000Z") << "though it was back later";
    EXPECT_EQ(track("?from=2026-06-14T07:02:00Z&points=5000").at("to"), shown.at("to"));
    EXPECT_TRUE(track("?from=2026-06-14T07:09:00Z").at("from").is_null());
    EXPECT_TRUE(
        get_of_race("/positions?at=2026-06-14T07:02:00Z").at("positions").as_array().empty())
        << "which follow nobody behind the last passage";
}

TEST_F(Tracks, OfWhoGaveUpEndWhenTheRaceWasToldSo) {
    say("did_not_finish");
    pass("start", 0, 0s);
    tell("disqualified", 60s);
    tell("racing", 120s);
    tell("did_not_finish", 240s);
    tell("disqualified", 400s);

    EXPECT_EQ(track().at("to"), "2026-06-14T07:04:00.000Z");
}

TEST_F(Tracks, OfWhoGaveUpEndWhenAPersonSaysThatItDid) {
    say("did_not_finish");
    pass("start", 0, 0s);
    const exchange::GivenAct act{
        .effective = start_ + 90s,
        .body = plan::Rule{.bib = Bib::from("1").value(), .status = plan::Ruled::did_not_finish}};
    connection_.execute(
        R"(INSERT INTO plan.act (race_id, number, effective, recorded, who, why, body)
           SELECT race_id, 1, $1, $1, 'Jana', 'seen', $2 FROM plan.race)",
        Parameters{}.add(*act.effective).add(exchange::to_text(act.body)));
    tell("did_not_finish", 240s);

    EXPECT_EQ(track().at("to"), "2026-06-14T07:01:30.000Z");
}

TEST_F(Tracks, OfWhoFinishedAShortenedRaceEndWithTheLastPassage) {
    say("finished");
    pass("start", 0, 0s);
    pass("swim-exit", 0, 300s);

    EXPECT_EQ(track().at("to"), "2026-06-14T07:05:00.000Z");
    EXPECT_EQ(times_in(track()).back(), "2026-06-14T07:05:00.000Z");
}

// The stream says no place off the course, and so does what is asked for later.
TEST_F(Tracks, LeaveOutWhatLiesOffTheCourse) {
    pass("start", 0, 0s);
    say("racing");
    move("07:03", beside(place(180), 400));

    EXPECT_EQ(track().at("fixes"), 54);
    EXPECT_TRUE(
        get_of_race("/positions?at=2026-06-14T07:03:15Z").at("positions").as_array().empty());
    EXPECT_EQ(get_of_race("/positions?at=2026-06-14T07:04:05Z").at("positions").as_array().size(),
              1U);
}

TEST_F(Tracks, OfWhoIsOffTheCourseEndWhereItLeftIt) {
    pass("start", 0, 0s);
    say("off_course");
    for (const char* minute : {"07:05", "07:06", "07:07", "07:08"}) {
        move(minute, beside(place(300), 400));
    }

    EXPECT_EQ(track().at("to"), "2026-06-14T07:04:50.000Z");
}

TEST_F(Tracks, OfWhoseStartNobodySawBeginWithTheGun) {
    say("racing");
    pass("swim-exit", 0, 300s);

    EXPECT_EQ(track().at("from"), "2026-06-14T07:00:00.000Z");
    EXPECT_EQ(track().at("to"), "2026-06-14T07:15:00.000Z") << "now";
}

TEST_F(Tracks, AreOfTheTimeThatSomebodyAsksFor) {
    say("racing");
    pass("start", 0, 0s);

    const auto minute = track("?from=2026-06-14T07:01:00Z&to=2026-06-14T09:02:00%2B02:00");

    EXPECT_EQ(minute.at("fixes"), 7) << "both ends are in it";
    EXPECT_TRUE(track("?from=2026-06-15T07:00:00Z").at("from").is_null());
}

TEST_F(Tracks, AreThinnedToSoManyPointsAndKeepBothEnds) {
    say("racing");
    pass("start", 0, 0s);

    const auto whole = track();
    const auto two = times_in(track("?points=2"));

    EXPECT_EQ(whole.at("fixes"), 60);
    EXPECT_EQ(two,
              (std::vector<std::string>{"2026-06-14T07:00:00.000Z", "2026-06-14T07:09:50.000Z"}));
    EXPECT_LT(times_in(whole).size(), 60U) << "a straight way needs few";
}

TEST_F(Tracks, LeaveOutWhatIsImplausible) {
    say("racing");
    pass("start", 0, 0s);
    wire::Batch batch{.epoch = 7, .first = 10'000, .info = {}, .fixes = {}};
    batch.fixes.push_back(fix_at(start_ + 601s, 90'000s));
    batch.fixes.push_back(fix_at(start_ + 602s, 602s));
    store("demo000001", batch, "{0}");

    EXPECT_EQ(track().at("fixes"), 61);
    EXPECT_EQ(times_in(track()).back(), "2026-06-14T07:10:02.000Z");
}

TEST_F(Tracks, LetASpareUnitSpeakWhereTheFirstIsSilent) {
    say("racing");
    pass("start", 0, 0s);
    connection_.run_script(R"(
        INSERT INTO plan.assignment (entry_id, unit, during, role)
            SELECT entry_id, 'spare00001', tstzrange('2026-06-14T06:00:00Z', NULL), 'spare'
            FROM plan.entry WHERE bib = '1')");
    store("spare00001", 9min, 12min);

    EXPECT_EQ(track().at("fixes"), 60 + 9) << "from half a minute behind the last of the first one";
}

TEST_F(Tracks, AreOfTheUnitsWhileTheEntryHadThem) {
    say("racing");
    pass("start", 0, 0s);
    connection_.run_script("UPDATE plan.assignment SET during = tstzrange('2026-06-14T06:00:00Z', "
                           "'2026-06-14T07:05:00Z') WHERE unit = 'demo000001'");

    EXPECT_EQ(times_in(track()).back(), "2026-06-14T07:04:50.000Z");
}

TEST_F(Tracks, AreCutWhereNothingCameForLong) {
    say("racing");
    pass("start", 0, 0s);
    connection_.run_script("DELETE FROM race.track_chunk WHERE first_time >= "
                           "'2026-06-14T07:02:00Z' AND first_time < '2026-06-14T07:08:00Z'");

    EXPECT_EQ(track("?points=2").at("pieces").as_array().size(), 2U);
    EXPECT_THAT(get("/api/v1/races/harbour-sprint/entries/1/track.geojson").body,
                HasSubstr(R"("type":"MultiLineString")"));
}

TEST_F(Tracks, AreFilesForOtherPrograms) {
    say("racing");
    pass("start", 0, 0s);

    const auto gpx = get("/api/v1/races/harbour-sprint/entries/1/track.gpx?points=2");
    const auto geojson = get("/api/v1/races/harbour-sprint/entries/1/track.geojson?points=2");

    EXPECT_EQ(gpx.headers.at("content-type"), "application/gpx+xml");
    EXPECT_EQ(gpx.headers.at("content-disposition"), "inline; filename=\"harbour-sprint-1.gpx\"");
    const Position first = place(0);
    EXPECT_THAT(gpx.body,
                HasSubstr(fmt::format(R"(<trkpt lat="{:.6f}" lon="{:.6f}">)",
                                      first.latitude.e6 / 1e6, first.longitude.e6 / 1e6)));
    EXPECT_THAT(gpx.body, HasSubstr("<ele>12.3</ele>"));
    EXPECT_EQ(geojson.headers.at("content-type"), "application/geo+json");
    const auto feature = boost::json::parse(geojson.body);
    const auto& line = feature.at("geometry");
    EXPECT_EQ(line.at("type"), "LineString");
    ASSERT_EQ(line.at("coordinates").as_array().size(), 2U);
    EXPECT_NEAR(line.at("coordinates").at(0).at(0).to_number<double>(), first.longitude.e6 / 1e6,
                1e-9);
    EXPECT_NEAR(line.at("coordinates").at(0).at(1).to_number<double>(), first.latitude.e6 / 1e6,
                1e-9);
    EXPECT_EQ(line.at("coordinates").at(0).at(2), 12.3);
    EXPECT_EQ(feature.at("properties").at("coordinateProperties").at("times").at(1),
              "2026-06-14T07:09:50.000Z");
}

TEST_F(Tracks, SayWhereEverybodyWasAtATime) {
    say("racing");
    pass("start", 0, 0s);

    const auto between = get_of_race("/positions?at=2026-06-14T07:01:05Z");
    const auto after = get_of_race("/positions?at=2026-06-14T07:12:00Z");

    ASSERT_EQ(between.at("positions").as_array().size(), 1U);
    const auto& half_way = between.at("positions").at(0);
    EXPECT_EQ(half_way.at("bib"), "1");
    EXPECT_EQ(half_way.at("age_ms"), 5'000);
    EXPECT_EQ(half_way.at("interpolated"), true);
    EXPECT_NEAR(half_way.at("position").at(1).to_number<double>(), place(65).latitude.e6 / 1e6,
                2e-6);
    const auto& later = after.at("positions").at(0);
    EXPECT_EQ(later.at("age_ms"), 130'000);
    EXPECT_EQ(later.at("interpolated"), false);
}

TEST_F(Tracks, SayNotWhereAnybodyWasBeforeTheStartOrAfterTheFinish) {
    say("finished");
    pass("start", 0, 65s);
    pass("finish", 4, 300s);

    for (const char* time :
         {"2026-06-14T06:59:00Z", "2026-06-14T07:01:04Z", "2026-06-14T07:05:01Z"}) {
        EXPECT_TRUE(
            get_of_race(std::string{"/positions?at="} + time).at("positions").as_array().empty())
            << time;
    }
    const auto at_the_line = get_of_race("/positions?at=2026-06-14T07:01:15Z");
    EXPECT_EQ(at_the_line.at("positions").at(0).at("age_ms"), 5'000) << "the first that is shown";
}

TEST_F(Tracks, SayWhatWouldHaveBeenRightToAsk) {
    const std::string race = "/api/v1/races/harbour-sprint";
    for (const std::string wrong :
         {"/entries/1/track?points=1", "/entries/1/track?points=5001", "/entries/1/track?points=x",
          "/entries/1/track?from=yesterday", "/entries/1/track?to=2026-06-14",
          "/entries/1/track?from=2026-06-14T08:00:00Z&to=2026-06-14T07:00:00Z",
          "/entries/1/track?form=2026-06-14T08:00:00Z", "/positions?at=noon",
          "/positions?at=2026-06-14T07:15:01Z", "/positions?at=1999-01-01T00:00:00Z"}) {
        const auto reply = get(race + wrong);
        EXPECT_EQ(reply.status, 400) << wrong;
        EXPECT_THAT(reply.body, HasSubstr("would be right")) << wrong;
    }
    for (const std::string below : {"", "/track", "/track.gpx", "/track.geojson"}) {
        EXPECT_EQ(get(race + "/entries/999" + below).status, 404);
        EXPECT_EQ(get("/api/v1/races/other/entries/1" + below).status, 404);
    }
}

} // namespace

} // namespace lanterne::web
