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
std::string count_text(const Messages& messages, const ResultTable& table) {
    const auto placed = [](const auto& row) { return row.rank.has_value(); };
    const auto count = std::ranges::count_if(table.rows, placed) +
                       std::ranges::count_if(table.teams, placed) +
                       std::ranges::count_if(table.points, placed);
    return messages.text("results.placed", {{"count", std::to_string(count)}});
}

data data_of(const plan::RacePlan& plan, const ResultTable& table, const People& people,
             const Messages& messages) {
    const Grid grid = grid_of(plan, table, people, messages);
    data item;
    item.set("anchor", fmt::format("results-{}-{}", table.kind, table.id));
    item.set("name", table.name);
    item.set("count", count_text(messages, table));
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

void put_publication(data& section, const ShownPublication& publication, const Messages& messages) {
    section.set("state", messages.text("results.state",
                                       {{"state", messages.text("results." + publication.state)},
                                        {"revision", std::to_string(publication.revision)}}));
    section.set("revision", std::to_string(publication.revision));
    std::string when = publication.published_at.substr(0, 16);
    std::ranges::replace(when, 'T', ' ');
    const std::string_view key = publication.is_final              ? "results.said_final"
                                 : publication.state == "annulled" ? "results.said_annulled"
                                                                   : "results.said_open";
    section.set("said", messages.text(key, {{"when", when}}));
}

} // namespace

std::string render(const plan::RacePlan& plan, const ResultsModel& model, Language language) {
    const Messages& messages = Messages::of(language);
    const People people{plan};
    data section;
    section.set("slug", plan.slug.text());
    if (model.publication) {
        put_publication(section, *model.publication, messages);
    }
    list tables;
    for (const ResultTable& table : model.tables) {
        data item = data_of(plan, table, people, messages);
        item.set("open", data{tables.empty()});
        tables.push_back(item);
    }
    section.set("none", data{tables.empty()});
    section.set("notes", data{!tables.empty()});
    section.set("tables", tables);
    mustache compiled{messages.localised(results_template)};
    return compiled.render(section);
}

} // namespace lanterne::web::page
