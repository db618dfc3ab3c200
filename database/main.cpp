#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "database/migrations.hpp"

namespace {

namespace database = lanterne::database;
using database::Connection;

constexpr int refused = 1;
constexpr int wrong_options = 2;

int say_pending(Connection& connection, const std::string& folder) {
    const auto pending = database::pending_migrations(connection, folder);
    for (const database::Migration& migration : pending) {
        fmt::print("would apply {}\n", migration.name);
    }
    if (pending.empty()) {
        fmt::print("the database is up to date\n");
    }
    return pending.empty() ? 0 : refused;
}

int bring_up_to_date(Connection& connection, const std::string& folder, const std::string& grants) {
    const auto applied = database::migrate(connection, folder);
    for (const std::string& name : applied) {
        fmt::print("applied {}\n", name);
    }
    if (!grants.empty()) {
        database::apply_grants(connection, grants);
        fmt::print("rights are as {} says\n", grants);
    }
    fmt::print("the database is up to date\n");
    return 0;
}

int say_new_store(Connection& connection) {
    fmt::print("this database is now store {}\n", database::draw_new_store(connection));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Brings Lanterne's database up to date: applies the numbered SQL files it lacks, in order, "
        "each as a whole.\nExit code 0: done; 1: refused or failed, or with --check behind; "
        "2: wrong options."};
    std::string conninfo;
    std::string folder = "database/migrations";
    std::string grants;
    bool check = false;
    app.set_version_flag("--version", LANTERNE_VERSION);
    app.add_option("--conninfo", conninfo,
                   "the database, as libpq takes it (else from the PG* environment)");
    app.add_option("--folder", folder, "the numbered SQL files")->capture_default_str();
    app.add_option(
        "--grants", grants,
        "then run this SQL file, as a whole: who may do what (tools/database/grants.sql)");
    app.add_flag("--check", check, "say what would be applied, change nothing");
    const CLI::App* new_store = app.add_subcommand(
        "new-store", "after a restore: give the database a new name, so that units "
                     "send again what it lacks");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrong_options;
    }
    try {
        Connection connection{conninfo};
        return new_store->parsed() ? say_new_store(connection)
               : check             ? say_pending(connection, folder)
                                   : bring_up_to_date(connection, folder, grants);
    } catch (const std::exception& error) {
        fmt::print(stderr, "lanterne-migrate: {}\n", error.what());
        return refused;
    }
}
