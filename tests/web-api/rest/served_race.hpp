#pragma once

#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "tests/support/private_postgres.hpp"
#include "web-api/races/race_library.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// The REST routes over a database with the sample race in it; a quarter of an hour after its
/// start, as the rehearsal counts (15 x). Nothing is kept: each request says what the database
/// holds.
class ServedRace : public testing::Test {
protected:
    ServedRace();
    ~ServedRace() override;

    void import(const std::string& race); ///< of races/

    service::HttpReply get(const std::string& target) const;
    boost::json::object get_json(const std::string& target) const;

    /// As get_json(), below the sample race: "/standings".
    boost::json::object get_of_race(const std::string& below) const;

    /// Some standings, passages and a missing one.
    void score();

    const UtcTime start_ = parse_time("2026-06-14T07:00:00Z").value(); ///< the sample's first gun
    support::PrivatePostgres& postgres_ = support::shared_postgres();
    std::string conninfo_ = postgres_.fresh_database();
    database::Connection connection_{conninfo_};
    DatabasePool pool_{conninfo_};
    RaceLibrary library_;
    std::uint16_t port_ = 0;
    service::Registry registry_;
    service::Log log_{"test"};
    service::HttpServer server_;
    PublicRoutes routes_{{.server = server_, .pool = pool_, .registry = registry_, .log = log_},
                         {.wall = [this] { return start_ + std::chrono::minutes{1}; }},
                         {.bytes = 0}};
};

} // namespace lanterne::web
