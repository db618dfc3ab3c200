#include "web-api/page/results_section.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include "web-api/page/results_grid.hpp"
#include "web-api/page/templates.hpp"

namespace lanterne::web::page {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;

list data_of(const std::vector<Cell>& cells) {
    list items;
    for (const Cell& cell : cells) {
        data item;
        item.set("kind", cell.kind);
        item.set("text", cell.text);
        if (!cell.small.empty()) {
            item.set("small", cell.small);
        }
        if (!cell.hint.empty()) {
            item.set("hint", cell.hint);
        }
        items.push_back(item);
    }
    return items;
}

/// "12 placed"
std::string count_text(const ResultTable& table) {
    const auto placed = [](const auto& row) { return row.rank.has_value(); };
    const auto count = std::ranges::count_if(table.rows, placed) +
                       std::ranges::count_if(table.teams, placed) +
                       std::ranges::count_if(table.points, placed);
    return fmt::format("{} placed", count);
}

data data_of(const plan::RacePlan& plan, const ResultTable& table, const People& people) {
    const Grid grid = grid_of(plan, table, people);
    data item;
    item.set("anchor", fmt::format("results-{}-{}", table.kind, table.id));
    item.set("name", table.name);
    item.set("count", count_text(table));
    item.set("cut", data{!table.is_whole});
    item.set("heads", data_of(grid.heads));
    list rows;
    for (const std::vector<Cell>& cells : grid.rows) {
        data row;
        row.set("cells", data_of(cells));
        rows.push_back(row);
    }
    item.set("rows", rows);
    return item;
}

void put_publication(data& section, const ShownPublication& publication) {
    section.set("state", fmt::format("{}, revision {}", publication.state, publication.revision));
    section.set("revision", std::to_string(publication.revision));
    std::string when = publication.published_at.substr(0, 16);
    std::ranges::replace(when, 'T', ' ');
    if (publication.is_final) {
        section.set("said", fmt::format("These results were published at {} UTC and stay as they "
                                        "are; the board above follows what is known now.",
                                        when));
    } else if (publication.state == "annulled") {
        section.set("said", fmt::format("The results were annulled at {} UTC. Below is what is "
                                        "known of the race.",
                                        when));
    } else {
        section.set("said", fmt::format("Results were published at {} UTC and may change: below "
                                        "is what is known now.",
                                        when));
    }
}

} // namespace

std::string render(const plan::RacePlan& plan, const ResultsModel& model) {
    const People people{plan};
    data section;
    section.set("slug", plan.slug.text());
    if (model.publication) {
        put_publication(section, *model.publication);
    }
    list tables;
    for (const ResultTable& table : model.tables) {
        data item = data_of(plan, table, people);
        item.set("open", data{tables.empty()});
        tables.push_back(item);
    }
    section.set("none", data{tables.empty()});
    section.set("notes", data{!tables.empty()});
    section.set("tables", tables);
    mustache compiled{std::string{results_template}};
    return compiled.render(section);
}

} // namespace lanterne::web::page
