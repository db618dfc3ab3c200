#include "simulator/doctor/live.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/web_socket_client.hpp"

namespace lanterne::simulator::doctor {

namespace json = boost::json;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds opening_patience{20};
constexpr milliseconds turn{200}; // how late a stop may be noticed
constexpr unsigned unknown_race = 4404;

struct Frame {
    bool is_whole = false;
    UtcTime race_time;
    bool has_bib = false;
};

bool names(const json::array& entries, const Bib& bib) {
    return std::ranges::any_of(entries, [&](const json::value& entry) {
        return entry.at("bib").as_string() == bib.text();
    });
}

std::optional<Frame> read_frame(const std::string& text, const std::optional<Bib>& bib) {
    try {
        const json::object frame = json::parse(text).as_object();
        const auto time = parse_time(json::value_to<std::string>(frame.at("race_time")));
        if (!time) {
            return std::nullopt;
        }
        return Frame{.is_whole = frame.at("type").as_string() == "keyframe",
                     .race_time = *time,
                     .has_bib = bib && names(frame.at("entries").as_array(), *bib)};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

/// Wall time, by the race's own clock.
milliseconds age_of(const Frame& frame, const LiveQuestion& question) {
    const auto race_age =
        plan::race_time(question.rehearsal, question.clock.utc()) - frame.race_time;
    const double rate = question.rehearsal ? question.rehearsal->rate : 1;
    return milliseconds{std::llround(static_cast<double>(race_age.count()) / rate)};
}

/// What came of the socket: the whole race, and the newest frame after it.
struct Seen {
    std::optional<Frame> whole;
    std::optional<Frame> next;
    std::optional<std::string> end; ///< why there is no more
    std::optional<unsigned> close_code;
};

Seen watch(service::WebSocketClient& socket, const LiveQuestion& question) {
    Seen seen;
    const auto deadline = question.clock.steady() + question.frame_age;
    while (!seen.next && !question.stop() && question.clock.steady() < deadline) {
        const auto text = socket.read(turn);
        if (!text) {
            seen.end = text.error();
            seen.close_code = socket.close_code();
            return seen;
        }
        const auto frame = *text ? read_frame(**text, question.bib) : std::nullopt;
        if (*text && !frame) {
            seen.end = "it sends what is no frame: lanterne-web is of another version";
            return seen;
        }
        if (frame) {
            (seen.whole ? seen.next : seen.whole) = frame;
        }
    }
    return seen;
}

Finding judge(const Seen& seen, const LiveQuestion& question) {
    const std::string& slug = question.race.text();
    if (seen.close_code == unknown_race) {
        return failed(fmt::format("lanterne-web knows no race {}", slug));
    }
    if (seen.end) {
        return failed(fmt::format("the live socket of {} ended: {}", slug, *seen.end));
    }
    if (!seen.next) {
        return failed(
            fmt::format("{} within {:.1f} s: lanterne-ingest sends no frames of {} (its /healthz, "
                        "part races), or "
                        "lanterne-web does not hear the broker (its /healthz)",
                        seen.whole ? "the race came, and no frame after it" : "nothing came",
                        static_cast<double>(question.frame_age.count()) / 1000, slug));
    }
    const milliseconds age = age_of(*seen.next, question);
    const double seconds = static_cast<double>(age.count()) / 1000;
    if (std::chrono::abs(age) > question.frame_age) {
        return failed(fmt::format("frames come, but the newest is {:.1f} s old: lanterne-ingest is "
                                  "behind, or the clock of this machine is not the server's",
                                  seconds));
    }
    if (question.bib && !seen.whole->has_bib && !seen.next->has_bib) {
        return failed(fmt::format("frames come, but bib {} is not in them: lanterne-ingest has an "
                                  "older list of entries",
                                  question.bib->text()));
    }
    return ok(fmt::format("a frame of {} that is {:.1f} s old{}", slug, seconds,
                          question.bib ? ", with bib " + question.bib->text()
                                       : "; this unit wears no bib there"));
}

} // namespace

Finding look_live(const LiveQuestion& question) {
    // "http" becomes "ws", and a page of the same host asks.
    auto socket = service::WebSocketClient::open(
        {.url =
             fmt::format("ws{}/live/{}?format=json", question.site.substr(4), question.race.text()),
         .sub_protocol = "lanterne.live.1",
         .origin = question.site,
         .timeout = opening_patience});
    if (!socket) {
        return failed(fmt::format("no live socket: {}", socket.error().reason));
    }
    const Seen seen = watch(*socket, question);
    socket->close(opening_patience);
    return judge(seen, question);
}

} // namespace lanterne::simulator::doctor
