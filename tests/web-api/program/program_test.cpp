#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/notify_socket.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {

namespace {

using namespace std::chrono_literals;
using support::ChildProcess;
using support::read_text;
using support::wait_until;
using testing::HasSubstr;

const std::string sample = LANTERNE_SOURCE_FOLDER "/races/harbour-sprint";

/// lanterne-web as it is started by hand or by systemd.
class Program : public testing::Test {
protected:
    struct Ended {
        int code;
        std::string said;
    };

    ChildProcess start(std::vector<std::string> arguments,
                       std::map<std::string, std::string> environment = {}) {
        arguments.insert(arguments.begin(), LANTERNE_BUILD_FOLDER "/bin/lanterne-web");
        return ChildProcess{{.words = std::move(arguments),
                             .environment = std::move(environment),
                             .output = output_}};
    }

    Ended run(std::vector<std::string> arguments) {
        std::filesystem::remove(output_);
        ChildProcess child = start(std::move(arguments));
        const int code = child.wait().value_or(-1);
        return {code, read_text(output_)};
    }

    std::string write(const std::string& name, const std::string& content) {
        const auto path = folder_.path() / name;
        std::ofstream{path} << content;
        return path;
    }

    support::TempFolder folder_;
    std::filesystem::path output_ = folder_.path() / "output";
};

TEST_F(Program, SaysItsVersionAndItsUse) {
    EXPECT_EQ(run({"--version"}).code, 0);
    const auto help = run({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.said, HasSubstr("race"));
}

TEST_F(Program, RefusesWrongSettingsInOneLineWithCode2) {
    const auto unknown = run({"--config", write("u.toml", "[http]\nprot = 1\n"), "--check"});
    const auto range = run({"--config", write("r.toml", "[http]\nport = 70000\n")});
    const auto missing = run({"--config", folder_.path() / "missing.toml"});
    const auto option = run({"--colour"});

    for (const auto& ended : {unknown, range, missing}) {
        EXPECT_EQ(ended.code, 2);
        EXPECT_EQ(std::ranges::count(ended.said, '\n'), 1) << ended.said;
    }
    EXPECT_THAT(unknown.said, HasSubstr("u.toml:2: http.prot"));
    EXPECT_THAT(range.said, HasSubstr("r.toml:2: http.port"));
    EXPECT_EQ(option.code, 2);
    EXPECT_EQ(run({"--config", write("g.toml", "[http]\nport = 0\n"), "--check"}).code, 0);
}

TEST_F(Program, ChecksARaceFolderWithoutADatabase) {
    std::filesystem::copy(sample, folder_.path() / "race");
    std::ofstream{folder_.path() / "race/entries.csv", std::ios::app} << "1,Twice,,,,,,\n";

    EXPECT_EQ(run({"race", "check", sample}).code, 0);
    const auto faulty = run({"race", "check", folder_.path() / "race"});
    EXPECT_EQ(faulty.code, 1);
    EXPECT_THAT(faulty.said, HasSubstr("entries.csv:14"));
}

TEST_F(Program, RefusesAWrongOrderToUnitsBeforeItAsksTheDatabase) {
    const std::vector<std::string> order{"unit", "configure", "walker01"};
    const auto with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words = order;
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    };

    EXPECT_EQ(with({}).code, 2) << "no --key";
    EXPECT_EQ(with({"--key", "/nonexistent", "--shard", "64"}).code, 2);
    EXPECT_EQ(with({"--key", "/nonexistent", "--qos", "2"}).code, 2);
    EXPECT_EQ(with({"--key", "/nonexistent", "--intervals", "1"}).code, 2);
    const auto no_key = with({"--key", "/nonexistent"});
    EXPECT_EQ(no_key.code, 1);
    EXPECT_EQ(no_key.said, "/nonexistent: cannot be read\n");
}

TEST_F(Program, WantsToKnowOneThingThatAnActIs) {
    const std::vector<std::string> act{"act", "harbour-sprint"};
    const auto code_with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words = act;
        words.insert(words.end(), more.begin(), more.end());
        return run(words).code;
    };

    EXPECT_EQ(code_with({}), 2);
    EXPECT_EQ(code_with({"--file", "a.toml", "--undo", "4"}), 2);
    EXPECT_EQ(code_with({"--reads", "a.csv"}), 2) << "no --clock";
    EXPECT_EQ(code_with({"--list", "--who", "Jana"}), 2);
    EXPECT_EQ(code_with({"--undo", "four"}), 2);
}

TEST_F(Program, SaysThatTheDatabaseIsAway) {
    const auto config = write("w.toml", "[database]\nconninfo = \"host=/nonexistent dbname=x\"\n");

    const auto ended = run({"--config", config, "race", "import", sample});

    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.said, HasSubstr("the database does not answer"));
}

// With neither database nor broker: what they do to it is no reason to start it again.
TEST_F(Program, TellsSystemdThatItIsReadyAndLivesAndEnds) {
    support::NotifySocket systemd;
    std::vector<std::string> heard;
    const auto hears = [&](const std::string& word) {
        return wait_until([&] {
            const auto fresh = systemd.heard();
            heard.insert(heard.end(), fresh.begin(), fresh.end());
            return std::ranges::count(heard, word) > 0;
        });
    };
    const auto config = write("s.toml", "[broker]\nport = 1\n[http]\nport = 0\n[database]\n"
                                        "conninfo = \"host=/nonexistent dbname=x\"\n");

    ChildProcess child = start({"--config", config},
                               {{"NOTIFY_SOCKET", systemd.path()}, {"WATCHDOG_USEC", "1000000"}});

    EXPECT_TRUE(hears("READY=1")) << read_text(output_);
    EXPECT_TRUE(hears("WATCHDOG=1")) << read_text(output_);
    child.signal(SIGTERM);
    EXPECT_TRUE(hears("STOPPING=1"));
    EXPECT_EQ(child.wait(), 0);
}

TEST_F(Program, ImportsServesAndEndsOrderly) {
    const support::PrivateBroker broker;
    const std::string conninfo =
        support::as_role(support::shared_postgres().fresh_database(), "lanterne-web");
    const std::string port_file = folder_.path() / "port";
    const auto config =
        write("w.toml",
              "[broker]\nport = " + std::to_string(broker.port()) + "\n[database]\nconninfo = \"" +
                  conninfo + "\"\n[http]\nport = 0\nport_file = \"" + port_file +
                  "\"\n[site]\nfolder = \"" + folder_.path().string() +
                  "/none\"\n[basemap]\nkind = \"image\"\nattribution = \"Club\"\nfile = \"" +
                  write("drawn.png", "\x89PNG") + "\"\ncorners = \"48 -4, 48 -3, 47 -3, 47 -4\"\n");
    EXPECT_EQ(run({"--config", config, "race", "import", sample}).code, 0);
    EXPECT_EQ(run({"--config", config, "race", "assign", "harbour-sprint", "1", "-"}).code, 0);
    EXPECT_EQ(run({"--config", config, "race", "assign", "harbour-sprint", "1", "demo000001"}).code,
              0);
    EXPECT_EQ(run({"--config", config, "race", "assign", "harbour-sprint", "99", "-"}).code, 1);
    const std::string given = folder_.path() / "given";
    EXPECT_EQ(run({"--config", config, "race", "export", "harbour-sprint", given}).code, 0);
    EXPECT_EQ(read_text(given + "/entries.csv"), read_text(sample + "/entries.csv"));
    EXPECT_EQ(read_text(given + "/race.toml"), read_text(sample + "/race.toml"));

    ChildProcess child = start({"--config", config, "serve"});
    ASSERT_TRUE(wait_until([&] { return std::filesystem::exists(port_file); }))
        << read_text(output_);
    std::string port = read_text(port_file);
    port.pop_back();
    const std::string url = "http://127.0.0.1:" + port;

    EXPECT_TRUE(wait_until([&] { return service::http_get(url + "/healthz", 10s)->status == 200; }))
        << service::http_get(url + "/healthz", 10s)->body;
    EXPECT_THAT(service::http_get(url + "/api/v1/races", 10s)->body, HasSubstr("harbour-sprint"));
    EXPECT_EQ(service::http_get(url + "/basemap/file", 10s)->body, "\x89PNG");
    EXPECT_EQ(child.terminate(), 0);
    EXPECT_THAT(read_text(output_), HasSubstr("\"message\":\"listening\""));
    EXPECT_EQ(run({"--config", config, "race", "retire"}).code, 2);
    EXPECT_EQ(run({"--config", config, "race", "retire", "nowhere"}).code, 1);
}

} // namespace

} // namespace lanterne
