#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/ingest/publisher.hpp"
#include "bench/ingest/riders.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"

namespace lanterne::bench {

/// The chain that stores and scores: a broker with the limits of tools/broker, the real
/// lanterne-ingest, and a PostgreSQL with fsync and synchronous_commit on that notes when it
/// committed what. Gone with this object.
class Rig {
public:
    static constexpr std::string_view ingest_name = "lanterne-ingest";
    static constexpr std::string_view postgres_name = "postgres";
    static constexpr std::string_view broker_name = "mosquitto";

    /// With a race for each field. Nothing is started but broker and PostgreSQL.
    Rig(const Riders& riders, const std::vector<Field>& fields);

    /// Returns when the ingest has loaded all races.
    void start_ingest();
    /// Returns when it is healthy, and so hears what units send.
    void wait_for_sessions() const;
    /// In order. What is published from now on waits in the broker for the next one.
    void stop_ingest();

    /// Lets the ingest have one core, broker and PostgreSQL the other, where there are two.
    void pin_all() const;

    /// Of /metrics; 0 when there is none of that name.
    double metric(const std::string& name) const;

    /// Throws when the ingest has not committed so many fixes within the time.
    void wait_for_fixes(std::size_t fixes, std::chrono::seconds limit) const;

    /// When a batch was committed.
    struct Commit {
        int unit = 0;
        std::size_t first = 0; ///< number of its first fix
        std::size_t fixes = 0;
        WallTime at;
    };

    /// Of all batches, in the order of their commits.
    std::vector<Commit> commits() const;

    /// Throws unless so many fixes are stored, none was refused, and every rider of each field has
    /// a place on the course and passed the first points.
    void expect_scored(std::size_t fixes) const;

    support::PrivateBroker& broker() { return broker_; }

private:
    std::int64_t number(const std::string& sql) const;

    std::vector<Field> fields_;
    support::PrivateBroker broker_;
    support::PrivatePostgres postgres_;
    std::string conninfo_;
    support::PrivateIngest ingest_;
};

} // namespace lanterne::bench
