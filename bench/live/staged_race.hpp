#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

/// Who races, and how far they are.
struct StagedField {
    std::size_t athletes = 40;
    /// Of them wear a real lanterne-tracker with a real gpsd, a message each second; the others
    /// what the simulator makes of the same firmware, beside the network of a phone.
    std::size_t real_units = 0;
    std::chrono::seconds under_way{1'500}; ///< since the gun
};

/// A whole race on this machine, every part real: broker, PostgreSQL with fsync, lanterne-ingest,
/// lanterne-web with the built site, and lanterne-sim with units that say each second's fix. Its
/// time goes as fast as the wall's. From the main thread; gone with this object.
class StagedRace {
public:
    /// Returns when the web server is well and nine of ten athletes have been seen. Throws
    /// std::runtime_error with the last words of what did not start.
    explicit StagedRace(const StagedField& field);

    std::string address() const; ///< of the race's page

    std::uint16_t broker_port() const { return broker_.port(); }

    /// When a moment of the race was, by the wall clock.
    UtcTime wall_time(UtcTime race_time) const;

    /// Athletes with real units, by these.
    const std::map<UnitSerial, Bib>& real_wearers() const { return real_wearers_; }

    /// Mean seconds from a fix to the commit that stored it, of all units since the begin, as the
    /// ingest counts them.
    double mean_commit_lag_s() const;

    /// Throws with the last words of a program that has ended.
    void expect_alive();

private:
    void start_web();
    void start_simulator(std::size_t real_units);
    void wait_for_positions(std::size_t athletes);

    support::TempFolder folder_;
    support::PrivatePostgres postgres_{support::Durability::on};
    support::PrivateBroker broker_{"autosave_on_changes false\nset_tcp_nodelay true"};
    std::string conninfo_;
    plan::RacePlan plan_;
    std::map<UnitSerial, Bib> real_wearers_;
    std::optional<support::PrivateIngest> ingest_;
    std::optional<support::ChildProcess> web_;
    std::uint16_t web_port_ = 0;
    std::optional<support::ChildProcess> simulator_;
};

} // namespace lanterne::bench
