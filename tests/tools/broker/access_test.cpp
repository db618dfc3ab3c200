#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/topic.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/tools/broker/raw_client.hpp"

/// The broker's configuration as it is in the field, against a real mosquitto: what each may do,
/// and what somebody may try. Whatever is tried, an honest unit goes on.
namespace lanterne {
namespace {

using support::Credentials;
using support::PrivateAuthority;
using support::RaceBroker;
using testing::Each;
using testing::Field;
using testing::IsEmpty;

const std::string honest_serial = "honest0001";
const std::string forger_serial = "forger0001";

/// One broker for all: a test leaves nothing behind but what it retained under its own topics.
struct World {
    PrivateAuthority authority;
    Credentials honest = authority.enrol(honest_serial);
    Credentials forger = authority.enrol(forger_serial);
    RaceBroker broker{authority};
};

class AccessTest : public testing::Test {
protected:
    static void SetUpTestSuite() { world_ = std::make_unique<World>(); }

    static void TearDownTestSuite() { world_.reset(); }

    void SetUp() override {
        ASSERT_TRUE(honest.accepted()) << world().broker.log();
        ASSERT_TRUE(honest.subscribe("ln/1/" + honest_serial + "/a"));
        ASSERT_TRUE(honest.subscribe("ln/1/" + honest_serial + "/c"));
        ASSERT_TRUE(ingest.accepted()) << world().broker.log();
        for (const char* channel : {"f", "b", "e", "s"}) {
            ASSERT_TRUE(ingest.subscribe("ln/1/+/+/" + std::string{channel}));
        }
    }

    /// On the connections that it had at the begin.
    void TearDown() override {
        EXPECT_TRUE(honest.publish("ln/1/s00/" + honest_serial + "/f", "still here"));
        EXPECT_TRUE(ingest.hears("ln/1/s00/" + honest_serial + "/f", "still here"));
        EXPECT_TRUE(ingest.publish("ln/1/" + honest_serial + "/a", "receipt"));
        EXPECT_TRUE(honest.hears("ln/1/" + honest_serial + "/a", "receipt"));
        EXPECT_THAT(honest.heard(), Each(Field(&RawClient::Message::payload, "receipt")));
    }

    static World& world() { return *world_; }

    static RawSettings unit(const Credentials& credentials, const std::string& client_id) {
        return {.port = world().broker.units_port(),
                .client_id = client_id,
                .authority = world().authority.certificate(),
                .credentials = credentials};
    }

    static RawSettings server(const std::string& user, const std::string& client_id) {
        return {.port = world().broker.servers_port(),
                .client_id = client_id,
                .user = user,
                .password = RaceBroker::password};
    }

    /// Everything published before it on that connection has been through the broker.
    void expect_ingest_hears_only_the_mark_of(RawClient& client, const std::string& serial) {
        ASSERT_TRUE(client.publish("ln/1/s00/" + serial + "/e", "mark"));
        ASSERT_TRUE(ingest.hears("ln/1/s00/" + serial + "/e", "mark"));
        EXPECT_EQ(ingest.heard().size(), 1U) << ingest.heard().front().topic;
    }

    RawClient honest{unit(world().honest, honest_serial)};
    RawClient ingest{server("ingest", "ingest")};

private:
    static std::unique_ptr<World> world_;
};

std::unique_ptr<World> AccessTest::world_;

TEST_F(AccessTest, AUnitWritesItsOwnTopicsOnEveryShard) {
    for (const char* topic :
         {"ln/1/s00/honest0001/f", "ln/1/s00/honest0001/b", "ln/1/s00/honest0001/e",
          "ln/1/s00/honest0001/s", "ln/1/s63/honest0001/f", "ln/1/s63/honest0001/b"}) {
        EXPECT_TRUE(honest.publish(topic, "own"));
        EXPECT_TRUE(ingest.hears(topic, "own")) << topic;
    }
}

TEST_F(AccessTest, AUnitReadsItsConfigurationAlsoWhenItComesLater) {
    RawClient late{unit(world().forger, forger_serial)};
    ASSERT_TRUE(ingest.publish("ln/1/" + forger_serial + "/c", "configuration", true));

    ASSERT_TRUE(late.accepted());
    ASSERT_TRUE(late.subscribe("ln/1/" + forger_serial + "/c"));

    EXPECT_TRUE(late.hears("ln/1/" + forger_serial + "/c", "configuration"));
    EXPECT_TRUE(ingest.publish("ln/1/" + forger_serial + "/c", "", true));
}

TEST_F(AccessTest, WhatAUnitForgesHasNoEffect) {
    RawClient web{server("web-api", "web-api")};
    ASSERT_TRUE(web.accepted());
    ASSERT_TRUE(web.subscribe("ln/live/#"));
    RawClient forger{unit(world().forger, forger_serial)};
    ASSERT_TRUE(forger.accepted());

    for (const char* topic :
         {"ln/1/s00/honest0001/f", "ln/1/s00/honest0001/b", "ln/1/s00/honest0001/e",
          "ln/1/s00/honest0001/s", "ln/1/honest0001/a", "ln/1/honest0001/c", "ln/1/forger0001/a",
          "ln/1/forger0001/c", "ln/1/s00/forger0001/x", "ln/1/s00/x/forger0001/f",
          "ln/live/spring/f", "x"}) {
        EXPECT_TRUE(forger.publish(topic, "forged", true)) << topic;
    }

    expect_ingest_hears_only_the_mark_of(forger, forger_serial);
    ASSERT_TRUE(ingest.publish("ln/live/spring/f", "live"));
    EXPECT_TRUE(web.hears("ln/live/spring/f", "live"));
    EXPECT_EQ(web.heard().size(), 1U);
}

TEST_F(AccessTest, AUnitReadsNothingOfAnotherWhateverItSubscribesTo) {
    RawClient forger{unit(world().forger, forger_serial)};
    ASSERT_TRUE(forger.accepted());
    for (const char* filter :
         {"ln/1/honest0001/a", "ln/1/honest0001/c", "ln/1/+/a", "ln/#", "#", "$SYS/#"}) {
        forger.subscribe(filter);
    }

    ASSERT_TRUE(ingest.publish("ln/1/" + honest_serial + "/a", "receipt"));
    ASSERT_TRUE(ingest.publish("ln/live/spring/f", "live"));
    ASSERT_TRUE(ingest.publish("ln/1/" + forger_serial + "/a", "own"));

    EXPECT_TRUE(forger.hears("ln/1/" + forger_serial + "/a", "own"));
    EXPECT_TRUE(
        std::all_of(forger.heard().begin(), forger.heard().end(),
                    [](const RawClient::Message& message) { return message.payload == "own"; }));
}

TEST_F(AccessTest, TheClientIdOfAnotherUnitPutsItNotOffTheLine) {
    RawClient forger{unit(world().forger, honest_serial)};

    ASSERT_TRUE(forger.accepted());

    expect_ingest_hears_only_the_mark_of(forger, forger_serial);
    EXPECT_TRUE(honest.still_connected());
}

TEST_F(AccessTest, TheClientIdOfIngestPutsItNotOffTheLine) {
    RawClient forger{unit(world().forger, "ingest")};

    ASSERT_TRUE(forger.accepted());

    expect_ingest_hears_only_the_mark_of(forger, forger_serial);
    EXPECT_TRUE(ingest.still_connected());
}

TEST_F(AccessTest, TheUserNameOfAnotherIsNotAskedFor) {
    auto settings = unit(world().forger, forger_serial);
    settings.user = "ingest";
    settings.password = RaceBroker::password;
    RawClient forger{settings};
    ASSERT_TRUE(forger.accepted());

    EXPECT_TRUE(forger.publish("ln/1/" + honest_serial + "/a", "forged"));

    expect_ingest_hears_only_the_mark_of(forger, forger_serial);
}

TEST_F(AccessTest, AWillOnTheTopicOfAnotherIsNotPublished) {
    auto settings = unit(world().forger, forger_serial);
    settings.will_topic = "ln/1/s00/" + honest_serial + "/s";
    RawClient forger{settings};
    ASSERT_TRUE(forger.accepted());

    forger.vanish();

    RawClient next{unit(world().forger, forger_serial)};
    ASSERT_TRUE(next.accepted());
    expect_ingest_hears_only_the_mark_of(next, forger_serial);
}

TEST_F(AccessTest, ACertificateOfAnotherAuthorityIsRefused) {
    PrivateAuthority foreign;

    EXPECT_FALSE(RawClient{unit(foreign.enrol(forger_serial), forger_serial)}.accepted());
}

TEST_F(AccessTest, NoCertificateIsRefused) {
    EXPECT_FALSE(RawClient{unit({}, forger_serial)}.accepted());
}

TEST_F(AccessTest, TheBrokersOwnCertificateIsNoUnits) {
    const auto folder = world().authority.folder();

    EXPECT_FALSE(RawClient{
        unit({.certificate = folder / "server.crt", .key = folder / "server.key"}, forger_serial)}
                     .accepted());
}

TEST_F(AccessTest, NoTlsIsRefused) {
    RawClient plain{{.port = world().broker.units_port(), .client_id = forger_serial}};

    EXPECT_FALSE(plain.accepted());
}

class TlsVersionTest : public AccessTest {
protected:
    std::optional<int> shake_hands(const char* version) {
        support::ChildProcess client{
            {.words = {support::find_program("openssl"), "s_client", version, "-connect",
                       "127.0.0.1:" + std::to_string(world().broker.units_port()), "-CAfile",
                       world().authority.certificate(), "-cert", world().honest.certificate, "-key",
                       world().honest.key, "-verify_return_error", "-no_ign_eof"}}};
        return client.wait();
    }
};

TEST_F(TlsVersionTest, OnlyTls13IsSpoken) {
    EXPECT_EQ(shake_hands("-tls1_3"), 0);
    EXPECT_EQ(shake_hands("-tls1_2"), 1);
}

/// Subjects that no authority of ours would sign; the broker must not rely on that.
class OddNameTest : public AccessTest, public testing::WithParamInterface<std::string> {};

TEST_P(OddNameTest, HasNoEffectOnAnybody) {
    RawClient odd{unit(world().authority.sign_anything(GetParam()), forger_serial)};

    if (odd.accepted()) {
        for (const char* filter : {"ln/1/+/a", "ln/1/#", "ln/1/honest0001/a", "#"}) {
            odd.subscribe(filter);
        }
        for (const char* topic : {"ln/1/s00/honest0001/f", "ln/1/s00/honest0001/s",
                                  "ln/1/honest0001/a", "ln/1/honest0001/c"}) {
            odd.publish(topic, "forged");
        }
        odd.publish("ln/1/s00/" + GetParam() + "/f", "forged");
    }

    ASSERT_TRUE(ingest.publish("ln/1/" + honest_serial + "/a", "receipt"));
    ASSERT_TRUE(honest.hears("ln/1/" + honest_serial + "/a", "receipt"));
    odd.still_connected();
    EXPECT_THAT(odd.heard(), IsEmpty());
    ASSERT_TRUE(honest.publish("ln/1/s00/" + honest_serial + "/e", "mark"));
    ASSERT_TRUE(ingest.hears("ln/1/s00/" + honest_serial + "/e", "mark"));
    for (const RawClient::Message& message : ingest.heard()) {
        if (message.payload == "forged") {
            EXPECT_EQ(wire::parse_unit_topic(message.topic), std::nullopt) << message.topic;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Names, OddNameTest,
                         testing::Values("#", "+", "ln", "HONEST0001", "honest0001x/f",
                                         "s00/honest0001", std::string(64, 'a'), "honest0001#",
                                         "%u", "ingest-s00"));

TEST_F(AccessTest, ARevokedUnitIsRefusedOnceTheBrokerHasTheList) {
    const auto lost = world().authority.enrol("lost000001");
    ASSERT_TRUE(RawClient(unit(lost, "lost000001")).accepted());

    world().authority.run("revoke", {"lost000001"});
    world().broker.bring_new_list();

    EXPECT_FALSE(RawClient(unit(lost, "lost000001")).accepted());
    EXPECT_TRUE(RawClient(unit(world().forger, forger_serial)).accepted());
    EXPECT_TRUE(honest.still_connected());
}

TEST_F(AccessTest, AServerNeedsItsPassword) {
    auto wrong = server("ingest", "other");
    wrong.password = "guessed";

    EXPECT_FALSE(RawClient{wrong}.accepted());
    EXPECT_FALSE(RawClient{server("", "other")}.accepted());
    EXPECT_FALSE(RawClient{server(forger_serial, "other")}.accepted());
}

TEST_F(AccessTest, WebApiReadsTheLiveDataAlone) {
    RawClient web{server("web-api", "web-api")};
    ASSERT_TRUE(web.accepted());
    ASSERT_TRUE(web.subscribe("#"));

    EXPECT_TRUE(web.publish("ln/live/spring/f", "forged"));
    EXPECT_TRUE(web.publish("ln/1/" + honest_serial + "/a", "forged"));
    ASSERT_TRUE(honest.publish("ln/1/s00/" + honest_serial + "/e", "mark"));
    ASSERT_TRUE(ingest.hears("ln/1/s00/" + honest_serial + "/e", "mark"));
    ASSERT_TRUE(ingest.publish("ln/live/spring/f", "live"));

    EXPECT_TRUE(web.hears("ln/live/spring/f", "live"));
    EXPECT_EQ(web.heard().size(), 1U);
}

TEST_F(AccessTest, IngestReadsTheBrokersOwnFigures) {
    ASSERT_TRUE(ingest.subscribe("$SYS/broker/version"));

    EXPECT_TRUE(ingest.hears("$SYS/broker/version", "mosquitto version 2.0.11"));
}

} // namespace
} // namespace lanterne
