#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/wire/batch.hpp"
#include "core/wire/event.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/status.hpp"
#include "core/wire/topic.hpp"
#include "database/connection.hpp"
#include "service/mqtt_client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::ingest {

/// A broker, a PostgreSQL that a kill costs nothing, and the real lanterne-ingest between them.
class IngestWorld {
public:
    /// Starts all and returns when the ingest is healthy. `broker`: lines of its mosquitto.conf
    /// besides or instead of ours. `settings`: sections of the ingest's besides ours.
    /// The broker saves each second, not after each message: a killed one may have forgotten some.
    explicit IngestWorld(std::string broker = "", std::string settings = "");

    support::PrivateBroker& broker() { return broker_; }

    support::PrivatePostgres& postgres() { return postgres_; }

    const std::string& conninfo() const { return conninfo_; }

    void start_ingest();
    void kill_ingest(); ///< SIGKILL
    void stop_for_now();
    void let_go_on(); ///< after stop_for_now(): SIGSTOP and SIGCONT
    /// SIGTERM; answers its exit code.
    int stop_ingest();

    /// lanterne-ingest rescore or verify --race SLUG, beside the one that runs.
    struct Ended {
        int code = -1;
        std::string said;
    };

    Ended rescore(const std::string& slug) { return run({"rescore", "--race", slug}); }

    Ended verify(const std::string& slug) { return run({"verify", "--race", slug}); }

    /// False when it did not become healthy within the time that a test waits.
    bool becomes_healthy();
    /// Of /healthz; 0 when nobody answers.
    int health();
    /// The value of a metric's line, labels included: `name` or `name{reason="x"}`; 0 without one.
    /// What it counts may be in the store a moment before it is here.
    double metric(const std::string& name);
    std::string log() const;

    /// A connection of the test's own, made anew when it broke.
    std::int64_t number(const std::string& sql);
    std::string text(const std::string& sql);

    /// All stored fixes of a unit by epoch and number. A fix that is there twice throws.
    using StoredFixes = std::map<std::pair<Epoch, Sequence>, Fix>;
    StoredFixes stored_fixes(const UnitSerial& unit);

private:
    Ended run(const std::vector<std::string>& words);
    database::Rows ask(const std::string& sql);

    support::TempFolder folder_;
    support::PrivateBroker broker_;
    support::PrivatePostgres postgres_;
    std::string conninfo_;
    std::string settings_;
    std::optional<database::Connection> connection_;
    std::optional<support::ChildProcess> ingest_;
    std::string url_;
};

/// A unit that says what it is told to, once, and hears its receipts.
class Unit {
public:
    Unit(IngestWorld& world, UnitSerial serial);

    const UnitSerial& serial() const { return serial_; }

    void send(const wire::Batch& batch);
    /// On the channel of what is late.
    void send_late(const wire::Batch& batch);
    void send(const wire::Event& event);
    void send_status(wire::Link link, Epoch epoch);
    /// Whatever bytes on the topic of fixes.
    void send_bytes(const wire::Bytes& bytes);

    /// The newest receipt that arrived so far.
    std::optional<wire::Receipt> receipt();

    /// As if none had arrived yet.
    void forget_receipt() { receipt_.reset(); }

    /// True when a receipt comes that covers all numbers of that epoch below `next`.
    bool is_receipted(Epoch epoch, Sequence next);

    /// Lets the library work, so long unless a receipt comes. What was sent may still wait here.
    void drive(std::chrono::milliseconds time);

    /// Works until the broker has all that was sent: it has said so of each message.
    bool has_all_at_the_broker();

private:
    void publish(wire::UnitChannel channel, const wire::Bytes& bytes);

    UnitSerial serial_;
    service::MqttClient client_;
    std::optional<wire::Receipt> receipt_;
};

} // namespace lanterne::ingest
