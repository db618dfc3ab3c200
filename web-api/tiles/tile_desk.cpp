#include "web-api/tiles/tile_desk.hpp"

#include <set>
#include <utility>

#include "service/json_writer.hpp"
#include "web-api/rest/whole_text.hpp"

namespace lanterne::web {

using service::HttpAnswer;
using service::HttpRequest;
using service::HttpResponse;

namespace {

constexpr std::string_view for_good = "public, max-age=86400, immutable";
constexpr std::string_view for_a_second = "public, max-age=1";

HttpResponse tile_response(service::SharedText bytes) {
    HttpResponse response;
    response.content_type = "application/vnd.lanterne.live.1";
    response.shared_body = std::move(bytes);
    response.headers.emplace_back("Cache-Control", for_good);
    return response;
}

/// It may be there in a second: whoever keeps the answer keeps it no longer.
HttpResponse nothing_here(std::string_view detail) {
    HttpResponse response = service::problem(404, "No such tile", detail);
    response.headers.emplace_back("Cache-Control", for_a_second);
    return response;
}

HttpResponse no_such_tile() {
    return nothing_here("the numbers that /live/SLUG/head says, and those before, would be right");
}

HttpResponse failed() {
    return service::problem(500, "Internal error", "the server's log says what went wrong");
}

HttpResponse away() {
    HttpResponse response = service::problem(503, "Busy", "the same in a moment would be right");
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

} // namespace

TileDesk::TileDesk(service::HttpServer& server, LiveHub& hub, DatabasePool& pool,
                   const std::string& conninfo, TileSettings settings, service::Registry& registry,
                   service::Log& log)
    : server_{server}, hub_{hub}, pool_{pool}, settings_{std::move(settings)},
      folder_{settings_.folder}, lease_{std::make_shared<TileLease>(conninfo)}, log_{log},
      written_{registry.counter("live_tiles_total", "Tiles written as files.")},
      failed_{registry.counter("live_tiles_failed_total", "Tiles that could not be written.")} {
    hub_.tell_also([this](const std::string& slug, RaceChannel& race, const NewMessage& message) {
        take(slug, race, message);
    });
    hub_.set_most_sockets(settings_.most_sockets);
    server_.get_later("/live/:slug/head", [this](const auto& request, HttpAnswer answer) {
        answer_head(request, std::move(answer));
    });
    server_.get_later("/live/:slug/tiles/:generation/:kind/:number",
                      [this](const auto& request, HttpAnswer answer) {
                          answer_tile(*request, std::move(answer));
                      });
    server_.call_every(ask_each, [this] { ask_leases(); });
}

void TileDesk::take(const std::string& slug, RaceChannel& race, const NewMessage& message) {
    Race& its_race = races_[slug];
    const auto keyframe = [&] { return race.keyframe_of_newest(); };
    const FrameId id = race.newest();
    if (id == FrameId{}) {
        return; // no frame has come: nothing has a number yet
    }
    for (Tile& tile : its_race.maker.take(
             id.sequence, message.delta.empty() ? keyframe() : message.delta, keyframe)) {
        if (tile.kind == TileKind::keyframe) {
            its_race.last_keyframe = tile.number;
        }
        keep(slug, its_race, std::move(tile));
    }
}

void TileDesk::keep(const std::string& slug, Race& race, Tile tile) {
    race.recent.keep(std::move(tile));
    if (race.right.may_write) {
        write(slug, race.right.generation, {race.recent.all().back()});
    }
}

void TileDesk::write(const std::string& slug, std::int32_t generation,
                     std::deque<RecentTiles::Kept> tiles) {
    const auto name = Slug::from(slug);
    if (!folder_.is_kept() || !name) {
        return;
    }
    const std::size_t count = tiles.size();
    const bool is_taken =
        server_.on_worker([this, set = TileSet{*name, generation}, tiles = std::move(tiles)] {
            for (const RecentTiles::Kept& tile : tiles) {
                try {
                    folder_.keep(set, {tile.kind, tile.number, *tile.bytes});
                    written_.add();
                } catch (const std::exception& error) {
                    failed_.add();
                    log_.error("a tile could not be written", {{"what", error.what()}});
                }
            }
        });
    failed_.add(is_taken ? 0 : count);
}

void TileDesk::ask_leases() {
    std::set<std::string> held = hub_.races();
    forget(held);
    if (is_asking_) {
        return;
    }
    is_asking_ = server_.on_worker([this, held = std::move(held), lease = lease_] {
        std::map<std::string, TileRight> rights;
        try {
            rights = lease->ask(held);
        } catch (const database::ConnectionLost&) {
            rights.clear(); // nobody writes until it is asked again
        } catch (const std::exception& error) {
            log_.error("no word about tiles", {{"what", error.what()}});
        }
        server_.on_loop([this, rights = std::move(rights)] { take_rights(rights); });
    });
}

void TileDesk::take_rights(const std::map<std::string, TileRight>& rights) {
    is_asking_ = false;
    for (auto& [slug, race] : races_) {
        const auto right = rights.find(slug);
        const TileRight before = race.right;
        race.right.may_write = right != rights.end() && right->second.may_write;
        if (right == rights.end()) {
            continue;
        }
        race.right.generation = right->second.generation;
        clear_before(slug, race, before.generation);
        if (before.generation != 0 && before.generation != race.right.generation) {
            race.recent = {};
            race.maker = {};
            race.first_keyframe.reset();
        } else if (race.right.may_write && !before.may_write) {
            // Those that came before the right did, or that who had it before did not write.
            write(slug, race.right.generation, race.recent.all());
        }
    }
}

// Twice: when the first is begun, some of the old ones may still be on their way to the disk.
void TileDesk::clear_before(const std::string& slug, Race& race, std::int32_t known) {
    constexpr int times = 2;
    if (race.right.generation != known) {
        race.clearings = times;
    }
    const auto name = Slug::from(slug);
    if (race.clearings == 0 || !race.right.may_write || !name) {
        return;
    }
    const bool is_taken = server_.on_worker([this, set = TileSet{*name, race.right.generation}] {
        try {
            folder_.remove_before(set);
        } catch (const std::exception& error) {
            log_.error("old tiles could not be removed", {{"what", error.what()}});
        }
    });
    race.clearings -= is_taken ? 1 : 0;
}

void TileDesk::forget(const std::set<std::string>& races) {
    std::erase_if(races_, [&](const auto& race) { return !races.contains(race.first); });
}

void TileDesk::answer_tile(const HttpRequest& request, HttpAnswer answer) {
    const auto slug = Slug::from(request.parameters.at("slug"));
    const auto generation = whole_in<std::int32_t>(request.parameters.at("generation"));
    const auto kind = parse_tile_kind(request.parameters.at("kind"));
    const auto number = whole_in<std::uint64_t>(request.parameters.at("number"));
    if (!slug || !generation || !kind || !number) {
        answer(no_such_tile());
        return;
    }
    const auto race = races_.find(slug->text());
    const bool is_current = race != races_.end() && race->second.right.generation == *generation;
    if (is_current) {
        if (auto bytes = race->second.recent.find(*kind, *number)) {
            answer(tile_response(std::move(bytes)));
            return;
        }
    }
    find_tile({{*slug, *generation}, *kind, *number}, std::move(answer));
}

// A generation that is over is gone, whatever still lies in the folder.
void TileDesk::find_tile(Asked asked, HttpAnswer answer) {
    const Slug race = asked.set.race;
    with_generation(race, answer, [this, asked = std::move(asked), answer](auto generation) {
        auto bytes = generation == asked.set.generation
                         ? folder_.find(asked.set, asked.kind, asked.number)
                         : std::nullopt;
        answer(bytes ? tile_response(std::make_shared<const std::string>(*std::move(bytes)))
                     : no_such_tile());
    });
}

void TileDesk::with_generation(const Slug& race, HttpAnswer answer,
                               std::function<void(std::int32_t)> go_on) {
    const bool is_taken = server_.on_worker([this, race, answer, go_on = std::move(go_on)] {
        try { // nobody catches what a worker throws
            std::optional<std::int32_t> generation;
            pool_.use([&](database::Connection& connection) {
                generation = read_tile_generation(connection, race.text());
            });
            if (generation) {
                go_on(*generation);
            } else {
                answer(nothing_here("/api/v1/races lists the races"));
            }
        } catch (const database::ConnectionLost&) {
            answer(away());
        } catch (const std::exception& error) {
            log_.error("tiles could not be read", {{"race", race.text()}, {"what", error.what()}});
            answer(failed());
        }
    });
    if (!is_taken) {
        answer(away());
    }
}

std::optional<TileSpan> TileDesk::live_span(const std::string& slug) const {
    const auto found = races_.find(slug);
    if (found == races_.end() || !found->second.maker.newest()) {
        return std::nullopt;
    }
    const Race& race = found->second;
    return TileSpan{.first_keyframe = race.first_keyframe.value_or(race.last_keyframe),
                    .last_keyframe = race.last_keyframe,
                    .last_delta = *race.maker.newest()};
}

void TileDesk::answer_head(const std::shared_ptr<const HttpRequest>& request, HttpAnswer answer) {
    const auto slug = Slug::from(request->parameters.at("slug"));
    if (!slug) {
        answer(nothing_here("/api/v1/races lists the races"));
        return;
    }
    const auto held = races_.find(slug->text());
    const auto live = live_span(slug->text());
    if (live && held->second.right.generation != 0 && held->second.first_keyframe) {
        answer(head(held->second.right.generation, *live));
        return;
    }
    with_generation(*slug, answer, [this, slug = *slug, answer](std::int32_t generation) {
        const auto kept = folder_.span({slug, generation});
        server_.on_loop([this, slug, generation, kept, answer] {
            if (const auto found = races_.find(slug.text()); found != races_.end() && kept) {
                found->second.first_keyframe = kept->first_keyframe;
            }
            const auto now = live_span(slug.text());
            const auto& span = now ? now : kept;
            answer(head(generation, span));
        });
    });
}

HttpResponse TileDesk::head(std::int32_t generation, const std::optional<TileSpan>& span) const {
    const bool has_room = server_.websockets() < settings_.most_sockets;
    const std::int64_t spread_s = back_to_sockets.count();
    const auto number_or_null = [&](std::uint64_t TileSpan::*number) {
        return span ? std::optional{(*span).*number} : std::nullopt;
    };
    service::JsonWriter json;
    json.begin_object()
        .field("mode", has_room ? "socket" : "tiles")
        .field("spread_s", spread_s)
        .field("generation", generation)
        .field("first_keyframe", number_or_null(&TileSpan::first_keyframe))
        .field("last_keyframe", number_or_null(&TileSpan::last_keyframe))
        .field("last_delta", number_or_null(&TileSpan::last_delta))
        .field("keyframe_s", keyframe_tile_s)
        .field("delta_s", delta_tile_s)
        .end_object();
    HttpResponse response = service::json_response(json.take());
    response.headers.emplace_back("Cache-Control", for_a_second);
    return response;
}

} // namespace lanterne::web
