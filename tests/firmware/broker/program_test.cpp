#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <thread>

#include <fmt/ostream.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/event.hpp"
#include "core/wire/status.hpp"
#include "tests/firmware/broker/held_thread.hpp"
#include "tests/firmware/broker/listener.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/notify_socket.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

/// The program lanterne-tracker with settings of its own; its gpsd is missing.
class ProgramTest : public testing::Test {
protected:
    void write_settings(std::string_view serial, std::string_view board = "generic-linux") {
        std::ofstream file{settings};
        fmt::print(file,
                   "[unit]\nserial = \"{}\"\nboard = \"{}\"\nboards = \"" LANTERNE_SOURCE_FOLDER
                   "/boards\"\n"
                   "[gpsd]\nport = 1\n[journal]\nfolder = \"{}\"\n"
                   "[broker]\nport = {}\n",
                   serial, board, (folder.path() / "journal").string(), broker.port());
    }

    support::ChildProcess run(std::vector<std::string> more = {},
                              std::map<std::string, std::string> environment = {}) {
        support::Command command{
            .words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker", "--config", settings.string()},
            .environment = std::move(environment),
            .output = folder.path() / "log"};
        command.words.insert(command.words.end(), more.begin(), more.end());
        return support::ChildProcess{command};
    }

    std::string log() const { return support::read_text(folder.path() / "log"); }

    /// The links that the unit's statuses have told so far.
    bool hears_link(Listener& listener, wire::Link link) {
        return listener.hears([&](const service::MqttMessage& message) {
            const auto status = wire::decode_status(message.payload);
            return message.topic == "ln/1/s00/demo000001/s" && status && status->link == link;
        });
    }

    support::TempFolder folder;
    support::PrivateBroker broker;
    std::filesystem::path settings = folder.path() / "t.toml";
};

TEST_F(ProgramTest, SaysItIsUpAndAtItsOrderlyEndThatItIsDown) {
    write_settings("demo000001");
    Listener listener{broker.port()};
    auto program = run();
    ASSERT_TRUE(hears_link(listener, wire::Link::up)) << log();

    EXPECT_EQ(program.terminate(), 0) << log();

    EXPECT_TRUE(hears_link(listener, wire::Link::down));
    EXPECT_THAT(log(), testing::HasSubstr(R"("message":"broker connected")"));
}

TEST_F(ProgramTest, ItsWillSaysThatItIsDownWhenItIsKilled) {
    write_settings("demo000001");
    Listener listener{broker.port()};
    auto program = run();
    ASSERT_TRUE(hears_link(listener, wire::Link::up)) << log();

    program.kill9();

    EXPECT_TRUE(hears_link(listener, wire::Link::down));
}

TEST_F(ProgramTest, ItsNextLifeSendsTheEventsOfTheOneBefore) {
    write_settings("demo000001");
    Listener listener{broker.port()};
    auto first = run();
    Epoch epoch = 0;
    ASSERT_TRUE(listener.hears([&](const service::MqttMessage& message) {
        const auto event = wire::decode_event(message.payload);
        epoch = event ? event->epoch : epoch;
        return event.has_value();
    })) << log();
    first.kill9();
    listener.heard.clear();

    const auto second = run();

    EXPECT_TRUE(listener.hears([&](const service::MqttMessage& message) {
        const auto event = wire::decode_event(message.payload);
        return event && event->epoch == epoch;
    })) << log();
    EXPECT_TRUE(listener.hears([&](const service::MqttMessage& message) {
        const auto event = wire::decode_event(message.payload);
        return event && event->epoch != epoch;
    }));
}

TEST_F(ProgramTest, RunsOnABoardWhosePartsAreNotThereAndSaysWhichAreNot) {
    write_settings("demo000001", "raspberry-pi-zero-2w");
    Listener listener{broker.port()};

    auto program = run();

    EXPECT_TRUE(listener.hears([&](const service::MqttMessage& message) {
        const auto status = wire::decode_status(message.payload);
        return status && status->board == "raspberry-pi-zero-2w";
    })) << log();
    EXPECT_EQ(program.terminate(), 0);
    EXPECT_THAT(log(), testing::HasSubstr(R"("message":"a part of the board is not there")"));
    EXPECT_THAT(log(), testing::HasSubstr("gpiochip0"));
}

TEST_F(ProgramTest, TellsSystemdThatItIsReadyThatItWorksAndThatItEnds) {
    write_settings("demo000001");
    support::NotifySocket systemd;
    std::vector<std::string> words;
    const auto hears = [&](const std::string& word) {
        return support::wait_until([&] {
            for (std::string& heard : systemd.heard()) {
                words.push_back(std::move(heard));
            }
            return std::ranges::find(words, word) != words.end();
        });
    };

    auto program =
        run({}, {{"NOTIFY_SOCKET", systemd.path().string()}, {"WATCHDOG_USEC", "2000000"}});

    EXPECT_TRUE(hears("READY=1")) << log();
    EXPECT_TRUE(hears("WATCHDOG=1"));
    EXPECT_EQ(program.terminate(), 0);
    EXPECT_TRUE(hears("STOPPING=1"));
    EXPECT_EQ(words.front(), "READY=1");
}

/// A turn that never ends, while the library of the broker's connection goes on as before: a thread
/// or a timer that fed the watchdog would go on too.
TEST_F(ProgramTest, TellsSystemdNothingWhileItsTurnHangs) {
    constexpr auto patience = 800ms;
    write_settings("demo000001");
    support::NotifySocket systemd;
    auto program =
        run({}, {{"NOTIFY_SOCKET", systemd.path().string()}, {"WATCHDOG_USEC", "800000"}});
    const auto hears_life = [&] {
        return support::wait_until([&] {
            const auto heard = systemd.heard();
            return std::ranges::find(heard, "WATCHDOG=1") != heard.end();
        });
    };
    ASSERT_TRUE(hears_life()) << log();

    {
        const HeldThread first_thread{program.id()};
        systemd.heard();
        std::this_thread::sleep_for(patience);
        EXPECT_THAT(systemd.heard(), testing::IsEmpty());
    }

    EXPECT_TRUE(hears_life());
}

TEST_F(ProgramTest, TellsItsStatusWhileItRunsAndNotLonger) {
    write_settings("demo000001");
    const std::filesystem::path run_folder = folder.path() / "run";
    std::filesystem::create_directory(run_folder);
    auto program = run({}, {{"RUNTIME_DIRECTORY", run_folder.string()}});
    const auto status = [&](std::vector<std::string> more) {
        support::Command command{.words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker", "status",
                                           "--file", (run_folder / "status.toml").string()},
                                 .output = folder.path() / "said"};
        command.words.insert(command.words.end(), more.begin(), more.end());
        std::filesystem::remove(command.output);
        return support::ChildProcess{command}.wait();
    };
    const auto said = [&] { return support::read_text(folder.path() / "said"); };
    ASSERT_TRUE(support::wait_until([&] {
        return status({}) == 1 && said().find("broker        connected") != std::string::npos;
    })) << said()
        << log();

    EXPECT_THAT(said(), testing::HasSubstr("!   gpsd          NOT HEARD"));
    EXPECT_EQ(status({"--json"}), 1);
    EXPECT_THAT(said(), testing::StartsWith(R"({"unit":{"serial":"demo000001",)"));
    EXPECT_EQ(status({"--proven"}), 1);
    EXPECT_EQ(status({"--idle"}), 1);
    EXPECT_EQ(program.terminate(), 0);
    EXPECT_EQ(status({}), 3);
}

TEST_F(ProgramTest, ChecksItsSettings) {
    write_settings("demo000001");

    EXPECT_EQ(run({"--check"}).wait(), 0) << log();
}

TEST_F(ProgramTest, ABoardThatIsNotThereIsOneClearLineAndExitCodeTwo) {
    write_settings("demo000001", "no-such-board");

    EXPECT_EQ(run().wait(), 2);

    EXPECT_EQ(log(), "lanterne-tracker: " LANTERNE_SOURCE_FOLDER
                     "/boards/no-such-board/board.toml: cannot be read\n");
}

TEST_F(ProgramTest, AKeyOfConfigurationsThatIsNoneIsOneClearLineAndExitCodeTwo) {
    write_settings("demo000001");
    std::ofstream{settings, std::ios::app} << "[configuration]\nkey_file = \"" << settings.string()
                                           << "\"\n";

    EXPECT_EQ(run({"--check"}).wait(), 2);

    EXPECT_EQ(log(),
              "lanterne-tracker: " + settings.string() + ": must be an Ed25519 public key (PEM)\n");
}

TEST_F(ProgramTest, AWrongSettingIsOneClearLineAndExitCodeTwo) {
    write_settings("NOT A SERIAL");

    EXPECT_EQ(run().wait(), 2);

    EXPECT_EQ(log(), "lanterne-tracker: " + settings.string() +
                         ":2: [unit] serial must be 6 to 16 small letters or digits\n");
}

TEST_F(ProgramTest, AJournalOfAnotherUnitIsRefused) {
    write_settings("demo000001");
    Listener listener{broker.port()};
    {
        auto program = run();
        ASSERT_TRUE(listener.hears_on("ln/1/s00/demo000001/e")) << log();
        ASSERT_EQ(program.terminate(), 0);
    }
    write_settings("demo000002");

    EXPECT_EQ(run().wait(), 2);

    EXPECT_THAT(log(), testing::HasSubstr("the journal is that of unit demo000001"));
}

} // namespace
} // namespace lanterne::firmware
