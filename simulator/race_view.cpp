#include "simulator/race_view.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace lanterne::simulator {

namespace {

namespace json = boost::json;

constexpr std::size_t bar_width = 40;
constexpr std::size_t most_lines = 20; // of the board, and of the units

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->get_string()}
                                                  : std::string{};
}

template<class Number>
std::optional<Number> number_of(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_number() ? std::optional{value->to_number<Number>()}
                                                  : std::nullopt;
}

BoardLine board_line(const json::object& row) {
    const json::value* passage = row.if_contains("last_passage");
    return {.bib = text_of(row, "bib"),
            .name = text_of(row, "name"),
            .rank = number_of<std::int64_t>(row, "rank"),
            .status = text_of(row, "status"),
            .gap_ms = number_of<std::int64_t>(row, "gap_ms"),
            .along_m = number_of<double>(row, "along_m"),
            .last = passage != nullptr && passage->is_object()
                        ? text_of(passage->get_object(), "point")
                        : std::string{}};
}

UnitLine unit_line(const json::object& row) {
    return {.serial = text_of(row, "serial"),
            .bib = text_of(row, "bib"),
            .link = text_of(row, "link"),
            .fix_age_s = number_of<double>(row, "fix_age_s"),
            .battery_pct = number_of<std::int64_t>(row, "battery_pct")};
}

/// "1:02:03"
std::string clock_text(Milliseconds time) {
    const std::int64_t total = std::max<std::int64_t>(time.count(), 0) / 1000;
    return fmt::format("{}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60);
}

double furthest(const RaceView& view) {
    double along = 0;
    for (const BoardLine& line : view.board) {
        along = std::max(along, line.along_m.value_or(0));
    }
    return along;
}

std::size_t count(const RaceView& view, std::string_view status) {
    return static_cast<std::size_t>(std::ranges::count(view.board, status, &BoardLine::status));
}

std::string progress_bar(double share) {
    const auto full = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * bar_width);
    return "[" + std::string(full, '#') + std::string(bar_width - full, '.') + "]";
}

std::string gap_text(const BoardLine& line) {
    if (line.rank == 1) {
        return "leader";
    }
    return line.gap_ms ? "+" + clock_text(Milliseconds{*line.gap_ms}) : "";
}

std::string draw_board_line(const BoardLine& line) {
    const std::string rank = line.rank ? std::to_string(*line.rank) : "-";
    const double km = line.along_m.value_or(0) / 1000;
    return fmt::format("{:>3} {:>5} {:<24.24} {:>6.1f} km {:<14.14} {:>9} {}\n", rank, line.bib,
                       line.name, km, line.last, gap_text(line), line.status);
}

std::string draw_unit(const UnitLine& line) {
    const std::string age = line.fix_age_s ? fmt::format("{:.0f} s", *line.fix_age_s) : "no fix";
    return fmt::format("{:<10.10} {:>4.4} {:<4.4} {:>5.5}", line.serial,
                       line.bib.empty() ? "-" : line.bib, line.link, age);
}

// Three beside each other, so that board and units fit a small terminal.
std::string draw_units(const std::vector<UnitLine>& units) {
    std::string text;
    const std::size_t shown = std::min(units.size(), most_lines);
    for (std::size_t index = 0; index < shown; ++index) {
        const bool last = index % 3 == 2 || index + 1 == shown;
        text += draw_unit(units[index]) + (last ? "\n" : "  ");
    }
    return text;
}

std::string rest_text(std::size_t all) {
    return all > most_lines ? fmt::format("  ... and {} more\n", all - most_lines) : "";
}

} // namespace

Result<RaceView, std::string> read_race_view(std::string_view race, std::string_view standings,
                                             std::string_view units) {
    try {
        const auto parsed = [](std::string_view text) {
            return json::parse({text.data(), text.size()}).as_object();
        };
        const json::object race_object = parsed(race);
        const json::object standings_object = parsed(standings);
        RaceView view{.name = text_of(race_object, "name")};
        view.length_m = race_object.at("course").as_object().at("length_m").to_number<double>();
        view.start = parse_time(text_of(race_object, "starts_at")).value();
        view.as_of = parse_time(text_of(standings_object, "as_of")).value();
        for (const json::value& row : standings_object.at("rows").as_array()) {
            view.board.push_back(board_line(row.as_object()));
        }
        const json::object units_object = parsed(units);
        for (const json::value& row : units_object.at("units").as_array()) {
            view.units.push_back(unit_line(row.as_object()));
        }
        return view;
    } catch (const std::exception& error) {
        return tl::unexpected{fmt::format("not what the API promises: {}", error.what())};
    }
}

bool is_over(const RaceView& view) {
    constexpr std::array<std::string_view, 7> ended{
        "finished",     "over_time_limit", "did_not_finish", "did_not_start",
        "disqualified", "lapped",          "not_classified"};
    return !view.board.empty() && std::ranges::all_of(view.board, [&](const BoardLine& line) {
        return std::ranges::find(ended, line.status) != ended.end();
    });
}

std::string draw(const RaceView& view, const std::vector<std::string>& notes) {
    const double share = view.length_m > 0 ? furthest(view) / view.length_m : 0;
    std::string picture = fmt::format("{}  {}\n{} leader at {:.0f} %, {} finished\n", view.name,
                                      clock_text(view.as_of - view.start), progress_bar(share),
                                      100 * std::clamp(share, 0.0, 1.0), count(view, "finished"));
    for (const std::string& note : notes) {
        picture += note + "\n";
    }
    picture += "\n";
    for (std::size_t index = 0; index < std::min(view.board.size(), most_lines); ++index) {
        picture += draw_board_line(view.board[index]);
    }
    picture += rest_text(view.board.size()) +
               "\nunits: bib, link, age of the newest fix in race time\n" + draw_units(view.units);
    return picture + rest_text(view.units.size());
}

std::string summary(const RaceView& view) {
    const bool anybody_leads = !view.board.empty() && view.board.front().status != "not_started";
    return fmt::format("{}  {:.1f} of {:.1f} km, {}, {} racing, {} finished",
                       clock_text(view.as_of - view.start), furthest(view) / 1000,
                       view.length_m / 1000,
                       anybody_leads ? "leader " + view.board.front().name : "nobody leads yet",
                       count(view, "racing"), count(view, "finished"));
}

} // namespace lanterne::simulator
