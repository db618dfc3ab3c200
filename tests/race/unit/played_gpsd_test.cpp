#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "hal/linux/gpsd_receiver.hpp"
#include "tests/support/played_server.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"

/// What a gpsd, or whatever sits on its port, can do to a unit: the other side is the test's.
namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds margin{5'000}; // of a machine that does other things too

const std::string fix = R"({"class":"TPV","mode":3,"time":"2026-05-01T10:00:00.000Z",)"
                        R"("lat":45.5,"lon":7.25,"altMSL":250.0,"speed":3.0,"eph":4.0})"
                        "\n";

microseconds cpu_time_of_this_thread() {
    rusage used{};
    ::getrusage(RUSAGE_THREAD, &used);
    const auto of = [](const timeval& time) {
        return std::chrono::seconds{time.tv_sec} + microseconds{time.tv_usec};
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

class PlayedGpsd : public testing::Test {
protected:
    /// next(), which must not take longer than it may.
    Result<std::optional<GnssReading>, GnssError> next(milliseconds timeout) {
        const auto begun = steady_clock::now();
        auto heard = receiver->next(timeout);
        EXPECT_LT(steady_clock::now() - begun, timeout + margin);
        return heard;
    }

    void connect() {
        ASSERT_TRUE(next(100ms)); // the system takes the connection already
        ASSERT_TRUE(gpsd.take());
    }

    /// Nothing, and hardly anything done for it.
    void expect_idle(milliseconds timeout) {
        const auto before = cpu_time_of_this_thread();
        const auto begun = steady_clock::now();
        const auto heard = next(timeout);
        EXPECT_TRUE(heard && !*heard);
        EXPECT_GE(steady_clock::now() - begun, timeout);
        EXPECT_LT(cpu_time_of_this_thread() - before, timeout / 4); // who asks all the time: all
    }

    void expect_reading() {
        const auto heard = next(2s);
        ASSERT_TRUE(heard && *heard);
        EXPECT_EQ((*heard)->latitude_deg, 45.5);
        EXPECT_EQ((*heard)->mode, FixMode::fix_3d);
    }

    support::PlayedServer gpsd;
    std::optional<GpsdReceiver> receiver{std::in_place, GpsdAddress{.port = gpsd.port()}};
};

TEST_F(PlayedGpsd, HalfALineIsSilenceUntilTheRestHasCome) {
    connect();
    const std::size_t half = fix.size() / 2;
    ASSERT_TRUE(gpsd.say(fix.substr(0, half)));

    expect_idle(400ms);
    expect_idle(400ms);
    ASSERT_TRUE(gpsd.say(fix.substr(half)));

    expect_reading();
}

TEST_F(PlayedGpsd, HalfALineAndThenTheEndIsAReceiverThatHasGone) {
    connect();
    ASSERT_TRUE(gpsd.say(R"({"class":"TPV")"));
    expect_idle(100ms);

    gpsd.hang_up();

    const auto heard = next(500ms);
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error(), GnssError::receiver_gone);
    EXPECT_FALSE(receiver->connected());
}

TEST_F(PlayedGpsd, ALineWithoutAnEndIsDroppedAndTheNextOneHeard) {
    connect();
    std::jthread speaker{[&] {
        gpsd.say(std::string(1'000'000, 'x'));
        gpsd.say("\n" + fix);
    }};

    expect_reading();
    receiver.reset(); // which ends the speaker
}

TEST_F(PlayedGpsd, AFloodOfOtherThingsEndsWithTheTimeoutAndHidesNoFix) {
    connect();
    std::string flood;
    while (flood.size() < 60'000) {
        flood += R"({"class":"SKY","satellites":[{"PRN":1,"el":1,"az":2,"ss":3,"used":true}]})"
                 "\n";
    }
    std::atomic<bool> with_fix = false;
    std::jthread speaker{[&] {
        while (gpsd.say(with_fix.exchange(false) ? fix + flood : flood)) {
        }
    }};

    for (int turn = 0; turn < 3; ++turn) {
        const auto heard = next(200ms);
        EXPECT_TRUE(heard && !*heard);
        EXPECT_TRUE(receiver->connected());
    }
    with_fix = true;
    std::optional<GnssReading> reading;
    EXPECT_TRUE(support::wait_until([&] {
        const auto heard = next(200ms);
        reading = heard ? *heard : std::nullopt;
        return reading.has_value();
    }));
    receiver.reset(); // which ends the speaker
}

TEST_F(PlayedGpsd, AnotherKindOfServerIsSilence) {
    connect();
    ASSERT_TRUE(gpsd.say("220 mail.example.org ESMTP\n{\n}\n\n{\"class\":\"TPV\"\n[[[[\n"
                         "{\"class\":\"TPV\",\"mode\":\"three\"}\n{\"class\":\n"));

    expect_idle(400ms);
}

TEST_F(PlayedGpsd, AHostThatDoesNotAnswerIsGoneWithinTheTimeoutAndHeardWhenItDoes) {
    support::TcpClient first{gpsd.port()}; // nobody takes it, so the next one is not answered
    const auto heard = next(200ms);
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error(), GnssError::receiver_gone);
    expect_idle(300ms);

    ASSERT_TRUE(gpsd.take());
    EXPECT_TRUE(support::wait_until([&] {
        static_cast<void>(next(50ms));
        return gpsd.take(1ms);
    }));
    ASSERT_TRUE(gpsd.say(fix));

    expect_reading();
}

} // namespace
} // namespace lanterne::hal::linux_system
