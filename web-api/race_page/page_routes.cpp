#include "web-api/race_page/page_routes.hpp"

#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "web-api/forecasts/forecast_store.hpp"
#include "web-api/page/race_page.hpp"
#include "web-api/race_page/language_gate.hpp"
#include "web-api/race_page/map_data.hpp"
#include "web-api/race_page/split_page.hpp"
#include "web-api/races/race_json.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/results/ranking_store.hpp"
#include "web-api/results/result_store.hpp"
#include "web-api/results/splits.hpp"

namespace lanterne::web {

namespace {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;

std::vector<page::StandingRow> board_of(const std::vector<StandingRow>& rows) {
    std::vector<page::StandingRow> board;
    for (const StandingRow& row : rows) {
        if (const auto bib = Bib::from(row.bib)) {
            board.push_back(
                {.bib = *bib,
                 .status = row.status,
                 .rank =
                     row.rank ? std::optional{static_cast<std::uint32_t>(*row.rank)} : std::nullopt,
                 .gap = row.gap_ms ? std::optional{Milliseconds{*row.gap_ms}} : std::nullopt,
                 .is_linked = row.is_linked});
        }
    }
    return board;
}

/// Puts what is expected of whom into the rows of the board.
void put_expected(Connection& connection, std::int32_t race_id, const std::string& time_zone,
                  std::vector<page::StandingRow>& board) {
    const std::vector<wire::LiveForecast> forecasts = read_forecasts(connection, race_id);
    std::map<Bib, std::vector<page::ExpectedRow>> expected;
    std::vector<UtcTime> times;
    for (const wire::LiveForecast& forecast : forecasts) {
        for (const wire::LiveArrival& arrival : forecast.arrivals) {
            const RoundBand band = rounded(arrival.early, arrival.likely, arrival.late);
            times.insert(times.end(), {band.early, band.likely, band.late});
            expected[forecast.bib].push_back(
                {.point = arrival.point,
                 .leg = arrival.leg,
                 .lap = arrival.lap,
                 .band = {.vagueness = vagueness_of(arrival.late - arrival.early)}});
        }
    }
    const std::vector<std::string> texts = clock_texts(connection, time_zone, times);
    auto text = texts.begin();
    for (const wire::LiveForecast& forecast : forecasts) {
        for (page::ExpectedRow& row : expected[forecast.bib]) {
            row.band.early = *text++;
            row.band.likely = *text++;
            row.band.late = *text++;
        }
    }
    for (page::StandingRow& row : board) {
        row.expected = std::move(expected[row.bib]);
    }
}

std::string grade_of(Connection& connection, std::int32_t race_id, page::Language language) {
    std::uint64_t forecasts = 0;
    std::uint64_t inside = 0;
    for (const wire::LiveGrade& grade : read_grades(connection, race_id)) {
        forecasts += grade.forecasts;
        inside += grade.inside;
    }
    return page::grade_words(page::Messages::of(language), forecasts, inside);
}

std::vector<page::PassageRow> passages_of(const std::vector<PassageRow>& rows) {
    std::vector<page::PassageRow> passages;
    for (const PassageRow& row : rows) {
        if (const auto bib = Bib::from(row.bib)) {
            passages.push_back({.bib = *bib,
                                .point = row.point,
                                .leg = static_cast<std::size_t>(row.leg),
                                .lap = static_cast<std::uint32_t>(row.lap),
                                .time = row.time,
                                .is_bridged = row.is_bridged});
        }
    }
    return passages;
}

/// Once they are final, those that were published; before that those of now.
page::ResultsModel results_of(Connection& connection, std::int32_t race_id) {
    page::ResultsModel model;
    if (const auto last = read_publication(connection, race_id)) {
        model.publication =
            page::ShownPublication{.revision = last->head.revision,
                                   .state = last->head.state,
                                   .is_final = is_final(last->head),
                                   .published_at = to_text(last->head.published_at)};
        if (model.publication->is_final) {
            model.tables = read_tables(last->tables);
            return model;
        }
    }
    for (const RankingBody& body : read_ranking_bodies(connection, race_id)) {
        if (auto table = read_table(body.json)) {
            model.tables.push_back(std::move(*table));
        }
    }
    return model;
}

/// What all pages are made with.
struct Site {
    RaceLibrary& library;
    WallClock wall;
    page::Assets assets;
    std::shared_ptr<const Basemaps> basemaps;
    page::Language language;
    std::string prefix; ///< of its addresses; empty where the reader's browser says the language
};

HttpResponse results_section(Connection& connection, const HttpRequest& request, const Site& site) {
    const std::string& slug = request.parameters.at("slug");
    const auto race = site.library.find(connection, slug);
    if (!race) {
        return no_such_race(slug);
    }
    const page::ResultsModel results = results_of(connection, race->row.race_id);
    return service::with_entity_tag(
        request, service::html_response(page::render(race->planned->plan, results, site.language)));
}

/// As REST tells them.
page::SplitsModel splits_of(Connection& connection, const CurrentRace& race) {
    std::vector<ResultTable> tables;
    for (const RankingBody& body : read_ranking_bodies(connection, race.row.race_id)) {
        auto table = body.head.kind == "ranking" ? read_table(body.json) : std::nullopt;
        if (table) {
            tables.push_back(std::move(*table));
        }
    }
    const auto standings = read_standings(connection, race.row.race_id);
    const auto passages = read_passages(connection, race.row.race_id);
    const plan::RacePlan& plan = race.planned->plan;
    return page_splits(
        plan, split_matrix(plan, {.standings = standings, .passages = passages, .tables = tables}));
}

HttpResponse race_page(Connection& connection, const std::string& slug, const Site& site,
                       page::Purpose purpose) {
    const auto race = site.library.find(connection, slug);
    if (!race) {
        return no_such_race(slug);
    }
    const RaceState state = state_of(race->row, plan::race_time(race->row.rehearsal, site.wall()));
    const ResultStamp stamp = read_stamp(connection, race->row.race_id);
    auto board = board_of(read_standings(connection, race->row.race_id));
    put_expected(connection, race->row.race_id, race->planned->plan.time_zone, board);
    return service::html_response(page::render(
        {.plan = race->planned->plan,
         .language = site.language,
         .purpose = purpose,
         .state = std::string{state_text(state)},
         .race_json = with_map_data(connection, race_json(race->planned->json_head, state),
                                    race->row, site.basemaps->of(slug)),
         .standings = std::move(board),
         .passages = passages_of(read_passages(connection, race->row.race_id)),
         .grade = grade_of(connection, race->row.race_id, site.language),
         .splits = splits_of(connection, *race),
         .results = results_of(connection, race->row.race_id),
         .digest = stamp.digest.value_or(""),
         .engine = stamp.engine.value_or("")},
        site.assets));
}

HttpResponse list_page(Connection& connection, const Site& site) {
    std::vector<page::RaceListItem> items;
    for (const RaceRow& race : list_races(connection)) {
        const RaceState state = state_of(race, plan::race_time(race.rehearsal, site.wall()));
        items.push_back({.slug = race.slug,
                         .name = race.name,
                         .starts_at = to_text(race.starts_at),
                         .state = std::string{state_text(state)},
                         .entries = static_cast<std::size_t>(race.entries)});
    }
    return service::html_response(page::render(items, site.assets, site.language, site.prefix));
}

/// What the reader answers, with the Content-Security-Policy of that page: of a race with what its
/// own basemap needs.
DatabaseHandler with_policy(const Site& site, Framing framing, DatabaseHandler reader) {
    return [basemaps = site.basemaps, framing,
            reader = std::move(reader)](Connection& connection, const HttpRequest& request) {
        HttpResponse response = reader(connection, request);
        const auto slug = request.parameters.find("slug");
        const Basemap& basemap =
            slug == request.parameters.end() ? basemaps->usual : basemaps->of(slug->second);
        response.headers.emplace_back("Content-Security-Policy",
                                      content_security_policy(basemap, framing));
        return response;
    };
}

void add_pages(PublicRoutes& routes, const Site& site) {
    const RouteRule rule{.others = OtherNames::ignored};
    const auto list = [site](Connection& connection, const HttpRequest&) {
        return list_page(connection, site);
    };
    routes.get(site.prefix.empty() ? "/" : site.prefix, rule,
               with_policy(site, Framing::by_ourselves, list));
    for (const page::Purpose purpose : page::purposes) {
        const bool is_page = purpose == page::Purpose::page;
        const std::string path = is_page ? "" : "/" + std::string{name_of(purpose)};
        routes.get(site.prefix + "/r/:slug" + path, rule,
                   with_policy(site, is_page ? Framing::by_ourselves : Framing::by_anybody,
                               [site, purpose](Connection& connection, const HttpRequest& request) {
                                   return race_page(connection, request.parameters.at("slug"), site,
                                                    purpose);
                               }));
    }
    routes.get(site.prefix + "/r/:slug/results", rule,
               with_policy(site, Framing::by_ourselves,
                           [site](Connection& connection, const HttpRequest& request) {
                               return results_section(connection, request, site);
                           }));
}

} // namespace

void add_page_routes(PublicRoutes& routes, RaceLibrary& library, const page::Assets& assets,
                     const Basemaps& basemaps) {
    Site site{library,
              routes.wall(),
              assets,
              std::make_shared<const Basemaps>(basemaps),
              page::Language::english,
              ""};
    add_pages(routes, site);
    for (const page::Language language : page::languages) {
        site.language = language;
        site.prefix = "/" + std::string{code_of(language)};
        add_pages(routes, site);
    }
    routes.server().add_gate(language_gate());
}

page::Assets find_assets(const std::string& site_folder) {
    std::ifstream file{site_folder + "/manifest.json"};
    std::stringstream text;
    text << file.rdbuf();
    return page::read_manifest(text.str());
}

} // namespace lanterne::web
