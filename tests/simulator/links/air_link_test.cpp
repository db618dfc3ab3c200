#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/links/air_link.hpp"
#include "tests/simulator/support/written_carrier.hpp"

/// The way of a unit's messages through the air.
namespace lanterne::simulator {
namespace {

using hal::simulated::SmallRandom;
using std::chrono::seconds;
using testing::IsEmpty;
using testing::SizeIs;
using wire::UnitChannel;
using Bytes = std::vector<std::byte>;

const UtcTime begin = UtcTime{} + std::chrono::hours{24 * 365 * 56};
const UnitSerial serial = UnitSerial::from("unit000001").value();
const Bytes word{std::byte{1}, std::byte{2}, std::byte{3}};
const Bytes will{std::byte{9}};

constexpr Air calm{.latency = Milliseconds{100}, .jitter = Milliseconds{0}};

class SimulatedAir : public testing::Test {
protected:
    AirLink link(const Air& air = calm) {
        AirLink made{carrier_, serial, air, SmallRandom{1}, SmallRandom{2}, begin};
        made.switch_on(will);
        return made;
    }

    /// Until it is connected, with coverage.
    static UtcTime connect(AirLink& link) {
        UtcTime now = begin;
        for (; !link.connected(); now += seconds{1}) {
            link.pass(now, true);
        }
        return now;
    }

    static UtcTime pass(AirLink& link, UtcTime from, seconds time, bool covered) {
        for (const UtcTime end = from + time; from < end;) {
            from += seconds{1};
            link.pass(from, covered);
        }
        return from;
    }

    WrittenCarrier carrier_;
};

TEST_F(SimulatedAir, IsNotConnectedBeforeItIsSwitchedOnAndHasANetwork) {
    AirLink off{carrier_, serial, calm, SmallRandom{1}, SmallRandom{2}, begin};
    off.pass(begin + seconds{60}, true);
    EXPECT_FALSE(off.connected());

    AirLink without_network = link();
    without_network.pass(begin + seconds{60}, false);
    EXPECT_FALSE(without_network.connected());
    EXPECT_FALSE(without_network.state().up);

    without_network.pass(begin + seconds{61}, true);
    EXPECT_TRUE(without_network.connected());
    EXPECT_TRUE(without_network.state().up);
}

TEST_F(SimulatedAir, AMessageLeavesAfterItsLatencyUnderTheUnitsTopic) {
    AirLink air = link();
    const UtcTime now = connect(air);
    air.pass(now, true);

    ASSERT_TRUE(air.publish(UnitChannel::fixes, word));

    ASSERT_TRUE(air.next_due());
    EXPECT_EQ(*air.next_due(), now + calm.latency);
    air.send_until(now + calm.latency - Milliseconds{1});
    EXPECT_THAT(carrier_.messages, IsEmpty());
    air.send_until(now + calm.latency);
    ASSERT_THAT(carrier_.messages, SizeIs(1));
    EXPECT_EQ(carrier_.messages[0].topic, "ln/1/s00/unit000001/f");
    EXPECT_EQ(carrier_.messages[0].payload, word);
    EXPECT_EQ(carrier_.messages[0].retain, service::Retain::no);
}

TEST_F(SimulatedAir, KeepsTheOrderOfMessagesWhateverTheyTake) {
    AirLink air = link({.latency = Milliseconds{0}, .jitter = Milliseconds{900}});
    UtcTime now = connect(air);
    for (int number = 0; number < 20; ++number) {
        ASSERT_TRUE(air.publish(UnitChannel::fixes, Bytes{static_cast<std::byte>(number)}));
        now = pass(air, now, seconds{1}, true);
    }
    pass(air, now, seconds{2}, true);

    ASSERT_THAT(carrier_.messages, SizeIs(20));
    for (int number = 0; number < 20; ++number) {
        EXPECT_EQ(carrier_.messages[static_cast<std::size_t>(number)].payload[0],
                  static_cast<std::byte>(number));
    }
}

TEST_F(SimulatedAir, WhatWasSentIntoAShortHoleLeavesWhenTheNetworkIsBack) {
    AirLink air = link();
    UtcTime now = connect(air);
    air.pass(now, false);
    ASSERT_TRUE(air.publish(UnitChannel::fixes, word)) << "a unit does not know yet";

    now = pass(air, now, seconds{5}, false);
    EXPECT_THAT(carrier_.messages, IsEmpty());
    EXPECT_TRUE(air.connected());
    pass(air, now, seconds{1}, true);

    EXPECT_THAT(carrier_.messages, SizeIs(1));
    EXPECT_EQ(air.connections(), carrier_.made + 1) << "the connection never ended";
}

TEST_F(SimulatedAir, WhatWasSentIntoALongHoleIsLostAndTheConnectionIsMadeAnew) {
    AirLink air = link();
    UtcTime now = connect(air);
    air.pass(now, false);
    ASSERT_TRUE(air.publish(UnitChannel::fixes, word));

    now = pass(air, now, seconds{10}, false);
    EXPECT_FALSE(air.connected());
    EXPECT_FALSE(air.publish(UnitChannel::fixes, word));
    pass(air, now, seconds{10}, true);

    EXPECT_TRUE(air.connected());
    EXPECT_EQ(air.connections(), carrier_.made + 2);
    EXPECT_EQ(air.lost(), 1U);
    EXPECT_THAT(carrier_.messages, IsEmpty());
}

TEST_F(SimulatedAir, TheBrokerSaysTheWillOfWhoStaysAwayAndOnce) {
    AirLink air = link();
    UtcTime now = connect(air);

    now = pass(air, now, seconds{80}, false);
    EXPECT_THAT(carrier_.messages, IsEmpty());
    pass(air, now, seconds{200}, false);

    ASSERT_THAT(carrier_.messages, SizeIs(1));
    EXPECT_EQ(carrier_.messages[0].topic, "ln/1/s00/unit000001/s");
    EXPECT_EQ(carrier_.messages[0].payload, will);
    EXPECT_EQ(carrier_.messages[0].retain, service::Retain::yes);
}

TEST_F(SimulatedAir, AReceiptComesAfterItsLatencyAndIsLostWithoutANetwork) {
    AirLink air = link();
    UtcTime now = connect(air);
    air.pass(now, true);
    air.deliver_receipt(word);
    EXPECT_FALSE(air.next_receipt());
    now = pass(air, now, seconds{1}, true);
    EXPECT_EQ(air.next_receipt(), word);

    air.pass(now, false);
    air.deliver_receipt(word);
    pass(air, now, seconds{3}, true);
    EXPECT_FALSE(air.next_receipt());
}

TEST_F(SimulatedAir, TheRetainedConfigurationComesAgainWithEachConnection) {
    AirLink air = link();
    UtcTime now = connect(air);
    air.deliver_config(word);
    EXPECT_EQ(air.next_config(), word);
    EXPECT_FALSE(air.next_config());

    air.cut();
    pass(air, now, seconds{300}, true);

    EXPECT_TRUE(air.connected());
    EXPECT_EQ(air.next_config(), word);
}

TEST_F(SimulatedAir, RefusesMoreThanAFullQueueHolds) {
    AirLink air = link();
    connect(air);
    for (std::size_t sent = 0; sent < AirLink::most_waiting; ++sent) {
        ASSERT_TRUE(air.publish(UnitChannel::fixes, word));
    }

    EXPECT_FALSE(air.publish(UnitChannel::fixes, word));
}

TEST_F(SimulatedAir, AnAbsentBrokerIsNoConnectionAndABrokerThatHidesIsNoticed) {
    AirLink air = link();
    UtcTime now = connect(air);
    carrier_.is_there = false;
    EXPECT_FALSE(air.connected());
    carrier_.is_there = true;

    air.hide_broker(true);
    now = pass(air, now, seconds{10}, true);
    EXPECT_FALSE(air.connected());
    EXPECT_TRUE(air.state().up) << "the network is there";

    air.hide_broker(false);
    pass(air, now, seconds{10}, true);
    EXPECT_TRUE(air.connected());
}

TEST_F(SimulatedAir, CutsComeAsOftenAsItIsSaidAndDoNotDependOnTheMessages) {
    const Air cutting{.latency = Milliseconds{100}, .cuts_per_hour = 12};
    AirLink quiet = link(cutting);
    AirLink busy = link(cutting);
    const auto hours_of = [](AirLink& air, bool speaks) {
        std::vector<std::uint64_t> made;
        for (UtcTime now = begin; now < begin + std::chrono::hours{10}; now += seconds{1}) {
            air.pass(now, true);
            if (speaks) {
                (void)air.publish(UnitChannel::fixes, word);
                air.deliver_receipt(word);
            }
            made.push_back(air.connections());
        }
        return made;
    };

    const auto of_quiet = hours_of(quiet, false);
    const auto of_busy = hours_of(busy, true);

    EXPECT_EQ(of_quiet, of_busy);
    EXPECT_NEAR(static_cast<double>(of_quiet.back()), 120, 35);
}

TEST_F(SimulatedAir, BadSoftwareGarblesRepeatsOrDawdles) {
    const auto sent_with = [this](Flaw flaw) {
        carrier_.messages.clear();
        AirLink air = link();
        air.become(flaw);
        UtcTime now = connect(air);
        for (int number = 0; number < 60; ++number) {
            (void)air.publish(UnitChannel::fixes,
                              Bytes{static_cast<std::byte>(number), std::byte{0}});
            now = pass(air, now, seconds{1}, true);
        }
        pass(air, now, seconds{70}, true);
        return carrier_.messages;
    };
    const auto is_sorted = [](const auto& messages) {
        return std::ranges::is_sorted(messages, {}, [](const auto& one) { return one.payload; });
    };

    EXPECT_THAT(sent_with(Flaw::repeats), SizeIs(180));
    EXPECT_THAT(sent_with(Flaw::dawdles), SizeIs(60));
    EXPECT_FALSE(is_sorted(carrier_.messages));
    const auto garbled = sent_with(Flaw::garbles);
    ASSERT_THAT(garbled, SizeIs(60));
    int wrong = 0;
    for (int number = 0; number < 60; ++number) {
        const Bytes right{static_cast<std::byte>(number), std::byte{0}};
        wrong += garbled[static_cast<std::size_t>(number)].payload == right ? 0 : 1;
    }
    EXPECT_GT(wrong, 2);
    EXPECT_LT(wrong, 30);
}

} // namespace
} // namespace lanterne::simulator
