#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "database/migrations.hpp"

namespace {

using namespace lanterne::database;

constexpr int refused = 1;
constexpr int wrong_options = 2;

int say_pending(Connection& database, const std::string& folder) {
    const auto pending = pending_migrations(database, folder);
    for (const Migration& migration : pending) {
        fmt::print("would apply {}\n", migration.name);
    }
    if (pending.empty()) {
        fmt::print("the database is up to date\n");
    }
    return pending.empty() ? 0 : refused;
}

int bring_up_to_date(Connection& database, const std::string& folder) {
    const auto applied = migrate(database, folder);
    for (const std::string& name : applied) {
        fmt::print("applied {}\n", name);
    }
    fmt::print("the database is up to date\n");
    return 0;
}

int say_new_store(Connection& database) {
    fmt::print("this database is now store {}\n", draw_new_store(database));
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
    bool check = false;
    app.set_version_flag("--version", LANTERNE_VERSION);
    app.add_option("--conninfo", conninfo,
                   "the database, as libpq takes it (else from the PG* environment)");
    app.add_option("--folder", folder, "the numbered SQL files")->capture_default_str();
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
        Connection database{conninfo};
        return new_store->parsed() ? say_new_store(database)
               : check             ? say_pending(database, folder)
                                   : bring_up_to_date(database, folder);
    } catch (const std::exception& error) {
        fmt::print(stderr, "lanterne-migrate: {}\n", error.what());
        return refused;
    }
}
