#include "bench/live/staged_race.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "database/connection.hpp"
#include "service/http_client.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/folder_files.hpp"

namespace lanterne::bench {

namespace {

const std::string programs = LANTERNE_BUILD_FOLDER "/bin/";
const std::string source = LANTERNE_SOURCE_FOLDER;

/// Everything works, nobody gives up, and nothing is between a unit and the broker.
std::string scenario(std::size_t athletes) {
    return fmt::format("title = \"Bench\"\nrace = \"{}/races/harbour-sprint\"\nathletes = {}\n"
                       "speed = 1\n[field]\nstops_per_hour = 0\nlost_share = 0\n"
                       "gives_up_share = 0\n[network]\nlatency_ms = 0\njitter_ms = 0\n"
                       "[units]\nboard = \"simulated\"\nreport_s = 1\n",
                       source, athletes);
}

std::optional<std::string> body_of(std::uint16_t port, const char* path) {
    const auto reply = service::http_get(fmt::format("http://127.0.0.1:{}{}", port, path),
                                         std::chrono::seconds{5});
    return reply && reply->status == 200 ? std::optional{reply->body} : std::nullopt;
}

/// Of a line "name value" of metrics; throws when there is none.
double metric(const std::string& text, const std::string& name) {
    const auto line = text.find('\n' + name + ' ');
    if (line == std::string::npos) {
        throw std::runtime_error{"the ingest does not count " + name};
    }
    return std::stod(text.substr(line + name.size() + 2));
}

/// Writes scenario.toml and race/ into the folder.
plan::RacePlan staged(const std::filesystem::path& folder, const StagedField& field) {
    const std::string file = folder / "scenario.toml";
    std::ofstream{file} << scenario(field.athletes);
    const std::string race = folder / "race";
    support::run_to_end(
        {.words = {programs + "lanterne-sim", "stage", file, race, "--gun-in",
                   fmt::format("-{}", field.under_way.count()), "--boards", source + "/boards"},
         .output = folder / "stage.log"});
    auto plan = exchange::read_race_folder(web::read_folder(race));
    if (!plan) {
        throw std::runtime_error{exchange::to_text(plan.error().front())};
    }
    return std::move(*plan);
}

} // namespace

StagedRace::StagedRace(const StagedField& field)
    : conninfo_{postgres_.fresh_database()}, plan_{staged(folder_.path(), field)} {
    for (const plan::Entry& entry : plan_.entries) {
        if (real_wearers_.size() < field.real_units && entry.unit) {
            real_wearers_.emplace(*entry.unit, entry.bib);
        }
    }
    ingest_.emplace(programs + "lanterne-ingest", broker_.port(), conninfo_);
    ingest_->start();
    start_web();
    start_simulator(field.real_units);
    wait_for_positions(field.athletes);
}

void StagedRace::start_web() {
    const std::string settings = folder_.path() / "web.toml";
    web_port_ = support::free_port();
    std::ofstream{settings} << fmt::format(
        "[database]\nconninfo = \"{}\"\n[broker]\nport = {}\n[http]\nport = {}\n"
        "[site]\nfolder = \"{}/web-api/site/dist\"\n[tiles]\nfolder = \"{}\"\n",
        conninfo_, broker_.port(), web_port_, source, (folder_.path() / "tiles").string());
    support::run_to_end({.words = {programs + "lanterne-web", "--config", settings, "race",
                                   "import", folder_.path() / "race"},
                         .output = folder_.path() / "import.log"});
    const std::string log = folder_.path() / "web.log";
    web_.emplace(support::Command{
        .words = {programs + "lanterne-web", "--config", settings, "serve"}, .output = log});
    const auto is_well = [&] { return body_of(web_port_, "/healthz").has_value(); };
    if (!support::wait_until([&] { return is_well() || !web_->running(); }) || !web_->running()) {
        throw std::runtime_error{"lanterne-web is not well: " + support::read_text(log)};
    }
}

void StagedRace::start_simulator(std::size_t real_units) {
    simulator_.emplace(support::Command{
        .words = {programs + "lanterne-sim", "run", folder_.path() / "scenario.toml", "--race",
                  folder_.path() / "race", "--boards", source + "/boards", "--port",
                  std::to_string(broker_.port()), "--cards", folder_.path(), "--real",
                  std::to_string(real_units), "--real-folder", folder_.path() / "real",
                  "--headless"},
        .output = folder_.path() / "sim.log"});
}

/// Receivers start cold, and take half a minute to find themselves.
void StagedRace::wait_for_positions(std::size_t athletes) {
    database::Connection connection{conninfo_};
    const auto most = static_cast<std::int64_t>(athletes * 9 / 10);
    const bool are_there = support::wait_until([&] {
        expect_alive();
        const auto seen =
            connection.execute("SELECT count(*) FROM race.standing WHERE fix_time IS NOT NULL");
        return seen.get<std::int64_t>(0, 0) >= most;
    });
    if (!are_there) {
        throw std::runtime_error{"nobody is seen: " +
                                 support::read_text(folder_.path() / "sim.log")};
    }
}

std::string StagedRace::address() const {
    return fmt::format("http://127.0.0.1:{}/en/r/{}", web_port_, plan_.slug.text());
}

UtcTime StagedRace::wall_time(UtcTime race_time) const {
    return plan_.rehearsal->wall_start + (race_time - plan_.rehearsal->race_start);
}

double StagedRace::mean_commit_lag_s() const {
    const auto metrics = body_of(ingest_->http_port(), "/metrics");
    if (!metrics) {
        throw std::runtime_error{"the ingest does not say its metrics"};
    }
    return metric(*metrics, "lanterne_ingest_lag_seconds_sum") /
           metric(*metrics, "lanterne_ingest_lag_seconds_count");
}

void StagedRace::expect_alive() {
    const auto expect = [&](support::ChildProcess& child, const char* name) {
        if (!child.running()) {
            throw std::runtime_error{
                fmt::format("{} has ended: {}", name, support::read_text(folder_.path() / name))};
        }
    };
    expect(*web_, "web.log");
    expect(*simulator_, "sim.log");
}

} // namespace lanterne::bench
