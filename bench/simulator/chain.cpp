#include "bench/simulator/chain.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/ingest/cpu.hpp"
#include "core/exchange/race_folder.hpp"
#include "database/connection.hpp"
#include "service/http_client.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::bench {
namespace {

namespace fs = std::filesystem;
using support::wait_until;
using Clock = std::chrono::steady_clock;

const fs::path simulator = LANTERNE_BUILD_FOLDER "/bin/lanterne-sim";
constexpr const char* ingest_program = LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest";

constexpr const char* broker_settings =
    "autosave_on_changes false\nautosave_interval 60\nlog_type none\nlog_type error\n"
    "max_queued_messages 100000";

// Of a small server in the field.
const std::vector<std::string> postgres_settings{"shared_buffers=512MB", "max_wal_size=4GB",
                                                 "autovacuum=on"};

constexpr std::chrono::milliseconds look_interval{250};
constexpr std::chrono::minutes longest_run{30};

exchange::FolderFiles read_files(const fs::path& folder) {
    exchange::FolderFiles files;
    for (const auto& item : fs::directory_iterator{folder}) {
        files.emplace(item.path().filename(), support::read_text(item.path()));
    }
    return files;
}

/// The most memory that a process ever had.
std::size_t peak_bytes_of(int process) {
    std::ifstream status{fmt::format("/proc/{}/status", process)};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stoul(line.substr(6)) * 1024;
        }
    }
    return 0;
}

std::string last_line(const std::string& text) {
    const auto end = text.find_last_not_of('\n');
    const auto begin = text.rfind('\n', end);
    return end == std::string::npos ? "" : text.substr(begin + 1, end - begin);
}

} // namespace

Chain::Chain()
    : broker_{broker_settings}, postgres_{support::Durability::on, postgres_settings},
      conninfo_{postgres_.fresh_database()}, ingest_{ingest_program, broker_.port(), conninfo_} {}

fs::path Chain::write_scenario(const std::string& text) const {
    std::ofstream{at("scenario.toml"), std::ios::binary} << text;
    return at("scenario.toml");
}

void Chain::stage(const fs::path& scenario, const Speed& speed) {
    scenario_ = scenario;
    support::run_to_end(
        {.words = {simulator, "stage", scenario, at("race"), "--speed",
                   fmt::format("{}", speed.rate), "--gun-in", fmt::format("{}", speed.gun_in_s),
                   "--boards", LANTERNE_SOURCE_FOLDER "/boards"},
         .output = at("stage.log")});
    const exchange::FolderFiles files = read_files(at("race"));
    const auto plan = exchange::read_race_folder(files);
    if (!plan) {
        throw std::runtime_error{exchange::to_text(plan.error().front())};
    }
    slug_ = plan->slug.text();
    database::Connection connection{conninfo_};
    web::import_race(connection, *plan, files);
    ingest_.start();
    const auto is_healthy = [this] {
        const auto reply =
            service::http_get(fmt::format("http://127.0.0.1:{}/healthz", ingest_.http_port()),
                              std::chrono::seconds{5});
        return reply && reply->status == 200;
    };
    if (!wait_until(is_healthy)) {
        throw std::runtime_error{"the ingest does not become healthy: " + ingest_.log()};
    }
}

Chain::Run Chain::run(const std::vector<std::string>& more,
                      const std::function<bool(const Run&)>& watch) {
    const fs::path log = at(fmt::format("run-{}.log", ++runs_));
    support::Command command{.words = {simulator, "run", scenario_, "--race", at("race"), "--port",
                                       std::to_string(broker_.port()), "--boards",
                                       LANTERNE_SOURCE_FOLDER "/boards", "--headless", "--cards",
                                       folder_.path(), "--truth",
                                       at(fmt::format("truth-{}", runs_))},
                             .output = log};
    command.words.insert(command.words.end(), more.begin(), more.end());
    Run run;
    const auto began = Clock::now();
    support::ChildProcess process{command};
    while (!process.wait(look_interval)) {
        run.seconds = std::chrono::duration<double>(Clock::now() - began).count();
        run.cpu_s = cpu_seconds_of(process.id());
        run.peak_bytes = peak_bytes_of(process.id());
        run.said = last_line(support::read_text(log));
        if (Clock::now() - began > longest_run) {
            throw std::runtime_error{"the run does not end: " + run.said};
        }
        if (!watch(run)) {
            process.signal(SIGTERM);
        }
    }
    run.code = process.wait().value_or(-1);
    run.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    run.said = last_line(support::read_text(log));
    return run;
}

std::map<std::string, std::string> Chain::truth() const {
    std::map<std::string, std::string> files;
    for (const auto& [name, bytes] : read_files(at(fmt::format("truth-{}", runs_)))) {
        if (name != "run.json") {
            files.emplace(name, bytes);
        }
    }
    return files;
}

support::PrivateIngest::Ended Chain::verify() const {
    return ingest_.run({"verify", "--race", slug_});
}

std::int64_t Chain::number(const std::string& sql) const {
    return database::Connection{conninfo_}.execute(sql).get<std::int64_t>(0, 0);
}

std::string Chain::digest() const {
    const auto is_scored = [this] { return number("SELECT count(*) FROM race.rescore_due") == 0; };
    if (!wait_until(is_scored)) {
        throw std::runtime_error{"late fixes are not scored"};
    }
    const auto rows = database::Connection{conninfo_}.execute("SELECT digest FROM race.race_state");
    return rows.size() == 1 ? rows.get<std::string>(0, 0) : "";
}

} // namespace lanterne::bench
