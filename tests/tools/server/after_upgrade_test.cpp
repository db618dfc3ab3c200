#include <fstream>

#include <fmt/ostream.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/connection.hpp"
#include "tests/support/child_process.hpp"
#include "tests/tools/server/server_root.hpp"

/// tools/server/after-upgrade: in which order a new version comes. systemd rarely runs where tests
/// do, so who is told to start and stop services is a stand-in, which writes down what it is
/// told; for the migrations it runs the real lanterne-migrate, by the line of their service.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using support::read_text;
using testing::HasSubstr;

class AfterUpgrade : public testing::Test {
protected:
    AfterUpgrade() {
        EXPECT_EQ(root.set_up({"--host", "race.example.org", "--self-signed"}).code, 0);
        std::ofstream{root.path() / "usr/share/lanterne/migrations/9999_later.sql"}
            << "CREATE TABLE plan.later ()";
        std::ofstream script{systemctl};
        fmt::print(script,
                   "#!/bin/sh\n"
                   "case \"$*\" in\n"
                   "*is-enabled*|*is-active*) ! grep -q \"off $3\" {0}/off; exit ;;\n"
                   "esac\n"
                   "echo \"$*\" >> {0}/told\n"
                   "[ \"$*\" != 'restart lanterne-migrate.service' ] || PGUSER=lanterne-migrate "
                   "{0}/usr/bin/lanterne-migrate --conninfo dbname=lanterne "
                   "--folder {0}/usr/share/lanterne/migrations "
                   "--grants {0}/usr/share/lanterne/database/grants.sql\n",
                   root.path().string());
        script.close();
        fs::permissions(systemctl, fs::perms::owner_all);
        switch_off("");
    }

    /// Services that are neither enabled nor run: "off NAME.service", a line each.
    void switch_off(const std::string& lines) const { std::ofstream{root.path() / "off"} << lines; }

    ServerRoot::Ended upgrade() { return root.after_upgrade({"--systemctl", systemctl}); }

    std::string told() const { return read_text(root.path() / "told"); }

    bool is_migrated() const {
        return database::Connection{root.conninfo()}
            .execute("SELECT to_regclass('plan.later') IS NOT NULL")
            .get<bool>(0, 0);
    }

    ServerRoot root;
    const fs::path systemctl = root.path() / "systemctl";
};

TEST_F(AfterUpgrade, StopsTheIngestMigratesAndStartsTheWebServerLast) {
    const auto ended = upgrade();

    EXPECT_EQ(ended.code, 0) << ended.said;
    EXPECT_EQ(told(), "daemon-reload\n"
                      "stop lanterne-ingest.service\n"
                      "restart lanterne-migrate.service\n"
                      "restart lanterne-ingest.service\n"
                      "restart lanterne-web.service\n"
                      "reload lanterne-broker.service\n"
                      "reload nginx.service\n");
    EXPECT_TRUE(is_migrated());
}

TEST_F(AfterUpgrade, LeavesTheOldWebServerAloneWhenAMigrationFailsAndCanBeRunAgain) {
    const auto migration = root.path() / "usr/share/lanterne/migrations/9999_later.sql";
    std::ofstream{migration} << "CREATE TABLE plan.later (); SELECT 1 / 0";

    const auto failed = upgrade();

    EXPECT_EQ(failed.code, 1);
    EXPECT_THAT(failed.said, HasSubstr("nothing in it was changed"));
    EXPECT_THAT(failed.said, HasSubstr("journalctl -u lanterne-migrate"));
    EXPECT_THAT(told(), testing::EndsWith("restart lanterne-migrate.service\n"));
    EXPECT_FALSE(is_migrated());

    std::ofstream{migration} << "CREATE TABLE plan.later ()";
    switch_off(""); // the ingest is stopped now, and enabled as before
    const auto again = upgrade();

    EXPECT_EQ(again.code, 0) << again.said;
    EXPECT_THAT(told(), HasSubstr("restart lanterne-ingest.service\nrestart lanterne-web"));
    EXPECT_TRUE(is_migrated());
}

TEST_F(AfterUpgrade, StartsNothingThatTheAdministratorSwitchedOff) {
    switch_off("off lanterne-web.service\noff lanterne-broker.service\noff nginx.service\n");

    const auto ended = upgrade();

    EXPECT_EQ(ended.code, 0) << ended.said;
    EXPECT_THAT(told(), testing::EndsWith("restart lanterne-ingest.service\n"));
}

TEST_F(AfterUpgrade, SaysWhatAPersonDoesWhereSystemdDoesNotRun) {
    if (fs::exists("/run/systemd/system")) {
        GTEST_SKIP() << "systemd runs here";
    }
    const auto ended = root.after_upgrade({});

    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.said, HasSubstr("1. stop lanterne-ingest\n"));
    EXPECT_FALSE(is_migrated());
}

TEST_F(AfterUpgrade, DoesNothingOnAMachineThatWasNeverSetUp) {
    fs::remove(root.etc() / "ingest.toml");

    const auto ended = upgrade();

    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.said, HasSubstr("lanterne-server-setup makes one"));
    EXPECT_EQ(told(), "");
    EXPECT_EQ(root.after_upgrade({"--colour"}).code, 2);
}

} // namespace
} // namespace lanterne::tools
