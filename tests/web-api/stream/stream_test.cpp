#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "service/web_socket_client.hpp"
#include "tests/support/spectator/spectator_reader.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"
#include "tests/web-api/stream/live_site.hpp"
#include "web-api/live/live_hub.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using service::WebSocketClient;
using support::wait_until;

/// A whole web server with the sample race.
class Stream : public LiveSite {
protected:
    Stream() { server_.start(); }

    service::HttpReply get(const std::string& target) const {
        return LiveSite::get(server_.port(), target);
    }

    void wait_for_health() const { ASSERT_TRUE(becomes_healthy(server_.port())); }

    WebSocketClient join(const std::string& more = "") {
        auto client = open("/live/harbour-sprint?format=json" + more);
        if (!client) {
            throw std::runtime_error{client.error().reason};
        }
        return std::move(*client);
    }

    Result<WebSocketClient, service::WebSocketRefusal> open(const std::string& target,
                                                            const std::string& sub_protocol = "",
                                                            const std::string& origin = "") {
        return WebSocketClient::open(
            {.url = fmt::format("ws://127.0.0.1:{}{}", server_.port(), target),
             .sub_protocol = sub_protocol,
             .origin = origin,
             .timeout = support::patience});
    }

    static boost::json::object next(WebSocketClient& client) {
        const auto text = client.read(support::patience);
        EXPECT_TRUE(text && *text) << (text ? "the stream stood still" : text.error());
        return text && *text ? boost::json::parse(**text).as_object() : boost::json::object{};
    }

    /// Reads until a message of that id, and answers it.
    static boost::json::object next(WebSocketClient& client, const std::string& id) {
        while (true) {
            const auto message = next(client);
            if (message.empty() || message.at("id").as_string() == id) {
                return message;
            }
        }
    }

    static boost::json::object entry_1(const boost::json::object& message) {
        for (const auto& entry : message.at("entries").as_array()) {
            if (entry.at("bib") == "1") {
                return entry.as_object();
            }
        }
        return {};
    }

    SiteServer server_{settings(), log_, standing_clocks()};
};

TEST_F(Stream, BeginsWithTheWholeRaceAndGoesOnWithWhatChanges) {
    wait_for_health();
    WebSocketClient client = join();

    const auto before = next(client);
    ingest_.publish(frame(1, {racing(1, 100)}));
    const auto keyframe = next(client, "7.1");
    wire::LiveFrame second = frame(2, {racing(2, 123)});
    second.passages.push_back({.bib = bib_1,
                               .point = "start",
                               .leg = 0,
                               .lap = 1,
                               .time = start + 250ms,
                               .standard_error_ms = 90,
                               .source = "gps",
                               .revision = 0});
    ingest_.publish(second);
    const auto delta = next(client, "7.2");
    ingest_.publish(frame(3));
    const auto empty = next(client, "7.3");

    EXPECT_EQ(before.at("type"), "keyframe");
    EXPECT_EQ(before.at("id"), "0.0");
    EXPECT_EQ(before.at("entries").as_array().size(), 12U);
    EXPECT_EQ(keyframe.at("type"), "keyframe");
    EXPECT_EQ(keyframe.at("state"), "live");
    EXPECT_EQ(entry_1(keyframe).at("status"), "racing");
    EXPECT_EQ(delta.at("type"), "delta");
    EXPECT_EQ(delta.at("race_time"), "2026-06-14T07:00:02.000Z");
    EXPECT_EQ(boost::json::serialize(delta.at("entries")),
              R"([{"bib":"1","status":"racing","rank":null,"gap_ms":null,"along_m":1.23E1,)"
              R"("fix_time":null,"lat":4.7574922E1,"lon":-3.068806E0,"speed_mps":null,)"
              R"("battery_pct":null,"next_report_s":null,"reason":0,"linked":false}])");
    EXPECT_EQ(
        boost::json::serialize(delta.at("passages")),
        R"([{"bib":"1","point":"start","leg":0,"lap":1,"time":"2026-06-14T07:00:00.250Z",)"
        R"("standard_error_ms":90,"source":"gps","revision":0,"bridged":false,"settled":true}])");
    EXPECT_TRUE(empty.at("entries").as_array().empty());
}

TEST_F(Stream, HasRoomForARaceHoweverManyOthersRunThatNobodyWatches) {
    wait_for_health();
    connection_.run_script(R"(
        CREATE TEMPORARY TABLE other AS SELECT * FROM plan.race;
        DO $$ BEGIN FOR n IN 1..64 LOOP
            UPDATE other SET race_id = 1000 + n, slug = 'other-' || n;
            INSERT INTO plan.race OVERRIDING SYSTEM VALUE SELECT * FROM other;
        END LOOP; END $$)");
    for (std::size_t n = 1; n <= HeldRaces::max_races; ++n) {
        ingest_.publish(frame(1), Slug::from("other-" + std::to_string(n)).value());
    }
    ingest_.publish_junk();
    ASSERT_TRUE(wait_until([&] {
        return get("/metrics").body.find("live_refused_total{reason=\"topic\"} 1") !=
               std::string::npos;
    }));

    // Addresses of no race take no place of one that is live.
    const auto stranger = open("/live/nowhere?format=json");
    EXPECT_EQ(stranger ? 101 : stranger.error().status, 503);
    EXPECT_TRUE(wait_until([&] { return open("/live/harbour-sprint?format=json").has_value(); }));
}

TEST_F(Stream, GoesOnWhereAClientHasBeen) {
    wait_for_health();
    {
        WebSocketClient witness = join();
        next(witness); // the race is loaded: what came before would have no content of its own
        for (std::uint64_t n = 1; n <= 5; ++n) {
            ingest_.publish(frame(n, {racing(n, static_cast<std::int64_t>(n))}));
        }
        next(witness, "7.5");
    }

    WebSocketClient back = join("&resume=7.3");
    const auto fourth = next(back);
    const auto fifth = next(back);
    WebSocketClient stranger = join("&resume=8.3");
    const auto keyframe = next(stranger);

    EXPECT_EQ(fourth.at("id"), "7.4");
    EXPECT_EQ(fourth.at("type"), "delta");
    EXPECT_EQ(fifth.at("id"), "7.5");
    EXPECT_EQ(fifth.at("type"), "delta");
    EXPECT_EQ(keyframe.at("id"), "7.5");
    EXPECT_EQ(keyframe.at("type"), "keyframe");
}

TEST_F(Stream, HealsAGapFromTheDatabase) {
    wait_for_health();
    WebSocketClient client = join();
    ingest_.publish(frame(1));
    ingest_.publish(frame(2));
    next(client, "7.2");
    connection_.run_script(R"(
        INSERT INTO race.race_state (race_id, version) SELECT race_id, 9 FROM plan.race;
        INSERT INTO race.standing (race_id, entry_id, version, status, rank)
            SELECT race_id, entry_id, 9, 'finished', 1 FROM plan.entry WHERE bib = '1')");

    ingest_.publish(frame(5));
    auto message = next(client, "7.5");
    while (!message.empty() && entry_1(message).at("status") != "finished") {
        message = next(client);
    }

    EXPECT_EQ(message.at("type"), "keyframe");
    EXPECT_EQ(entry_1(message).at("rank"), 1);
}

TEST_F(Stream, NoticesByTheVersionWhatNoFrameTold) {
    wait_for_health();
    WebSocketClient client = join();
    ingest_.publish(frame(1));
    next(client, "7.1");

    connection_.run_script(R"(
        INSERT INTO race.race_state (race_id, version) SELECT race_id, 9 FROM plan.race;
        INSERT INTO race.standing (race_id, entry_id, version, status, rank)
            SELECT race_id, entry_id, 9, 'finished', 1 FROM plan.entry WHERE bib = '1')");
    auto message = next(client);

    EXPECT_EQ(message.at("type"), "keyframe");
    EXPECT_EQ(entry_1(message).at("status"), "finished");
}

TEST_F(Stream, ShowsARaceThatWasImportedAgain) {
    wait_for_health();
    WebSocketClient client = join();
    next(client);

    import_sample({{"entries.csv", "bib,name,sex,birth_year,category,wave,team,unit\n"
                                   "99,New,female,,open,all,,\n"}});
    const auto message = next(client);

    ASSERT_EQ(message.at("entries").as_array().size(), 1U);
    EXPECT_EQ(message.at("entries").at(0).at("bib"), "99");
}

TEST_F(Stream, RefusesWhatItCannotServeWithAReason) {
    const auto status = [&](const std::string& target, const std::string& origin = "") {
        const auto client = open(target, "", origin);
        return client ? 101 : client.error().status;
    };

    EXPECT_EQ(status("/live/harbour-sprint?format=xml"), 400);
    EXPECT_EQ(status("/live/harbour-sprint?format=json&resume=7"), 400);
    EXPECT_EQ(status("/live/Harbour?format=json"), 404);
    EXPECT_EQ(status("/live/harbour-sprint?format=json", "https://example.org"), 403);
    EXPECT_EQ(get("/live/harbour-sprint?format=json").status, 426);
    auto unknown = open("/live/other?format=json");
    ASSERT_TRUE(unknown);
    EXPECT_FALSE(unknown->read(support::patience));
    EXPECT_EQ(unknown->close_code(), 4404U);
}

TEST_F(Stream, TellsTheSameInBinary) {
    wait_for_health();
    auto client = WebSocketClient::open(
        {.url = fmt::format("ws://127.0.0.1:{}/live/harbour-sprint", server_.port()),
         .sub_protocol = "lanterne.live.1",
         .timeout = support::patience,
         .is_binary = true});
    ASSERT_TRUE(client) << client.error().reason;
    SpectatorReader reader;
    const auto read_to = [&](std::uint64_t sequence) {
        while (reader.view().id.sequence < sequence) {
            const auto message = client->read(support::patience);
            ASSERT_TRUE(message && *message);
            ASSERT_TRUE(reader.read(**message));
        }
    };
    const auto before = client->read(support::patience);
    ASSERT_TRUE(before && *before);
    ASSERT_TRUE(reader.read(**before));
    EXPECT_EQ(reader.view().bibs.size(), 12U);

    for (std::uint64_t n = 1; n <= 5; ++n) {
        wire::LiveFrame made = frame(n, {racing(n, static_cast<std::int64_t>(100 * n))});
        made.last_event = n;
        made.events = {{n, wire::LiveEventKind::status,
                        wire::LiveOutcome{bib_1, wire::RaceStatus::racing, start}}};
        ingest_.publish(made);
    }
    read_to(5);

    EXPECT_EQ(client->sub_protocol(), "lanterne.live.1");
    EXPECT_EQ(reader.view().rows.at(0).along_m, 50U);
    EXPECT_EQ(reader.view().last_event, 5U);
}

TEST_F(Stream, GoesOnAsServerSentEventsWhereOneOfThemWas) {
    wait_for_health();
    const auto open_stream = [&](const std::string& more) {
        support::TcpClient client{server_.port()};
        client.send("GET /live/harbour-sprint/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    "Accept: text/event-stream\r\n" +
                    more + "\r\n");
        return client;
    };
    support::TcpClient watching = open_stream("");
    ASSERT_TRUE(watching.read_until("\"type\":\"keyframe\""));
    for (std::uint64_t n = 1; n <= 5; ++n) {
        ingest_.publish(frame(n, {racing(n, static_cast<std::int64_t>(n))}));
    }
    ASSERT_TRUE(watching.read_until("id: 7.5\n"));

    support::TcpClient back = open_stream("Last-Event-ID: 7.3\r\n");
    ASSERT_TRUE(back.read_until("id: 7.5\n"));

    EXPECT_NE(back.received().find("Content-Type: text/event-stream"), std::string::npos)
        << back.received().substr(0, 500);
    EXPECT_EQ(back.received().find("id: 7.3\n"), std::string::npos);
    EXPECT_NE(back.received().find("id: 7.4\n"), std::string::npos);
    EXPECT_EQ(back.received().find("keyframe"), std::string::npos);
}

TEST_F(Stream, AgreesOnItsSubProtocol) {
    const auto client = open("/live/harbour-sprint?format=json", "other, lanterne.live.1");

    ASSERT_TRUE(client) << client.error().reason;
    EXPECT_EQ(client->sub_protocol(), "lanterne.live.1");
}

TEST_F(Stream, CountsWhatCannotBeReadAndGoesOn) {
    wait_for_health();
    WebSocketClient client = join();
    service::MqttClient stranger{{.port = shared_broker().port(), .client_id = "stranger"}};
    const auto send = [&](const std::string& topic) {
        const std::vector<std::byte> junk{std::byte{0xFF}};
        return wait_until([&] {
            stranger.receive(10ms, 1);
            stranger.acknowledge();
            return stranger.publish(topic, junk, service::Qos::at_least_once, service::Retain::no);
        });
    };

    ASSERT_TRUE(send("ln/live/harbour-sprint/f"));
    ASSERT_TRUE(send("ln/live/harbour-sprint/x"));
    stranger.receive(10ms, 1);
    ingest_.publish(frame(1));

    EXPECT_EQ(next(client, "7.1").at("type"), "keyframe");
    EXPECT_TRUE(wait_until([&] {
        stranger.receive(10ms, 1);
        stranger.acknowledge();
        const std::string metrics = get("/metrics").body;
        return metrics.find("live_refused_total{reason=\"topic\"} 1") != std::string::npos &&
               metrics.find("live_refused_total{reason=\"wrong_type\"} 1") != std::string::npos;
    })) << get("/metrics").body;
}

TEST_F(Stream, SaysHonestlyThatTheBrokerIsAwayAndComesBackByItself) {
    wait_for_health();
    WebSocketClient client = join();
    next(client);

    shared_broker().kill9();
    EXPECT_TRUE(wait_until([&] { return get("/healthz").status == 503; }));
    shared_broker().start();
    wait_for_health();
    ingest_.publish(frame(1));

    EXPECT_EQ(next(client, "7.1").at("type"), "keyframe");
}

} // namespace

} // namespace lanterne::web
