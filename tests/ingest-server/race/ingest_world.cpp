#include "tests/ingest-server/race/ingest_world.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "service/http_client.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {

using std::chrono::milliseconds;
using support::wait_until;

IngestWorld::IngestWorld(std::string broker, std::string more_settings)
    : broker_{"autosave_on_changes false\n" + broker}, postgres_{support::Durability::in_memory},
      conninfo_{postgres_.fresh_database() + " connect_timeout=60"},
      settings_{std::move(more_settings)} {
    start_ingest();
    if (!becomes_healthy()) {
        throw std::runtime_error{"lanterne-ingest does not become healthy: " + log()};
    }
}

void IngestWorld::start_ingest() {
    const auto settings = folder_.path() / "ingest.toml";
    const auto port_file = folder_.path() / "port";
    std::filesystem::remove(port_file);
    std::ofstream{settings} << fmt::format("[broker]\nport = {}\n[database]\nconninfo = \"{}\"\n"
                                           "[http]\nport_file = \"{}\"\n{}",
                                           broker_.port(),
                                           support::as_role(conninfo_, "lanterne-ingest"),
                                           port_file.string(), settings_);
    ingest_.emplace(support::Command{
        .words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", "--config", settings.string()},
        .output = folder_.path() / "log"});
    if (!wait_until([&] { return !support::read_text(port_file).empty(); })) {
        throw std::runtime_error{"lanterne-ingest does not start: " + log()};
    }
    const std::string port = support::read_text(port_file);
    url_ = "http://127.0.0.1:" + port.substr(0, port.find('\n'));
}

void IngestWorld::kill_ingest() { ingest_->kill9(); }

void IngestWorld::stop_for_now() { ingest_->signal(SIGSTOP); }

void IngestWorld::let_go_on() { ingest_->signal(SIGCONT); }

int IngestWorld::stop_ingest() { return ingest_->terminate(); }

IngestWorld::Ended IngestWorld::run(const std::vector<std::string>& words) {
    const auto output = folder_.path() / "said";
    std::filesystem::remove(output);
    support::Command command{.words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", "--config",
                                       (folder_.path() / "ingest.toml").string()},
                             .output = output};
    command.words.insert(command.words.end(), words.begin(), words.end());
    support::ChildProcess child{command};
    const int code = child.wait().value_or(-1);
    return {code, support::read_text(output)};
}

bool IngestWorld::becomes_healthy() {
    return wait_until([&] { return health() == 200; });
}

int IngestWorld::health() {
    const auto reply = service::http_get(url_ + "/healthz", milliseconds{2'000});
    return reply ? reply->status : 0;
}

double IngestWorld::metric(const std::string& name) {
    const auto reply = service::http_get(url_ + "/metrics", support::patience);
    if (!reply) {
        throw std::runtime_error{"lanterne-ingest does not show its metrics: " + log()};
    }
    const std::string line = "\n" + name + " ";
    const auto at = reply->body.find(line);
    return at == std::string::npos ? 0 : std::stod(reply->body.substr(at + line.size()));
}

std::string IngestWorld::log() const { return support::read_text(folder_.path() / "log"); }

database::Rows IngestWorld::ask(const std::string& sql) {
    if (connection_) {
        try {
            return connection_->execute(sql);
        } catch (const database::ConnectionLost&) {
            connection_.reset();
        }
    }
    connection_.emplace(conninfo_);
    return connection_->execute(sql);
}

std::int64_t IngestWorld::number(const std::string& sql) {
    return ask(sql).get<std::int64_t>(0, 0);
}

std::string IngestWorld::text(const std::string& sql) {
    const auto rows = ask(sql);
    return rows.empty() || rows.is_null(0, 0) ? std::string{} : rows.get<std::string>(0, 0);
}

IngestWorld::StoredFixes IngestWorld::stored_fixes(const UnitSerial& unit) {
    const auto rows = ask("SELECT payload FROM race.track_chunk JOIN race.unit USING (unit_id) "
                          "WHERE serial = '" +
                          unit.text() + "'");
    StoredFixes fixes;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto batch = wire::decode_batch(rows.get<wire::Bytes>(i, 0));
        for (std::size_t k = 0; k < batch->fixes.size(); ++k) {
            const auto number = std::pair{batch->epoch, batch->first + k};
            if (!fixes.emplace(number, batch->fixes[k]).second) {
                throw std::runtime_error{fmt::format("fix {} is stored twice", number.second)};
            }
        }
    }
    return fixes;
}

Unit::Unit(IngestWorld& world, UnitSerial serial)
    : serial_{serial}, client_{{.port = world.broker().port(), .client_id = serial.text()}} {
    client_.subscribe(wire::receipt_topic(serial_), service::Qos::at_most_once);
    if (!wait_until([&] {
            drive(milliseconds{20});
            return client_.connected();
        })) {
        throw std::runtime_error{"the unit does not reach the broker"};
    }
}

void Unit::send(const wire::Batch& batch) {
    publish(wire::UnitChannel::fixes, wire::encode(batch).value());
}

void Unit::send_late(const wire::Batch& batch) {
    publish(wire::UnitChannel::backlog, wire::encode(batch).value());
}

void Unit::send(const wire::Event& event) {
    publish(wire::UnitChannel::events, wire::encode(event).value());
}

void Unit::send_status(wire::Link link, Epoch epoch) {
    const wire::Status status{
        .link = link, .firmware = "1.0", .board = "generic-linux", .epoch = epoch};
    publish(wire::UnitChannel::status, wire::encode(status).value());
}

void Unit::send_bytes(const wire::Bytes& bytes) { publish(wire::UnitChannel::fixes, bytes); }

void Unit::publish(wire::UnitChannel channel, const wire::Bytes& bytes) {
    const std::string topic = wire::to_text(wire::UnitTopic{0, serial_, channel});
    if (!wait_until([&] {
            drive(milliseconds{0});
            return client_.publish(topic, bytes, service::Qos::at_least_once, service::Retain::no);
        })) {
        throw std::runtime_error{"the unit cannot send: " + client_.last_error()};
    }
    drive(milliseconds{0});
}

void Unit::drive(milliseconds time) {
    for (const auto& message : client_.receive(time, 100)) {
        if (auto receipt = wire::decode_receipt(message.payload)) {
            receipt_ = std::move(*receipt);
        }
    }
    client_.acknowledge();
}

bool Unit::has_all_at_the_broker() {
    return wait_until([&] {
        drive(milliseconds{10});
        return client_.unsent() == 0;
    });
}

std::optional<wire::Receipt> Unit::receipt() {
    drive(milliseconds{10});
    return receipt_;
}

bool Unit::is_receipted(Epoch epoch, Sequence next) {
    return wait_until([&] {
        const auto newest = receipt();
        return newest && newest->epoch == epoch && newest->next >= next && newest->gaps.empty();
    });
}

} // namespace lanterne::ingest
