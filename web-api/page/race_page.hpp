#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/page/assets.hpp"
#include "web-api/page/results_section.hpp"
#include "web-api/page/words.hpp"

namespace lanterne::web::page {

struct PassageRow {
    Bib bib;
    std::string point;
    std::size_t leg = 0;
    std::uint32_t lap = 1;
    UtcTime time;
    bool is_bridged = false;
};

/// When an entry is expected at a timing point, in words.
struct ExpectedRow {
    std::string point;
    std::uint32_t leg = 0;
    std::uint32_t lap = 1;
    BandText band; ///< as clocks in the race's time zone show it
};

struct StandingRow {
    Bib bib;
    std::string status; ///< as REST writes it
    std::optional<std::uint32_t> rank;
    std::optional<Milliseconds> gap;
    bool is_linked = false;              ///< not separated from the one before it
    std::vector<ExpectedRow> expected{}; ///< the next timing point and the finish
};

/// Times since the start at timing points: of points that somebody passed, and who did.
struct SplitsModel {
    struct Cell {
        std::string time; ///< empty: not passed
        std::string rank; ///< there; empty: none
    };

    struct Row {
        std::string bib;
        std::string name;
        std::string rank;
        std::vector<Cell> cells; ///< of each column
    };

    std::vector<std::string> columns;
    std::vector<Row> rows;
};

/// Where a race is looked at: on its page, inside another one, over a broadcast, or on a screen at
/// the finish.
enum class Purpose { page, embed, tv, screen };
inline constexpr std::array<Purpose, 4> purposes{Purpose::page, Purpose::embed, Purpose::tv,
                                                 Purpose::screen};

/// "embed": as in paths and in HTML.
std::string_view name_of(Purpose purpose);

/// What a race's page shows. `standings` in the order of the board.
struct RacePageModel {
    const plan::RacePlan& plan;
    Language language = Language::english;
    Purpose purpose = Purpose::page;
    std::string state;     ///< before, live, finished
    std::string race_json; ///< the same bytes as GET /api/v1/races/:slug
    std::vector<StandingRow> standings;
    std::vector<PassageRow> passages;
    std::string grade; ///< how such words did before; empty: nothing came true yet
    SplitsModel splits;
    ResultsModel results;
    std::string digest; ///< of the results; empty: there are none
    std::string engine; ///< that made them
};

/// The complete page of a race: readable without JavaScript. All text from outside is escaped.
std::string render(const RacePageModel& model, const Assets& assets);

struct RaceListItem {
    std::string slug;
    std::string name;
    std::string starts_at;
    std::string state;
    std::size_t entries = 0;
};

/// The front page: every race, the newest first as given. A prefix ("/fr") keeps the language in
/// the addresses that it links; empty: the reader's browser says it anew.
std::string render(const std::vector<RaceListItem>& races, const Assets& assets,
                   Language language = Language::english, std::string_view prefix = {});

} // namespace lanterne::web::page
