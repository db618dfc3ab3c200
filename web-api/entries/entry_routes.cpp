#include "web-api/entries/entry_routes.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "web-api/entries/entry_json.hpp"
#include "web-api/entries/positions.hpp"
#include "web-api/entries/track.hpp"
#include "web-api/entries/track_store.hpp"
#include "web-api/forecasts/forecast_store.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/rest/query.hpp"
#include "web-api/rest/replies.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;

namespace {

/// One entry of one race, at a time of it.
struct Asker {
    Connection& connection;
    const HttpRequest& request;
    const CurrentRace& race;
    UtcTime now; ///< race time

    std::int32_t race_id() const { return race.row.race_id; }

    const plan::RacePlan& plan() const { return race.planned->plan; }
};

using EntryReader = HttpResponse (*)(const Asker&, const plan::Entry&);

HttpResponse no_such_entry(const CurrentRace& race) {
    return service::problem(404, "No such entry",
                            fmt::format("/api/v1/races/{} lists the entries", race.row.slug));
}

HttpResponse entry_file(const Asker& asker, const plan::Entry& entry) {
    const std::string& bib = entry.bib.text();
    // The version first: rows read after it are at least as new.
    EntryFile file{.plan = asker.plan(),
                   .entry = entry,
                   .stamp = read_stamp(asker.connection, asker.race_id()),
                   .standing = std::nullopt,
                   .passages = read_passages(asker.connection, asker.race_id(), bib),
                   .missing = read_missing(asker.connection, asker.race_id(), bib),
                   .eta = {}};
    auto standings = read_standings(asker.connection, asker.race_id(), bib);
    if (!standings.empty()) {
        file.standing = std::move(standings.front());
    }
    auto forecasts = read_forecasts(asker.connection, asker.race_id(), bib);
    if (!forecasts.empty()) {
        file.eta = std::move(forecasts.front().arrivals);
    }
    return service::json_response(entry_json(file));
}

std::optional<ShownSpan> span_of(const Asker& asker, const plan::Entry& entry) {
    const std::string& bib = entry.bib.text();
    const auto standings = read_standings(asker.connection, asker.race_id(), bib);
    if (standings.empty()) {
        return std::nullopt;
    }
    const auto passages = read_passages(asker.connection, asker.race_id(), bib);
    return shown_span(asker.plan(), entry,
                      {.status = standings.front().status,
                       .passages = passages,
                       .out_at = read_out_at(asker.connection, asker.race_id(), entry.bib)},
                      asker.now);
}

/// What of the track somebody asks for.
struct Wish {
    std::optional<UtcTime> from;
    std::optional<UtcTime> to;
    std::size_t points = usual_track_points;
};

Asked<Wish> wish_of(const HttpRequest& request) {
    const auto from = time_of(request, "from");
    if (!from) {
        return tl::unexpected{from.error()};
    }
    const auto to = time_of(request, "to");
    if (!to) {
        return tl::unexpected{to.error()};
    }
    const auto points = whole_number(
        request, "points", {.least = 2, .most = max_track_points, .standard = usual_track_points});
    if (!points) {
        return tl::unexpected{points.error()};
    }
    if (*from && *to && **from > **to) {
        return tl::unexpected{wrong_parameter("from", "a time that is not behind `to`")};
    }
    return Wish{*from, *to, static_cast<std::size_t>(*points)};
}

/// What may be shown of the span's fixes; ends the span with it.
void keep_the_way(const course::Course& course, ShownSpan& span, std::vector<Fix>& fixes) {
    if (span.last) {
        span.to = std::min(span.to, goes_on_until(course, *span.last, fixes));
    }
    std::erase_if(fixes, [&](const Fix& fix) {
        return !span.holds(fix.time) || !is_on(course, fix.position);
    });
}

Asked<ShownTrack> track_of(const Asker& asker, const plan::Entry& entry) {
    const auto wish = wish_of(asker.request);
    if (!wish) {
        return tl::unexpected{wish.error()};
    }
    ShownTrack track{.bib = entry.bib,
                     .name = entry.name,
                     .span = span_of(asker, entry),
                     .fixes = 0,
                     .pieces = {}};
    if (!track.span) {
        return track;
    }
    ShownSpan span = *std::exchange(track.span, std::nullopt);
    span.from = std::max(span.from, wish->from.value_or(span.from));
    span.to = std::min(span.to, wish->to.value_or(span.to));
    // The way behind the last passage is followed from there, whatever part of it is asked for.
    const UtcTime read_from = span.last ? std::min(span.from, span.last->time) : span.from;
    if (span.from > span.to) {
        return track;
    }
    auto fixes = read_track(asker.connection, asker.race_id(), entry.bib, {read_from, span.to});
    if (!fixes) {
        return tl::unexpected{wrong_parameter(
            "from", "a time nearer to `to`: there are too many messages between them")};
    }
    keep_the_way(plan::course_of(asker.plan(), entry), span, *fixes);
    if (span.from <= span.to) {
        track.span = span;
        put_fixes(track, std::move(*fixes), wish->points);
    }
    return track;
}

template<class Write>
HttpResponse written(const Asker& asker, const plan::Entry& entry, Write write) {
    auto track = track_of(asker, entry);
    return track ? write(*track) : std::move(track.error());
}

std::string file_name(const Asker& asker, const plan::Entry& entry, const char* extension) {
    return fmt::format("{}-{}.{}", asker.race.row.slug, entry.bib.text(), extension);
}

HttpResponse track_as_json(const Asker& asker, const plan::Entry& entry) {
    return written(asker, entry, [](const ShownTrack& track) {
        return service::json_response(track_json(track));
    });
}

HttpResponse track_as_gpx(const Asker& asker, const plan::Entry& entry) {
    return written(asker, entry, [&](const ShownTrack& track) {
        return download("application/gpx+xml", file_name(asker, entry, "gpx"), track_gpx(track));
    });
}

HttpResponse track_as_geojson(const Asker& asker, const plan::Entry& entry) {
    return written(asker, entry, [&](const ShownTrack& track) {
        return download("application/geo+json", file_name(asker, entry, "geojson"),
                        track_geojson(track));
    });
}

/// An entry whose place is shown at some time.
struct ShownEntry {
    ShownSpan span;
    const course::Course& course; ///< of the plan
};

/// By bib. The span of who may not race any more ends with the last passage: to follow everybody's
/// way behind that would ask for all their fixes.
std::map<Bib, ShownEntry> shown_entries(const Asker& asker) {
    std::map<std::string, std::vector<PassageRow>> passages;
    for (PassageRow& passage : read_passages(asker.connection, asker.race_id())) {
        passages[passage.bib].push_back(std::move(passage));
    }
    std::map<std::string, std::string> statuses;
    for (StandingRow& standing : read_standings(asker.connection, asker.race_id())) {
        statuses.emplace(std::move(standing.bib), std::move(standing.status));
    }
    std::map<Bib, ShownEntry> shown;
    for (const plan::Entry& entry : asker.plan().entries) {
        const std::string& bib = entry.bib.text();
        const EntryState state{.status = statuses[bib], .passages = passages[bib]};
        auto span = shown_span(asker.plan(), entry, state, asker.now);
        if (!span) {
            continue;
        }
        if (span->last && state.status != "silent") { // that one was seen last where it raced
            span->to = std::min(span->to, span->last->time);
        }
        shown.emplace(entry.bib, ShownEntry{*span, plan::course_of(asker.plan(), entry)});
    }
    return shown;
}

/// Of the fixes around a time, by time. Nothing of one who was off the course then: where it was
/// before does not stand for that.
std::optional<PastPosition> shown_position(const ShownEntry& entry, std::vector<Fix> fixes,
                                           UtcTime time) {
    const auto& [span, course] = entry;
    std::erase_if(fixes, [&](const Fix& fix) { return !span.holds(fix.time); });
    const auto behind = std::ranges::upper_bound(fixes, time, {}, &Fix::time);
    if (!span.holds(time) || behind == fixes.begin() ||
        !is_on(course, std::prev(behind)->position)) {
        return std::nullopt;
    }
    const bool goes_on = behind != fixes.end() && is_on(course, behind->position);
    return position_at(std::span{std::prev(behind), goes_on ? std::next(behind) : behind}, time);
}

HttpResponse positions(const Asker& asker) {
    const auto asked = time_of(asker.request, "at");
    if (!asked) {
        return asked.error();
    }
    const UtcTime time = asked->value_or(asker.now);
    if (time > asker.now) {
        return wrong_parameter("at", "a time up to now, " + to_text(asker.now) + ",");
    }
    const auto fixes = read_fixes_around(asker.connection, asker.race_id(), time);
    std::vector<EntryPosition> found;
    for (const auto& [bib, entry] : shown_entries(asker)) {
        const auto of_entry = fixes.find(bib);
        if (of_entry == fixes.end()) {
            continue;
        }
        if (const auto at = shown_position(entry, of_entry->second, time)) {
            found.push_back({bib, *at});
        }
    }
    return service::json_response(positions_json(time, found));
}

/// Adds what is answered of one entry, for as long as it is in the race.
void add(PublicRoutes& routes, RaceLibrary& library, const std::string& below, EntryReader read) {
    const WallClock wall = routes.wall();
    // Fixes come without a new version of the results; standings and forecasts do not.
    const RouteRule rule = below.empty() ? RouteRule{.kept = Kept::while_unchanged}
                                         : RouteRule{.query = {"from", "to", "points"}};
    routes.get("/api/v1/races/:slug/entries/:bib" + below, rule,
               of_plan(library, [wall, read](Connection& connection, const HttpRequest& request,
                                             const CurrentRace& race) {
                   const auto& entries = race.planned->plan.entries;
                   const auto entry = std::ranges::find_if(entries, [&](const plan::Entry& one) {
                       return one.bib.text() == request.parameters.at("bib");
                   });
                   if (entry == entries.end()) {
                       return no_such_entry(race);
                   }
                   return read(
                       {connection, request, race, plan::race_time(race.row.rehearsal, wall())},
                       *entry);
               }));
}

} // namespace

void add_entry_routes(PublicRoutes& routes, RaceLibrary& library) {
    add(routes, library, "", entry_file);
    add(routes, library, "/track", track_as_json);
    add(routes, library, "/track.gpx", track_as_gpx);
    add(routes, library, "/track.geojson", track_as_geojson);
    const WallClock wall = routes.wall();
    routes.get("/api/v1/races/:slug/positions", {.query = {"at"}},
               of_plan(library, [wall](Connection& connection, const HttpRequest& request,
                                       const CurrentRace& race) {
                   return positions(
                       {connection, request, race, plan::race_time(race.row.rehearsal, wall())});
               }));
}

} // namespace lanterne::web
