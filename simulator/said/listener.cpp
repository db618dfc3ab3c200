#include "simulator/said/listener.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "service/web_socket_client.hpp"
#include "simulator/said/bodies.hpp"
#include "simulator/said/frame_log.hpp"

namespace lanterne::simulator {

namespace {

using service::WebSocketClient;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds nap{200};
constexpr std::chrono::milliseconds longest_pause{5'000}; // before the next try to connect
constexpr std::chrono::minutes patience{5};
constexpr std::chrono::seconds flush_interval{1};
constexpr std::chrono::milliseconds goodbye{1'000};
constexpr unsigned no_such_race = 4404;

class Listener {
public:
    Listener(const ListenSettings& settings, OutputFile file, const std::function<UtcTime()>& now,
             const std::function<bool()>& stop)
        : settings_{settings}, file_{std::move(file)}, now_{now}, stop_{stop} {}

    Status<std::string> run() {
        while (!is_done()) {
            auto heard = hear_socket();
            if (!heard) {
                return heard;
            }
            pause();
        }
        return file_.close();
    }

    const Heard& heard() const { return heard_; }

private:
    bool is_done() const { return is_over_ || stop_(); }

    std::string address() const {
        const std::size_t scheme = settings_.url.find("://");
        const std::string rest =
            scheme == std::string::npos ? settings_.url : settings_.url.substr(scheme + 3);
        return fmt::format("ws://{}/live/{}?format=json{}", rest, settings_.slug,
                           last_id_.empty() ? "" : "&resume=" + last_id_);
    }

    /// From one connection to its end. An error ends all.
    Status<std::string> hear_socket() {
        auto socket = WebSocketClient::open({.url = address(),
                                             .sub_protocol = "lanterne.live.1",
                                             .origin = {},
                                             .max_message_bytes = max_frame_bytes});
        if (!socket) {
            return bear(socket.error().status, socket.error().reason);
        }
        heard_.reconnections += was_connected_ ? 1U : 0U;
        was_connected_ = true;
        while (!is_done()) {
            const auto message = socket->read(nap);
            if (!message) {
                return socket->close_code() == no_such_race
                           ? tl::unexpected{fmt::format("{}: no such race", settings_.slug)}
                           : bear(0, message.error());
            }
            const std::optional<std::string>& text = *message;
            if (text) {
                if (auto kept = keep(*text); !kept) {
                    return kept;
                }
            } else if (auto flushed = flush(); !flushed) {
                return flushed;
            }
        }
        socket->close(goodbye);
        return {};
    }

    /// A server may be away for a while, but not for ever, and not say that there is no such race.
    Status<std::string> bear(int status, const std::string& reason) const {
        const bool is_refused = status >= 400 && status < 500 && status != 429;
        if (is_refused || Steady::now() - last_heard_ > patience) {
            return tl::unexpected{fmt::format("{}: {}", settings_.url, reason)};
        }
        return {};
    }

    Status<std::string> keep(const std::string& text) {
        const UtcTime wall = now_();
        const auto frame = read_said_frame(text);
        if (!frame) {
            return tl::unexpected{fmt::format("{}: a frame {}", settings_.url, frame.error())};
        }
        last_id_ = frame->id;
        last_heard_ = Steady::now();
        pause_ = nap;
        is_over_ = settings_.until_finished && frame->state == "finished";
        ++heard_.frames;
        const auto written = file_.write(frame_line(wall, text));
        return written ? flush() : written;
    }

    Status<std::string> flush() {
        if (Steady::now() - flushed_ < flush_interval) {
            return {};
        }
        flushed_ = Steady::now();
        return file_.flush();
    }

    void pause() {
        const auto until = Steady::now() + pause_;
        while (!is_done() && Steady::now() < until) {
            std::this_thread::sleep_for(std::min<Steady::duration>(nap, until - Steady::now()));
        }
        pause_ = std::min(2 * pause_, longest_pause);
    }

    const ListenSettings& settings_;
    OutputFile file_;
    const std::function<UtcTime()>& now_;
    const std::function<bool()>& stop_;
    Heard heard_;
    std::string last_id_;
    bool was_connected_ = false;
    bool is_over_ = false;
    std::chrono::milliseconds pause_ = nap;
    Steady::time_point last_heard_ = Steady::now();
    Steady::time_point flushed_{};
};

} // namespace

Result<Heard, std::string> listen(const ListenSettings& settings,
                                  const std::function<UtcTime()>& now,
                                  const std::function<bool()>& stop) {
    std::error_code error;
    std::filesystem::create_directories(settings.folder, error);
    auto file = OutputFile::create(settings.folder + "/frames.ndjson");
    if (!file) {
        return tl::unexpected{file.error()};
    }
    Listener listener{settings, std::move(*file), now, stop};
    if (const auto done = listener.run(); !done) {
        return tl::unexpected{done.error()};
    }
    if (const auto kept = keep_bodies(settings.url, settings.slug, settings.folder); !kept) {
        return tl::unexpected{kept.error()};
    }
    return listener.heard();
}

} // namespace lanterne::simulator
