#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "firmware/journal/journal.hpp"
#include "firmware/time/sampler.hpp"
#include "firmware/tracker.hpp"
#include "hal/linux/clock.hpp"
#include "hal/linux/file_storage.hpp"
#include "hal/linux/gpsd_receiver.hpp"
#include "simulator/nmea/sentences.hpp"
#include "tests/support/private_gpsd.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// A real gpsd, the real journal on a real folder; only the receiver and the way to the broker are
/// the test's.
namespace lanterne {
namespace {

using namespace std::chrono_literals;
using hal::linux_system::GpsdReceiver;

class NoUplink final : public firmware::Uplink {
public:
    std::uint64_t connections() const override { return 0; }

    bool connected() const override { return false; }

    bool publish(wire::UnitChannel, std::span<const std::byte>) override { return false; }

    std::optional<std::vector<std::byte>> next_receipt() override { return std::nullopt; }

    std::optional<std::vector<std::byte>> next_config() override { return std::nullopt; }

    void use(std::uint8_t, firmware::Qos) override {}
};

/// A whole unit but for its broker.
struct Unit {
    explicit Unit(std::uint16_t gpsd_port, firmware::Pace its_pace = firmware::Pace::free)
        : pace{its_pace}, receiver{{.port = gpsd_port}} {}

    bool wait_for_gpsd() {
        return support::wait_until([&] {
            tracker.step(50ms);
            return receiver.connected();
        });
    }

    /// Until that many fixes are journalled, or for a while nothing new comes.
    void run_until(Sequence fixes) {
        auto deadline = clock.steady() + support::patience;
        Sequence seen = 0;
        while (tracker.report().journalled < fixes && clock.steady() < deadline) {
            tracker.step(50ms);
            if (tracker.report().journalled > seen) {
                seen = tracker.report().journalled;
                deadline = clock.steady() + 10s;
            }
        }
    }

    /// Nothing more comes although it is waited for.
    void expect_silence(std::chrono::milliseconds time) {
        const Sequence before = tracker.report().journalled;
        for (const auto until = clock.steady() + time; clock.steady() < until;) {
            tracker.step(50ms);
        }
        EXPECT_EQ(tracker.report().journalled, before);
    }

    firmware::Pace pace;
    support::TempFolder folder;
    hal::linux_system::Clock clock;
    GpsdReceiver receiver;
    hal::linux_system::FileStorage storage{folder.path() / "journal"};
    NoUplink uplink;
    firmware::BareBoard board{receiver, clock, storage};
    firmware::Tracker tracker{board.devices(), uplink, {.pace = pace}, 4711};
};

/// All fixes of the one epoch that a unit has journalled, read from its card.
std::vector<Fix> journalled_by(Unit& unit) {
    unit.tracker.flush();
    const firmware::Receipts none;
    const firmware::Journal journal{unit.storage, none, {}, 1};
    return journal.read(unit.tracker.report().epoch, {0, 100'000}).value();
}

std::optional<double> number(const boost::json::object& report, const char* name) {
    const auto* value = report.if_contains(name);
    return value != nullptr ? std::optional{value->to_number<double>()} : std::nullopt;
}

using Readings = std::map<UtcTime, hal::GnssReading>;

/// Of each time with a position the last report, from gpsd's JSON.
Readings last_readings(std::istream& lines) {
    Readings readings;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(R"({"class":"TPV")") || line.find('}') == std::string::npos) {
            continue;
        }
        const auto report = boost::json::parse(line).as_object();
        const auto mode = report.at("mode").to_number<int>();
        if (mode < 2 || !report.contains("time") || !report.contains("lat")) {
            continue;
        }
        const UtcTime time = parse_time(std::string_view{report.at("time").as_string()}).value();
        readings[time] = {.time = time,
                          .latitude_deg = *number(report, "lat"),
                          .longitude_deg = *number(report, "lon"),
                          .altitude_m = number(report, "altMSL"),
                          .speed_mps = number(report, "speed"),
                          .course_deg = number(report, "track"),
                          .accuracy_m = number(report, "eph"),
                          .mode = mode == 3 ? FixMode::fix_3d : FixMode::fix_2d};
    }
    return readings;
}

/// Hears what gpsd says to everybody, without libgps: the oracle for values.
class Eavesdropper {
public:
    explicit Eavesdropper(std::uint16_t gpsd_port) : client_{gpsd_port} {
        client_.send("?WATCH={\"enable\":true,\"json\":true};\n");
        reader_ = std::jthread{[this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                static_cast<void>(client_.read_until("what gpsd never says", 100ms));
            }
        }};
    }

    Readings heard() {
        reader_.request_stop();
        reader_.join();
        std::istringstream lines{client_.received()};
        return last_readings(lines);
    }

private:
    support::TcpClient client_;
    std::jthread reader_;
};

const std::filesystem::path recordings =
    std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "../shared/data/gpsd";

TEST(RealGpsd, OfABoatsRecordingEachEpochIsJournalledOnceWithItsLastReport) {
    const auto recording = recordings / "bundg_zeus_9.log";
    if (!std::filesystem::exists(recording)) {
        GTEST_SKIP() << "left out: there is no " << recording;
    }
    std::ifstream check{recording.string() + ".chk"};
    const Readings named = last_readings(check);
    ASSERT_EQ(named.size(), 147U);
    support::PrivateGpsd gpsd;
    Unit unit{gpsd.port()};
    ASSERT_TRUE(unit.wait_for_gpsd());
    Eavesdropper eavesdropper{gpsd.port()};

    std::jthread player{
        [&] { support::play_recording(recording, gpsd.receiver(), "$GPGGA", 15ms); }};
    unit.run_until(named.size());
    player.join();
    unit.run_until(1'000); // what is still on its way

    // Which sentence ends an epoch differs between versions of gpsd, so the values to compare with
    // are those of the gpsd at hand; the times of the .chk must all be there.
    const Readings heard = eavesdropper.heard();
    const auto fixes = journalled_by(unit);
    ASSERT_EQ(fixes.size(), heard.size());
    auto wanted = heard.begin();
    std::size_t found = 0;
    for (Fix fix : fixes) {
        fix.satellites = 0; // another report says them
        EXPECT_EQ(fix, firmware::to_fix(wanted->second).value()) << to_text(wanted->first);
        found += named.count(fix.time);
        ++wanted;
    }
    EXPECT_EQ(found, named.size());
}

hal::GnssReading reading_at(int second) {
    return {.time =
                earliest_time + std::chrono::hours{24 * 365 * 10} + std::chrono::seconds{second},
            .latitude_deg = 45.0 + second * 1e-4,
            .longitude_deg = 7.0,
            .altitude_m = 250.0,
            .speed_mps = 3.0,
            .course_deg = 10.0,
            .accuracy_m = 19.0,
            .satellites = 9,
            .mode = FixMode::fix_3d};
}

void play(simulator::NmeaPort& port, int from, int to) {
    for (int second = from; second < to; ++second) {
        port.write(simulator::nmea::epoch_with_fix(reading_at(second)));
        std::this_thread::sleep_for(20ms);
    }
}

/// An epoch as a serial line brings it: its sentences one after the other, in that order.
void trickle(simulator::NmeaPort& port, int second, const std::vector<std::string>& order) {
    std::istringstream sentences{simulator::nmea::epoch_with_fix(reading_at(second))};
    std::map<std::string, std::string> by_name;
    for (std::string line; std::getline(sentences, line);) {
        by_name[line.substr(3, 3)] = line + "\n";
    }
    for (const std::string& name : order) {
        port.write(by_name.at(name));
        std::this_thread::sleep_for(60ms);
    }
}

/// A gpsd that has just started knows neither where the receiver's cycle ends nor, until the first
/// RMC, the date: it tells the first epoch sentence by sentence, also without a time.
class ColdGpsd : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(ColdGpsd, TellsItsFirstEpochSentenceBySentenceAndItIsJournalledOnce) {
    support::PrivateGpsd gpsd;
    Unit unit{gpsd.port(), firmware::Pace::real};
    ASSERT_TRUE(unit.wait_for_gpsd());

    std::jthread player{[&] {
        for (int second = 0; second < 4; ++second) {
            const auto next = std::chrono::steady_clock::now() + 1s;
            trickle(gpsd.receiver(), second, GetParam());
            std::this_thread::sleep_until(next);
        }
    }};
    unit.run_until(4);
    unit.expect_silence(500ms);

    const auto fixes = journalled_by(unit);
    ASSERT_EQ(fixes.size(), 4U);
    for (int second = 0; second < 4; ++second) {
        const Fix& fix = fixes[static_cast<std::size_t>(second)];
        EXPECT_EQ(fix.time, reading_at(second).time);
        EXPECT_EQ(fix.mode, FixMode::fix_3d);
        EXPECT_TRUE(fix.altitude_dm);
    }
}

INSTANTIATE_TEST_SUITE_P(Orders, ColdGpsd,
                         testing::Values(std::vector<std::string>{"RMC", "GSA", "GGA"},
                                         std::vector<std::string>{"RMC", "GGA", "GSA"},
                                         std::vector<std::string>{"GGA", "GSA", "RMC"}),
                         [](const auto& order) {
                             return order.param[0] + order.param[1] + order.param[2];
                         });

TEST(RealGpsd, AReceiverThatStallsIsSilenceAndThenGoesOn) {
    support::PrivateGpsd gpsd;
    Unit unit{gpsd.port()};
    ASSERT_TRUE(unit.wait_for_gpsd());
    play(gpsd.receiver(), 0, 20);
    unit.expect_silence(0ms);
    unit.run_until(20);
    const Sequence before = unit.tracker.report().journalled;

    unit.expect_silence(1s);
    EXPECT_EQ(unit.tracker.report().receiver_losses, 0U);
    play(gpsd.receiver(), 20, 40);
    unit.run_until(before + 20);

    EXPECT_EQ(unit.tracker.report().journalled, before + 20);
}

TEST(RealGpsd, AGpsdThatDiesAndComesBackCostsOnlyWhatItDidNotHear) {
    support::PrivateGpsd gpsd;
    Unit unit{gpsd.port()};
    ASSERT_TRUE(unit.wait_for_gpsd());
    play(gpsd.receiver(), 0, 20);
    unit.run_until(20);
    const Sequence before = unit.tracker.report().journalled;

    gpsd.kill9();
    ASSERT_TRUE(support::wait_until([&] {
        unit.tracker.step(50ms);
        return !unit.receiver.connected();
    }));
    EXPECT_EQ(unit.tracker.report().receiver_losses, 1U);
    gpsd.start();
    ASSERT_TRUE(gpsd.receiver().wait_for_reader(support::patience));
    ASSERT_TRUE(unit.wait_for_gpsd());
    play(gpsd.receiver(), 100, 130);
    unit.run_until(before + 30);

    // gpsd learns the receiver's cycle anew, which may cost it the first epochs.
    EXPECT_GE(unit.tracker.report().journalled, before + 27);
    EXPECT_EQ(journalled_by(unit).back().time, reading_at(129).time);
}

} // namespace
} // namespace lanterne
