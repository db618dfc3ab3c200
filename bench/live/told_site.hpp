#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bench/live/told_field.hpp"
#include "database/connection.hpp"
#include "service/mqtt_client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

/// A real lanterne-web on the first core, with broker and database, and a race of so many that an
/// ingest would tell. Gone with this object.
class ToldSite {
public:
    ToldSite(std::size_t athletes, double noise_m, std::size_t spectators);

    /// Tells the next second. What the web server needs of the database is written before.
    void tell();

    std::uint16_t port() const { return port_; }

    /// Of all threads of the web server, so far.
    double cpu_seconds() const;

private:
    void import_field(std::size_t athletes);
    void start(std::size_t spectators);

    ToldField field_;
    support::PrivateBroker broker_;
    std::string conninfo_;
    database::Connection connection_;
    support::TempFolder folder_;
    std::optional<support::ChildProcess> web_;
    std::optional<service::MqttClient> ingest_;
    std::uint16_t port_ = 0;
};

} // namespace lanterne::bench
