#include <chrono>
#include <filesystem>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/batch.hpp"
#include "core/wire/topic.hpp"
#include "service/mqtt_client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// lanterne-sim race --real: real units among simulated ones.
namespace lanterne::simulator {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class ARaceWithRealUnits : public testing::Test {
protected:
    support::ChildProcess start(std::vector<std::string> words) {
        words.insert(words.begin(),
                     {LANTERNE_BUILD_FOLDER "/bin/lanterne-sim", "race",
                      LANTERNE_SOURCE_FOLDER "/races/harbour-sprint", "--real", "2"});
        return support::ChildProcess{{.words = std::move(words), .output = folder_.path() / "out"}};
    }

    std::string said() const { return support::read_text(folder_.path() / "out"); }

    support::TempFolder folder_;
};

TEST_F(ARaceWithRealUnits, HearsThemAllAndLeavesNoneBehind) {
    const support::PrivateBroker broker;
    service::MqttClient listener{{.port = broker.port(), .client_id = "listener"}};
    listener.subscribe(std::string{wire::all_units_filter}, service::Qos::at_least_once);
    auto race = start({"--port", std::to_string(broker.port()), "--speed", "20", "--real-folder",
                       folder_.path() / "real"});
    std::map<std::string, std::size_t> fixes;

    EXPECT_TRUE(support::wait_until([&] {
        for (const auto& message : listener.receive(50ms, 1000)) {
            const auto topic = wire::parse_unit_topic(message.topic);
            const auto batch = wire::decode_batch(message.payload);
            if (topic && wire::carries_fixes(topic->channel) && batch) {
                fixes[topic->unit.text()] += batch->fixes.size();
            }
        }
        listener.acknowledge();
        return (fixes.size() == 12 && fixes["demo000001"] >= 5 && fixes["demo000002"] >= 5) ||
               !race.running();
    })) << said();
    const fs::path log = folder_.path() / "real/demo000002/tracker.log";

    EXPECT_EQ(race.terminate(), 0) << said() << support::read_text(log);
    EXPECT_EQ(fixes.size(), 12U) << said();
    EXPECT_THAT(support::read_text(log), testing::HasSubstr("broker connected"));
    EXPECT_FALSE(fs::exists(folder_.path() / "real/demo000003")) << "that one is simulated";
    EXPECT_FALSE(fs::is_symlink(folder_.path() / "real/demo000001/receiver"));
}

TEST_F(ARaceWithRealUnits, IsRefusedAtABrokerThatWantsPasswords) {
    auto race = start({"--user", "ingest"});

    EXPECT_EQ(race.wait(), 2);
    EXPECT_THAT(said(), testing::HasSubstr("a tracker has no user and password"));
}

} // namespace

} // namespace lanterne::simulator
