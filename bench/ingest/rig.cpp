#include "bench/ingest/rig.hpp"

#include <charconv>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/ingest/cpu.hpp"
#include "database/connection.hpp"
#include "service/http_client.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::bench {
namespace {

using support::wait_until;

constexpr const char* program = LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest";

// Saving all queues each second is for the kill tests; this is what tools/broker says.
constexpr const char* broker_settings =
    "autosave_on_changes false\nautosave_interval 60\nlog_type none\nlog_type error";

// Of a small server in the field.
const std::vector<std::string> postgres_settings{
    "track_commit_timestamp=on", "shared_buffers=512MB", "max_wal_size=4GB", "autovacuum=on"};

int unit_in(const std::string& serial) {
    int number = 0;
    std::from_chars(serial.data() + 5, serial.data() + serial.size(), number);
    return number;
}

} // namespace

Rig::Rig(const Riders& riders, const std::vector<Field>& fields)
    : fields_{fields}, broker_{broker_settings},
      postgres_{support::Durability::on, postgres_settings}, conninfo_{postgres_.fresh_database()},
      ingest_{program, broker_.port(), conninfo_} {
    database::Connection connection{conninfo_};
    for (const Field& field : fields_) {
        const exchange::FolderFiles files = riders.folder(field);
        const auto plan = exchange::read_race_folder(files);
        if (!plan) {
            throw std::runtime_error{exchange::to_text(plan.error().front())};
        }
        web::import_race(connection, *plan, files);
    }
}

void Rig::start_ingest() {
    ingest_.start();
    const auto scores_all = [&] {
        return metric("lanterne_ingest_races") == static_cast<double>(fields_.size());
    };
    if (!wait_until(scores_all, std::chrono::seconds{60})) {
        throw std::runtime_error{"the ingest does not load the races: " + ingest_.log()};
    }
}

void Rig::wait_for_sessions() const {
    const auto url = fmt::format("http://127.0.0.1:{}/healthz", ingest_.http_port());
    const auto is_healthy = [&] {
        const auto reply = service::http_get(url, std::chrono::seconds{5});
        return reply && reply->status == 200;
    };
    if (!wait_until(is_healthy, std::chrono::seconds{60})) {
        throw std::runtime_error{"the ingest does not become healthy: " + ingest_.log()};
    }
}

void Rig::stop_ingest() { ingest_.stop(); }

void Rig::pin_all() const {
    if (std::thread::hardware_concurrency() > 1) {
        pin(ingest_name, 0);
        pin(postgres_name, 1);
        pin(broker_name, 1);
    }
}

double Rig::metric(const std::string& name) const {
    const auto reply = service::http_get(
        fmt::format("http://127.0.0.1:{}/metrics", ingest_.http_port()), std::chrono::seconds{5});
    const auto at = reply ? reply->body.find("\n" + name + " ") : std::string::npos;
    return at == std::string::npos ? 0 : std::stod(reply->body.substr(at + name.size() + 2));
}

void Rig::wait_for_fixes(std::size_t fixes, std::chrono::seconds limit) const {
    const auto has_all = [&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{250}); // asking costs the ingest time
        return metric("lanterne_ingest_fixes_total") >= static_cast<double>(fixes);
    };
    if (!wait_until(has_all, limit)) {
        throw std::runtime_error{fmt::format("{:.0f} of {} fixes were stored within {} s: {}",
                                             metric("lanterne_ingest_fixes_total"), fixes,
                                             limit.count(), ingest_.log())};
    }
}

std::vector<Rig::Commit> Rig::commits() const {
    const auto rows = database::Connection{conninfo_}.execute(
        R"(SELECT u.serial, c.first, c.n,
                  (1e6 * extract(epoch FROM pg_xact_commit_timestamp(c.xmin)))::int8 AS at
             FROM race.track_chunk c JOIN race.unit u USING (unit_id) ORDER BY at)");
    std::vector<Commit> commits;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        commits.push_back(
            {.unit = unit_in(rows.get<std::string>(i, 0)),
             .first = static_cast<std::size_t>(rows.get<std::int64_t>(i, 1)),
             .fixes = static_cast<std::size_t>(rows.get<std::int16_t>(i, 2)),
             .at = WallTime{std::chrono::microseconds{rows.get<std::int64_t>(i, 3)}}});
    }
    return commits;
}

std::int64_t Rig::number(const std::string& sql) const {
    return database::Connection{conninfo_}.execute(sql).get<std::int64_t>(0, 0);
}

void Rig::expect_scored(std::size_t fixes) const {
    const auto expect = [](std::string_view what, std::int64_t is, std::int64_t should) {
        if (is != should) {
            throw std::runtime_error{fmt::format("{} {}, not {}", is, what, should)};
        }
    };
    const auto stored = number("SELECT coalesce(sum(n), 0)::int8 FROM race.track_chunk");
    expect("fixes are stored", stored, static_cast<std::int64_t>(fixes));
    expect("messages were set aside", number("SELECT count(*) FROM race.set_aside"), 0);
    const std::string on_the_way = "SELECT count(*) FROM race.standing WHERE along_dm > 0";
    const std::string started =
        "SELECT count(*) FROM race.passage WHERE point = 'start' AND current";
    std::int64_t riders = 0;
    for (const Field& field : fields_) {
        riders += field.count;
    }
    // Standings are written once a second.
    if (!wait_until([&] { return number(on_the_way) == riders; })) {
        expect("riders are on the course", number(on_the_way), riders);
    }
    expect("riders passed the start", number(started), riders);
}

} // namespace lanterne::bench
