#include "tests/web-api/rest/served_race.hpp"

#include <filesystem>

#include "core/exchange/race_folder.hpp"
#include "web-api/entries/entry_routes.hpp"
#include "web-api/events/event_routes.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/results/result_routes.hpp"
#include "web-api/units/unit_routes.hpp"

namespace lanterne::web {

ServedRace::ServedRace() {
    import("harbour-sprint");
    add_race_routes(routes_, library_);
    add_result_routes(routes_, library_);
    add_entry_routes(routes_, library_);
    add_event_routes(routes_);
    add_unit_routes(routes_);
    port_ = server_.listen("127.0.0.1", 0);
    server_.start();
}

ServedRace::~ServedRace() { server_.shut_down(); }

void ServedRace::import(const std::string& race) {
    const auto files = read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races" / race);
    import_race(connection_, exchange::read_race_folder(files).value(), files);
}

service::HttpReply ServedRace::get(const std::string& target) const {
    return service::http_get("http://127.0.0.1:" + std::to_string(port_) + target,
                             std::chrono::seconds{30})
        .value();
}

boost::json::object ServedRace::get_json(const std::string& target) const {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.headers.at("content-type"), "application/json");
    return boost::json::parse(reply.body).as_object();
}

boost::json::object ServedRace::get_of_race(const std::string& below) const {
    return get_json("/api/v1/races/harbour-sprint" + below);
}

void ServedRace::score() {
    connection_.run_script(R"(
        INSERT INTO race.race_state (race_id, version, digest, engine)
            SELECT race_id, 42, 'abc123', '2' FROM plan.race;
        INSERT INTO race.missing (race_id, entry_id, point, leg, lap, after, before)
            SELECT race_id, entry_id, 'bike-lap', 2, 1, '2026-06-14T07:10:00Z',
                   '2026-06-14T07:12:00Z' FROM plan.entry WHERE bib = '2';
        INSERT INTO race.standing (race_id, entry_id, version, status, rank, gap_ms, along_dm)
            SELECT race_id, entry_id, 42, 'racing', 2, 1500, 12345 FROM plan.entry
            WHERE bib = '1';
        INSERT INTO race.standing (race_id, entry_id, version, status, rank, gap_ms, along_dm)
            SELECT race_id, entry_id, 41, 'racing', 1, 0, 13000 FROM plan.entry
            WHERE bib = '2';
        INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms,
                                  source, revision, current)
            SELECT race_id, entry_id, 'start', 0, 1, '2026-06-14T07:00:01.25Z', 120, 'gps', 0,
                   false
            FROM plan.entry WHERE bib = '1';
        INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms,
                                  source, revision)
            SELECT race_id, entry_id, 'start', 0, 1, '2026-06-14T07:00:01.5Z', 100, 'gps', 1
            FROM plan.entry WHERE bib = '1')");
}

} // namespace lanterne::web
