#include "tests/race/straight_line/stack.hpp"

#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "core/wire/batch.hpp"
#include "database/connection.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {

namespace {

namespace fs = std::filesystem;

const fs::path programs = fs::path{LANTERNE_BUILD_FOLDER} / "bin";

std::string database_name(const std::string& conninfo) {
    database::Connection connection{conninfo};
    return connection.execute("SELECT current_database()::text").get<std::string>(0, 0);
}

void require(bool condition, const std::string& what, const std::string& logs) {
    if (!condition) {
        throw std::runtime_error{what + "\n" + logs};
    }
}

} // namespace

Stack::Stack()
    : conninfo_{postgres_.fresh_database()},
      ingest_{programs / "lanterne-ingest", broker_.port(), conninfo_},
      unit_{gpsd_.port(), broker_.port()} {}

void Stack::start_ingest() { ingest_.start(); }

void Stack::kill_ingest() { ingest_.kill9(); }

void Stack::start_unit(const std::string& serial, const std::string& more) {
    unit_.start(UnitSerial::from(serial).value(), more);
    require(support::wait_until([&] { return unit_.is_up() || !unit_.running(); }) &&
                unit_.running(),
            "the unit did not start", logs());
}

void Stack::kill_unit() { unit_.kill9(); }

void Stack::stop_unit() { unit_.stop(); }

void Stack::ask_server(const std::string& sql) const {
    database::Connection server{conninfo_ + " dbname=postgres"};
    server.run_script(sql);
}

void Stack::back_up() {
    ingest_.kill9();
    const std::string name = database_name(conninfo_);
    // The killed one's session may end a moment later.
    ask_server(fmt::format("SELECT pg_terminate_backend(pid, 120000) FROM pg_stat_activity "
                           "WHERE datname = '{}'",
                           name));
    ask_server(fmt::format("CREATE DATABASE backup TEMPLATE {}", name));
    ingest_.start();
}

void Stack::restore() {
    ingest_.kill9();
    const std::string name = database_name(conninfo_);
    ask_server(fmt::format("DROP DATABASE {} WITH (FORCE)", name));
    ask_server(fmt::format("ALTER DATABASE backup RENAME TO {}", name));
    support::run_to_end({.words = {programs / "lanterne-migrate", "--conninfo",
                                   support::as_role(conninfo_, "lanterne-migrate"), "new-store"}});
    ingest_.start();
}

NumberedFixes Stack::stored(const std::string& serial) const {
    database::Connection connection{conninfo_};
    const auto rows = connection.execute("SELECT c.epoch, c.first, c.payload FROM race.track_chunk "
                                         "c JOIN race.unit u USING (unit_id) "
                                         "WHERE u.serial = $1",
                                         database::Parameters{}.add(serial));
    NumberedFixes fixes;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto batch = wire::decode_batch(rows.get<std::vector<std::byte>>(row, 2));
        if (!batch || batch->epoch != static_cast<Epoch>(rows.get<std::int64_t>(row, 0)) ||
            batch->first != static_cast<Sequence>(rows.get<std::int64_t>(row, 1))) {
            throw std::runtime_error{"a stored chunk is not what its key says"};
        }
        for (std::size_t index = 0; index < batch->fixes.size(); ++index) {
            fixes.emplace(std::pair{batch->epoch, batch->first + index}, batch->fixes[index]);
        }
    }
    return fixes;
}

std::size_t Stack::doubly_stored(const std::string& serial) const {
    database::Connection connection{conninfo_};
    const auto rows = connection.execute("SELECT coalesce(sum(c.n), 0)::bigint FROM "
                                         "race.track_chunk c JOIN race.unit u USING (unit_id) "
                                         "WHERE u.serial = $1",
                                         database::Parameters{}.add(serial));
    return static_cast<std::size_t>(rows.get<std::int64_t>(0, 0)) - stored_count(serial);
}

std::string Stack::logs() const {
    const auto end_of = [](const std::string& text) {
        return text.substr(text.size() > 3000 ? text.size() - 3000 : 0);
    };
    return fmt::format("--- ingest\n{}\n--- unit\n{}\n", end_of(ingest_.log()),
                       end_of(unit_.log()));
}

} // namespace lanterne
