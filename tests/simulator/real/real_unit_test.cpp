#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/wire/batch.hpp"
#include "core/wire/topic.hpp"
#include "service/mqtt_client.hpp"
#include "simulator/feed/speaker.hpp"
#include "simulator/real/real_receiver.hpp"
#include "simulator/real/real_unit.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// Units of real programs, as lanterne-sim starts them for a few athletes of a race.
namespace lanterne::simulator {

namespace {

using namespace std::chrono_literals;
using support::wait_until;
using testing::HasSubstr;
namespace fs = std::filesystem;

const UtcTime morning = parse_time("2026-06-14T08:00:00Z").value();

hal::GnssReading reading_at(std::chrono::seconds since, double latitude_deg) {
    return {.time = morning + since,
            .latitude_deg = latitude_deg,
            .longitude_deg = 7.5,
            .speed_mps = 3,
            .accuracy_m = 4,
            .satellites = 9,
            .mode = FixMode::fix_3d};
}

/// Our children of that name.
std::vector<pid_t> children(const std::string& name) {
    std::ifstream list{"/proc/self/task/" + std::to_string(getpid()) + "/children"};
    std::vector<pid_t> found;
    for (pid_t child = 0; list >> child;) {
        std::string called;
        std::getline(std::ifstream{"/proc/" + std::to_string(child) + "/comm"}, called);
        if (called == name) {
            found.push_back(child);
        }
    }
    return found;
}

class ARealUnit : public testing::Test {
protected:
    RealUnitSettings settings(const std::string& serial) const {
        return {.folder = folder_.path() / serial,
                .tracker_program = LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker",
                .boards_folder = LANTERNE_SOURCE_FOLDER "/boards",
                .broker_port = broker_.port(),
                .unit = UnitSerial::from(serial).value(),
                .report_interval = 500ms};
    }

    static std::string fault_of(RealUnit& unit) {
        EXPECT_TRUE(wait_until([&] {
            unit.look();
            return unit.fault().has_value();
        }));
        return unit.fault().value_or("");
    }

    support::TempFolder folder_;
    support::PrivateBroker broker_;
};

TEST_F(ARealUnit, SendsWhatItsReceiverSays) {
    service::MqttClient listener{{.port = broker_.port(), .client_id = "listener"}};
    listener.subscribe(std::string{wire::all_units_filter}, service::Qos::at_least_once);
    RealUnit first{settings("runner01")};
    RealUnit second{settings("runner02")};
    std::map<std::string, std::size_t> fixes;
    std::map<std::string, std::int32_t> latitudes;
    std::chrono::seconds since{0};

    EXPECT_TRUE(wait_until([&] {
        first.say(reading_at(since, 47.5));
        second.say(reading_at(since, 47.6));
        since += 1s;
        for (const auto& message : listener.receive(150ms, 100)) {
            const auto topic = wire::parse_unit_topic(message.topic);
            const auto batch = wire::decode_batch(message.payload);
            if (topic && wire::carries_fixes(topic->channel) && batch) {
                fixes[topic->unit.text()] += batch->fixes.size();
                latitudes[topic->unit.text()] = batch->fixes.front().position.latitude.e6;
            }
        }
        listener.acknowledge();
        first.look();
        second.look();
        return (fixes["runner01"] >= 5 && fixes["runner02"] >= 5) || first.fault() ||
               second.fault();
    }));

    EXPECT_EQ(first.fault(), std::nullopt);
    EXPECT_EQ(second.fault(), std::nullopt);
    EXPECT_EQ(latitudes["runner01"], 47'500'000);
    EXPECT_EQ(latitudes["runner02"], 47'600'000);
}

TEST_F(ARealUnit, LeavesNothingBehindButItsFolder) {
    const fs::path link = folder_.path() / "runner01/receiver";
    {
        RealUnit first{settings("runner01")};
        RealUnit second{settings("runner02")};
        EXPECT_EQ(children("gpsd").size(), 2U);
        EXPECT_EQ(children("lanterne-tracke").size(), 2U) << "the system cuts its name";
        first.begin_to_end();
        second.begin_to_end();
    }

    EXPECT_THAT(children("gpsd"), testing::IsEmpty());
    EXPECT_THAT(children("lanterne-tracke"), testing::IsEmpty());
    EXPECT_FALSE(fs::is_symlink(link));
    EXPECT_TRUE(fs::exists(folder_.path() / "runner01/journal"));
}

TEST_F(ARealUnit, TellsWhyItsTrackerEnded) {
    auto wrong = settings("runner01");
    wrong.boards_folder = folder_.path() / "nowhere";
    RealUnit unit{wrong};

    EXPECT_THAT(fault_of(unit), testing::AllOf(HasSubstr("unit runner01: lanterne-tracker ended"),
                                               HasSubstr("nowhere")));
}

TEST_F(ARealUnit, TellsThatItsGpsdEnded) {
    RealUnit unit{settings("runner01")};

    ASSERT_EQ(children("gpsd").size(), 1U);
    kill(children("gpsd").front(), SIGKILL);

    EXPECT_THAT(fault_of(unit), HasSubstr("unit runner01: gpsd ended"));
}

TEST_F(ARealUnit, NeverWaitsForItsReceiver) {
    RealReceiver receiver{folder_.path()};

    for (int second = 0; second < 200; ++second) {
        receiver.say(reading_at(std::chrono::seconds{second}, 47.5));
    }

    // All but one come while it still says its first epochs without a fix.
    EXPECT_GE(receiver.dropped(), 200 - Speaker::most_waiting - 1);
    EXPECT_EQ(receiver.fault(), std::nullopt);
}

TEST_F(ARealUnit, IsToldAsManyEpochsAsGpsdTakes) {
    EXPECT_EQ(epoch_interval(1s, 1), 1s);
    EXPECT_EQ(epoch_interval(1s, 7), 1s);
    EXPECT_EQ(epoch_interval(1s, 7.1), 2s);
    EXPECT_EQ(epoch_interval(1s, 15), 3s);
    EXPECT_EQ(epoch_interval(10s, 15), 10s);
    EXPECT_EQ(epoch_interval(100ms, 1), 143ms);
}

} // namespace

} // namespace lanterne::simulator
