#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

/// A rehearsal as its user runs it: the real lanterne-sim, mosquitto, lanterne-ingest, and a
/// PostgreSQL with fsync and synchronous_commit on. Gone with this object.
class Chain {
public:
    Chain();

    /// Writes a scenario's file into the folder of this object. Answers its path.
    std::filesystem::path write_scenario(const std::string& text) const;

    struct Speed {
        double rate = 1;
        double gun_in_s = 8; ///< of wall time; below 0: the race has begun
    };

    /// Stages the scenario, imports the race and starts the ingest, which has loaded it then.
    void stage(const std::filesystem::path& scenario, const Speed& speed);

    /// What a run showed of itself.
    struct Run {
        int code = -1;
        double seconds = 0; ///< of wall time, from its start to its end
        double cpu_s = 0;   ///< lanterne-sim's, until shortly before its end
        std::size_t peak_bytes = 0;
        std::string said; ///< its last line
    };

    /// Runs what was staged to its end. `watch` is called each 0.25 s with the run so far; false:
    /// it is told to end.
    Run run(
        const std::vector<std::string>& more,
        const std::function<bool(const Run&)>& watch = [](const Run&) { return true; });

    /// What the run before wrote into its folder of truth, by name, but for run.json.
    std::map<std::string, std::string> truth() const;

    /// `lanterne-ingest verify` of the race: its exit code; 0: nothing lost, doubled or otherwise.
    support::PrivateIngest::Ended verify() const;

    /// The digest of the race's results, once all that is stored is scored.
    std::string digest() const;

    std::int64_t number(const std::string& sql) const;

    void stop_ingest() { ingest_.stop(); }

private:
    std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }

    support::TempFolder folder_;
    support::PrivateBroker broker_;
    support::PrivatePostgres postgres_;
    std::string conninfo_;
    support::PrivateIngest ingest_;
    std::filesystem::path scenario_;
    std::string slug_;
    int runs_ = 0;
};

} // namespace lanterne::bench
