#include "web-api/program.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "database/connection.hpp"
#include "service/descriptors.hpp"
#include "service/log.hpp"
#include "service/service_manager.hpp"
#include "web-api/acts/act_commands.hpp"
#include "web-api/races/race_commands.hpp"
#include "web-api/site_server.hpp"
#include "web-api/tiles/tile_commands.hpp"
#include "web-api/units/unit_commands.hpp"
#include "web-api/web_settings.hpp"

namespace lanterne::web {

namespace {

constexpr std::chrono::hours between_looks{1};
constexpr const char* land_name = "land-10m.json"; // in the built site

struct Arguments {
    std::string config;
    bool check = false;
    std::string folder;
    course::Expected expected;
    std::string slug;
    std::string bib;
    std::string unit;
    int shard = 0;
    ConfigOrder order;
    ActOrder act;
};

WebSettings settings_of(const Arguments& arguments) {
    return arguments.config.empty() ? WebSettings{}
                                    : read_settings(service::SettingsFile{arguments.config});
}

int say(const Outcome& outcome) {
    fmt::print(outcome.exit_code == 0 ? stdout : stderr, "{}", outcome.says);
    return outcome.exit_code;
}

UtcTime wall_now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

void write_port(const std::string& file, std::uint16_t port) {
    if (file.empty()) {
        return;
    }
    // Whoever waits for the file finds it whole: hence the rename.
    const std::string unfinished = file + ".new";
    std::ofstream out{unfinished, std::ios::trunc};
    out << port << '\n';
    out.close();
    if (!out || std::rename(unfinished.c_str(), file.c_str()) != 0) {
        throw std::runtime_error{"cannot write http.port_file " + file};
    }
}

int serve(const WebSettings& settings, const service::StopSignal& stop) {
    service::allow_all_descriptors(); // one for each spectator
    service::Log log{"lanterne-web"};
    service::ServiceManager manager;
    SiteServer server{settings, log, {wall_now, std::chrono::steady_clock::now}};
    // By the loop itself: a thread beside it would say that it lives while it hangs.
    server.tell_alive([&manager] { manager.alive(std::chrono::steady_clock::now()); });
    server.start();
    write_port(settings.http_port_file, server.port());
    manager.ready();
    log.info("listening", {{"address", settings.http_address}, {"port", server.port()}});
    while (!stop.wait(between_looks)) {
    }
    manager.stopping();
    log.info("stopping");
    return 0;
}

/// What the command line asks for; chosen while it is parsed.
using Command = std::function<int()>;

void add_race_commands(CLI::App& app, Arguments& arguments, Command& command) {
    CLI::App* race = app.add_subcommand("race", "A race as a folder (docs/race-folder.md)");
    race->require_subcommand(1);
    const auto conninfo = [&arguments] { return settings_of(arguments).conninfo; };

    CLI::App* check =
        race->add_subcommand("check", "Say every fault of a race folder, and what to look at");
    check->add_option("FOLDER", arguments.folder)->required();
    check
        ->add_option("--noise", arguments.expected.noise_m,
                     "Metres that receivers stray beside the line, usually (3)")
        ->check(CLI::Range(0.1, 100.0));
    check->add_option("--interval", arguments.expected.interval_s, "Seconds from fix to fix (1)")
        ->check(CLI::Range(0.1, 3600.0));
    check->callback([&] {
        command = [&] { return say(check_race_folder(arguments.folder, arguments.expected)); };
    });

    CLI::App* import = race->add_subcommand("import", "Load a race folder; again: update the race");
    import->add_option("FOLDER", arguments.folder)->required();
    import->callback([&, conninfo] {
        command = [&, conninfo] {
            const std::filesystem::path site = settings_of(arguments).site_folder;
            return say(import_race_folder(conninfo(), arguments.folder, site / land_name));
        };
    });

    CLI::App* give = race->add_subcommand("export", "Write a race back as a folder");
    give->add_option("SLUG", arguments.slug)->required();
    give->add_option("FOLDER", arguments.folder)->required();
    give->callback([&, conninfo] {
        command = [&, conninfo] {
            return say(export_race_folder(conninfo(), arguments.slug, arguments.folder));
        };
    });

    CLI::App* retire =
        race->add_subcommand("retire", "Take a race that is over out of the lists; all is kept");
    retire->add_option("SLUG", arguments.slug)->required();
    retire->callback([&, conninfo] {
        command = [&, conninfo] {
            return say(retire_race_of_slug(conninfo(), arguments.slug, wall_now()));
        };
    });

    CLI::App* shard = race->add_subcommand("shard", "Say which ingest scores a race, by its shard");
    shard->add_option("SLUG", arguments.slug)->required();
    shard->add_option("NN", arguments.shard, "0 to 63")->required();
    shard->callback([&, conninfo] {
        command = [&, conninfo] {
            return say(move_race_to_shard(conninfo(), arguments.slug, arguments.shard, wall_now()));
        };
    });

    CLI::App* assign = race->add_subcommand("assign", "Give an entry a unit, or none with -");
    assign->add_option("SLUG", arguments.slug)->required();
    assign->add_option("BIB", arguments.bib)->required();
    assign->add_option("UNIT", arguments.unit)->required();
    assign->callback([&, conninfo] {
        command = [&, conninfo] {
            return say(
                assign_unit_to_bib(conninfo(), arguments.slug, arguments.bib, arguments.unit));
        };
    });
}

void add_tile_commands(CLI::App& app, Arguments& arguments, Command& command) {
    CLI::App* tiles = app.add_subcommand("tiles", "Files of the live stream (docs/web-api.md)");
    tiles->require_subcommand(1);
    CLI::App* renew = tiles->add_subcommand(
        "renew", "Begin a race's tiles anew: what the old ones tell may not be told any more");
    renew->add_option("SLUG", arguments.slug)->required();
    renew->callback([&] {
        command = [&] {
            const WebSettings settings = settings_of(arguments);
            return say(renew_tiles(settings.conninfo, settings.tiles.folder, arguments.slug));
        };
    });
}

void add_choice(CLI::App& command, UnitChoice& choice) {
    command.add_option("SERIAL", choice.serial, "One unit");
    command.add_option("--race", choice.race, "All units that entries of this race have");
}

void add_order(CLI::App& command, ConfigOrder& order) {
    add_choice(command, order.units);
    command.add_option("--key", order.key, "The private Ed25519 key, a PEM file")->required();
    command.add_option("--profile", order.profile, "sleep, ready, race or economy")
        ->capture_default_str();
    command.add_option("--shard", order.shard, "Of its topics; otherwise the race's")
        ->check(CLI::Range(0, 63));
    command.add_option("--qos", order.qos, "Of its batches")->check(CLI::Range(0, 1));
    command
        .add_option("--intervals", order.intervals_s,
                    "Seconds between messages: asleep, ready, race, economy")
        ->expected(4);
    command.add_option("--error-m", order.error_m, "How far off a prediction may be")
        ->check(CLI::Range(1U, wire::greatest_error_m));
    command.add_option("--at", order.at, "When it begins to hold; otherwise at once");
    command.add_option("--expires", order.expires, "When it ends; otherwise in seven days");
    command.add_option("--time-limit", order.time_limit, "Until when the battery must last");
    command.add_option("--course", order.course, "Tell them this race's course");
}

void add_unit_commands(CLI::App& app, Arguments& arguments, Command& command) {
    CLI::App* unit = app.add_subcommand("unit", "What units are told (docs/operations.md)");
    unit->require_subcommand(1);
    const auto conninfo = [&arguments] { return settings_of(arguments).conninfo; };

    CLI::App* configure = unit->add_subcommand("configure", "Tell units what to do, signed");
    add_order(*configure, arguments.order);
    configure->callback([&, conninfo] {
        command = [&, conninfo] {
            return say(configure_units(conninfo(), arguments.order, wall_now()));
        };
    });

    CLI::App* unconfigure = unit->add_subcommand("unconfigure", "Offer them nothing any more");
    add_choice(*unconfigure, arguments.order.units);
    unconfigure->callback([&, conninfo] {
        command = [&, conninfo] {
            return say(unconfigure_units(conninfo(), arguments.order.units));
        };
    });
}

void add_act_command(CLI::App& app, Arguments& arguments, Command& command) {
    CLI::App* act = app.add_subcommand("act", "What people do to a race (docs/acts.md)");
    ActOrder& order = arguments.act;
    act->add_option("RACE", order.race, "Slug of the race")->required();
    CLI::Option_group* what = act->add_option_group("what");
    what->add_option("--file", order.file, "Give the acts of this file");
    auto* reads = what->add_option("--reads", order.reads, "Give the reads of this CSV file");
    what->add_option("--undo", order.undo, "Take that act back");
    auto* list = what->add_flag("--list", order.is_list, "Say all acts");
    what->require_option(1);
    auto* clock = act->add_option("--clock", order.clock, "Which clock took the reads");
    clock->needs(reads);
    reads->needs(clock);
    act->add_option("--who", order.giver.who, "Who gives them")->excludes(list);
    act->add_option("--why", order.giver.why, "Why")->excludes(list);
    act->callback([&arguments, &command] {
        command = [&arguments] {
            return say(act_on_race(settings_of(arguments).conninfo, arguments.act, wall_now()));
        };
    });
}

int run_command(const Arguments& arguments, const Command& command,
                const service::StopSignal& stop) {
    try {
        if (arguments.check) {
            settings_of(arguments);
            fmt::print("{}: good\n", arguments.config.empty() ? "settings" : arguments.config);
            return 0;
        }
        return command ? command() : serve(settings_of(arguments), stop);
    } catch (const service::SettingsError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    } catch (const database::ConnectionLost& error) {
        fmt::print(stderr, "the database does not answer: {}\n", error.what());
        return 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}

} // namespace

int run_program(int argc, char** argv, const char* version, const service::StopSignal& stop) {
    Arguments arguments;
    Command command;
    CLI::App app{"Lanterne's web server: races, results, the live stream", "lanterne-web"};
    app.set_version_flag("--version", version);
    app.add_option("--config", arguments.config, "Settings, a TOML file");
    app.add_flag("--check", arguments.check, "Read the settings, say whether they are good");
    app.fallthrough()->require_subcommand(0, 1);
    app.add_subcommand("serve", "Serve until SIGTERM or SIGINT; what happens without a command");
    add_race_commands(app, arguments, command);
    add_tile_commands(app, arguments, command);
    add_unit_commands(app, arguments, command);
    add_act_command(app, arguments, command);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run_command(arguments, command, stop);
}

} // namespace lanterne::web
