#include <filesystem>
#include <fstream>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "service/web_socket_client.hpp"
#include "tests/support/spectator/frame_reader.hpp"
#include "tests/support/spectator/spectator_reader.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/web-api/stream/live_site.hpp"
#include "web-api/tiles/tile_commands.hpp"
#include "web-api/tiles/tile_lease.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using support::wait_until;

/// Web servers with the sample race, and a folder for tiles.
class Tiles : public LiveSite {
protected:
    /// One that runs, and is healthy.
    std::unique_ptr<SiteServer> serve(const std::string& folder, std::size_t most_sockets = 100) {
        WebSettings with_tiles = settings();
        with_tiles.tiles = {.folder = folder, .most_sockets = most_sockets};
        auto server = std::make_unique<SiteServer>(with_tiles, log_, standing_clocks());
        server->start();
        EXPECT_TRUE(becomes_healthy(server->port()));
        return server;
    }

    static service::HttpReply get(const SiteServer& server, const std::string& target) {
        return LiveSite::get(server.port(), target);
    }

    static boost::json::object head(const SiteServer& server) {
        const auto reply = get(server, "/live/harbour-sprint/head");
        return reply.status == 200 ? boost::json::parse(reply.body).as_object()
                                   : boost::json::object{};
    }

    static std::uint64_t number(const boost::json::object& head, const char* name) {
        return head.empty() || head.at(name).is_null()
                   ? 0
                   : boost::json::value_to<std::uint64_t>(head.at(name));
    }

    static service::HttpReply tile(const SiteServer& server, const std::string& name,
                                   int generation = 1) {
        return get(server, fmt::format("/live/harbour-sprint/tiles/{}/{}", generation, name));
    }

    /// The race is loaded, and this server writes its tiles.
    void wait_for_writing(const SiteServer& server, std::uint64_t first) {
        publish(first, first);
        ASSERT_TRUE(wait_until([&] {
            return get(server, "/api/v1/races").status == 200 &&
                   connection_
                           .execute("SELECT FROM pg_locks WHERE locktype = 'advisory' AND "
                                    "classid = $1::int4::oid",
                                    database::Parameters{}.add(TileLease::tile_locks))
                           .size() == 1;
        }));
        ASSERT_TRUE(wait_until(
            [&] { return tile(server, fmt::format("k/{}", first / 30)).status == 200; }));
    }

    /// What a spectator of tiles knows who begins with a keyframe.
    static SpectatorReader read_tiles(const SiteServer& server, std::uint64_t keyframe,
                                      std::uint64_t last_delta) {
        SpectatorReader reader;
        const auto read = [&](const std::string& name) {
            const auto reply = tile(server, name);
            EXPECT_EQ(reply.status, 200) << name;
            FrameReader in{reply.body};
            while (reply.status == 200 && !in.is_at_end()) {
                reader.read(in.text());
            }
        };
        read(fmt::format("k/{}", keyframe));
        for (std::uint64_t n = reader.view().id.sequence / 2; n <= last_delta; ++n) {
            read(fmt::format("d/{}", n));
        }
        return reader;
    }

    support::TempFolder folder_;
};

TEST_F(Tiles, TellWhatTheSocketTells) {
    const auto server = serve(folder_.path());
    wait_for_writing(*server, 60);
    publish(61, 75);
    ASSERT_TRUE(wait_until([&] { return number(head(*server), "last_delta") == 37; }));

    const SpectatorReader reader = read_tiles(*server, 2, 37);

    EXPECT_EQ(reader.view().id, (FrameId{epoch, 75}));
    EXPECT_EQ(reader.view().rows.at(0).along_m, 750U);
    const auto now = head(*server);
    EXPECT_EQ(now.at("mode"), "socket");
    EXPECT_EQ(number(now, "generation"), 1U);
    EXPECT_EQ(number(now, "first_keyframe"), 2U);
    EXPECT_EQ(number(now, "last_keyframe"), 2U);
}

TEST_F(Tiles, AreKeptByCachesForGoodAndTheirAbsenceForASecond) {
    const auto server = serve(folder_.path());
    wait_for_writing(*server, 60);
    publish(61, 63);
    ASSERT_TRUE(wait_until([&] { return number(head(*server), "last_delta") == 31; }));

    const auto there = tile(*server, "d/31");
    const auto not_yet = tile(*server, "d/32");

    EXPECT_EQ(there.headers.at("cache-control"), "public, max-age=86400, immutable");
    EXPECT_EQ(there.headers.at("content-type"), "application/vnd.lanterne.live.1");
    EXPECT_EQ(not_yet.status, 404);
    EXPECT_EQ(not_yet.headers.at("cache-control"), "public, max-age=1");
    EXPECT_EQ(get(*server, "/live/harbour-sprint/head").headers.at("cache-control"),
              "public, max-age=1");
    for (const char* wrong : {"x/1", "d/x", "d/-1", "d/99999999999999999999"}) {
        EXPECT_EQ(tile(*server, wrong).status, 404) << wrong;
    }
}

TEST_F(Tiles, AreThereAfterTheServerIsGoneAndAreNotWrittenTwice) {
    std::string before;
    {
        const auto server = serve(folder_.path());
        wait_for_writing(*server, 60);
        publish(61, 65);
        ASSERT_TRUE(wait_until(
            [&] { return std::filesystem::exists(folder_.path() / "harbour-sprint/1/d/32"); }));
        before = tile(*server, "d/32").body;
    }

    const auto next = serve(folder_.path());
    const auto replayed = head(*next);
    EXPECT_EQ(number(replayed, "first_keyframe"), 2U);
    EXPECT_EQ(number(replayed, "last_delta"), 32U);
    EXPECT_EQ(tile(*next, "d/32").body, before);
    EXPECT_EQ(read_tiles(*next, 2, 32).view().id, (FrameId{epoch, 65}));
}

TEST_F(Tiles, OfTwoServersAreTheSameAndWrittenByOne) {
    const support::TempFolder other_folder;
    const auto one = serve(folder_.path());
    wait_for_writing(*one, 60);
    const auto other = serve(other_folder.path());
    publish(61, 61);
    ASSERT_TRUE(wait_until([&] { return number(head(*one), "last_delta") == 30; }));
    ASSERT_TRUE(
        wait_until([&] { return get(*other, "/live/harbour-sprint/tiles/1/k/2").status == 200; }));

    publish(62, 95);
    ASSERT_TRUE(wait_until([&] { return number(head(*one), "last_delta") == 47; }));
    ASSERT_TRUE(wait_until([&] { return tile(*other, "d/47").status == 200; }));

    EXPECT_EQ(tile(*one, "k/3").body, tile(*other, "k/3").body);
    for (std::uint64_t n = 33; n <= 47; ++n) {
        EXPECT_EQ(tile(*one, fmt::format("d/{}", n)).body,
                  tile(*other, fmt::format("d/{}", n)).body)
            << n;
    }
    EXPECT_TRUE(std::filesystem::exists(folder_.path() / "harbour-sprint/1/d/40"));
    EXPECT_FALSE(std::filesystem::exists(other_folder.path() / "harbour-sprint"));
}

TEST_F(Tiles, OfAnOldGenerationAreGone) {
    const auto server = serve(folder_.path());
    wait_for_writing(*server, 60);
    publish(61, 63);
    ASSERT_TRUE(wait_until([&] { return tile(*server, "d/31").status == 200; }));

    const Outcome renewed = renew_tiles(conninfo_, folder_.path(), "harbour-sprint");
    ASSERT_EQ(renewed.exit_code, 0) << renewed.says;
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "harbour-sprint/1"));
    EXPECT_EQ(renew_tiles(conninfo_, folder_.path(), "nowhere").exit_code, 1);
    ASSERT_TRUE(wait_until([&] { return tile(*server, "d/31").status == 404; }));
    publish(64, 67);

    ASSERT_TRUE(wait_until([&] { return tile(*server, "d/33", 2).status == 200; }));
    EXPECT_EQ(number(head(*server), "generation"), 2U);
    EXPECT_EQ(tile(*server, "d/33", 1).status, 404);
    EXPECT_EQ(tile(*server, "k/2", 1).status, 404);
}

// Until the server hears of the new generation it goes on writing the old one.
TEST_F(Tiles, OfAnOldGenerationDoNotComeBackByOneThatWasOnItsWay) {
    const auto server = serve(folder_.path());
    wait_for_writing(*server, 60);
    publish(61, 63);
    ASSERT_TRUE(wait_until([&] { return tile(*server, "d/31").status == 200; }));
    ASSERT_EQ(renew_tiles(conninfo_, folder_.path(), "harbour-sprint").exit_code, 0);

    const auto late = folder_.path() / "harbour-sprint/1/d";
    std::filesystem::create_directories(late);
    std::ofstream{late / "31"} << "what may not be told any more";

    EXPECT_TRUE(wait_until([&] { return !std::filesystem::exists(late.parent_path()); }));
}

TEST_F(Tiles, AreRefusedInWordsWhenTheDatabaseCannotAnswer) {
    const auto server = serve(folder_.path());
    connection_.run_script("ALTER TABLE plan.race RENAME COLUMN tile_generation TO elsewhere");

    EXPECT_EQ(tile(*server, "k/0").status, 500);
    EXPECT_EQ(get(*server, "/live/harbour-sprint/head").status, 500);

    connection_.run_script("ALTER TABLE plan.race RENAME COLUMN elsewhere TO tile_generation");
    EXPECT_EQ(tile(*server, "k/0").status, 404) << "and it lives on";
}

TEST_F(Tiles, AreWrittenByAnotherOnceOneDoesNotHoldTheRaceAnyMore) {
    TileLease one{conninfo_};
    TileLease other{conninfo_};
    const std::set<std::string> race{"harbour-sprint"};

    EXPECT_TRUE(one.ask(race).at("harbour-sprint").may_write);
    EXPECT_TRUE(one.ask(race).at("harbour-sprint").may_write);
    EXPECT_FALSE(other.ask(race).at("harbour-sprint").may_write);
    one.ask({});

    EXPECT_TRUE(other.ask(race).at("harbour-sprint").may_write);
    EXPECT_FALSE(one.ask(race).at("harbour-sprint").may_write);
}

TEST_F(Tiles, AreWhereSpectatorsAreSentWhenThereAreNoMoreSockets) {
    const auto server = serve(folder_.path(), 1);
    wait_for_writing(*server, 60);
    publish(61, 61);
    const auto open = [&] {
        return service::WebSocketClient::open(
            {.url =
                 fmt::format("ws://127.0.0.1:{}/live/harbour-sprint?format=json", server->port()),
             .timeout = support::patience});
    };
    const auto first = open();
    ASSERT_TRUE(first);

    const auto second = open();

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().status, 503);
    ASSERT_TRUE(wait_until([&] { return !head(*server).empty(); }));
    EXPECT_EQ(head(*server).at("mode"), "tiles");
}

TEST_F(Tiles, OfARaceThatNeverWasLiveAreNowhere) {
    const auto server = serve(folder_.path());

    EXPECT_TRUE(head(*server).at("last_delta").is_null());
    EXPECT_EQ(get(*server, "/live/nowhere/head").status, 404);
    EXPECT_EQ(tile(*server, "k/0").status, 404);
}

} // namespace

} // namespace lanterne::web
