#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/batch.hpp"
#include "core/wire/topic.hpp"
#include "database/connection.hpp"
#include "service/mqtt_client.hpp"
#include "simulator/feed/player.hpp"
#include "tests/race/straight_line/stack.hpp"
#include "tests/race/straight_line/web_program.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {
namespace {

using namespace std::chrono_literals;

const std::string serial = "walker01";

/// A unit that was enrolled, and all that a technician needs to tell it what to do.
class ConfiguredUnit : public testing::Test {
protected:
    ConfiguredUnit() {
        make_key("fleet");
        make_key("forger");
        stack_.start_ingest();
        web_.serve();
        start_unit();
    }

    void start_unit() {
        stack_.start_unit(serial, "[configuration]\nkey_file = \"" + key("fleet") + ".pub\"\n");
    }

    /// To the second. By this clock the unit goes, too, because its receiver's is a replay.
    static UtcTime now() {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }

    std::string key(const std::string& name) const { return folder_.path() / (name + ".pem"); }

    void configure(std::vector<std::string> more, const std::string& by = "fleet") {
        more.insert(more.begin(), {"unit", "configure", serial, "--key", key(by)});
        const auto ended = web_.run(std::move(more));
        ASSERT_EQ(ended.code, 0) << ended.said;
    }

    /// Waits until the API says so of the unit.
    void expect_said(const std::string& name, const boost::json::value& wanted) {
        boost::json::value said;
        EXPECT_TRUE(support::wait_until([&] {
            const auto unit = web_.unit(serial);
            said = unit ? unit->at(name) : boost::json::value{};
            return said == wanted;
        })) << name
            << " is " << said << "\n"
            << stack_.logs();
    }

    /// Goes on by a fix a second, played faster.
    void walk(int seconds) {
        std::vector<hal::GnssReading> readings;
        for (int second = 0; second < seconds; ++second) {
            readings.push_back({.time = next_fix_ + std::chrono::seconds{second},
                                .latitude_deg = 45.0 + second * 1e-5,
                                .longitude_deg = 7.0,
                                .altitude_m = 250.0,
                                .speed_mps = 1.1,
                                .course_deg = 0.0,
                                .satellites = 9,
                                .mode = FixMode::fix_3d});
        }
        next_fix_ += std::chrono::seconds{seconds};
        simulator::play(readings, stack_.receiver(), {.speed = 20}, [] { return false; });
    }

    wire::Batch newest_batch() const {
        database::Connection connection{stack_.conninfo()};
        const auto rows = connection.execute(
            "SELECT payload FROM race.track_chunk ORDER BY received_at DESC, first DESC LIMIT 1");
        return wire::decode_batch(rows.get<wire::Bytes>(0, 0)).value();
    }

    support::TempFolder folder_;
    Stack stack_;
    WebProgram web_{stack_.broker().port(), stack_.conninfo()};

private:
    UtcTime next_fix_ = now();

    void make_key(const std::string& name) const {
        const auto openssl = support::find_program("openssl");
        support::run_to_end(
            {.words = {openssl, "genpkey", "-algorithm", "ed25519", "-out", key(name)}});
        support::run_to_end(
            {.words = {openssl, "pkey", "-in", key(name), "-pubout", "-out", key(name) + ".pub"}});
    }
};

TEST_F(ConfiguredUnit, AppliesWhatItIsToldAndSaysWhyNotWhenSomebodyElseTellsIt) {
    ASSERT_EQ(web_.run({"race", "import", LANTERNE_SOURCE_FOLDER "/races/harbour-sprint"}).code, 0);

    configure({"--profile", "economy", "--shard", "7", "--course", "harbour-sprint"});

    expect_said("applied_version", 1);
    expect_said("profile", "economy");
    expect_said("refused_reason", nullptr);
    walk(10);
    EXPECT_TRUE(support::wait_until([&] { return stack_.stored_count(serial) > 0; }))
        << stack_.logs();
    EXPECT_EQ(newest_batch().info.course_version, 1U) << "the race's revision";

    configure({"--profile", "sleep"}, "forger");

    expect_said("refused_reason", "wrong signature");
    expect_said("offered_version", 2);
    expect_said("applied_version", 1);
    expect_said("profile", "economy");

    configure({"--profile", "race", "--intervals", "1", "1", "1", "1"});

    expect_said("applied_version", 3);
    expect_said("refused_reason", nullptr);
    walk(10);
    EXPECT_TRUE(support::wait_until([&] { return stack_.stored_count(serial) >= 20; }))
        << stack_.logs();
    EXPECT_EQ(newest_batch().info.course_version, 0U) << "version 3 took the course away";
}

TEST_F(ConfiguredUnit, SwitchesAtItsTimeAndKeepsThatAcrossAPowerCut) {
    configure({"--profile", "ready"});
    expect_said("applied_version", 1);
    const UtcTime then = now() + 5s;

    configure({"--profile", "economy", "--at", to_text(then)});

    expect_said("applied_version", 2);
    EXPECT_GE(now(), then);
    expect_said("profile", "economy");

    stack_.kill_unit();
    expect_said("link", "down");
    // What it holds then comes from its card, not from the topic.
    ASSERT_EQ(web_.run({"unit", "unconfigure", serial}).code, 0);
    expect_said("offered_version", nullptr);
    start_unit();
    expect_said("link", "up");
    expect_said("applied_version", 2);
    expect_said("profile", "economy");
}

TEST_F(ConfiguredUnit, SaysOnItsBoardThatItHasProvenItselfAndWhetherItMayBeUpdated) {
    const auto says = [this](const std::string& question, int code) {
        return support::wait_until([&] { return stack_.unit().status({question}).code == code; });
    };
    EXPECT_EQ(stack_.unit().status({"--proven"}).code, 1);
    EXPECT_EQ(stack_.unit().status({"--idle"}).code, 1) << "without a configuration it races";

    walk(10);
    EXPECT_TRUE(says("--proven", 0)) << stack_.logs();
    configure({"--profile", "ready"});
    EXPECT_TRUE(says("--idle", 0)) << stack_.unit().status({"--idle"}).text << stack_.logs();
    configure({"--profile", "race", "--at", to_text(now() + 1h)});

    EXPECT_TRUE(says("--idle", 1));
    EXPECT_THAT(stack_.unit().status({"--idle"}).text,
                testing::StartsWith("no: a race is configured from "));
    EXPECT_EQ(stack_.unit().status({"--proven"}).code, 0);
}

/// Hears what lies on the unit's topic, as the unit does.
TEST_F(ConfiguredUnit, NothingIsOfferedAnyMoreOnceItWasWithdrawn) {
    service::MqttClient listener{{.port = stack_.broker().port(), .client_id = "listener"}};
    const std::string topic = wire::configuration_topic(*UnitSerial::from(serial));
    listener.subscribe(topic, service::Qos::at_least_once);
    std::vector<std::size_t> sizes;
    const auto hears = [&](std::size_t messages) {
        return support::wait_until([&] {
            for (const auto& message : listener.receive(50ms, 10)) {
                sizes.push_back(message.payload.size());
            }
            listener.acknowledge();
            return sizes.size() >= messages;
        });
    };
    EXPECT_TRUE(support::wait_until([&] {
        static_cast<void>(listener.receive(50ms, 0));
        return listener.connected();
    }));
    configure({"--profile", "ready"});
    ASSERT_TRUE(hears(1)) << stack_.logs();
    expect_said("applied_version", 1);

    const auto ended = web_.run({"unit", "unconfigure", serial});

    EXPECT_EQ(ended.code, 0) << ended.said;
    ASSERT_TRUE(hears(2)) << stack_.logs();
    EXPECT_GT(sizes[0], 0U);
    EXPECT_EQ(sizes[1], 0U);
    expect_said("offered_version", nullptr);
    expect_said("applied_version", 1);
}

} // namespace
} // namespace lanterne
