#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "service/http_server.hpp"
#include "service/websocket_frame.hpp"
#include "simulator/said/frame_log.hpp"
#include "simulator/said/recorder.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::simulator {
namespace {

using service::HttpRequest;
using service::HttpResponse;
using support::wait_until;
using testing::ElementsAre;
using testing::HasSubstr;

std::string frame(int sequence, std::string_view state = "live") {
    return fmt::format(R"({{"type":"{}","id":"5.{}","race_time":"2026-06-14T08:00:{:02}.000Z",)"
                       R"("state":"{}","entries":[],"passages":[],"forecasts":[],"grades":[]}})",
                       sequence == 0 ? "keyframe" : "delta", sequence, sequence, state);
}

/// A web server that says of a race what the test wants it to.
class PlayedWeb {
public:
    explicit PlayedWeb(std::uint16_t port = 0) {
        server_.websocket(
            "/live/:slug",
            {.refuse = [](const HttpRequest& request) -> std::optional<HttpResponse> {
                 return request.parameters.at("slug") == "mile"
                            ? std::nullopt
                            : std::optional{service::problem(404, "No such race", "mile")};
             },
             .opened =
                 [this](const HttpRequest& request, std::shared_ptr<service::Watcher> socket) {
                     const std::scoped_lock lock{mutex_};
                     const auto resume = request.query.find("resume");
                     resumed_.push_back(resume == request.query.end() ? "" : resume->second);
                     socket_ = std::move(socket);
                 },
             .closed = [this](service::Watcher&) { socket_.reset(); },
             .sub_protocols = {"lanterne.live.1"}});
        server_.get("/api/v1/races/:slug", [](const HttpRequest&) { return body("{}"); });
        server_.get("/api/v1/races/:slug/standings",
                    [](const HttpRequest&) { return body(R"({"rows":[]})"); });
        server_.get("/api/v1/races/:slug/passages",
                    [](const HttpRequest&) { return body(R"({"passages":[]})"); });
        server_.get("/api/v1/units", [](const HttpRequest&) { return body("{}"); });
        server_.get("/api/v1/races/:slug/rankings", [](const HttpRequest&) {
            return body(R"({"rankings":[{"kind":"ranking","id":"overall"},
                                        {"kind":"../../etc","id":"passwd"}]})");
        });
        server_.get("/api/v1/races/:slug/rankings/:id",
                    [](const HttpRequest&) { return body(R"({"table":1})"); });
        port_ = server_.listen("127.0.0.1", port);
        server_.start();
    }

    std::uint16_t port() const { return port_; }

    std::vector<std::string> resumed() {
        const std::scoped_lock lock{mutex_};
        return resumed_;
    }

    bool joined(std::size_t times) {
        return wait_until([&] { return resumed().size() == times; });
    }

    bool say(const std::string& text) {
        return wait_until([&] {
            std::promise<bool> taken;
            const std::string frame = service::websocket_frame(service::Opcode::text, text);
            server_.on_loop([&, shared = std::make_shared<const std::string>(frame)] {
                taken.set_value(socket_ && socket_->send(shared));
            });
            return taken.get_future().get();
        });
    }

private:
    static HttpResponse body(std::string text) {
        return {.content_type = "application/json", .body = std::move(text)};
    }

    std::mutex mutex_;
    std::vector<std::string> resumed_;
    std::shared_ptr<service::Watcher> socket_; ///< of the loop's thread
    std::uint16_t port_ = 0;
    service::HttpServer server_{service::HttpLimits{}};
};

UtcTime now() { return *parse_time("2026-11-01T12:00:00Z"); }

class Listening : public testing::Test {
protected:
    ListenSettings settings(std::uint16_t port, const std::string& slug = "mile") const {
        return {.url = fmt::format("http://127.0.0.1:{}", port),
                .slug = slug,
                .folder = (folder_.path() / "said").string(),
                .until_finished = true};
    }

    std::vector<std::string> kept_ids() const {
        std::vector<std::string> ids;
        auto log = FrameLog::open((folder_.path() / "said/frames.ndjson").string()).value();
        for (auto heard = log.next(); heard && *heard; heard = log.next()) {
            ids.push_back((*heard)->frame.id);
        }
        return ids;
    }

    support::TempFolder folder_;
};

TEST_F(Listening, KeepsEachFrameAndWhatRestSaysAtLast) {
    PlayedWeb web;
    Recorder recorder{settings(web.port()), now};
    ASSERT_TRUE(web.joined(1));
    ASSERT_TRUE(web.say(frame(0)));
    ASSERT_TRUE(web.say(frame(1)));
    ASSERT_TRUE(web.say(frame(2, "finished")));
    ASSERT_TRUE(wait_until([&] { return recorder.has_ended(); }));

    const auto heard = recorder.finish();

    ASSERT_TRUE(heard) << heard.error();
    EXPECT_EQ(heard->frames, 3U);
    EXPECT_THAT(kept_ids(), ElementsAre("5.0", "5.1", "5.2"));
    EXPECT_EQ(support::read_text(folder_.path() / "said/standings.json"), R"({"rows":[]})");
    EXPECT_EQ(support::read_text(folder_.path() / "said/rankings-ranking-overall.json"),
              R"({"table":1})");
}

TEST_F(Listening, ComesBackWhereItWasWhenTheServerWasAway) {
    auto web = std::make_unique<PlayedWeb>(support::free_port());
    const std::uint16_t port = web->port();
    Recorder recorder{settings(port), now};
    ASSERT_TRUE(web->joined(1));
    ASSERT_TRUE(web->say(frame(0)));
    ASSERT_TRUE(web->say(frame(1)));
    ASSERT_TRUE(wait_until(
        [&] { return std::filesystem::file_size(folder_.path() / "said/frames.ndjson") > 0; }));

    web.reset();
    web = std::make_unique<PlayedWeb>(port);
    ASSERT_TRUE(web->joined(1));
    ASSERT_TRUE(web->say(frame(2, "finished")));
    ASSERT_TRUE(wait_until([&] { return recorder.has_ended(); }));

    EXPECT_THAT(web->resumed(), ElementsAre("5.1"));
    EXPECT_EQ(recorder.finish()->reconnections, 1U);
    EXPECT_THAT(kept_ids(), ElementsAre("5.0", "5.1", "5.2"));
}

TEST_F(Listening, EndsWhenThereIsNoSuchRace) {
    PlayedWeb web;

    const auto heard = listen(settings(web.port(), "marathon"), now, [] { return false; });

    EXPECT_THAT(heard.error(), HasSubstr("answers 404"));
}

TEST_F(Listening, EndsWhenAFrameIsNotAsPromised) {
    PlayedWeb web;
    Recorder recorder{settings(web.port()), now};
    ASSERT_TRUE(web.joined(1));
    ASSERT_TRUE(web.say("hello"));
    ASSERT_TRUE(wait_until([&] { return recorder.has_ended(); }));

    EXPECT_THAT(recorder.finish().error(), HasSubstr("a frame is no JSON object"));
}

TEST_F(Listening, SaysThatTheDiskIsFull) {
    PlayedWeb web;
    std::filesystem::create_directories(folder_.path() / "said");
    std::filesystem::create_symlink("/dev/full", folder_.path() / "said/frames.ndjson");
    Recorder recorder{settings(web.port()), now};
    ASSERT_TRUE(web.joined(1));
    ASSERT_TRUE(web.say(frame(0, "finished")));
    ASSERT_TRUE(wait_until([&] { return recorder.has_ended(); }));

    EXPECT_THAT(recorder.finish().error(), HasSubstr("frames.ndjson: cannot be written: No space"));
}

} // namespace
} // namespace lanterne::simulator
