#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/scoring/digest.hpp"
#include "core/scoring/fingerprint/canonical.hpp"
#include "core/scoring/fingerprint/sha256.hpp"
#include "core/scoring/race_state.hpp"
#include "core/scoring/ruling/find_point.hpp"

namespace lanterne::scoring {

namespace {

std::vector<PublishedEntry> to_publish(const RaceRecord& record,
                                       const std::vector<Standing>& standings) {
    std::map<Bib, const EntryRecord*> records;
    for (const EntryRecord& entry : record.entries) {
        records.emplace(entry.entry->bib, &entry);
    }
    std::vector<PublishedEntry> entries;
    for (const Standing& standing : standings) {
        const EntryRecord& of_entry = *records.at(standing.bib);
        PublishedEntry entry{.bib = standing.bib,
                             .status = standing.status,
                             .rank = standing.rank,
                             .gap = standing.gap,
                             .passages = {}};
        for (const Passage& passage : of_entry.passages) {
            entry.passages.push_back({.at = name_of(*of_entry.course, passage.point),
                                      .time = passage.time,
                                      .standard_error_ms = passage.standard_error_ms,
                                      .source = passage.source,
                                      .is_bridged = passage.is_bridged});
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace

std::vector<Passage> Race::passages(const Bib& bib) const { return state_->look(bib).passages; }

std::vector<Missing> Race::missing(const Bib& bib) const { return state_->look(bib).missing; }

const RaceRecord& Race::record(Ending ending) const { return state_->look(ending).record; }

results::Tables Race::tables(std::optional<UtcTime> as_of) const {
    return results::tables_of(record(as_of ? Ending::open : Ending::ended), as_of);
}

std::vector<LinkedRun> Race::linked(const plan::PointLap& at) const {
    return runs_at(record(), at);
}

std::vector<Case> Race::cases(UtcTime as_of, const Outside& outside) const {
    const LookedAt& all = state_->look(Ending::open);
    std::vector<CaseEntry> entries;
    entries.reserve(all.beside.size());
    for (std::size_t i = 0; i < all.beside.size(); ++i) {
        const EntryRecord& of_entry = all.record.entries[i];
        const Entrant& entrant = state_->find(of_entry.entry->bib);
        entries.push_back({.record = &of_entry,
                           .disagreements = all.beside[i].disagreements,
                           .doubted = all.beside[i].doubted,
                           .course = &entrant.course(),
                           .athlete = entrant.athlete(),
                           .astray = state_->witnesses.astray_of(of_entry.entry->bib)});
    }
    return cases_of(CaseInputs{.record = all.record,
                               .entries = entries,
                               .rulings = state_->rulings,
                               .witnesses = state_->witnesses,
                               .outside = outside,
                               .as_of = as_of});
}

Comparison Race::fixes_beside_chips() const {
    state_->place_reads();
    return state_->witnesses.comparison();
}

std::vector<Standing> Race::standings(UtcTime as_of) const {
    return state_->standings(record(), as_of);
}

std::string Race::input_digest() const {
    Sha256 hash;
    hash.take(bytes_of(state_->plan));
    for (const auto& [bib, entrant] : state_->entrants) {
        hash.take(fmt::format("{} {}\n", bib.text(), entrant.fixes_digest()));
    }
    for (const plan::Act& act : state_->rulings.in_force()) {
        hash.take(bytes_of(act));
    }
    return hash.text();
}

Race::Memory Race::memory(const Bib& bib) const {
    const Entrant& entrant = state_->find(bib);
    const std::size_t live = entrant.live_bytes();
    return {.live = live, .saved = entrant.bytes() - live};
}

Race::Final Race::final_results() const {
    const RaceRecord& record = this->record(Ending::ended);
    results::Tables tables = results::tables_of(record, std::nullopt);
    Publication publication{.input_digest = input_digest(),
                            .digest = digest_of(record, tables),
                            .entries = to_publish(record, state_->standings(record, std::nullopt)),
                            .tables = results::canonical_text(tables)};
    return {std::move(publication), std::move(tables)};
}

std::string Race::digest() const {
    const RaceRecord& record = this->record(Ending::ended);
    return digest_of(record, results::tables_of(record, std::nullopt));
}

std::size_t Race::due_for_digest() const { return state_->due(Ending::ended); }

} // namespace lanterne::scoring
