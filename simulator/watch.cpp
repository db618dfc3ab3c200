#include "simulator/watch.hpp"

#include <thread>

#include <fmt/format.h>

#include "service/http_client.hpp"
#include "simulator/race_view.hpp"

namespace lanterne::simulator {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{20};      // with a server that does not answer
constexpr std::chrono::seconds line_interval{10}; // between lines where there is no terminal
constexpr std::chrono::milliseconds request_timeout{3000};

Result<std::string, std::string> get(const std::string& url) {
    const auto reply = service::http_get(url, request_timeout);
    if (!reply) {
        return tl::unexpected{reply.error()};
    }
    if (reply->status != 200) {
        return tl::unexpected{fmt::format("{} answered {}", url, reply->status)};
    }
    return reply->body;
}

Result<RaceView, std::string> look(const WatchSettings& settings) {
    const std::string race = settings.url + "/api/v1/races/" + settings.slug;
    const auto plan = get(race);
    const auto standings = get(race + "/standings");
    const auto units = get(settings.url + "/api/v1/units");
    for (const auto* part : {&plan, &standings, &units}) {
        if (!*part) {
            return tl::unexpected{part->error()};
        }
    }
    return read_race_view(*plan, *standings, *units);
}

void show(const WatchSettings& settings, const RaceView& view, Clock::time_point& last_line) {
    if (settings.redraw) {
        fmt::print("\x1b[H\x1b[J{}", draw(view, settings.notes)); // home, clear below: no flicker
    } else if (Clock::now() - last_line >= line_interval) {
        fmt::print("{}\n", summary(view));
        last_line = Clock::now();
    }
    std::fflush(stdout);
}

} // namespace

bool watch(const WatchSettings& settings, const std::function<bool()>& stop) {
    auto last_answer = Clock::now();
    Clock::time_point last_line{};
    while (!stop()) {
        const auto begin = Clock::now();
        const auto view = look(settings);
        if (view) {
            last_answer = begin;
            show(settings, *view, last_line);
            if (settings.until_finished && is_over(*view)) {
                return true;
            }
        } else if (begin - last_answer > patience) {
            fmt::print(stderr, "lanterne-sim: {}\n", view.error());
            return false;
        }
        std::this_thread::sleep_until(begin + settings.every);
    }
    return true;
}

} // namespace lanterne::simulator
