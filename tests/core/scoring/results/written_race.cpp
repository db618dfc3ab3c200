#include "tests/core/scoring/results/written_race.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "core/geo/plane.hpp"
#include "core/scoring/results/display.hpp"
#include "core/scoring/results/outcome_text.hpp"

namespace lanterne::scoring::results::written {
namespace {

constexpr double metres_apart = 100;
const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

struct Column {
    std::string name;
    std::uint32_t lap = 1;
    bool is_point = false;
    bool ends_leg = false;
};

std::vector<std::string> words(const std::string& line) {
    std::istringstream stream{line};
    std::vector<std::string> all;
    for (std::string word; stream >> word;) {
        all.push_back(word);
    }
    return all;
}

std::vector<Column> columns_of(const std::string& header) {
    std::vector<Column> columns;
    std::map<std::string, std::uint32_t> laps;
    for (std::string word : words(header)) {
        const bool ends_leg = word.ends_with('>');
        if (ends_leg) {
            word.pop_back();
        }
        const bool is_point = word.front() < 'a';
        columns.push_back({word, is_point ? ++laps[word] : 1, is_point, ends_leg});
    }
    return columns;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return text;
}

course::PointKind kind_of(const std::string& name) {
    return name == "S"   ? course::PointKind::start
           : name == "F" ? course::PointKind::finish
                         : course::PointKind::split;
}

// Every point lies 100 m behind the one before; a name that repeats makes laps of 100 m.
course::Course course_of(const std::vector<Column>& columns) {
    std::vector<Column> points;
    std::ranges::copy_if(columns, std::back_inserter(points), &Column::is_point);
    const auto most = std::ranges::max(points, {}, &Column::lap).lap;
    std::vector<course::Leg> legs;
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> timing;
    double begin = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Column& point = points[i];
        const double along = metres_apart * static_cast<double>(i);
        const bool is_last = i + 1 == points.size();
        if (std::ranges::find(locations, point.name, &course::Location::id) == locations.end()) {
            locations.push_back({.id = point.name, .position = ground.to_position({along, 0})});
        }
        const bool is_finish_of_laps = most > 1 && is_last;
        timing.push_back({.id = point.name,
                          .name = point.name,
                          .kind = kind_of(point.name),
                          .location = point.name,
                          .leg = legs.size(),
                          .lap = is_finish_of_laps ? most + 1 : point.lap,
                          .along = Metres{along}});
        if (point.ends_leg || is_last) {
            const double end = most > 1 ? metres_apart : along;
            legs.push_back({.id = lower(point.name),
                            .name = point.name,
                            .sport = course::Sport::run,
                            .line = geo::Polyline{{ground.to_position({begin, 0}),
                                                   ground.to_position({end, 0})}},
                            .laps = most > 1 ? most + 1 : 1});
            begin = along;
        }
    }
    course::unroll(legs);
    for (course::TimingPoint& point : timing) { // what is drawn differs by a hair from 100 m
        const course::Leg& leg = legs[point.leg];
        point.along = Metres{std::clamp(point.along.value, leg.begin.value, leg.end.value)};
        if (most > 1) {
            point.along = course::unrolled(
                leg, point.lap,
                point.kind == course::PointKind::start ? Metres{0} : course::lap_length(leg));
        }
    }
    return course::Course{legs, locations, timing};
}

void fill(plan::Entry& entry, const std::string& column, const std::string& cell) {
    if (column == "bib") {
        entry.bib = bib(cell);
    } else if (column == "team") {
        entry.team = cell == "-" ? "" : cell;
    } else if (column == "category") {
        entry.category = cell;
    } else if (column == "wave") {
        entry.wave = cell;
    } else if (column == "sex") {
        entry.sex = cell == "f" ? plan::Sex::female : plan::Sex::male;
    } else if (column == "born") {
        entry.birth_year = std::stoi(cell);
    } else if (column == "slot") {
        entry.slot = at(std::stod(cell));
    }
}

std::optional<Passage> passage_of(std::size_t point, std::string cell) {
    const bool is_gps = cell.front() == '~';
    if (is_gps) {
        cell.erase(0, 1);
    }
    if (cell == "-") {
        return std::nullopt;
    }
    return Passage{.point = point,
                   .time = at(std::stod(cell)),
                   .standard_error_ms = is_gps ? 300U : 0U,
                   .source = is_gps ? Source::gps : Source::chip};
}

} // namespace

UtcTime at(double seconds) { return gun + Milliseconds{std::llround(seconds * 1'000)}; }

Bib bib(std::string_view text) { return *Bib::from(text); }

EntryRecord& WrittenRace::entry(std::string_view text) {
    return *std::ranges::find(record.entries, bib(text),
                              [](const EntryRecord& one) { return one.entry->bib; });
}

WrittenRace race(std::string_view text) {
    std::istringstream stream{std::string{text}};
    std::string line;
    while (words(line).empty()) {
        std::getline(stream, line);
    }
    const std::vector<Column> columns = columns_of(line);
    std::vector<std::vector<std::string>> rows;
    while (std::getline(stream, line)) {
        if (!words(line).empty()) {
            rows.push_back(words(line));
        }
    }
    WrittenRace race{.plan = std::make_unique<plan::RacePlan>(
                         plan::RacePlan{.name = "Written",
                                        .slug = *Slug::from("written"),
                                        .time_zone = "UTC",
                                        .start = gun,
                                        .course = course_of(columns),
                                        .waves = {{.id = "all", .name = "All", .gun = gun}}}),
                     .record = {}};
    race.record.plan = race.plan.get();
    for (const auto& cells : rows) {
        plan::Entry entry{.bib = bib("0"), .wave = "all"};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            fill(entry, columns[i].name, cells.at(i));
        }
        race.plan->entries.push_back(entry);
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        EntryRecord record{.entry = &race.plan->entries[row],
                           .course = &race.plan->course,
                           .gun = gun,
                           .finish = race.plan->course.points().size() - 1};
        std::size_t point = 0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].is_point) {
                continue;
            }
            if (const auto passage = passage_of(point++, rows[row][i])) {
                record.passages.push_back(*passage);
            }
        }
        race.record.entries.push_back(std::move(record));
    }
    return race;
}

std::string board(const Table& table) {
    std::string text;
    for (const Row& row : table.rows) {
        text += text.empty() ? "" : " | ";
        text += row.is_linked ? "~" : "";
        text += row.rank ? fmt::format("{} {}", *row.rank, row.bib.text())
                         : fmt::format("- {}", row.bib.text());
        if (row.time) {
            text += fmt::format(" {} +{}", to_text(*row.time, table.display),
                                to_text(*row.gap, table.display));
        }
        text += row.laps_behind > 0 ? fmt::format(" -{} lap", row.laps_behind) : "";
        const std::string_view outcome =
            row.outcome == plan::Outcome::racing ? "racing" : short_text(row.outcome);
        text += outcome.empty() ? "" : fmt::format(" {}", outcome);
    }
    return text;
}

std::string board(const WrittenRace& race) { return board(race.tables().rankings.front()); }

std::string legs(const WrittenRace& race) {
    std::string text;
    const Tables tables = race.tables();
    const Table& table = tables.rankings.front();
    for (const Row& row : table.rows) {
        text += text.empty() ? row.bib.text() : " | " + row.bib.text();
        for (const SegmentTime& leg : row.segments) {
            text +=
                fmt::format(" {} {} ({})", leg.segment, to_text(leg.time, table.display), leg.rank);
        }
    }
    return text;
}

} // namespace lanterne::scoring::results::written
