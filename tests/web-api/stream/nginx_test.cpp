#include <fmt/format.h>
#include <gtest/gtest.h>

#include "service/web_socket_client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/spectator/spectator_reader.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/web-api/stream/live_site.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using support::wait_until;

/// lanterne-web behind nginx as tools/nginx says.
class BehindNginx : public LiveSite {
protected:
    BehindNginx() {
        server_.start();
        EXPECT_TRUE(becomes_healthy(nginx_.port()));
    }

    service::HttpReply get(const std::string& target) const {
        return LiveSite::get(nginx_.port(), target);
    }

    std::string cache(const std::string& target) const {
        const auto reply = get(target);
        const auto said = reply.headers.find("x-cache");
        return said == reply.headers.end() ? "nothing" : said->second;
    }

    /// A tile is there.
    void wait_for_tiles() {
        publish(60, 60);
        ASSERT_TRUE(
            wait_until([&] { return get("/live/harbour-sprint/tiles/1/k/2").status == 200; }));
        publish(61, 63);
        ASSERT_TRUE(
            wait_until([&] { return get("/live/harbour-sprint/tiles/1/d/31").status == 200; }));
    }

    SiteServer server_{settings(), log_,
                       Clocks{[] { return start + 10s; }, std::chrono::steady_clock::now}};
    support::PrivateNginx nginx_{server_.port()};
};

TEST_F(BehindNginx, ATileIsAskedForOnce) {
    wait_for_tiles();

    for (const char* tile :
         {"/live/harbour-sprint/tiles/1/k/2", "/live/harbour-sprint/tiles/1/d/31"}) {
        EXPECT_EQ(cache(tile), "HIT") << tile;
        EXPECT_EQ(get(tile).headers.at("cache-control"), "public, max-age=86400, immutable");
    }
}

TEST_F(BehindNginx, WhatEverybodyAsksForIsKeptForASecond) {
    wait_for_tiles();

    for (const char* target :
         {"/live/harbour-sprint/head", "/api/v1/races/harbour-sprint/standings",
          "/api/v1/races/harbour-sprint", "/r/harbour-sprint"}) {
        // The second may be over between two questions: then the next is the first again.
        EXPECT_TRUE(wait_until([&] { return cache(target) == "HIT"; })) << target;
    }
}

TEST_F(BehindNginx, ASocketIsTheStreamItself) {
    auto client = service::WebSocketClient::open(
        {.url = fmt::format("ws://127.0.0.1:{}/live/harbour-sprint", nginx_.port()),
         .sub_protocol = "lanterne.live.1",
         .timeout = support::patience,
         .is_binary = true});
    ASSERT_TRUE(client) << client.error().reason << nginx_.log();
    const auto keyframe = client->read(support::patience);
    ASSERT_TRUE(keyframe && *keyframe);
    SpectatorReader reader;
    ASSERT_TRUE(reader.read(**keyframe));

    publish(60, 62);
    while (reader.view().id.sequence < 62) {
        const auto message = client->read(support::patience);
        ASSERT_TRUE(message && *message);
        ASSERT_TRUE(reader.read(**message));
    }

    EXPECT_EQ(reader.view().rows.at(0).along_m, 620U);
}

TEST_F(BehindNginx, ServerSentEventsComeAtOnce) {
    support::TcpClient client{nginx_.port()};
    client.send("GET /live/harbour-sprint/events HTTP/1.1\r\nHost: localhost\r\n"
                "Accept: text/event-stream\r\n\r\n");
    ASSERT_TRUE(client.read_until("keyframe"));

    publish(60, 61);

    EXPECT_TRUE(client.read_until("id: 7.61\n"));
}

/// What curl says of one request to the site by its name, in the form that it is asked for.
std::string curl(const support::PrivateNginx& nginx, const std::string& form,
                 const std::string& url, std::uint16_t port) {
    const support::TempFolder folder;
    const auto said = folder.path() / "said";
    support::ChildProcess child{
        {.words = {support::find_program("curl"), "--silent", "--show-error", "--cacert",
                   nginx.certificate(), "--connect-to", fmt::format("::127.0.0.1:{}", port),
                   "--output", "/dev/null", "--write-out", form, url},
         .output = said}};
    EXPECT_EQ(child.wait(), 0) << nginx.log();
    return support::read_text(said);
}

TEST_F(BehindNginx, PeopleComeByTlsAndHttp2) {
    const std::string said =
        curl(nginx_, "%{http_version} %{http_code} %header{strict-transport-security}",
             "https://race.example.org/healthz", nginx_.https_port());

    EXPECT_EQ(said, "2 200 max-age=31536000");
}

TEST_F(BehindNginx, WhoComesWithoutTlsIsSentOn) {
    const std::string said = curl(nginx_, "%{http_code} %{redirect_url}",
                                  "http://race.example.org/r/spring?bib=7", nginx_.http_port());

    EXPECT_EQ(said, "308 https://race.example.org/r/spring?bib=7");
}

} // namespace

} // namespace lanterne::web
