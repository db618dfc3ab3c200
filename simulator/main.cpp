#include <chrono>
#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "service/stop.hpp"
#include "simulator/nmea_command.hpp"
#include "simulator/race_command.hpp"
#include "simulator/watch.hpp"

namespace {

using namespace lanterne;
using namespace lanterne::simulator;

constexpr int wrong_use = 2;

struct Options {
    NmeaSettings nmea;
    bool fast = false;
    std::string start;
    RaceSettings race;
    std::vector<std::string> feeds;
    std::size_t athletes = 0;
    WatchSettings watch;
    bool check = false;
};

CLI::App* add_nmea(CLI::App& app, Options& options) {
    CLI::App* nmea =
        app.add_subcommand("nmea", "play a GPX track as NMEA, as a receiver would say it");
    nmea->add_option("track", options.nmea.track, "GPX file with times")->required();
    nmea->add_option("--to", options.nmea.to, "pty:PATH or udp://127.0.0.1:PORT")->required();
    auto* speed = nmea->add_option("--speed", options.nmea.speed, "times as fast as recorded")
                      ->check(CLI::Range(0.01, 1000.0));
    nmea->add_flag("--fast", options.fast, "as fast as the reader takes it (pty)")->excludes(speed);
    nmea->add_option("--start", options.start,
                     "new time of the first point, e.g. 2026-05-17T08:00:00Z");
    nmea->add_option("--wait", options.nmea.wait_s, "seconds to wait for a reader")
        ->check(CLI::Range(0.0, 3600.0));
    return nmea;
}

CLI::App* add_race(CLI::App& app, Options& options) {
    CLI::App* race = app.add_subcommand("race", "run the units of a whole race against a broker");
    race->add_option("folder", options.race.folder, "race folder")->required();
    race->add_option("--host", options.race.broker_host, "broker");
    race->add_option("--port", options.race.broker_port, "broker");
    race->add_option("--seed", options.race.seed, "same seed, same race");
    race->add_option("--speed", options.race.speed,
                     "race time over wall time; else as the folder says")
        ->check(CLI::Range(0.1, 1000.0));
    race->add_option("--truth", options.race.truth, "CSV file for what really happened");
    race->add_option(
        "--feed", options.feeds,
        "BIB=ADDRESS: say this athlete's receiver as NMEA there, run no unit (repeatable)");
    race->add_option("--feed-interval", options.race.feed_interval_s,
                     "race seconds between its fixes")
        ->check(CLI::Range(0.1, 60.0));
    race->add_option("--interval", options.race.interval_s,
                     "race seconds between the others' fixes")
        ->check(CLI::Range(0.1, 600.0));
    race->add_flag("--check", options.check, "read the folder and the options, run nothing");
    return race;
}

CLI::App* add_entries(CLI::App& app, Options& options) {
    CLI::App* entries =
        app.add_subcommand("entries", "print a race's entries.csv for that many athletes");
    entries->add_option("folder", options.race.folder, "race folder")->required();
    entries
        ->add_option("count", options.athletes,
                     "athletes; beyond the folder's own they are invented")
        ->required();
    return entries;
}

CLI::App* add_watch(CLI::App& app, Options& options) {
    CLI::App* watch = app.add_subcommand("watch", "draw a race on the console");
    watch->add_option("url", options.watch.url, "of lanterne-web, e.g. http://127.0.0.1:8080")
        ->required();
    watch->add_option("slug", options.watch.slug, "of the race")->required();
    watch->add_option("--note", options.watch.notes, "a line to show with it (repeatable)");
    watch->add_flag("--until-finished", options.watch.until_finished,
                    "end when nobody races any more");
    return watch;
}

int run_nmea(Options& options, const std::function<bool()>& stop) {
    if (options.fast) {
        options.nmea.speed = 0;
    }
    if (!options.start.empty()) {
        options.nmea.start = parse_time(options.start);
        if (!options.nmea.start) {
            fmt::print(stderr, "lanterne-sim: --start {}: 2026-05-17T08:00:00Z would be right\n",
                       options.start);
            return wrong_use;
        }
    }
    return play_track(options.nmea, stop);
}

int run_race(Options& options, const std::function<bool()>& stop) {
    for (const std::string& feed : options.feeds) {
        const auto equals = feed.find('=');
        const auto bib = Bib::from(feed.substr(0, equals));
        if (equals == std::string::npos || !bib) {
            fmt::print(stderr, "lanterne-sim: --feed {}: BIB=pty:PATH would be right\n", feed);
            return wrong_use;
        }
        options.race.feeds.push_back({.bib = *bib, .address = feed.substr(equals + 1)});
    }
    const auto now = [] {
        return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    };
    return options.check ? check_race(options.race) : simulate_race(options.race, now, stop);
}

int run(int argc, char** argv) {
    CLI::App app{"Rehearses race days: athletes with units, and receivers, that do not exist.",
                 "lanterne-sim"};
    app.set_version_flag("--version", LANTERNE_VERSION);
    app.require_subcommand(1);
    Options options;
    const CLI::App* nmea = add_nmea(app, options);
    const CLI::App* race = add_race(app, options);
    const CLI::App* entries = add_entries(app, options);
    add_watch(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrong_use;
    }
    const service::StopSignal signal;
    const auto stop = [&] { return signal.requested(); };
    if (nmea->parsed()) {
        return run_nmea(options, stop);
    }
    if (entries->parsed()) {
        return print_entries(options.race.folder, options.athletes);
    }
    if (race->parsed()) {
        return run_race(options, stop);
    }
    options.watch.redraw = isatty(STDOUT_FILENO) == 1;
    return watch(options.watch, stop) ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "lanterne-sim: {}\n", error.what());
        return wrong_use;
    } catch (const std::exception& error) {
        fmt::print(stderr, "lanterne-sim: {}\n", error.what());
        return 1;
    }
}
