#include "bench/live/cuts.hpp"

#include <atomic>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "bench/live/cut_spectator.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/web-api/stream/told_race.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/site_server.hpp"

namespace lanterne::bench {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t spectators = 20;

/// Tells the sample race's next second each few milliseconds, until it ends, and notes each in the
/// database before, as an ingest does: a race that is told beyond its database was restored.
class Teller {
public:
    explicit Teller(const std::string& conninfo)
        : connection_{conninfo}, thread_{[this] { run(); }} {}

    ~Teller() {
        is_stopping_ = true;
        thread_.join();
    }

    Teller(const Teller&) = delete;
    Teller& operator=(const Teller&) = delete;

private:
    void run() {
        web::Ingest ingest{web::shared_broker().port()};
        connection_.run_script(
            "INSERT INTO race.race_state (race_id) SELECT race_id FROM plan.race");
        for (std::uint64_t n = 1; !is_stopping_; ++n) {
            wire::LiveFrame frame = web::frame(n, {web::racing(n, static_cast<std::int64_t>(n))});
            frame.last_event = n;
            frame.events = {{n, wire::LiveEventKind::status,
                             wire::LiveOutcome{web::bib_1, wire::RaceStatus::racing, web::start}}};
            connection_.run_script("UPDATE race.race_state SET version = version + 1, "
                                   "last_event = last_event + 1");
            ingest.publish(frame);
            std::this_thread::sleep_for(milliseconds{2});
        }
    }

    database::Connection connection_;
    std::atomic<bool> is_stopping_{false};
    std::thread thread_;
};

web::WebSettings settings_for(const std::string& conninfo) {
    web::WebSettings settings;
    settings.broker_port = web::shared_broker().port();
    settings.conninfo = conninfo;
    settings.http_port = 0;
    settings.site_folder = "/nonexistent";
    settings.request_rates.per_second = 0; // all come from one address, as fast as they can
    return settings;
}

/// The race is loaded and told: before that there are keyframes of nothing.
void wait_until_told(std::uint16_t port) {
    const bool is_told = support::wait_until([&] {
        CutSpectator first{port, "/live/harbour-sprint"};
        first.watch(2'000);
        return first.newest() > 1;
    });
    if (!is_told) {
        throw std::runtime_error{"the race is not told"};
    }
}

CutSpectator::Told cut_all(std::uint16_t port, std::size_t cuts, std::mt19937& random) {
    std::vector<CutSpectator> all(spectators, CutSpectator{port, "/live/harbour-sprint"});
    for (CutSpectator& one : all) {
        one.watch(2'000); // a keyframe, and some seconds
    }
    for (std::size_t cut = 0; cut < cuts; ++cut) {
        all[random() % spectators].watch(random() % 400);
    }
    CutSpectator::Told told;
    for (const CutSpectator& one : all) {
        told.messages += one.told().messages;
        told.keyframes += one.told().keyframes;
        told.missed += one.told().missed;
        told.doubled += one.told().doubled;
    }
    return told;
}

} // namespace

std::vector<Row> cuts(const Options& options) {
    const std::size_t count = options.quick ? 200 : 10'000;
    const unsigned seed = 11;
    std::mt19937 random{seed};
    const std::string conninfo = support::shared_postgres().fresh_database();
    {
        const auto files = web::read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} /
                                            "races/harbour-sprint");
        database::Connection connection{conninfo};
        web::import_race(connection, exchange::read_race_folder(files).value(), files);
    }
    service::Log log{"bench", service::LogLevel::error};
    web::SiteServer server{
        settings_for(conninfo), log, {[] { return web::start; }, std::chrono::steady_clock::now}};
    server.start();
    const Teller teller{conninfo};
    wait_until_told(server.port());
    const CutSpectator::Told told = cut_all(server.port(), count, random);
    const auto row = [&](std::string key, std::string what, std::uint64_t measured,
                         std::optional<double> most, std::string note) {
        return Row{.key = std::move(key),
                   .what = std::move(what),
                   .measured = static_cast<double>(measured),
                   .unit = "",
                   .least = {},
                   .most = most,
                   .note = std::move(note)};
    };
    return {row("resume_missed", "missed in all cuts", told.missed, 0,
                fmt::format("{} cuts of {} spectators at random bytes, {} messages and as many "
                            "events read, seed {}",
                            count, spectators, told.messages, seed)),
            row("resume_doubled", "told twice", told.doubled, 0, ""),
            row("resume_keyframes", "keyframes in place of messages", told.keyframes, {},
                "for who was away for longer than two minutes or 16 MB of messages")};
}

} // namespace lanterne::bench
