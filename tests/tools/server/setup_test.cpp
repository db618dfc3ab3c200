#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "database/connection.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_authority.hpp"
#include "tests/tools/server/server_root.hpp"

/// tools/server/lanterne-server-setup, on a machine that has the package alone.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using support::read_text;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> first_time{"--host", "race.example.org", "--self-signed"};

unsigned mode_of(const fs::path& path) {
    struct stat status {};

    EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777U;
}

std::string password_in(const fs::path& settings) {
    const std::string text = read_text(settings);
    const auto begin = text.find("password = \"") + 12;
    return text.substr(begin, text.find('"', begin) - begin);
}

class ServerSetUp : public testing::Test {
protected:
    ServerRoot root;
};

TEST_F(ServerSetUp, MakesAllThatIsMissingAndASecondTimeNothing) {
    const auto first = root.set_up(first_time);
    const auto made = root.settings();
    const auto second = root.set_up(first_time);
    const auto third = root.set_up({}); // nginx has its site: no need to say the host again

    EXPECT_EQ(first.code, 0) << first.said;
    EXPECT_THAT(first.said, HasSubstr("making:   the roles lanterne-ingest"));
    for (const auto& again : {second, third}) {
        EXPECT_EQ(again.code, 0) << again.said;
        EXPECT_THAT(again.said, AllOf(EndsWith("everything was there: nothing was changed\n"),
                                      Not(HasSubstr("making:"))));
    }
    EXPECT_EQ(root.settings(), made);
}

TEST_F(ServerSetUp, SaysWithCheckWhatIsMissingAndChangesNothing) {
    const auto before = root.settings();

    const auto lacking = root.set_up({"--check"});

    EXPECT_EQ(lacking.code, 1);
    for (const char* what : {"ingest.toml", "web.toml", "passwords", "database", "nginx"}) {
        EXPECT_THAT(lacking.said, testing::ContainsRegex("MISSING: [^\n]*" + std::string{what}));
    }
    EXPECT_EQ(root.settings(), before);
    EXPECT_FALSE(root.has_database());
    EXPECT_EQ(root.set_up(first_time).code, 0);
    const auto whole = root.set_up({"--check"});
    EXPECT_EQ(whole.code, 0) << whole.said;
    EXPECT_THAT(whole.said, EndsWith("nothing is missing\n"));
}

TEST_F(ServerSetUp, WritesSettingsThatTheProgramsTakeAndOthersCannotRead) {
    ASSERT_EQ(root.set_up({"--no-nginx"}).code, 0);

    for (const char* name : {"ingest", "web"}) {
        const auto settings = root.etc() / (std::string{name} + ".toml");
        const auto program = root.path() / "usr/bin" / (std::string{"lanterne-"} + name);
        const auto checked = root.run({program, "--config", settings, "--check"});
        EXPECT_EQ(checked.code, 0) << checked.said;
        EXPECT_EQ(mode_of(settings), 0640U);
        EXPECT_EQ(password_in(settings).size(), 48U);
        EXPECT_THAT(read_text(root.etc() / "broker/passwords"),
                    Not(HasSubstr(password_in(settings))));
    }
    EXPECT_EQ(mode_of(root.etc() / "broker/passwords"), 0640U);
    EXPECT_NE(password_in(root.etc() / "ingest.toml"), password_in(root.etc() / "web.toml"));
}

TEST_F(ServerSetUp, LeavesWhatAPersonWrote) {
    ASSERT_EQ(root.set_up(first_time).code, 0);
    std::ofstream{root.etc() / "web.toml", std::ios::app} << "\n[live]\nsockets = 100\n";
    std::ofstream{root.etc() / "broker/passwords", std::ios::app} << "somebody:$7$else\n";
    std::ofstream{root.path() / "etc/nginx/sites-available/lanterne", std::ios::app} << "# ours\n";
    fs::remove(root.etc() / "ingest.toml");

    const auto again = root.set_up(first_time);

    EXPECT_EQ(again.code, 0) << again.said;
    EXPECT_THAT(read_text(root.etc() / "web.toml"), EndsWith("sockets = 100\n"));
    EXPECT_THAT(read_text(root.etc() / "broker/passwords"), HasSubstr("somebody:$7$else"));
    EXPECT_THAT(read_text(root.path() / "etc/nginx/sites-available/lanterne"),
                EndsWith("# ours\n"));
    EXPECT_THAT(again.said, HasSubstr("says otherwise than this would make it"));
}

TEST_F(ServerSetUp, MakesTheTablesAgainOnlyWhenTheyAreBehind) {
    ASSERT_EQ(root.set_up({"--no-nginx"}).code, 0);
    std::ofstream{root.path() / "usr/share/lanterne/migrations/9999_later.sql"}
        << "CREATE TABLE plan.later ()";

    const auto behind = root.set_up({"--no-nginx", "--check"});
    const auto made = root.set_up({"--no-nginx"});

    EXPECT_EQ(behind.code, 1);
    EXPECT_THAT(behind.said, HasSubstr("would apply 9999_later"));
    EXPECT_THAT(made.said, AllOf(HasSubstr("applied 9999_later"), EndsWith("1 made\n")));
    database::Connection web{support::as_role(root.conninfo(), "lanterne-web")};
    EXPECT_EQ(web.execute("INSERT INTO plan.later DEFAULT VALUES").affected(), 1U);
}

TEST_F(ServerSetUp, TakesTheBundleOfOneAuthorityAndLaterItsNewListAlone) {
    support::PrivateAuthority authority;
    const std::string bundle = root.path() / "bundle";
    authority.run("bundle", {bundle});
    ASSERT_EQ(root.set_up({"--no-nginx"}).code, 0);

    const auto brought = root.set_up({"--bundle", bundle});
    authority.enrol("walker01");
    authority.run("revoke", {"walker01"});
    authority.run("bundle", {bundle});
    const auto revoked = root.set_up({"--bundle", bundle});
    const auto again = root.set_up({"--bundle", bundle});

    EXPECT_EQ(brought.code, 0) << brought.said;
    EXPECT_THAT(brought.said, HasSubstr("making:   the listener of the units"));
    EXPECT_EQ(mode_of(root.etc() / "broker/server.key"), 0640U);
    EXPECT_THAT(revoked.said, AllOf(HasSubstr("broker: revoked.crl of the authority's bundle"),
                                    EndsWith("1 made\n")));
    EXPECT_THAT(again.said, EndsWith("nothing was changed\n"));
}

TEST_F(ServerSetUp, RefusesABundleThatTheBrokerWouldNotServeUnitsWith) {
    support::PrivateAuthority authority;
    support::PrivateAuthority other;
    const fs::path bundle = root.path() / "bundle";
    const fs::path foreign = root.path() / "foreign";
    ASSERT_EQ(root.set_up({"--no-nginx"}).code, 0);
    const auto before = root.settings();
    for (const char* file : {"authority.crt", "server.crt", "server.key", "revoked.crl"}) {
        fs::remove_all(bundle);
        authority.run("bundle", {bundle});
        other.run("bundle", {foreign});
        fs::copy_file(foreign / file, bundle / file, fs::copy_options::overwrite_existing);

        const auto mixed = root.set_up({"--bundle", bundle});
        fs::remove(bundle / file);
        const auto lacking = root.set_up({"--bundle", bundle});

        EXPECT_EQ(mixed.code, 1) << file << ": " << mixed.said;
        EXPECT_EQ(lacking.code, 1) << file << ": " << lacking.said;
        EXPECT_THAT(lacking.said, HasSubstr(std::string{"has no "} + file));
    }
    EXPECT_EQ(root.settings(), before);
}

TEST_F(ServerSetUp, MakesASiteThatNginxReadsAndNoPromiseOfTlsForACertificateOfItsOwn) {
    ASSERT_EQ(root.set_up(first_time).code, 0);

    const std::string site = read_text(root.path() / "etc/nginx/sites-enabled/lanterne");

    EXPECT_THAT(site, HasSubstr("server_name race.example.org;"));
    EXPECT_THAT(site, HasSubstr("ssl_certificate_key /etc/lanterne/nginx/self-signed.key;"));
    EXPECT_THAT(site, AllOf(Not(HasSubstr("@")), Not(HasSubstr("Strict-Transport-Security"))));
    EXPECT_EQ(mode_of(root.etc() / "nginx/self-signed.key"), 0600U);
}

TEST_F(ServerSetUp, RefusesWrongUseInOneLineBeforeItMakesAnything) {
    const auto before = root.settings();
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"--colour"},
        {"--host"},
        {"--host", "Race Day"},
        {"--host", "race.example.org"},
        {"--host", "race.example.org", "--no-nginx"},
        {"--host", "race.example.org", "--self-signed", "--certificate", "/etc/hostname", "--key",
         "/etc/hostname"},
        {"--host", "race.example.org", "--certificate", "/etc/hostname"},
        {"--host", "race.example.org", "--certificate", "/nowhere; }", "--key", "/etc/hostname"},
        {"--self-signed"},
        {"--bundle", "/nonexistent"}};
    for (const auto& words : wrong) {
        const auto refused = root.set_up(words);
        EXPECT_EQ(refused.code, 2) << refused.said;
        EXPECT_EQ(std::ranges::count(refused.said, '\n'), 1) << refused.said;
    }
    EXPECT_EQ(root.settings(), before);
    EXPECT_FALSE(root.has_database());
}

TEST_F(ServerSetUp, SaysThatPostgresqlDoesNotAnswerAndMakesNothing) {
    support::shared_postgres().stop();

    const auto before = root.settings();
    const auto failed = root.set_up({"--no-nginx"});
    EXPECT_EQ(root.settings(), before);
    support::shared_postgres().start();
    const auto done = root.set_up({"--no-nginx"});

    EXPECT_EQ(failed.code, 1);
    EXPECT_THAT(failed.said, HasSubstr("PostgreSQL does not answer its superuser"));
    EXPECT_EQ(done.code, 0) << done.said;
}

} // namespace
} // namespace lanterne::tools
