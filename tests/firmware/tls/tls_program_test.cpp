#include <fstream>

#include <fmt/ostream.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/wire/batch.hpp"
#include "hal/linux/clock.hpp"
#include "service/mqtt_client.hpp"
#include "simulator/nmea/sentences.hpp"
#include "tests/support/private_gpsd.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/support/waiting.hpp"

/// The program lanterne-tracker as a technician has it: enrolled by itself and the authority, at
/// the broker of a race.
namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// What a receiver says that stands still.
std::string epoch_at(UtcTime time) {
    return simulator::nmea::epoch_with_fix({.time = time,
                                            .latitude_deg = 48.5,
                                            .longitude_deg = 9.5,
                                            .altitude_m = 400.0,
                                            .speed_mps = 0.1,
                                            .course_deg = 90.0,
                                            .accuracy_m = 3.0,
                                            .satellites = 9,
                                            .mode = FixMode::fix_3d});
}

class TlsProgramTest : public testing::Test {
protected:
    struct Answer {
        std::optional<int> code;
        std::string said;
    };

    support::ChildProcess start(std::vector<std::string> words) {
        words.insert(words.begin(), LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker");
        return support::ChildProcess{{.words = std::move(words), .output = log}};
    }

    Answer run(std::vector<std::string> words) {
        std::filesystem::remove(log);
        const auto code = start(std::move(words)).wait();
        return {code, support::read_text(log)};
    }

    std::string sign() const {
        authority.run("sign", {identity / "prepared" / "unit.csr", "--serial", "demo000001"});
        return authority.answer("demo000001");
    }

    /// By the program, both steps; returns what it wants in the settings.
    std::string enrol(std::uint16_t broker_port = 8883) {
        authority.run("server", {"127.0.0.1", "--port", std::to_string(broker_port)});
        EXPECT_EQ(run({"enrol", identity, "--serial", "demo000001"}).code, 0);
        const Answer second = run({"enrol", identity, "--answer", sign()});
        EXPECT_EQ(second.code, 0) << second.said;
        const std::size_t first_line = second.said.find('\n');
        EXPECT_EQ(second.said.substr(0, first_line), "demo000001 is enrolled. Its settings need:");
        return second.said.substr(first_line + 1);
    }

    /// The settings that the program named itself, with the test's gpsd and folders; neither serial
    /// nor broker stands there.
    void write_settings(const std::string& text, std::uint16_t gpsd_port = 1,
                        const std::string& of_unit = "") {
        std::ofstream file{settings};
        fmt::print(file,
                   "[unit]\nboards = \"" LANTERNE_SOURCE_FOLDER "/boards\"\n{}"
                   "{}[gpsd]\nport = {}\n[journal]\nfolder = \"{}\"\n[sending]\n"
                   "report_interval_ms = 1000\n",
                   of_unit, text, gpsd_port, (folder.path() / "journal").string());
    }

    Answer check() { return run({"--config", settings, "--check"}); }

    support::TempFolder folder;
    support::PrivateAuthority authority;
    std::filesystem::path identity = folder.path() / "identity";
    std::filesystem::path settings = folder.path() / "unit.toml";
    std::filesystem::path log = folder.path() / "log";
};

TEST_F(TlsProgramTest, AnEnrolledUnitsFixesArrive) {
    support::RaceBroker broker{authority};
    support::PrivateGpsd gpsd;
    service::MqttClient ingest{{.port = broker.servers_port(),
                                .client_id = "ingest",
                                .user = "ingest",
                                .password = support::RaceBroker::password}};
    ingest.subscribe("ln/1/+/+/f", service::Qos::at_least_once);
    write_settings(enrol(broker.units_port()), gpsd.port());
    const auto unit = start({"--config", settings});
    const hal::linux_system::Clock clock;

    UtcTime last{};
    std::optional<wire::Batch> batch;
    EXPECT_TRUE(support::wait_until([&] {
        if (const auto second = std::chrono::floor<std::chrono::seconds>(clock.utc());
            second != last) {
            gpsd.receiver().write(epoch_at(second));
            last = second;
        }
        for (const service::MqttMessage& message : ingest.receive(50ms, 10)) {
            EXPECT_EQ(message.topic, "ln/1/s00/demo000001/f");
            batch = wire::decode_batch(message.payload).value();
        }
        ingest.acknowledge();
        return batch.has_value();
    })) << support::read_text(log)
        << broker.log();

    ASSERT_TRUE(batch);
    EXPECT_EQ(batch->fixes.front().position.latitude.e6, 48'500'000);
}

TEST_F(TlsProgramTest, ItsLogSaysThatTheBrokerIsNotTheAuthoritys) {
    const support::PrivateAuthority foreign;
    const support::RaceBroker broker{foreign};
    write_settings(enrol(broker.units_port()));

    const auto unit = start({"--config", settings});

    EXPECT_TRUE(support::wait_until([&] {
        return support::read_text(log).find("TLS: certificate verify failed") != std::string::npos;
    })) << support::read_text(log);
}

TEST_F(TlsProgramTest, AGoodIdentityIsGood) {
    write_settings(enrol());

    const Answer answer = check();

    EXPECT_EQ(answer.code, 0) << answer.said;
}

/// As packages lay them down, with the test's folders in the place of the system's.
TEST_F(TlsProgramTest, TheSettingsOfThePackageAreGoodOnceTheUnitIsEnrolled) {
    std::string text = support::read_text(LANTERNE_SOURCE_FOLDER "/tools/board/tracker.toml");
    const auto replace = [&text](std::string_view from, const std::string& to) {
        ASSERT_NE(text.find(from), std::string::npos) << from;
        text.replace(text.find(from), from.size(), to);
    };
    replace("/etc/lanterne/board.toml",
            std::filesystem::absolute(LANTERNE_SOURCE_FOLDER "/boards/beagleplay/board.toml"));
    replace("/var/lib/lanterne-tracker/identity", identity);
    std::ofstream{settings} << text;
    EXPECT_EQ(check().code, 2) << "not yet";

    enrol();

    EXPECT_EQ(check().code, 0) << check().said;
}

TEST_F(TlsProgramTest, AFileThatIsMissingIsOneClearLineAndExitCodeTwo) {
    write_settings(enrol());
    std::filesystem::remove(identity / "current" / "unit.crt");

    const Answer answer = check();

    EXPECT_EQ(answer.code, 2);
    EXPECT_EQ(answer.said,
              fmt::format("lanterne-tracker: {}: [broker] tls: {}: cannot be read\n",
                          settings.string(), (identity / "current" / "unit.crt").string()));
}

TEST_F(TlsProgramTest, TheKeyOfAnotherUnitIsOneClearLineAndExitCodeTwo) {
    write_settings(enrol());
    const auto other = authority.enrol("demo000002");
    std::filesystem::copy_file(other.key, identity / "current" / "unit.key",
                               std::filesystem::copy_options::overwrite_existing);

    const Answer answer = check();

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr("the certificate is for another key than this unit's\n"));
}

TEST_F(TlsProgramTest, TheIdentityOfAnotherSerialIsOneClearLineAndExitCodeTwo) {
    write_settings(enrol(), 1, "serial = \"demo000002\"\n");

    const Answer answer = check();

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr("the certificate is not for CN = demo000002 alone\n"));
}

TEST_F(TlsProgramTest, AUnitThatIsNotEnrolledSaysSo) {
    write_settings(fmt::format("[identity]\nfolder = \"{}\"\n", (identity / "current").string()));

    EXPECT_THAT(check().said,
                HasSubstr("[unit] serial is missing, here and in the identity's folder: enrol"));
}

TEST_F(TlsProgramTest, TheKeyBelongsToWhoeverOwnsTheFolderAboveIt) {
    const auto account = support::unprivileged_account();
    if (!account) {
        GTEST_SKIP() << "only root can give it away";
    }
    const auto state = folder.path() / "state";
    std::filesystem::create_directory(state);
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    ASSERT_EQ(::chown(state.c_str(), account->user, account->group), 0);

    ASSERT_EQ(run({"enrol", state / "identity", "--serial", "demo000001"}).code, 0);

    struct stat key {};

    ASSERT_EQ(::stat((state / "identity" / "prepared" / "unit.key").c_str(), &key), 0);
    EXPECT_EQ(key.st_uid, account->user);
    EXPECT_EQ(key.st_gid, account->group);
    EXPECT_EQ(key.st_mode & 0777U, 0600U);
}

TEST_F(TlsProgramTest, RootMakesNoKeyWhereNobodyKnowsWhoseItIs) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root must know to whom the key belongs";
    }
    const auto missing = folder.path() / "missing";

    const Answer answer = run({"enrol", missing / "identity", "--serial", "demo000001"});

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr(missing.string() + ": cannot be asked for its owner"));
    EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST_F(TlsProgramTest, AWrongAnswerIsOneClearLineAndExitCodeTwo) {
    ASSERT_EQ(run({"enrol", identity, "--serial", "demo000001"}).code, 0);

    const Answer answer = run({"enrol", identity, "--answer", authority.certificate()});

    EXPECT_EQ(answer.code, 2);
    EXPECT_EQ(answer.said, "lanterne-tracker: the answer must hold the unit's certificate, the "
                           "authority's, and one public key\n");
}

} // namespace
} // namespace lanterne::firmware
