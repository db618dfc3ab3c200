#include "web-api/page/board_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/plan/board.hpp"
#include "web-api/page/words.hpp"

namespace lanterne::web::page {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;

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

std::string gap_text(const Messages& messages, const StandingRow& row) {
    if (row.rank == 1U) {
        return messages.text("gap.leader");
    }
    return row.gap ? "+" + duration_text(*row.gap) : "";
}

std::string last_text(const Messages& messages, const Names& names, const PassageRow& passage) {
    const std::string point = names.point(passage.bib, passage.point, passage.leg, passage.lap);
    return passage.is_bridged ? messages.text("board.bridged", {{"point", point}}) : point;
}

list expected_of(const Messages& messages, const StandingRow& row, const Names& names) {
    list items;
    for (const ExpectedRow& each : row.expected) {
        data item;
        const std::string point = names.point(row.bib, each.point, each.leg, each.lap);
        item.set("short", arrival_span(point, each.band));
        item.set("words", arrival_words(messages, point, each.band));
        item.set("last", data{&each == &row.expected.back()});
        item.set("vague", data{each.band.vagueness != Vagueness::minutes});
        items.push_back(item);
    }
    return items;
}

/// What stands above the rows of one ranking, where the board shows several.
class Sections {
public:
    Sections(const RacePageModel& model, const Names& names)
        : plan_{model.plan}, rankings_{plan::rankings_of(model.plan)},
          without_rank_{Messages::of(model.language).text("board.no_rank")} {
        for (const StandingRow& row : model.standings) {
            if (const plan::Entry* entry = names.entry(row.bib)) {
                shown_.insert(of(row, *entry));
            }
        }
    }

    /// Its heading, where the row begins a section.
    std::optional<std::string> begun_by(const StandingRow& row, const plan::Entry& entry) {
        const Section section = of(row, entry);
        const bool goes_on = last_ && *last_ == section;
        last_ = section;
        if (goes_on || shown_.size() < 2) {
            return std::nullopt;
        }
        return section ? rankings_[*section].name : without_rank_;
    }

private:
    using Section = std::optional<std::size_t>; // index of a ranking

    Section of(const StandingRow& row, const plan::Entry& entry) const {
        return row.rank ? plan::board_ranking(plan_, rankings_, entry) : std::nullopt;
    }

    const plan::RacePlan& plan_;
    std::vector<plan::Ranking> rankings_;
    std::string without_rank_;
    std::set<Section> shown_;
    std::optional<Section> last_;
};

} // namespace

list board_rows(const RacePageModel& model, const Names& names) {
    const auto last = last_passages(model.passages);
    const auto starts = starts_of(names, model.passages);
    const Messages& messages = Messages::of(model.language);
    Sections sections{model, names};
    list rows;
    for (const auto& row : model.standings) {
        const plan::Entry* entry = names.entry(row.bib);
        if (entry == nullptr) {
            continue; // the plan changed between the two reads; the next page shows it
        }
        const auto passage = last.find(row.bib);
        data item;
        if (const auto section = sections.begun_by(row, *entry)) {
            item.set("section", *section);
        }
        item.set("bib", row.bib.text());
        item.set("name", entry->name);
        item.set("colour", names.colour(*entry));
        item.set("status", row.status);
        item.set("status_words", status_words(messages, row.status));
        item.set("rank", row.rank ? std::to_string(*row.rank) : "–");
        item.set("linked", data{row.is_linked});
        item.set("gap", gap_text(messages, row));
        item.set("expected", expected_of(messages, row, names));
        const bool any = passage != last.end();
        const auto begin = starts.find(row.bib);
        const UtcTime since = begin == starts.end() ? names.gun(*entry) : begin->second;
        item.set("last", any ? last_text(messages, names, *passage->second) : std::string{});
        item.set("time", any ? duration_text(passage->second->time - since) : std::string{});
        rows.push_back(item);
    }
    return rows;
}

} // namespace lanterne::web::page
