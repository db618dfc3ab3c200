#include "web-api/live/live_hub.hpp"

#include <utility>

namespace lanterne::web {

using service::HttpRequest;
using service::HttpResponse;
using service::Watcher;

LiveHub::LiveHub(service::HttpServer& server, DatabasePool& pool, Clocks clocks,
                 service::Registry& registry, service::Log& log)
    : server_{server}, pool_{pool}, clocks_{std::move(clocks)}, log_{log}, counts_{registry},
      dropped_{registry.counter("live_dropped_total",
                                "Messages of the broker that the loop had no time for.")} {
    server_.websocket(
        "/live/:slug",
        {.refuse = [this](const HttpRequest& request) { return refuse(request); },
         .opened = [this](const HttpRequest& request,
                          std::shared_ptr<Watcher> socket) { opened(request, std::move(socket)); },
         .sent =
             [this](Watcher& socket) {
                 if (const auto slug = slug_of_.find(&socket); slug != slug_of_.end()) {
                     races_.at(slug->second).channel.socket_is_idle(socket);
                 }
             },
         .closed = [this](Watcher& socket) { closed(socket); },
         .sub_protocols = {"lanterne.live.1"}});
    server_.call_every(look_each, [this] { load_wanted(); });
    server_.call_every(compare_each, [this] { compare(); });
    server_.on_loop([this] { compare(); });
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
    const auto found = races_.find(topic.race.text());
    if (found == races_.end()) {
        return; // nobody watches it, and who comes begins with what the database has
    }
    auto& [slug, its_race] = *found;
    if (topic.channel == wire::LiveChannel::snapshot) {
        its_race.channel.take_whole(std::move(frame));
    } else if (its_race.channel.take_frame(std::move(frame)) == RaceChannel::Wish::reload) {
        its_race.wants_load = true;
    }
    load(slug, its_race);
}

std::optional<HttpResponse> LiveHub::refuse(const HttpRequest& request) const {
    const auto format = request.query.find("format");
    if (format == request.query.end() || format->second != "json") {
        return service::problem(400, "Unknown format", "format=json would be right");
    }
    const auto resume = request.query.find("resume");
    if (resume != request.query.end() && !parse_frame_id(resume->second)) {
        return service::problem(400, "Unreadable resume",
                                "resume=<epoch>.<sequence>, an id of this stream, would be right");
    }
    const std::string& slug = request.parameters.at("slug");
    if (!Slug::from(slug)) {
        return service::problem(404, "No such race", "/api/v1/races lists them");
    }
    if (!races_.contains(slug) && races_.size() >= max_races) {
        return service::problem(503, "Too many races", "one of fewer live races would be right");
    }
    return std::nullopt;
}

void LiveHub::opened(const HttpRequest& request, std::shared_ptr<Watcher> socket) {
    const std::string& slug = request.parameters.at("slug");
    Race* const its_race = race(slug);
    if (its_race == nullptr) {
        socket->close(no_such_race);
        return;
    }
    its_race->used = clocks_.steady();
    slug_of_.emplace(socket.get(), slug);
    const auto resume = request.query.find("resume");
    its_race->channel.join(std::move(socket), resume == request.query.end()
                                                  ? std::nullopt
                                                  : parse_frame_id(resume->second));
    load(slug, *its_race);
}

void LiveHub::closed(Watcher& socket) {
    const auto slug = slug_of_.find(&socket);
    if (slug == slug_of_.end()) {
        return;
    }
    if (const auto its_race = races_.find(slug->second); its_race != races_.end()) {
        its_race->second.used = clocks_.steady();
        its_race->second.channel.leave(socket);
    }
    slug_of_.erase(slug);
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
    std::erase_if(slug_of_, [&](const auto& socket) { return socket.second == slug; });
    races_.erase(found);
}

} // namespace lanterne::web
