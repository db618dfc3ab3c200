#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/wire/batch.hpp"
#include "core/wire/topic.hpp"
#include "service/mqtt_client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// lanterne-sim as a technician runs it.
namespace lanterne {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
namespace fs = std::filesystem;

const fs::path program = fs::path{LANTERNE_BUILD_FOLDER} / "bin/lanterne-sim";
const fs::path sample = fs::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint";

class Simulator : public testing::Test {
protected:
    support::ChildProcess start(std::vector<std::string> words) {
        words.insert(words.begin(), program.string());
        return support::ChildProcess{{.words = std::move(words), .output = output()}};
    }

    /// Its exit code; said() is what it wrote.
    std::optional<int> run(std::vector<std::string> words) {
        fs::remove(output());
        return start(std::move(words)).wait();
    }

    std::string said() const { return support::read_text(output()); }

    fs::path output() const { return folder_.path() / "output"; }

    fs::path in_folder(const std::string& name) const { return folder_.path() / name; }

    /// A straight track northwards, a point a second.
    fs::path write_track(const std::string& first_minute, int points) const {
        std::ofstream file{in_folder("track.gpx")};
        file << R"(<?xml version="1.0"?><gpx version="1.1" creator="test"><trk><trkseg>)";
        for (int index = 0; index < points; ++index) {
            file << "<trkpt lat=\"" << 47.0 + index * 1e-5 << "\" lon=\"-3\"><ele>5</ele><time>"
                 << first_minute << (index / 10) << (index % 10) << "Z</time></trkpt>";
        }
        file << "</trkseg></trk></gpx>";
        return in_folder("track.gpx");
    }

    support::TempFolder folder_;
};

/// Reads a simulated receiver as gpsd would, until it closes.
class Reader {
public:
    explicit Reader(const fs::path& device) : handle_{open(device.c_str(), O_RDONLY | O_NOCTTY)} {
        thread_ = std::jthread{[this] {
            char bytes[4096];
            for (ssize_t count = 0; (count = read(handle_, bytes, sizeof bytes)) > 0;) {
                heard_.append(bytes, static_cast<std::size_t>(count));
            }
        }};
    }

    ~Reader() {
        thread_.join();
        close(handle_);
    }

    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Whole once the simulator has ended.
    std::string heard() {
        if (thread_.joinable()) {
            thread_.join();
        }
        thread_ = std::jthread{[] {}};
        return heard_;
    }

private:
    int handle_;
    std::string heard_;
    std::jthread thread_;
};

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

TEST_F(Simulator, RefusesWrongUseInOneLineWithExitCodeTwo) {
    EXPECT_EQ(run({}), 2);
    EXPECT_EQ(run({"nmea"}), 2);
    EXPECT_EQ(run({"nmea", "x.gpx", "--to", "pty:/tmp/x", "--speed", "fast"}), 2);
    EXPECT_EQ(run({"nmea", write_track("2026-06-14T08:00:", 3), "--to", "tcp://127.0.0.1:1"}), 2);
    EXPECT_THAT(said(), HasSubstr("pty:PATH or udp://127.0.0.1:PORT would be right"));
    EXPECT_EQ(run({"race", sample, "--feed", "1"}), 2);
    EXPECT_THAT(said(), HasSubstr("BIB=pty:PATH would be right"));
}

TEST_F(Simulator, SaysEveryFaultOfARaceFolderAndRunsNothing) {
    EXPECT_EQ(run({"race", sample, "--check"}), 0);
    EXPECT_THAT(said(), HasSubstr("12 athletes"));

    EXPECT_EQ(run({"race", folder_.path(), "--check"}), 1);
    EXPECT_THAT(said(), HasSubstr("race.toml"));
}

TEST_F(Simulator, PlaysEveryPointOfATrackAndTheReaderHearsThem) {
    const auto link = in_folder("gnss");
    auto player = start(
        {"nmea", write_track("2026-06-14T08:00:", 60), "--to", "pty:" + link.string(), "--fast"});
    ASSERT_TRUE(support::wait_until([&] { return fs::is_symlink(link); })) << said();
    Reader reader{link};

    EXPECT_EQ(player.wait(), 0) << said();

    EXPECT_THAT(said(), HasSubstr("played 60 of 60 epochs"));
    EXPECT_EQ(count_of(reader.heard(), "$GPRMC,0800"), 60U);
    EXPECT_FALSE(fs::exists(fs::symlink_status(link))) << "it left its link behind";
}

// Where AppArmor forbids gpsd a pty of ours, it listens on udp://.
TEST_F(Simulator, PlaysATrackAsDatagramsToo) {
    const int reader = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ASSERT_EQ(bind(reader, reinterpret_cast<sockaddr*>(&address), length), 0);
    ASSERT_EQ(getsockname(reader, reinterpret_cast<sockaddr*>(&address), &length), 0);
    const std::string port = std::to_string(ntohs(address.sin_port));

    EXPECT_EQ(run({"nmea", write_track("2026-06-14T08:00:", 60), "--to", "udp://127.0.0.1:" + port,
                   "--speed", "100"}),
              0)
        << said();

    std::string heard;
    std::array<char, 2048> datagram{};
    for (ssize_t size = 0;
         (size = recv(reader, datagram.data(), datagram.size(), MSG_DONTWAIT)) > 0;) {
        heard.append(datagram.data(), static_cast<std::size_t>(size));
    }
    close(reader);
    EXPECT_EQ(count_of(heard, "$GPRMC,0800"), 60U);
}

// gpsd 3.22 shifts dates before 2017 by 1024 weeks.
TEST_F(Simulator, AsksForANewDateForAnOldTrack) {
    const auto track = write_track("2012-06-14T08:00:", 3);

    EXPECT_EQ(run({"nmea", track, "--to", "pty:" + in_folder("gnss").string()}), 1);
    EXPECT_THAT(said(), HasSubstr("give it a new one with --start"));

    EXPECT_EQ(run({"nmea", track, "--to", "pty:" + in_folder("gnss").string(), "--start", "soon"}),
              2);
}

TEST_F(Simulator, GivesUpOnAReceiverThatNobodyReads) {
    const auto track = write_track("2026-06-14T08:00:", 3);

    EXPECT_EQ(run({"nmea", track, "--to", "pty:" + in_folder("gnss").string(), "--wait", "0.1"}),
              1);
    EXPECT_THAT(said(), HasSubstr("nobody reads it"));
}

TEST_F(Simulator, EndsAtOnceWhenItIsToldToThoughNobodyReadsItsReceiver) {
    support::PrivateBroker broker;
    auto race = start({"race", sample, "--port", std::to_string(broker.port()), "--feed",
                       "1=pty:" + in_folder("gnss").string()});
    ASSERT_TRUE(support::wait_until([&] { return fs::is_symlink(in_folder("gnss")); })) << said();

    race.signal(SIGTERM);

    EXPECT_EQ(race.wait(), 0) << said();
}

TEST_F(Simulator, RunsAUnitForEachAthleteAndTellsTheTruth) {
    support::PrivateBroker broker;
    service::MqttClient listener{{.port = broker.port(), .client_id = "listener"}};
    listener.subscribe(std::string{wire::all_units_filter}, service::Qos::at_least_once);
    ASSERT_TRUE(support::wait_until([&] {
        listener.receive(10ms, 100);
        return listener.connected();
    }));
    const auto link = in_folder("gnss");
    auto race = start({"race", sample, "--port", std::to_string(broker.port()), "--speed", "60",
                       "--truth", in_folder("truth"), "--feed", "1=pty:" + link.string()});
    ASSERT_TRUE(support::wait_until([&] { return fs::is_symlink(link); })) << said();
    Reader reader{link};

    std::set<std::string> units;
    EXPECT_TRUE(support::wait_until([&] {
        for (const auto& message : listener.receive(50ms, 1000)) {
            const auto topic = wire::parse_unit_topic(message.topic);
            if (topic && wire::carries_fixes(topic->channel) &&
                wire::decode_batch(message.payload)) {
                units.insert(topic->unit.text());
            }
        }
        listener.acknowledge();
        return units.size() == 11;
    })) << said();

    EXPECT_EQ(race.terminate(), 0) << said();
    EXPECT_THAT(said(), HasSubstr("ingest needs the same"));
    EXPECT_FALSE(units.contains("demo000001")) << "that athlete wears a real unit";
    EXPECT_THAT(reader.heard(), HasSubstr("$GPRMC"));
    EXPECT_EQ(count_of(support::read_text(in_folder("truth/athletes.csv")), "\n"), 1 + 12U);
}

} // namespace
} // namespace lanterne
