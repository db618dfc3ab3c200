#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"
#include "tests/support/private_authority.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator::doctor {

/// Everything that a race needs, as it is in the field: an authority, its broker with TLS and
/// access rules, PostgreSQL, lanterne-ingest and lanterne-web as programs, a built site, and two
/// races: "to-come", which bib 7 goes with unit runner0007, and "running", which bib 8 does with
/// runner0008. One for all tests: each leaves it as it was.
class Installation {
public:
    Installation();

    support::PrivateAuthority authority;
    support::RaceBroker broker{authority};

    /// The folder of a unit's identity, as enrolment leaves it; by another authority if wished.
    std::string identity_of(const std::string& serial) { return identity_of(serial, authority); }

    std::string identity_of(const std::string& serial, support::PrivateAuthority& by);

    std::string web_url() const { return "http://127.0.0.1:" + text_of("web.port"); }

    std::string ingest_url() const { return "http://127.0.0.1:" + text_of("ingest.port"); }

    void stop_ingest();
    void start_ingest(); ///< returns when it is well

    /// What the programs wrote, for messages of failing tests.
    std::string logs() const;

private:
    std::string text_of(const std::string& file) const;
    void write(const std::string& file, const std::string& text) const;
    void import_races() const;
    void start_web();
    void wait_for_health(const std::string& name, support::ChildProcess& program);

    support::TempFolder folder_;
    std::string conninfo_ = support::shared_postgres().fresh_database();
    std::optional<support::ChildProcess> ingest_;
    std::optional<support::ChildProcess> web_;
    int identities_ = 0;
};

} // namespace lanterne::simulator::doctor
