#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/connection.hpp"
#include "database/migrations.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

/// tools/database: the roles of the programs, and what PostgreSQL refuses them. That they may do
/// what their work needs is shown by every test that starts a program: there it has its own role.
namespace lanterne::database {
namespace {

using support::as_role;
using testing::AnyOf;
using testing::HasSubstr;

const std::string folder = LANTERNE_SOURCE_FOLDER "/tools/database";

/// "done", or what PostgreSQL says.
std::string outcome(const std::string& conninfo, const std::string& role, const std::string& sql) {
    try {
        Connection{as_role(conninfo, role)}.run_script(sql);
        return "done";
    } catch (const std::exception& refused) {
        return refused.what();
    }
}

class Roles : public testing::Test {
protected:
    std::string ingest(const std::string& sql) const {
        return outcome(conninfo_, "lanterne-ingest", sql);
    }

    std::string web(const std::string& sql) const {
        return outcome(conninfo_, "lanterne-web", sql);
    }

    const std::string conninfo_ = support::shared_postgres().fresh_database();
    Connection connection_{conninfo_};
};

TEST_F(Roles, TheWebServerWritesNothingOfWhatHappened) {
    for (const char* sql :
         {"DELETE FROM race.passage", "UPDATE race.standing SET rank = 1",
          "INSERT INTO race.race_state (race_id) VALUES (1)", "DELETE FROM race.unit",
          "TRUNCATE race.track_chunk", "UPDATE race.store SET store = 1",
          "INSERT INTO race.publication DEFAULT VALUES", "CREATE TABLE race.mine ()",
          "CREATE TABLE plan.mine ()", "CREATE TABLE public.mine ()",
          "UPDATE plan.act SET applied_at = now()", "DELETE FROM plan.act",
          "DELETE FROM public.schema_migration"}) {
        EXPECT_THAT(web(sql), HasSubstr("permission denied")) << sql;
    }
}

TEST_F(Roles, TheIngestWritesNothingOfWhatPeopleDefine) {
    for (const char* sql :
         {"DELETE FROM plan.race", "UPDATE plan.race SET name = ''", "DELETE FROM plan.entry",
          "UPDATE plan.entry SET bib = '1'", "INSERT INTO plan.assignment DEFAULT VALUES",
          "UPDATE plan.act SET body = ''", "INSERT INTO plan.act DEFAULT VALUES",
          "SELECT nextval('plan.unit_configuration_change')", "UPDATE race.store SET store = 1",
          "DELETE FROM race.archive", "UPDATE race.archive_part SET part = 0",
          "DELETE FROM race.publication", "CREATE TABLE plan.mine ()",
          "DELETE FROM public.schema_migration", "ALTER TABLE race.passage ADD COLUMN mine text"}) {
        EXPECT_THAT(ingest(sql), AnyOf(HasSubstr("permission denied"), HasSubstr("must be owner")))
            << sql;
    }
    // The one column of an entry that it may write, so that it can lock the row, takes no value.
    EXPECT_THAT(ingest("UPDATE plan.entry SET entry_id = 1"),
                HasSubstr("can only be updated to DEFAULT"));
}

TEST_F(Roles, BothReadEverythingAndKnowWhetherTheyFitTheDatabase) {
    const auto tables = connection_.execute(
        "SELECT format('SELECT FROM %I.%I', schemaname, tablename) FROM pg_tables "
        "WHERE schemaname IN ('plan', 'race')");

    ASSERT_GT(tables.size(), 20U);
    for (std::size_t row = 0; row < tables.size(); ++row) {
        const auto sql = tables.get<std::string>(row, 0);
        EXPECT_EQ(ingest(sql), "done") << sql;
        EXPECT_EQ(web(sql), "done") << sql;
    }
    for (const char* role : {"lanterne-ingest", "lanterne-web"}) {
        Connection connection{as_role(conninfo_, role)};
        EXPECT_TRUE(
            pending_migrations(connection, LANTERNE_SOURCE_FOLDER "/database/migrations").empty());
    }
}

TEST_F(Roles, ALaterMigrationMayChangeWhatTheIngestOwns) {
    const std::string conninfo = as_role(conninfo_, "lanterne-migrate");
    Connection migrator{conninfo};
    EXPECT_EQ(ingest("CREATE TABLE race.track_chunk_2026_06 PARTITION OF race.track_chunk "
                     "FOR VALUES FROM ('2026-06-01') TO ('2026-07-01')"),
              "done");

    migrator.run_script("ALTER TABLE race.track_chunk ADD COLUMN later text; "
                        "CREATE TABLE race.later (); CREATE TABLE plan.later ();");
    apply_grants(migrator, folder + "/grants.sql");

    EXPECT_EQ(ingest("INSERT INTO race.later DEFAULT VALUES"), "done");
    EXPECT_EQ(ingest("TRUNCATE race.track_chunk_2026_06"), "done");
    EXPECT_EQ(ingest("VACUUM (FULL) race.track_chunk_2026_06"), "done");
    EXPECT_EQ(web("INSERT INTO plan.later DEFAULT VALUES"), "done");
    EXPECT_THAT(web("INSERT INTO race.later DEFAULT VALUES"), HasSubstr("permission denied"));
}

TEST_F(Roles, WhatSomebodyGrantedBesidesIsTakenBack) {
    connection_.run_script("GRANT ALL ON race.passage TO \"lanterne-web\"; "
                           "GRANT UPDATE ON plan.race TO PUBLIC");

    Connection migrator{as_role(conninfo_, "lanterne-migrate")};
    apply_grants(migrator, folder + "/grants.sql");

    EXPECT_THAT(web("DELETE FROM race.passage"), HasSubstr("permission denied"));
    EXPECT_THAT(ingest("UPDATE plan.race SET name = ''"), HasSubstr("permission denied"));
}

/// setup.sql as a person runs it, in a cluster that has never seen Lanterne.
TEST(SetUp, IsRunTwiceAndThenLetsEachProgramIntoItsDatabase) {
    support::PrivatePostgres postgres;
    support::TempFolder home;
    const std::string server = postgres.empty_database();
    const auto run = [&](const std::string& log) {
        const auto said = home.path() / log;
        support::ChildProcess psql{
            {.words = {support::find_program("psql"), "-X", "-v", "ON_ERROR_STOP=1", "-d", server,
                       "-f", folder + "/setup.sql"},
             .output = said}};
        EXPECT_EQ(psql.wait(), 0) << support::read_text(said);
        return support::read_text(said);
    };

    EXPECT_THAT(run("first"), HasSubstr("CREATE DATABASE"));
    EXPECT_THAT(run("second"), testing::Not(HasSubstr("CREATE DATABASE")));

    const std::string lanterne = server.substr(0, server.rfind('=')) + "=lanterne";
    Connection migrator{as_role(lanterne, "lanterne-migrate")};
    EXPECT_FALSE(
        database::migrate(migrator, LANTERNE_SOURCE_FOLDER "/database/migrations").empty());
    apply_grants(migrator, folder + "/grants.sql");
    EXPECT_EQ(outcome(lanterne, "lanterne-ingest", "SELECT FROM plan.race"), "done");
    EXPECT_EQ(outcome(lanterne, "lanterne-web", "SELECT FROM race.unit"), "done");
    Connection{server}.run_script("CREATE ROLE stranger LOGIN");
    EXPECT_THAT(outcome(lanterne, "stranger", "SELECT 1"), HasSubstr("permission denied"));
}

} // namespace
} // namespace lanterne::database
