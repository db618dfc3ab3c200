#include "web-api/page/race_page.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include "web-api/page/course_drawing.hpp"
#include "web-api/page/templates.hpp"
#include "web-api/page/words.hpp"

namespace lanterne::web::page {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;

constexpr std::size_t category_colours = 6; // as many as the style sheet has

/// What the rows of a race need to be written: names by id, colours by category.
class Names {
public:
    explicit Names(const plan::RacePlan& plan) : plan_{plan} {
        for (const auto& entry : plan.entries) {
            entries_.emplace(entry.bib, &entry);
        }
    }

    const plan::Entry* entry(const Bib& bib) const {
        const auto found = entries_.find(bib);
        return found == entries_.end() ? nullptr : found->second;
    }

    std::string colour(const plan::Entry& entry) const {
        const auto found = std::ranges::find(plan_.categories, entry.category, &plan::Category::id);
        const auto index = found == plan_.categories.end() ? 0 : found - plan_.categories.begin();
        return std::to_string(static_cast<std::size_t>(index) % category_colours);
    }

    std::string category(const plan::Entry& entry) const {
        const auto found = std::ranges::find(plan_.categories, entry.category, &plan::Category::id);
        return found == plan_.categories.end() ? std::string{} : found->name;
    }

    /// That the entry races; the race's own when nobody has that bib.
    const course::Course& course(const Bib& bib) const {
        const plan::Entry* who = entry(bib);
        return who == nullptr ? plan_.course : plan::course_of(plan_, *who);
    }

    UtcTime gun(const plan::Entry& entry) const {
        const auto found = std::ranges::find(plan_.waves, entry.wave, &plan::Wave::id);
        return found == plan_.waves.end() ? plan_.start : found->gun;
    }

    std::string point(const PassageRow& passage) const {
        return point(passage.bib, passage.point, passage.leg, passage.lap);
    }

    std::string point(const Bib& bib, const std::string& id, std::size_t leg,
                      std::uint32_t lap) const {
        const course::Course& course = this->course(bib);
        const auto& points = course.points();
        const auto found =
            std::ranges::find_if(points, [&](const auto& each) { return each.id == id; });
        const std::string name = found == points.end() ? id : found->name;
        const bool is_finish =
            found != points.end() && found->kind == course::PointKind::finish; // there is one
        const bool laps = !is_finish && leg < course.legs().size() && course.legs()[leg].laps > 1;
        return laps ? fmt::format("{} {}", name, lap) : name;
    }

private:
    const plan::RacePlan& plan_;
    std::map<Bib, const plan::Entry*> entries_;
};

void put_course(data& page, const plan::RacePlan& plan) {
    std::vector<const course::Course*> courses{&plan.course};
    for (const plan::Variant& variant : plan.variants) {
        courses.push_back(&variant.course);
    }
    const CourseDrawing drawing = draw(courses);
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

/// The latest passage of each bib.
std::map<Bib, const PassageRow*> last_passages(const std::vector<PassageRow>& passages) {
    std::map<Bib, const PassageRow*> last;
    for (const auto& passage : passages) {
        auto& known = last[passage.bib];
        if (known == nullptr || passage.time >= known->time) {
            known = &passage;
        }
    }
    return last;
}

/// When the clock of each bib began to run, where its start passage is known.
std::map<Bib, UtcTime> starts_of(const Names& names, const std::vector<PassageRow>& passages) {
    std::map<Bib, UtcTime> starts;
    for (const auto& passage : passages) {
        const auto& points = names.course(passage.bib).points();
        const auto start =
            std::ranges::find(points, course::PointKind::start, &course::TimingPoint::kind);
        if (start != points.end() && passage.point == start->id) {
            starts.emplace(passage.bib, passage.time);
        }
    }
    return starts;
}

std::string gap_text(const StandingRow& row) {
    if (row.rank == 1U) {
        return "leader";
    }
    return row.gap ? "+" + duration_text(*row.gap) : "";
}

std::string last_text(const Names& names, const PassageRow& passage) {
    return names.point(passage) + (passage.is_bridged ? ", bridged" : "");
}

list expected_of(const StandingRow& row, const Names& names) {
    list items;
    for (const ExpectedRow& each : row.expected) {
        data item;
        const std::string point = names.point(row.bib, each.point, each.leg, each.lap);
        item.set("words", arrival_words(point, each.vagueness, each.early, each.likely, each.late));
        item.set("last", data{&each == &row.expected.back()});
        item.set("vague", data{each.vagueness != Vagueness::minutes});
        items.push_back(item);
    }
    return items;
}

list standings_of(const RacePageModel& model, const Names& names) {
    const auto last = last_passages(model.passages);
    const auto starts = starts_of(names, model.passages);
    list rows;
    for (const auto& row : model.standings) {
        const plan::Entry* entry = names.entry(row.bib);
        if (entry == nullptr) {
            continue; // the plan changed between the two reads; the next page shows it
        }
        const auto passage = last.find(row.bib);
        data item;
        item.set("bib", row.bib.text());
        item.set("name", entry->name);
        item.set("colour", names.colour(*entry));
        item.set("status", row.status);
        item.set("status_words", status_words(row.status));
        item.set("rank", row.rank ? std::to_string(*row.rank) : "–");
        item.set("linked", data{row.is_linked});
        item.set("gap", gap_text(row));
        item.set("expected", expected_of(row, names));
        const bool any = passage != last.end();
        const auto begin = starts.find(row.bib);
        const UtcTime since = begin == starts.end() ? names.gun(*entry) : begin->second;
        item.set("last", any ? last_text(names, *passage->second) : std::string{});
        item.set("time", any ? duration_text(passage->second->time - since) : std::string{});
        rows.push_back(item);
    }
    return rows;
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

/// JSON inside a script element must not be able to close it.
std::string safe_in_script(std::string json) {
    std::size_t at = 0;
    while ((at = json.find('<', at)) != std::string::npos) {
        json.replace(at, 1, "\\u003c");
    }
    return json;
}

void put_assets(data& page, const Assets& assets) {
    if (!assets.style.empty()) {
        page.set("style", assets.style);
    }
    if (!assets.script.empty()) {
        page.set("script", assets.script);
    }
}

std::string rendered(std::string_view text, const data& page) {
    mustache compiled{std::string{text}};
    return compiled.render(page);
}

/// "2026-06-14 07:00 UTC"
std::string minute_text(UtcTime time) {
    const std::string text = to_text(time);
    return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 5));
}

} // namespace

std::string render(const RacePageModel& model, const Assets& assets) {
    const plan::RacePlan& plan = model.plan;
    const Names names{plan};
    const std::string km = fmt::format("{:.1f}", plan.course.official_length().value / 1000);
    data page;
    put_assets(page, assets);
    page.set("name", plan.name);
    page.set("slug", plan.slug.text());
    page.set("description", fmt::format("Live positions and results: {} athletes over {} km.",
                                        plan.entries.size(), km));
    page.set("starts_at", to_text(plan.start));
    page.set("starts_text", minute_text(plan.start));
    page.set("entry_count", std::to_string(plan.entries.size()));
    page.set("length_km", km);
    page.set("before", data{model.state == "before"});
    page.set("live", data{model.state == "live"});
    if (plan.rehearsal) {
        page.set("rate", fmt::format("{:g}", plan.rehearsal->rate));
    }
    put_course(page, plan);
    put_people(page, plan, names);
    page.set("standings", standings_of(model, names));
    if (!model.grade.empty()) {
        page.set("grade", model.grade);
    }
    page.set("results", render(plan, model.results));
    if (!model.digest.empty()) {
        page.set("digest", model.digest);
        page.set("short_digest", model.digest.substr(0, 8));
        page.set("engine", model.engine);
    }
    page.set("race_json", safe_in_script(model.race_json));
    return rendered(race_template, page);
}

std::string render(const std::vector<RaceListItem>& races, const Assets& assets) {
    data page;
    put_assets(page, assets);
    list items;
    for (const auto& race : races) {
        data item;
        item.set("slug", race.slug);
        item.set("name", race.name);
        item.set("starts_at", race.starts_at);
        item.set("entries", std::to_string(race.entries));
        item.set("state", race.state);
        items.push_back(item);
    }
    page.set("none", data{races.empty()});
    page.set("races", items);
    return rendered(races_template, page);
}

} // namespace lanterne::web::page
