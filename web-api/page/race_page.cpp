#include "web-api/page/race_page.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include "web-api/page/board_rows.hpp"
#include "web-api/page/course_drawing.hpp"
#include "web-api/page/names.hpp"
#include "web-api/page/profile_drawing.hpp"
#include "web-api/page/templates.hpp"

namespace lanterne::web::page {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;

void put_course(data& page, const plan::RacePlan& plan, const Messages& messages) {
    const CourseDrawing drawing = draw(plan::courses_of(plan));
    const View& view = drawing.view;
    page.set("width", fmt::format("{:.0f}", view.width));
    page.set("height", fmt::format("{:.0f}", view.height));
    page.set("lon0", fmt::format("{:.7f}", view.lon0));
    page.set("lat0", fmt::format("{:.7f}", view.lat0));
    page.set("kx", fmt::format("{:.3f}", view.kx));
    page.set("ky", fmt::format("{:.3f}", view.ky));
    list legs;
    list sports;
    std::set<std::string> seen;
    for (const auto& leg : drawing.legs) {
        data item;
        item.set("path", leg.path);
        item.set("sport", leg.sport);
        item.set("sport_name", messages.text("sport." + leg.sport));
        item.set("leg_name", leg.name);
        legs.push_back(item);
        if (seen.insert(leg.sport).second) {
            sports.push_back(item);
        }
    }
    list gates;
    for (const auto& gate : drawing.gates) {
        data item;
        item.set("x", fmt::format("{:.1f}", gate.x));
        item.set("y", fmt::format("{:.1f}", gate.y));
        item.set("label_y", fmt::format("{:.1f}", gate.label_y));
        item.set("side", gate.label_left ? "left" : "right");
        item.set("label", gate.label);
        gates.push_back(item);
    }
    page.set("legs", legs);
    page.set("sports", sports);
    page.set("gates", gates);
}

void put_people(data& page, const plan::RacePlan& plan, const Names& names) {
    list entries;
    for (const auto& entry : plan.entries) {
        data item;
        item.set("bib", entry.bib.text());
        item.set("name", entry.name);
        item.set("team", entry.team);
        item.set("category", names.category(entry));
        item.set("colour", names.colour(entry));
        entries.push_back(item);
    }
    list categories;
    for (std::size_t index = 0; index < plan.categories.size(); ++index) {
        data item;
        item.set("category", plan.categories[index].name);
        item.set("colour", std::to_string(index % category_colours));
        categories.push_back(item);
    }
    page.set("entries", entries);
    page.set("categories", categories);
}

list cells_of(const SplitsModel::Row& row) {
    list cells;
    for (const auto& cell : row.cells) {
        data item;
        item.set("time", cell.time);
        item.set("split_rank", cell.rank);
        cells.push_back(item);
    }
    return cells;
}

void put_splits(data& page, const SplitsModel& splits) {
    if (splits.rows.empty()) {
        return;
    }
    data table;
    list columns;
    for (const std::string& column : splits.columns) {
        data item;
        item.set("column", column);
        columns.push_back(item);
    }
    list rows;
    for (const SplitsModel::Row& row : splits.rows) {
        data item;
        item.set("bib", row.bib);
        item.set("name", row.name);
        item.set("rank", row.rank);
        item.set("cells", cells_of(row));
        rows.push_back(item);
    }
    table.set("columns", columns);
    table.set("split_rows", rows);
    page.set("splits", table);
}

void put_profile(data& page, const plan::RacePlan& plan) {
    const auto drawing = draw_profile(plan.course);
    if (!drawing) {
        return;
    }
    data profile;
    profile.set("profile_path", drawing->path);
    profile.set("lowest_m", fmt::format("{:.0f}", drawing->lowest_m));
    profile.set("highest_m", fmt::format("{:.0f}", drawing->highest_m));
    profile.set("profile_width", fmt::format("{:.0f}", ProfileDrawing::width));
    profile.set("profile_height", fmt::format("{:.0f}", ProfileDrawing::height));
    list legs;
    for (const ProfileDrawing::Leg& leg : drawing->legs) {
        data item;
        item.set("leg_x", fmt::format("{:.1f}", leg.x));
        item.set("leg_width", fmt::format("{:.1f}", leg.width));
        item.set("leg_name", leg.name);
        item.set("sport", leg.sport);
        legs.push_back(item);
    }
    profile.set("profile_legs", legs);
    page.set("profile", profile);
}

/// JSON inside a script element must not be able to close it.
std::string safe_in_script(std::string json) {
    std::size_t at = 0;
    while ((at = json.find('<', at)) != std::string::npos) {
        json.replace(at, 1, "\\u003c");
    }
    return json;
}

void put_assets(data& page, const Assets& assets, Language language) {
    if (!assets.style.empty()) {
        page.set("style", assets.style);
    }
    if (!assets.script.empty()) {
        page.set("script", assets.script);
    }
    if (const auto texts = assets.messages.find(code_of(language));
        texts != assets.messages.end()) {
        page.set("messages", texts->second);
    }
}

void put_language(data& page, Language language) {
    const Language other = language == Language::english ? Language::french : Language::english;
    page.set("language", std::string{code_of(language)});
    page.set("other_language", std::string{code_of(other)});
}

std::string rendered(std::string_view text, const data& page, const Messages& messages) {
    mustache compiled{messages.localised(text)};
    return compiled.render(page);
}

/// "2026-06-14 07:00 UTC"
std::string minute_text(UtcTime time) {
    const std::string text = to_text(time);
    return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 5));
}

} // namespace

std::string_view name_of(Purpose purpose) {
    switch (purpose) {
    case Purpose::page: break;
    case Purpose::embed: return "embed";
    case Purpose::tv: return "tv";
    case Purpose::screen: return "screen";
    }
    return "page";
}

std::string render(const RacePageModel& model, const Assets& assets) {
    const plan::RacePlan& plan = model.plan;
    const Names names{plan};
    const std::string km = fmt::format("{:.1f}", plan.course.official_length().value / 1000);
    const Messages& messages = Messages::of(model.language);
    data page;
    put_assets(page, assets, model.language);
    put_language(page, model.language);
    page.set("name", plan.name);
    page.set("slug", plan.slug.text());
    page.set("description",
             messages.text("page.description",
                           {{"athletes", std::to_string(plan.entries.size())}, {"km", km}}));
    page.set("starts_at", to_text(plan.start));
    page.set("starts_text", minute_text(plan.start));
    page.set("entry_count", std::to_string(plan.entries.size()));
    page.set("length_km", km);
    page.set("view", std::string{name_of(model.purpose)});
    page.set("whole", data{model.purpose == Purpose::page});
    page.set("embedded", data{model.purpose == Purpose::embed});
    page.set("before", data{model.state == "before"});
    page.set("live", data{model.state == "live"});
    if (plan.rehearsal) {
        page.set("rehearsal", messages.text("page.rehearsal",
                                            {{"rate", fmt::format("{:g}", plan.rehearsal->rate)}}));
    }
    put_course(page, plan, messages);
    put_people(page, plan, names);
    put_profile(page, plan);
    put_splits(page, model.splits);
    page.set("standings", board_rows(model, names));
    if (!model.grade.empty()) {
        page.set("grade", model.grade);
    }
    page.set("results", render(plan, model.results, model.language));
    if (!model.digest.empty()) {
        page.set("digest", model.digest);
        page.set("short_digest", model.digest.substr(0, 8));
        page.set("engine", model.engine);
    }
    page.set("race_json", safe_in_script(model.race_json));
    return rendered(race_template, page, messages);
}

std::string render(const std::vector<RaceListItem>& races, const Assets& assets, Language language,
                   std::string_view prefix) {
    const Messages& messages = Messages::of(language);
    data page;
    put_assets(page, assets, language);
    put_language(page, language);
    page.set("prefix", std::string{prefix});
    list items;
    for (const auto& race : races) {
        data item;
        item.set("slug", race.slug);
        item.set("name", race.name);
        item.set("starts_at", race.starts_at);
        item.set("entries", std::to_string(race.entries));
        item.set("state", messages.text("state." + race.state));
        items.push_back(item);
    }
    page.set("none", data{races.empty()});
    page.set("races", items);
    return rendered(races_template, page, messages);
}

} // namespace lanterne::web::page
