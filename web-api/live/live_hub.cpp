#include "web-api/live/live_hub.hpp"

#include <algorithm>
#include <utility>

#include "service/websocket_frame.hpp"

namespace lanterne::web {

using service::HttpRequest;
using service::HttpResponse;
using service::Watcher;

namespace {

constexpr std::string_view sub_protocol = "lanterne.live.1";

/// What a client that comes back has, by its address or (an event stream) by its head.
std::optional<std::string> resume_of(const HttpRequest& request) {
    if (const auto last = request.headers.find("last-event-id"); last != request.headers.end()) {
        return last->second;
    }
    const auto resume = request.query.find("resume");
    return resume == request.query.end() ? std::nullopt : std::optional{resume->second};
}

/// By the query; nothing for one that there is not.
std::optional<Form> form_of(const HttpRequest& request) {
    const auto format = request.query.find("format");
    if (format == request.query.end() || format->second == "binary") {
        return Form::binary;
    }
    return format->second == "json" ? std::optional{Form::json} : std::nullopt;
}

} // namespace

LiveHub::LiveHub(service::HttpServer& server, DatabasePool& pool, RaceLibrary& library,
                 Clocks clocks, service::Registry& registry, service::Log& log)
    : server_{server}, clocks_{std::move(clocks)}, reader_{server, pool, library, log},
      counts_{registry}, races_{clocks_, counts_},
      dropped_{registry.counter("live_dropped_total",
                                "Messages of the broker that the loop had no time for.")} {
    server_.websocket("/live/:slug", handler(std::nullopt));
    server_.event_stream("/live/:slug/events", handler(Form::events));
    server_.call_every(look_each, [this] { load_wanted(); });
    server_.call_every(compare_each, [this] { compare(); });
    server_.on_loop([this] { compare(); });
}

/// Of watchers who read that form, or the one that they ask for.
service::WatchHandler LiveHub::handler(std::optional<Form> form) {
    return {.refuse = [this](const HttpRequest& request) { return refuse(request); },
            .opened =
                [this, form](const HttpRequest& request, std::shared_ptr<Watcher> watcher) {
                    opened(request, std::move(watcher),
                           form ? *form : form_of(request).value_or(Form::binary));
                },
            .sent = [this](Watcher& watcher) { sent(watcher); },
            .closed = [this](Watcher& watcher) { closed(watcher); },
            .sub_protocols = {std::string{sub_protocol}}};
}

void LiveHub::receive(wire::LiveTopic topic, wire::LiveFrame frame) {
    if (waiting_ >= max_waiting) {
        dropped_.add();
        return;
    }
    ++waiting_;
    server_.on_loop([this, topic = std::move(topic), frame = std::move(frame)]() mutable {
        --waiting_;
        take(topic, std::move(frame));
    });
}

void LiveHub::take(const wire::LiveTopic& topic, wire::LiveFrame frame) {
    HeldRace* const race = races_.use(topic.race.text());
    if (race == nullptr) {
        return;
    }
    if (topic.channel == wire::LiveChannel::snapshot) {
        race->channel.take_whole(std::move(frame));
    } else if (race->channel.take_frame(std::move(frame)) == RaceChannel::Wish::reload) {
        race->wants_load = true;
    }
    told(topic.race.text(), *race);
    load(topic.race.text(), *race);
}

void LiveHub::told(const std::string& slug, HeldRace& race) {
    if (const auto message = race.channel.take_message(); message && told_) {
        told_(slug, race.channel, *message);
    }
    if (race.channel.has_to_sweep() && !race.is_sweeping) {
        race.is_sweeping = true;
        server_.on_loop([this, slug] { sweep(slug); });
    }
}

void LiveHub::sweep(const std::string& slug) {
    if (HeldRace* const race = races_.find(slug)) {
        race->is_sweeping = false;
        race->channel.sweep();
        told(slug, *race);
    }
}

std::optional<HttpResponse> LiveHub::refuse(const HttpRequest& request) const {
    if (!form_of(request)) {
        return service::problem(400, "Unknown format",
                                "format=json, or no format for binary, would be right");
    }
    const auto resume = resume_of(request);
    if (resume && !parse_frame_id(*resume)) {
        return service::problem(400, "Unreadable resume",
                                "resume=<epoch>.<sequence>, an id of this stream, would be right");
    }
    if (server_.websockets() + server_.event_streams() >= most_sockets_) {
        return service::problem(503, "Too many spectators",
                                "tiles, as /live/SLUG/head says, would be right");
    }
    const std::string& slug = request.parameters.at("slug");
    if (!Slug::from(slug)) {
        return service::problem(404, "No such race", "/api/v1/races lists them");
    }
    if (!has_place_for(slug)) {
        return service::problem(503, "Too many races", "one of fewer live races would be right");
    }
    return std::nullopt;
}

void LiveHub::opened(const HttpRequest& request, std::shared_ptr<Watcher> watcher, Form form) {
    const std::string& slug = request.parameters.at("slug");
    HeldRace* const race = place_for(slug);
    if (race == nullptr) { // others took the place since refuse() saw it
        watcher->close(service::close_code::try_again_later);
        return;
    }
    race_of_.emplace(watcher.get(), race);
    const auto resume = resume_of(request);
    race->channel.join(std::move(watcher), form, resume ? parse_frame_id(*resume) : std::nullopt);
    load(slug, *race);
}

HeldRace* LiveHub::place_for(const std::string& slug) {
    return known_.contains(slug) ? races_.use_in_place(slug) : races_.use(slug);
}

bool LiveHub::has_place_for(const std::string& slug) const {
    return known_.contains(slug) ? races_.can_use_in_place(slug) : races_.can_use(slug);
}

void LiveHub::sent(Watcher& watcher) {
    if (const auto race = race_of_.find(&watcher); race != race_of_.end()) {
        race->second->channel.is_idle(watcher);
    }
}

void LiveHub::closed(Watcher& watcher) {
    const auto race = race_of_.find(&watcher);
    if (race == race_of_.end()) {
        return;
    }
    race->second->used = clocks_.steady();
    race->second->channel.leave(watcher);
    race_of_.erase(race);
}

void LiveHub::load_wanted() {
    for (auto& [slug, race] : races_) {
        load(slug, race);
    }
}

void LiveHub::load(const std::string& slug, HeldRace& race) {
    if (!race.wants_load || race.is_loading) {
        return;
    }
    race.is_loading = reader_.read_race(
        slug, [this, slug](const RaceReading& reading) { loaded(slug, reading); });
    // What comes from now on and asks for it again is not covered by this reading.
    race.wants_load = !race.is_loading;
}

void LiveHub::loaded(const std::string& slug, const RaceReading& reading) {
    HeldRace* const race = races_.find(slug);
    if (race == nullptr) {
        return;
    }
    race->is_loading = false;
    if (!reading.could_read) {
        race->wants_load = true; // at the next look
        return;
    }
    if (!reading.snapshot) {
        gone(slug);
        return;
    }
    counts_.reloads.add();
    race->channel.take(*reading.snapshot);
    told(slug, *race);
    load(slug, *race);
}

void LiveHub::compare() {
    if (is_comparing_) {
        return;
    }
    is_comparing_ =
        reader_.read_all_versions([this](const std::optional<LiveReader::Versions>& versions) {
            is_comparing_ = false;
            if (versions) {
                compared(*versions);
            }
        });
}

void LiveHub::compared(const LiveReader::Versions& versions) {
    const auto now = clocks_.steady();
    known_.clear();
    for (const auto& [slug, version] : versions) {
        known_.insert(slug);
    }
    std::vector<std::string> to_leave;
    for (auto& [slug, race] : races_) {
        const auto version = versions.find(slug);
        const bool is_unused = race.channel.clients() == 0 && now - race.used > unused_for;
        if (version == versions.end() || is_unused) {
            to_leave.push_back(slug);
            continue;
        }
        if (race.channel.compare(version->second) == RaceChannel::Wish::reload) {
            race.wants_load = true;
            load(slug, race);
        }
    }
    for (const std::string& slug : to_leave) {
        gone(slug);
    }
}

void LiveHub::gone(const std::string& slug) {
    HeldRace* const race = races_.find(slug);
    race->channel.close_all(no_such_race);
    std::erase_if(race_of_, [&](const auto& each) { return each.second == race; });
    races_.let_go(slug);
}

} // namespace lanterne::web
