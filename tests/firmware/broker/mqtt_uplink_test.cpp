#include <gtest/gtest.h>

#include "core/wire/receipt.hpp"
#include "firmware/uplink/mqtt_uplink.hpp"
#include "hal/linux/clock.hpp"
#include "tests/firmware/broker/listener.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

std::vector<std::byte> bytes(std::string_view text) {
    std::vector<std::byte> result;
    for (const char letter : text) {
        result.push_back(static_cast<std::byte>(letter));
    }
    return result;
}

class MqttUplinkTest : public testing::Test {
protected:
    void start() { uplink.start(bytes("down")); }

    bool tend_until(const std::function<bool()>& condition) {
        return support::wait_until([&] {
            uplink.tend();
            return condition();
        });
    }

    bool connects(std::uint64_t times = 1) {
        return tend_until([&] { return uplink.connected() && uplink.connections() >= times; });
    }

    void fill(wire::UnitChannel channel, std::size_t places) {
        for (std::size_t number = 0; number < places; ++number) {
            ASSERT_TRUE(uplink.publish(channel, bytes("x"))) << number;
        }
    }

    support::PrivateBroker broker;
    hal::linux_system::Clock clock;
    MqttUplink uplink{
        {.port = broker.port(), .shard = 7}, UnitSerial::from("demo000001").value(), clock, 1};
};

TEST_F(MqttUplinkTest, BringsAMessageToItsTopic) {
    Listener listener{broker.port()};
    start();
    ASSERT_TRUE(connects());

    ASSERT_TRUE(uplink.publish(wire::UnitChannel::fixes, bytes("some fixes")));

    ASSERT_TRUE(listener.hears_on("ln/1/s07/demo000001/f"));
    EXPECT_EQ(listener.heard.back().payload, bytes("some fixes"));
    EXPECT_TRUE(tend_until([&] { return uplink.idle(); }));
}

TEST_F(MqttUplinkTest, ItsStatusIsRetainedAndItsFixesAreNot) {
    start();
    ASSERT_TRUE(connects());
    ASSERT_TRUE(uplink.publish(wire::UnitChannel::fixes, bytes("some fixes")));
    ASSERT_TRUE(uplink.publish(wire::UnitChannel::status, bytes("up")));
    ASSERT_TRUE(tend_until([&] { return uplink.idle(); }));

    Listener late{broker.port()};

    ASSERT_TRUE(late.hears_on("ln/1/s07/demo000001/s"));
    EXPECT_EQ(late.heard.size(), 1U);
    EXPECT_EQ(late.heard.front().payload, bytes("up"));
}

TEST_F(MqttUplinkTest, HandsOverItsReceipts) {
    start();
    ASSERT_TRUE(connects());
    Listener server{broker.port()};

    server.say("ln/1/demo000001/a", bytes("first"));
    server.say("ln/1/demo000002/a", bytes("not ours"));
    server.say("ln/1/demo000001/a", bytes("second"));

    std::vector<std::vector<std::byte>> receipts;
    EXPECT_TRUE(tend_until([&] {
        if (auto receipt = uplink.next_receipt()) {
            receipts.push_back(std::move(*receipt));
        }
        return receipts.size() == 2;
    }));
    EXPECT_EQ(receipts, (std::vector{bytes("first"), bytes("second")}));
}

TEST_F(MqttUplinkTest, KeepsNoMoreReceiptsThanItsMailboxHoldsAndNoneThatIsTooLarge) {
    start();
    ASSERT_TRUE(connects());
    Listener server{broker.port()};

    server.say("ln/1/demo000001/a", std::vector<std::byte>(wire::max_receipt_bytes + 1));
    for (std::size_t number = 0; number <= MqttUplink::max_receipts; ++number) {
        server.say("ln/1/demo000001/a", bytes(std::to_string(number)));
    }

    ASSERT_TRUE(tend_until([&] { return uplink.dropped_receipts() == 2; }));
    EXPECT_EQ(uplink.next_receipt(), bytes("1"));
}

TEST_F(MqttUplinkTest, SaysNoWithoutAConnection) {
    EXPECT_FALSE(uplink.publish(wire::UnitChannel::fixes, bytes("x")));
    EXPECT_EQ(uplink.connections(), 0U);

    broker.kill9();
    start();
    uplink.tend();

    EXPECT_FALSE(uplink.publish(wire::UnitChannel::fixes, bytes("x")));
}

TEST_F(MqttUplinkTest, SaysNoWhenTheBrokerDoesNotAcknowledge) {
    start();
    ASSERT_TRUE(connects());
    broker.freeze();

    fill(wire::UnitChannel::fixes, MqttUplink::max_fixes_in_flight);
    EXPECT_FALSE(uplink.publish(wire::UnitChannel::fixes, bytes("one too many")));

    broker.thaw();
    EXPECT_TRUE(
        tend_until([&] { return uplink.publish(wire::UnitChannel::fixes, bytes("room again")); }));
}

TEST_F(MqttUplinkTest, KeepsPlacesForEventsAndTheLastForAStatus) {
    Listener listener{broker.port()};
    start();
    ASSERT_TRUE(connects());
    broker.freeze();

    fill(wire::UnitChannel::fixes, MqttUplink::max_fixes_in_flight);
    fill(wire::UnitChannel::events,
         MqttUplink::max_events_in_flight - MqttUplink::max_fixes_in_flight);
    EXPECT_FALSE(uplink.publish(wire::UnitChannel::events, bytes("one too many")));
    ASSERT_TRUE(uplink.publish(wire::UnitChannel::status, bytes("last word")));
    EXPECT_FALSE(uplink.publish(wire::UnitChannel::status, bytes("one too many")));

    broker.thaw();
    EXPECT_TRUE(listener.hears(
        [](const service::MqttMessage& message) { return message.payload == bytes("last word"); }));
}

TEST_F(MqttUplinkTest, HandsOverTheNewestConfigurationWithEachConnection) {
    Listener server{broker.port()};
    server.retain("ln/1/demo000001/c", bytes("first"));
    server.retain("ln/1/demo000002/c", bytes("not ours"));
    start();
    ASSERT_TRUE(connects());
    EXPECT_TRUE(tend_until([&] { return uplink.next_config() == bytes("first"); }));

    server.retain("ln/1/demo000001/c", bytes("second"));
    EXPECT_TRUE(tend_until([&] { return uplink.next_config() == bytes("second"); }));

    server.retain("ln/1/demo000001/c", {});
    server.say("ln/1/demo000001/a", bytes("a receipt"));
    EXPECT_TRUE(tend_until([&] { return uplink.next_receipt() == bytes("a receipt"); }));
    EXPECT_EQ(uplink.next_config(), std::nullopt);
}

TEST_F(MqttUplinkTest, HandsOverNoConfigurationThatIsTooLarge) {
    Listener server{broker.port()};
    server.retain("ln/1/demo000001/c", std::vector<std::byte>(MqttUplink::max_config_bytes + 1));
    start();
    ASSERT_TRUE(connects());

    server.say("ln/1/demo000001/a", bytes("a receipt"));
    EXPECT_TRUE(tend_until([&] { return uplink.next_receipt() == bytes("a receipt"); }));
    EXPECT_EQ(uplink.next_config(), std::nullopt);
}

TEST_F(MqttUplinkTest, AnotherShardMovesItsStatusAndItsWill) {
    Listener listener{broker.port()};
    start();
    ASSERT_TRUE(connects());
    ASSERT_TRUE(uplink.publish(wire::UnitChannel::status, bytes("up")));
    ASSERT_TRUE(listener.hears_on("ln/1/s07/demo000001/s"));

    uplink.use(12, Qos::at_most_once);

    EXPECT_FALSE(uplink.publish(wire::UnitChannel::status, bytes("between")));
    ASSERT_TRUE(connects(2));
    ASSERT_TRUE(uplink.publish(wire::UnitChannel::fixes, bytes("moved")));
    EXPECT_TRUE(listener.hears_on("ln/1/s12/demo000001/f"));
    Listener late{broker.port()};
    late.listen();
    EXPECT_TRUE(late.heard.empty()) << late.heard.front().topic;
}

TEST_F(MqttUplinkTest, WithQosZeroFixesNeedNoAcknowledgement) {
    Listener listener{broker.port()};
    uplink.use(7, Qos::at_most_once);
    start();
    ASSERT_TRUE(connects());
    broker.freeze();

    for (std::size_t number = 0; number < 2 * MqttUplink::max_in_flight; ++number) {
        ASSERT_TRUE(tend_until([&] {
            return uplink.publish(wire::UnitChannel::fixes, bytes(std::to_string(number)));
        })) << number;
    }

    broker.thaw();
    const auto last = bytes(std::to_string(2 * MqttUplink::max_in_flight - 1));
    EXPECT_TRUE(listener.hears(
        [&](const service::MqttMessage& message) { return message.payload == last; }));
}

TEST_F(MqttUplinkTest, ConnectsAgainToABrokerThatWasKilled) {
    start();
    ASSERT_TRUE(connects());
    broker.kill9();
    ASSERT_TRUE(tend_until([&] { return !uplink.connected(); }));

    broker.start();

    ASSERT_TRUE(connects(2));
    Listener listener{broker.port()};
    ASSERT_TRUE(uplink.publish(wire::UnitChannel::fixes, bytes("again")));
    EXPECT_TRUE(listener.hears_on("ln/1/s07/demo000001/f"));
    listener.say("ln/1/demo000001/a", bytes("heard"));
    EXPECT_TRUE(tend_until([&] { return uplink.next_receipt() == bytes("heard"); }));
}

TEST_F(MqttUplinkTest, AnOrderlyEndPublishesNoWill) {
    Listener listener{broker.port()};
    start();
    ASSERT_TRUE(connects());

    uplink.close();

    EXPECT_TRUE(support::wait_until([&] { return uplink.closed(); }));
    EXPECT_FALSE(listener.hears(
        [](const service::MqttMessage& message) { return message.payload == bytes("down"); }, 1s));
}

} // namespace
} // namespace lanterne::firmware
