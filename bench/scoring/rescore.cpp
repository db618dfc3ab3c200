#include "bench/scoring/rescore.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iterator>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/scoring/long_ride.hpp"
#include "core/exchange/course_gpx.hpp"
#include "core/exchange/race_folder.hpp"
#include "ingest-server/race_keeper.hpp"
#include "ingest-server/rescoring.hpp"
#include "ingest-server/store.hpp"
#include "ingest-server/storing.hpp"
#include "tests/support/private_postgres.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::bench {
namespace {

using Fixes = std::vector<Fix>;
using SteadyClock = std::chrono::steady_clock;

constexpr int times = 3;

double seconds_since(SteadyClock::time_point began) {
    return std::chrono::duration<double>(SteadyClock::now() - began).count();
}

UnitSerial unit(int number) { return *UnitSerial::from(fmt::format("bench{:04}", number)); }

// The race as an organiser's folder, so that it comes into the database as any race does.
exchange::FolderFiles folder_of(const plan::RacePlan& race) {
    const course::Leg& leg = race.course.legs().front();
    std::string entries = "bib,name,sex,birth_year,category,wave,team,unit\n";
    for (int number = 1; number <= static_cast<int>(race.entries.size()); ++number) {
        entries += fmt::format("{0},Rider {0},other,,,all,,{1}\n", number, unit(number).text());
    }
    return {{"race.toml",
             fmt::format(R"(name = "Long ride"
slug = "long-ride"
time_zone = "Europe/Paris"
start = {}
leg = [{{ id = "bike", sport = "bike", gpx = "bike.gpx", laps = {} }}]
wave = [{{ id = "all", gun = "+00:00:00" }}]
point = [
    {{ id = "start", kind = "start", metres = 0 }},
    {{ id = "hill", kind = "split", metres = 9000 }},
    {{ id = "lap", kind = "lap", metres = {:.0f}, laps = "not-last" }},
    {{ id = "finish", kind = "finish", metres = {:.0f} }},
]
)",
                         to_text(race.start), leg.laps, std::floor(course::lap_length(leg).value),
                         std::floor(course::lap_length(leg).value))},
            {"bike.gpx", exchange::write_gpx(exchange::to_gpx(race.course))},
            {"entries.csv", entries}};
}

/// A server of the row's own with the race in it.
class Store {
public:
    Store(const plan::RacePlan& race, const std::vector<Fixes>& rides)
        : wall_{race.start + std::chrono::hours{6}} {
        ingest::store::ensure_partitions(connection_, wall_);
        const exchange::FolderFiles files = folder_of(race);
        const auto read = exchange::read_race_folder(files);
        if (!read) {
            throw std::runtime_error{exchange::to_text(read.error().front())};
        }
        web::import_race(connection_, *read, files);
        fill(rides, static_cast<int>(race.entries.size()));
        connection_.run_script("VACUUM ANALYZE"); // as PostgreSQL does by itself, in its time
    }

    database::Connection& connection() { return connection_; }

    const std::string& conninfo() const { return conninfo_; }

    UtcTime wall() const { return wall_; }

    ingest::Clock clock() const {
        return {[wall = wall_] { return wall; }, [] { return SteadyClock::now(); }};
    }

private:
    // As ingest does it: what all units sent in ten seconds is a transaction.
    void fill(const std::vector<Fixes>& rides, int entries) {
        std::vector<std::vector<wire::Batch>> batches;
        std::ranges::transform(rides, std::back_inserter(batches), batches_of);
        const auto longest =
            std::ranges::max(batches, {}, [](const auto& all) { return all.size(); }).size();
        for (std::size_t i = 0; i < longest; ++i) {
            std::vector<ingest::Arrival> arrivals;
            for (int number = 1; number <= entries; ++number) {
                const auto& ride = batches[static_cast<std::size_t>(number) % batches.size()];
                if (i < ride.size()) {
                    arrivals.push_back({unit(number), ride[i], encode(ride[i]).value()});
                }
            }
            database::Transaction transaction{connection_};
            ingest::store_arrivals(connection_, arrivals, wall_,
                                   [this](const UnitSerial&) { return wall_; });
            transaction.commit();
        }
    }

    UtcTime wall_;
    support::PrivatePostgres postgres_;
    std::string conninfo_ = postgres_.fresh_database();
    database::Connection connection_{conninfo_};
};

Row rescore_row(Store& store, int entries) {
    std::optional<double> best_s;
    double cpu_s = 0;
    ingest::Rescoring rescoring;
    for (int round = 0; round < times; ++round) {
        const auto began = SteadyClock::now();
        const std::clock_t began_cpu = std::clock();
        rescoring =
            ingest::rescore_from_store(store.connection(), *Slug::from("long-ride"), store.wall())
                .value();
        const double took = seconds_since(began);
        if (!best_s || took < *best_s) {
            best_s = took;
            cpu_s = static_cast<double>(std::clock() - began_cpu) / CLOCKS_PER_SEC;
        }
    }
    return {.key = "rescore_from_database_s",
            .what = "score a race anew from PostgreSQL: 200 athletes, 5 h",
            .measured = *best_s * long_ride_athletes / entries,
            .unit = "s",
            .most = 12,
            .note =
                fmt::format("best of {}: {} fixes of {} athletes in chunks of {}, {} passages' "
                            "differences, {} threads, {:.1f} s of processor beside PostgreSQL's",
                            times, rescoring.fixes, rescoring.entries, fixes_in_batch,
                            rescoring.differences.size(), ingest::scoring_threads(), cpu_s)};
}

// From the first look at the plan to results that are written.
Row restart_row(Store& store, int entries) {
    service::Log log{"bench", service::LogLevel::error};
    service::Registry registry;
    ingest::Watch watch{log, registry, store.clock()};
    ingest::RaceKeeper keeper{watch, store.clock(), 1};
    const auto began = SteadyClock::now();
    keeper.follow_plan(store.connection());
    keeper.tick(store.connection());
    const double took = seconds_since(began);
    const bool is_loaded = !keeper.races().empty();
    if (!is_loaded) {
        throw std::runtime_error{"the race was not loaded"};
    }
    return {.key = "restart_s",
            .what = "ingest starts in the middle of that race, until results are written",
            .measured = took * long_ride_athletes / entries,
            .unit = "s",
            .least = {},
            .most = {},
            .note = "the first start: it writes every passage"};
}

} // namespace

std::vector<Row> rescore(const Options& options) {
    const truth::Shape shape = long_ride();
    std::vector<Fixes> rides;
    for (std::uint64_t number = 1; number <= 4; ++number) {
        rides.push_back(fixes_of_long_ride(shape, number));
    }
    const int entries = std::clamp(options.athletes / 50, 4, long_ride_athletes);
    const auto began = SteadyClock::now();
    Store store{truth::as_drawn(shape.truth, 1, entries), rides};
    const double filled_s = seconds_since(began);
    std::vector<Row> rows{rescore_row(store, entries), restart_row(store, entries)};
    rows.front().note += fmt::format("; filling it took {:.0f} s", filled_s);
    return rows;
}

} // namespace lanterne::bench
