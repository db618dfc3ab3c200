#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/mqtt_client.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::PrivateBroker;
using support::wait_until;

constexpr std::size_t many = 1000;

std::vector<std::byte> bytes(std::string_view text) {
    const auto raw = std::as_bytes(std::span{text.data(), text.size()});
    return {raw.begin(), raw.end()};
}

std::string text(const MqttMessage& message) {
    std::string result;
    for (const std::byte byte : message.payload) {
        result += static_cast<char>(byte);
    }
    return result;
}

std::vector<std::string> texts(const std::vector<MqttMessage>& messages) {
    std::vector<std::string> result;
    std::transform(messages.begin(), messages.end(), std::back_inserter(result), text);
    return result;
}

class MqttClientTest : public ::testing::Test {
protected:
    MqttSettings settings(const std::string& id, MqttSettings::Session session) const {
        return {.port = broker_.port(), .client_id = id, .session = session};
    }

    MqttSettings kept() const { return settings("reader", MqttSettings::Session::kept); }

    MqttSettings clean(const std::string& id = "") const {
        return settings(id, MqttSettings::Session::clean);
    }

    /// Connects, and waits for its subscription. The broker's log tells of both.
    void connect(MqttClient& client) {
        EXPECT_TRUE(wait_until([&] {
            client.receive(milliseconds{10}, 0);
            return client.connected();
        })) << client.last_error();
    }

    void connect_reader(MqttClient& client, Qos qos = Qos::at_least_once) {
        client.subscribe("ln/#", qos);
        const auto before = said("Sending SUBACK to reader");
        connect(client);
        EXPECT_TRUE(wait_until([&] {
            client.receive(milliseconds{10}, 0);
            return said("Sending SUBACK to reader") > before;
        }));
    }

    /// Returns once the broker has confirmed all of them.
    void publish(const std::vector<std::string>& payloads) {
        MqttClient writer{clean("writer")};
        connect(writer);
        const auto before = said("Sending PUBACK to writer");
        for (const std::string& payload : payloads) {
            EXPECT_TRUE(writer.publish("ln/1/s00/demo000001/f", bytes(payload), Qos::at_least_once,
                                       Retain::no));
        }
        EXPECT_TRUE(wait_until([&] {
            writer.receive(milliseconds{10}, 1);
            return said("Sending PUBACK to writer") >= before + payloads.size();
        }));
    }

    static std::vector<MqttMessage> receive(MqttClient& client, std::size_t count) {
        std::vector<MqttMessage> all;
        EXPECT_TRUE(wait_until([&] {
            for (auto& message : client.receive(milliseconds{50}, many)) {
                all.push_back(std::move(message));
            }
            return all.size() >= count;
        })) << all.size()
            << " of " << count;
        return all;
    }

    std::size_t said(const std::string& words) const {
        const std::string log = broker_.log();
        std::size_t count = 0;
        for (auto at = log.find(words); at != std::string::npos; at = log.find(words, at + 1)) {
            ++count;
        }
        return count;
    }

    PrivateBroker broker_;
};

TEST_F(MqttClientTest, ReceivesWhatOthersPublish) {
    MqttClient reader{kept()};
    connect_reader(reader);

    publish({"one", "two"});

    const auto messages = receive(reader, 2);
    EXPECT_THAT(texts(messages), testing::ElementsAre("one", "two"));
    EXPECT_EQ(messages[0].topic, "ln/1/s00/demo000001/f");
    EXPECT_FALSE(messages[0].retained);
}

TEST_F(MqttClientTest, WaitsForWhicheverOfSeveralHasSomethingFirst) {
    MqttClient idle{clean("idle")};
    idle.subscribe("nothing/#", Qos::at_least_once);
    MqttClient reader{kept()};
    connect(idle);
    connect_reader(reader);
    const std::vector<MqttClient*> both{&idle, &reader};
    publish({"for the second"});

    std::vector<MqttMessage> messages;
    EXPECT_TRUE(wait_until([&] {
        MqttClient::wait(both, std::chrono::seconds{1});
        EXPECT_TRUE(idle.receive(milliseconds{0}, many).empty());
        messages = reader.receive(milliseconds{0}, many);
        return !messages.empty();
    }));

    EXPECT_THAT(texts(messages), testing::ElementsAre("for the second"));
}

TEST_F(MqttClientTest, IsSubscribedOnceTheBrokerSaidSo) {
    MqttClient reader{kept()};
    reader.subscribe("ln/#", Qos::at_least_once);
    EXPECT_FALSE(reader.subscribed());

    connect(reader);
    EXPECT_TRUE(wait_until([&] {
        reader.receive(milliseconds{10}, 0);
        return reader.subscribed();
    }));
    reader.subscribe("more/#", Qos::at_least_once);
    EXPECT_FALSE(reader.subscribed());
}

TEST_F(MqttClientTest, SaysHowManyMessagesItWouldTake) {
    MqttClient writer{clean("writer")};
    EXPECT_EQ(writer.room(), 0U) << "there is no connection";
    connect(writer);
    EXPECT_EQ(writer.room(), MqttClient::unsent_limit);

    writer.publish("ln/x", bytes("one"), Qos::at_least_once, Retain::no);

    EXPECT_EQ(writer.room(), MqttClient::unsent_limit - 1);
}

TEST_F(MqttClientTest, SaysWhichMessagesWereRetained) {
    MqttClient writer{clean("writer")};
    connect(writer);
    ASSERT_TRUE(writer.publish("ln/status", bytes("up"), Qos::at_least_once, Retain::yes));
    ASSERT_TRUE(wait_until([&] {
        writer.receive(milliseconds{10}, 0);
        return said("Sending PUBACK to writer") == 1;
    }));

    MqttClient reader{kept()};
    connect_reader(reader);

    EXPECT_TRUE(receive(reader, 1)[0].retained);
}

TEST_F(MqttClientTest, CarriesAnEmptyMessageAndAFullOne) {
    MqttClient reader{kept()};
    connect_reader(reader);

    publish({"", std::string(MqttClient::payload_limit, 'x')});

    const auto messages = receive(reader, 2);
    EXPECT_EQ(messages[0].payload.size(), 0U);
    EXPECT_EQ(messages[1].payload.size(), MqttClient::payload_limit);
}

TEST_F(MqttClientTest, TakesNoMoreThanAsked) {
    MqttClient reader{kept()};
    connect_reader(reader);
    publish({"1", "2", "3"});

    EXPECT_THAT(texts(reader.receive(seconds{20}, 1)), testing::ElementsAre("1"));
    EXPECT_THAT(texts(reader.receive(seconds{20}, 1)), testing::ElementsAre("2"));
    EXPECT_THAT(texts(reader.receive(seconds{20}, 1)), testing::ElementsAre("3"));
}

TEST_F(MqttClientTest, SendsNoPubackBeforeAcknowledge) {
    MqttClient reader{kept()};
    connect_reader(reader);
    publish({"one", "two"});
    receive(reader, 2);

    // Whatever else it does until then.
    reader.publish("ln/live/x", bytes("delta"), Qos::at_most_once, Retain::no);
    reader.subscribe("other", Qos::at_most_once);
    for (int i = 0; i < 10; ++i) {
        reader.receive(milliseconds{20}, many);
    }
    EXPECT_EQ(said("Received PUBACK from reader"), 0U);

    reader.acknowledge();
    EXPECT_TRUE(wait_until([&] { return said("Received PUBACK from reader") == 2; }))
        << broker_.log();
}

TEST_F(MqttClientTest, GetsAgainWhatItDidNotAcknowledge) {
    {
        MqttClient reader{kept()};
        connect_reader(reader);
        publish({"one", "two"});
        receive(reader, 2);
    }

    MqttClient reader{kept()};

    EXPECT_THAT(texts(receive(reader, 2)), testing::ElementsAre("one", "two"));
}

TEST_F(MqttClientTest, DoesNotGetAgainWhatItAcknowledged) {
    {
        MqttClient reader{kept()};
        connect_reader(reader);
        publish({"one", "two"});
        receive(reader, 2);
        reader.acknowledge();
        publish({"three"});
        receive(reader, 1);
    }

    MqttClient reader{kept()};

    EXPECT_THAT(texts(receive(reader, 1)), testing::ElementsAre("three"));
    EXPECT_TRUE(reader.receive(milliseconds{200}, many).empty());
}

TEST_F(MqttClientTest, GetsWhatCameWhileItWasAway) {
    {
        MqttClient reader{kept()};
        connect_reader(reader);
    }
    publish({"one", "two"});

    MqttClient reader{kept()};

    EXPECT_THAT(texts(receive(reader, 2)), testing::ElementsAre("one", "two"));
}

TEST_F(MqttClientTest, ReceivesManyInOrderAndOnce) {
    MqttClient reader{kept()};
    connect_reader(reader);
    std::vector<std::string> sent;
    for (int i = 0; i < 900; ++i) {
        sent.push_back(std::to_string(i));
    }
    publish(sent);

    std::vector<std::string> received;
    ASSERT_TRUE(wait_until([&] {
        for (const MqttMessage& message : reader.receive(milliseconds{50}, 70)) {
            received.push_back(text(message));
        }
        reader.acknowledge();
        return received.size() >= sent.size();
    }));

    EXPECT_EQ(received, sent);
    EXPECT_TRUE(reader.receive(milliseconds{100}, many).empty());
}

TEST_F(MqttClientTest, IsNotDisturbedByItsOwnUnconfirmedMessages) {
    MqttClient reader{kept()};
    connect_reader(reader);
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(
            reader.publish("ln/echo", bytes(std::to_string(i)), Qos::at_least_once, Retain::no));
    }

    std::vector<std::string> received;
    ASSERT_TRUE(wait_until([&] {
        const auto messages = reader.receive(milliseconds{50}, 1);
        EXPECT_LE(messages.size(), 1U);
        for (const MqttMessage& message : messages) {
            received.push_back(text(message));
        }
        reader.acknowledge();
        return received.size() >= 50;
    }));

    EXPECT_EQ(received.back(), "49");
}

TEST_F(MqttClientTest, ConnectsAndSubscribesAgainAfterTheBrokerWasKilled) {
    MqttClient reader{clean("reader")};
    connect_reader(reader);

    broker_.kill9();
    ASSERT_TRUE(wait_until([&] {
        reader.receive(milliseconds{10}, many);
        return !reader.connected();
    }));
    EXPECT_NE(reader.last_error(), "");
    broker_.start();
    const auto before = said("Sending SUBACK to reader");
    ASSERT_TRUE(wait_until([&] {
        reader.receive(milliseconds{10}, many);
        return said("Sending SUBACK to reader") > before;
    }));

    publish({"one"});
    EXPECT_THAT(texts(receive(reader, 1)), testing::ElementsAre("one"));
    EXPECT_EQ(reader.connections(), 2U);
}

TEST_F(MqttClientTest, OutlivesWritingToABrokerThatIsGone) {
    MqttClient writer{clean("writer")};
    connect(writer);
    broker_.kill9();

    // The first write is answered by a reset, the second meets a closed pipe.
    for (int i = 0; i < 3; ++i) {
        writer.publish("ln/a", bytes("x"), Qos::at_most_once, Retain::no);
        writer.acknowledge();
    }

    EXPECT_TRUE(wait_until([&] {
        writer.receive(milliseconds{10}, many);
        return !writer.connected();
    }));
}

TEST_F(MqttClientTest, GetsAgainWhatABrokerLostTheAcknowledgementOf) {
    MqttClient reader{kept()};
    connect_reader(reader);
    publish({"one"});
    receive(reader, 1);
    broker_.stop();
    ASSERT_TRUE(wait_until([&] {
        reader.receive(milliseconds{10}, many);
        return !reader.connected();
    }));
    reader.acknowledge();

    broker_.start();

    EXPECT_THAT(texts(receive(reader, 1)), testing::ElementsAre("one"));
}

TEST_F(MqttClientTest, WaitsForABrokerThatIsNotThereYet) {
    broker_.stop();
    MqttClient reader{clean("reader")};

    EXPECT_TRUE(reader.receive(milliseconds{50}, many).empty());
    EXPECT_FALSE(reader.connected());
    EXPECT_FALSE(reader.publish("ln/a", {}, Qos::at_least_once, Retain::no));
    broker_.start();

    connect(reader);
    EXPECT_EQ(reader.connections(), 1U);
}

TEST_F(MqttClientTest, GivesUpABrokerThatTakesTheConnectionAndSaysNothing) {
    broker_.freeze();
    MqttClient reader{clean("reader")};

    ASSERT_TRUE(wait_until([&] {
        reader.receive(milliseconds{50}, many);
        return reader.last_error().find("CONNECT") != std::string::npos;
    }));
    EXPECT_EQ(reader.socket(), -1);
    broker_.thaw();

    connect(reader);
}

TEST_F(MqttClientTest, RefusesToPublishWithoutEnd) {
    MqttClient writer{clean("writer")};
    connect(writer);
    broker_.freeze();

    std::size_t taken = 0;
    while (taken <= MqttClient::unsent_limit &&
           writer.publish("ln/a", bytes("x"), Qos::at_least_once, Retain::no)) {
        ++taken;
        writer.receive(milliseconds{0}, many);
    }

    EXPECT_EQ(taken, MqttClient::unsent_limit);
    broker_.thaw();
    EXPECT_TRUE(wait_until([&] {
        writer.receive(milliseconds{10}, many);
        return writer.publish("ln/a", bytes("x"), Qos::at_least_once, Retain::no);
    }));
}

TEST_F(MqttClientTest, RefusesToPublishWhatMqttDoesNotAllow) {
    MqttClient writer{clean("writer")};
    connect(writer);
    const std::vector<std::byte> large(MqttClient::payload_limit + 1);

    EXPECT_FALSE(writer.publish("ln/#", {}, Qos::at_most_once, Retain::no));
    EXPECT_FALSE(writer.publish("", {}, Qos::at_most_once, Retain::no));
    EXPECT_FALSE(writer.publish("ln/a", large, Qos::at_most_once, Retain::no));
    EXPECT_TRUE(writer.publish("ln/a", {}, Qos::at_most_once, Retain::no));
}

TEST_F(MqttClientTest, SendsWhatItTookBeforeItGoesAway) {
    MqttClient reader{kept()};
    connect_reader(reader);
    {
        MqttClient writer{clean("writer")};
        connect(writer);
        ASSERT_TRUE(writer.publish("ln/last", bytes("words"), Qos::at_most_once, Retain::no));
    }

    EXPECT_THAT(texts(receive(reader, 1)), testing::ElementsAre("words"));
}

TEST_F(MqttClientTest, LeavesWithoutASocketError) {
    {
        MqttClient reader{clean("reader")};
        connect(reader);
    }

    EXPECT_TRUE(wait_until([&] { return said("Received DISCONNECT from reader") == 1; }));
}

TEST_F(MqttClientTest, RefusesSettingsThatCannotWork) {
    EXPECT_THROW(MqttClient{settings("", MqttSettings::Session::kept)}, std::runtime_error);
    EXPECT_THROW(MqttClient{MqttSettings{.host = ""}}, std::runtime_error);
    EXPECT_THROW(MqttClient{MqttSettings{.port = 0}}, std::runtime_error);
    EXPECT_THROW(MqttClient{MqttSettings{.keep_alive = seconds{4}}}, std::runtime_error);
}

/// What our own client refuses to publish: CONNECT, then a PUBLISH of that size, at least once.
void publish_raw(std::uint16_t port, std::size_t payload_size) {
    const std::string topic = "ln/a";
    std::string packets{"\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x02id", 16};
    packets += '\x32';
    for (std::size_t left = 2 + topic.size() + 2 + payload_size; left > 0; left /= 128) {
        packets += static_cast<char>(left % 128 + (left >= 128 ? 128 : 0));
    }
    packets += std::string{"\x00\x04", 2} + topic + std::string{"\x00\x01", 2};
    packets += std::string(payload_size, 'x');
    support::TcpClient writer{port};
    ASSERT_TRUE(writer.send(packets));
    constexpr std::size_t connack_and_puback = 8;
    EXPECT_TRUE(writer.read_bytes(connack_and_puback));
}

TEST(MqttClientAgainstAnOpenBroker, DropsLargeMessagesAndAcknowledgesThem) {
    const PrivateBroker broker{"message_size_limit 0"};
    MqttClient reader{
        {.port = broker.port(), .client_id = "reader", .session = MqttSettings::Session::kept}};
    reader.subscribe("ln/#", Qos::at_least_once);
    ASSERT_TRUE(wait_until([&] {
        reader.receive(milliseconds{10}, many);
        return broker.log().find("Sending SUBACK to reader") != std::string::npos;
    }));

    publish_raw(broker.port(), MqttClient::payload_limit + 1);

    ASSERT_TRUE(wait_until([&] {
        EXPECT_TRUE(reader.receive(milliseconds{10}, many).empty());
        reader.acknowledge();
        return broker.log().find("Received PUBACK from reader") != std::string::npos;
    }));
    EXPECT_EQ(reader.dropped(), 1U);
}

} // namespace
} // namespace lanterne::service
