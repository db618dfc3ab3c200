#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/systemd/judged_service.hpp"

/// The services of a server in tools/systemd, as systemd itself judges them.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string last_word(const testing::TestParamInfo<const char*>& about) {
    const std::string name{about.param};
    return name.substr(name.rfind('-') + 1);
}

class ServerService : public JudgedService, public testing::WithParamInterface<const char*> {
protected:
    ServerService() : JudgedService{std::string{GetParam()} + ".service"} {}
};

TEST_P(ServerService, IsReadToTheLastLine) { EXPECT_EQ(judge_.complaints(), ""); }

TEST_P(ServerService, MayDoLittleBesideItsWork) { EXPECT_LE(judge_.exposure().value(), 1.5); }

TEST_P(ServerService, WaitsForWhatTheSetUpMakes) {
    EXPECT_THAT(judge_.shipped(), HasSubstr("\nConditionPathExists=/etc/lanterne/"));
}

// Its files are its own, and PostgreSQL knows it by name: a user that is there only while it runs
// could not be given either.
TEST_P(ServerService, RunsAsAUserThatIsThereBefore) {
    EXPECT_THAT(judge_.shipped(), Not(HasSubstr("DynamicUser=yes")));
    EXPECT_THAT(judge_.shipped(), HasSubstr("\nUser="));
    EXPECT_THAT(judge_.shipped(), Not(HasSubstr("\nUser=root")));
}

INSTANTIATE_TEST_SUITE_P(All, ServerService,
                         testing::Values("lanterne-broker", "lanterne-migrate", "lanterne-ingest",
                                         "lanterne-web"),
                         last_word);

class LastingService : public ServerService {};

TEST_P(LastingService, IsWatchedAndStartedAgain) {
    for (const char* line : {"\nType=notify\n", "\nRestart=always\n", "\nRestartSec=1\n",
                             "\nStartLimitIntervalSec=0\n"}) {
        EXPECT_THAT(judge_.shipped(), HasSubstr(line));
    }
}

INSTANTIATE_TEST_SUITE_P(All, LastingService,
                         testing::Values("lanterne-broker", "lanterne-ingest", "lanterne-web"),
                         last_word);

class ProgramOfTables : public ServerService {};

// A new program on old tables, or an old one on new tables, does not begin to work.
TEST_P(ProgramOfTables, BeginsOnlyWithTablesOfItsVersion) {
    const std::string& unit = judge_.shipped();

    EXPECT_THAT(unit, HasSubstr("\nExecStartPre=/usr/bin/lanterne-migrate --conninfo "
                                "dbname=lanterne --folder /usr/share/lanterne/migrations "
                                "--check\n"));
    EXPECT_THAT(unit, HasSubstr("\nWatchdogSec="));
    // Wanted at each start, so that a database that comes late is brought up to date then.
    EXPECT_THAT(unit, testing::ContainsRegex("\nWants=[^\n]*lanterne-migrate.service"));
    EXPECT_THAT(unit, testing::ContainsRegex("\nAfter=[^\n]*lanterne-migrate.service"));
}

INSTANTIATE_TEST_SUITE_P(All, ProgramOfTables, testing::Values("lanterne-ingest", "lanterne-web"),
                         last_word);

} // namespace
} // namespace lanterne::tools
