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

/// Where each course of the race begins.
std::vector<Position> starts_of(const plan::RacePlan& plan) {
    std::vector<Position> starts;
    for (const course::Course* course : plan::courses_of(plan)) {
        starts.push_back(course->position_at(Metres{0}));
    }
    return starts;
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
    : server_{server}, pool_{pool}, library_{library}, clocks_{std::move(clocks)}, log_{log},
      counts_{registry},
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
    Race* const its_race = race(topic.race.text());
    if (its_race == nullptr) {
        return;
    }
    its_race->used = clocks_.steady();
    if (topic.channel == wire::LiveChannel::snapshot) {
        its_race->channel.take_whole(std::move(frame));
    } else if (its_race->channel.take_frame(std::move(frame)) == RaceChannel::Wish::reload) {
        its_race->wants_load = true;
    }
    told(topic.race.text(), *its_race);
    load(topic.race.text(), *its_race);
}

std::set<std::string> LiveHub::races() const {
    std::set<std::string> slugs;
    for (const auto& [slug, race] : races_) {
        slugs.insert(slug);
    }
    return slugs;
}

void LiveHub::told(const std::string& slug, Race& race) {
    if (const auto message = race.channel.take_message(); message && told_) {
        told_(slug, race.channel, *message);
    }
    if (race.channel.has_to_sweep() && !race.is_sweeping) {
        race.is_sweeping = true;
        server_.on_loop([this, slug] { sweep(slug); });
    }
}

void LiveHub::sweep(const std::string& slug) {
    if (const auto found = races_.find(slug); found != races_.end()) {
        found->second.is_sweeping = false;
        found->second.channel.sweep();
        told(slug, found->second);
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
    if (!races_.contains(slug) && races_.size() >= max_races && !unwatched()) {
        return service::problem(503, "Too many races", "one of fewer live races would be right");
    }
    return std::nullopt;
}

void LiveHub::opened(const HttpRequest& request, std::shared_ptr<Watcher> watcher, Form form) {
    const std::string& slug = request.parameters.at("slug");
    if (!races_.contains(slug) && races_.size() >= max_races) {
        races_.erase(unwatched().value_or("")); // there is one, or this would have been refused
    }
    Race* const its_race = race(slug);
    if (its_race == nullptr) {
        watcher->close(service::close_code::try_again_later);
        return;
    }
    its_race->used = clocks_.steady();
    race_of_.emplace(watcher.get(), its_race);
    const auto resume = resume_of(request);
    its_race->channel.join(std::move(watcher), form,
                           resume ? parse_frame_id(*resume) : std::nullopt);
    load(slug, *its_race);
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

LiveHub::Race* LiveHub::race(const std::string& slug) {
    const auto known = races_.find(slug);
    if (known != races_.end()) {
        return &known->second;
    }
    if (races_.size() >= max_races) {
        return nullptr;
    }
    return &races_
                .emplace(slug,
                         Race{.channel = RaceChannel{clocks_, counts_}, .used = clocks_.steady()})
                .first->second;
}

std::optional<std::string> LiveHub::unwatched() const {
    const auto found = std::ranges::find_if(
        races_, [](const auto& each) { return each.second.channel.clients() == 0; });
    return found == races_.end() ? std::nullopt : std::optional{found->first};
}

void LiveHub::load_wanted() {
    for (auto& [slug, race] : races_) {
        load(slug, race);
    }
}

void LiveHub::load(const std::string& slug, Race& race) {
    if (!race.wants_load || race.is_loading) {
        return;
    }
    race.is_loading = server_.on_worker([this, slug] {
        std::optional<RaceSnapshot> snapshot;
        bool is_read = false;
        try {
            pool_.use([&](database::Connection& connection) {
                snapshot = read_snapshot(connection, slug);
                is_read = true;
                const auto known = snapshot ? library_.find(connection, slug) : std::nullopt;
                if (known) { // else nobody is shown before the start
                    snapshot->starts = starts_of(known->planned->plan);
                }
            });
        } catch (const database::ConnectionLost&) {
            is_read = false; // the next look tries again
        } catch (const std::exception& error) {
            log_.error("a race could not be read", {{"race", slug}, {"what", error.what()}});
        }
        server_.on_loop([this, slug, is_read, snapshot = std::move(snapshot)] {
            if (is_read) {
                loaded(slug, snapshot);
            } else if (const auto found = races_.find(slug); found != races_.end()) {
                found->second.is_loading = false;
                found->second.wants_load = true;
            }
        });
    });
    // What comes from now on and asks for it again is not covered by this reading.
    race.wants_load = !race.is_loading;
}

void LiveHub::loaded(const std::string& slug, const std::optional<RaceSnapshot>& snapshot) {
    const auto found = races_.find(slug);
    if (found == races_.end()) {
        return;
    }
    if (!snapshot) {
        gone(slug);
        return;
    }
    counts_.reloads.add();
    found->second.is_loading = false;
    found->second.channel.take(*snapshot);
    told(slug, found->second);
    load(slug, found->second);
}

void LiveHub::compare() {
    if (is_comparing_) {
        return;
    }
    is_comparing_ = server_.on_worker([this] {
        std::optional<std::map<std::string, RaceVersion>> versions;
        try {
            pool_.use(
                [&](database::Connection& connection) { versions = read_versions(connection); });
        } catch (const database::ConnectionLost&) {
            versions.reset(); // /healthz says so
        } catch (const std::exception& error) {
            log_.error("the races' versions could not be read", {{"what", error.what()}});
        }
        server_.on_loop([this, versions = std::move(versions)] {
            is_comparing_ = false;
            if (versions) {
                compared(*versions);
            }
        });
    });
}

void LiveHub::compared(const std::map<std::string, RaceVersion>& versions) {
    const Time now = clocks_.steady();
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
    const auto found = races_.find(slug);
    found->second.channel.close_all(no_such_race);
    std::erase_if(race_of_, [&](const auto& each) { return each.second == &found->second; });
    races_.erase(found);
}

} // namespace lanterne::web
