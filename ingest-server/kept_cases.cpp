#include <algorithm>
#include <utility>

#include "ingest-server/kept_race.hpp"
#include "service/json_writer.hpp"

namespace lanterne::ingest {

namespace {

std::string evidence_of(const scoring::Case& one) {
    service::JsonWriter json;
    json.begin_object();
    if (!one.subject.empty()) {
        json.field("subject", one.subject);
    }
    for (const scoring::Fact& fact : one.evidence) {
        json.field(fact.name, fact.value);
    }
    json.end_object();
    return json.take();
}

} // namespace

void KeptRace::know(const CaseRow& raised) { cases_.insert_or_assign(raised.identity, raised); }

UtcTime KeptRace::looked_at(UtcTime wall) const {
    UtcTime newest = plan().start;
    for (const auto& [id, entry] : entries_) {
        if (entry.standing) {
            newest = std::max(newest, entry.standing->fix_time.value_or(newest));
        }
    }
    return std::min(race_time(wall), newest + looked_at_after);
}

scoring::Outside KeptRace::outside(UtcTime as_of) const {
    scoring::Outside outside;
    for (const auto& [id, entry] : entries_) {
        scoring::EntryOutside& of_entry = outside[entry.bib];
        of_entry.units = 0;
        const auto heard = entry.unit ? heard_.find(*entry.unit) : heard_.end();
        const auto info = entry.unit ? infos_.find(*entry.unit) : infos_.end();
        if (heard != heard_.end()) {
            of_entry.heard = heard->second;
        }
        if (info != infos_.end() && info->second.next_report_s) {
            of_entry.announced = std::chrono::seconds{*info->second.next_report_s};
        }
    }
    for (const Assignment& assignment : assignments_) {
        if (!assignment.spare && assignment.covers(as_of)) {
            ++*outside.at(bib_of(assignment.entry)).units;
        }
    }
    return outside;
}

CaseRow KeptRace::to_row(const scoring::Case& one) const {
    return {.identity = scoring::identity_of(one),
            .kind = std::string{scoring::to_text(one.kind)},
            .entry = one.bib ? std::optional{ids_.at(*one.bib)} : std::nullopt,
            .at = one.at,
            .after = one.from,
            .before = one.ended,
            .evidence = evidence_of(one)};
}

std::map<std::string, CaseRow>::iterator KeptRace::find_case(const std::string& identity) {
    const auto same = cases_.find(identity);
    return same != cases_.end() ? same : std::ranges::find_if(cases_, [&](const auto& kept) {
        return scoring::is_same_case(kept.first, identity);
    });
}

std::vector<CaseRow> KeptRace::cases(UtcTime wall) {
    const UtcTime as_of = looked_at(wall);
    std::vector<CaseRow> changed;
    std::set<std::string> seen;
    for (const scoring::Case& one : race_.cases(as_of, outside(as_of))) {
        if (one.kind == scoring::CaseKind::unscored) {
            continue; // raised when it happened, with what was thrown
        }
        CaseRow row = to_row(one);
        const auto known = find_case(row.identity);
        if (known == cases_.end()) {
            if (cases_.size() >= max_cases) {
                continue;
            }
            seen.insert(row.identity);
            cases_.emplace(row.identity, row);
            changed.push_back(std::move(row));
            continue;
        }
        seen.insert(known->first);
        row.identity = known->first; // its name stays though its begin moved over a window's edge
        if (row.stands != known->second.stands || row.before != known->second.before) {
            known->second = row;
            changed.push_back(std::move(row));
        }
    }
    for (auto& [identity, row] : cases_) {
        if (row.stands && !seen.contains(identity)) {
            row.stands = false;
            changed.push_back(row);
        }
    }
    return changed;
}

} // namespace lanterne::ingest
