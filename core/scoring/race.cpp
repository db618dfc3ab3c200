#include "core/scoring/race.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/scoring/digest.hpp"
#include "core/scoring/entrant.hpp"
#include "core/scoring/fingerprint/canonical.hpp"
#include "core/scoring/fingerprint/sha256.hpp"
#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/standings.hpp"

namespace lanterne::scoring {
namespace {

// A total order of fixes by content: earlier first; of equal times the better first.
auto order_of(const Fix& fix) {
    return std::tuple{fix.time,
                      fix.accuracy_dm.value_or(std::numeric_limits<std::uint16_t>::max()),
                      fix.position.latitude,
                      fix.position.longitude,
                      fix.speed_dmps,
                      fix.course_2deg,
                      fix.altitude_dm,
                      fix.satellites,
                      fix.mode};
}

} // namespace

bool is_scored_before(const Fix& a, const Fix& b) {
    return a.time != b.time ? a.time < b.time : order_of(a) < order_of(b);
}

void sort_as_scored(std::vector<Fix>& fixes) {
    if (!std::ranges::is_sorted(fixes, is_scored_before)) {
        std::ranges::sort(fixes, is_scored_before);
    }
}

struct Race::State {
    plan::RacePlan plan;
    Rulings rulings;
    std::vector<std::shared_ptr<const ScoredCourse>> courses; ///< of those in use, one each
    std::map<Bib, Entrant> entrants;
    Witnesses witnesses{ReadList{}};
    std::set<Bib> moved; ///< entries whose reads are to be placed anew

    explicit State(plan::RacePlan planned) : plan{std::move(planned)}, rulings{plan, {}} {}

    Entrant& find(const Bib& bib) {
        const auto found = entrants.find(bib);
        if (found == entrants.end()) {
            throw std::out_of_range{fmt::format("nobody wears bib {}", bib.text())};
        }
        return found->second;
    }

    std::shared_ptr<const ScoredCourse> course_of(const plan::Entry& entry, CourseChange change) {
        const course::Course& planned = plan::course_of(plan, entry);
        const auto known = std::ranges::find_if(courses, [&](const auto& course) {
            return &course->planned() == &planned && course->change() == change;
        });
        if (known != courses.end()) {
            return *known;
        }
        return courses.emplace_back(
            std::make_shared<const ScoredCourse>(planned, std::move(change)));
    }

    Entrant enter(const plan::Entry& entry) {
        return Entrant{entry, course_of(entry, rulings.change_of(entry)), rulings.way_from(entry)};
    }

    EntryInputs inputs_of(const Entrant& entrant, Ending ending = Ending::open) const {
        return {.plan = plan,
                .entry = entrant.entry(),
                .rulings = rulings,
                .course = entrant.course(),
                .athlete = entrant.athlete(),
                .witnesses = {},
                .ending = ending};
    }

    // A fix moves what is expected of its entry, and so which lap its reads mean, and so what the
    // clocks are worth.
    void place_reads() {
        if (witnesses.reads().is_empty() || moved.empty()) {
            moved.clear();
            return;
        }
        bool has_changed = false;
        for (const Bib& bib : std::exchange(moved, {})) {
            Entrant& entrant = find(bib);
            if (witnesses.place(inputs_of(entrant))) {
                ++entrant.revision;
                has_changed = true;
            }
        }
        std::vector<Bib> changed;
        if (has_changed) {
            changed = witnesses.check_clocks();
        }
        if (!witnesses.reads().loose.empty()) {
            std::vector<SeenEntry> seen;
            for (const auto& [bib, entrant] : entrants) {
                seen.push_back({&entrant.entry(), &entrant.course().planned(),
                                seen_by_fixes(inputs_of(entrant))});
            }
            const std::vector<Bib> given = witnesses.place_loose(seen);
            changed.insert(changed.end(), given.begin(), given.end());
        }
        for (const Bib& bib : changed) {
            ++find(bib).revision;
        }
    }

    EntryFindings look(const Entrant& entrant, Ending ending) {
        place_reads();
        EntryInputs inputs = inputs_of(entrant, ending);
        const std::vector<Witness> others = witnesses.of(entrant.entry().bib);
        inputs.witnesses = others;
        EntryFindings found = scoring::find(inputs);
        found.record.is_unscored = entrant.is_unscored;
        return found;
    }

    RaceRecord record(Ending ending) {
        RaceRecord record{.plan = &plan, .entries = {}, .orders = orders()};
        record.entries.reserve(plan.entries.size());
        for (const plan::Entry& entry : plan.entries) {
            record.entries.push_back(look(find(entry.bib), ending).record);
        }
        return record;
    }

    std::vector<Standing> standings(const RaceRecord& record, std::optional<UtcTime> as_of) {
        std::vector<const Entrant*> field;
        field.reserve(record.entries.size());
        for (const EntryRecord& entry : record.entries) {
            field.push_back(&find(entry.entry->bib));
        }
        return standings_of({.record = record, .entrants = field}, as_of);
    }

    std::vector<plan::FinishOrder> orders() const {
        std::map<plan::PointLap, plan::FinishOrder> last;
        for (const plan::Act* act : rulings.about_race()) {
            if (const auto* order = std::get_if<plan::FinishOrder>(&act->body)) {
                last[order->at] = *order;
            }
        }
        std::vector<plan::FinishOrder> orders;
        for (auto& [at, order] : last) {
            orders.push_back(std::move(order));
        }
        return orders;
    }
};

Race::Race(plan::RacePlan plan) : state_{std::make_unique<State>(std::move(plan))} {
    for (const plan::Entry& entry : state_->plan.entries) {
        state_->entrants.emplace(entry.bib, state_->enter(entry));
    }
}

Race::~Race() = default;
Race::Race(Race&&) noexcept = default;
Race& Race::operator=(Race&&) noexcept = default;

const plan::RacePlan& Race::plan() const { return state_->plan; }

bool Race::apply(const Bib& bib, std::span<const Fix> fixes) {
    Entrant& entrant = state_->find(bib);
    if (!entrant.take_in_order(fixes)) {
        return false;
    }
    state_->moved.insert(bib);
    return true;
}

void Race::rescore(const Bib& bib, std::vector<Fix> all_fixes) {
    Entrant& entrant = state_->find(bib);
    entrant.is_unscored = false;
    entrant.go_back({});
    state_->moved.insert(bib);
    entrant.take(std::move(all_fixes));
}

Race::Apart::Apart(std::unique_ptr<Entrant> entrant) : entrant_{std::move(entrant)} {}

Race::Apart::~Apart() = default;
Race::Apart::Apart(Apart&&) noexcept = default;
Race::Apart& Race::Apart::operator=(Apart&&) noexcept = default;

Race::Apart Race::score_apart(const Bib& bib, std::vector<Fix> all_fixes) const {
    auto apart = std::make_unique<Entrant>(state_->find(bib));
    apart->is_unscored = false;
    apart->go_back({});
    apart->take(std::move(all_fixes));
    return Apart{std::move(apart)};
}

bool Race::take(Apart apart) {
    const plan::Entry& entry = apart.entrant_->entry();
    if (!apart.entrant_->is_matched(state_->rulings.change_of(entry),
                                    state_->rulings.way_from(entry))) {
        return false;
    }
    Entrant& entrant = state_->find(entry.bib);
    const std::uint64_t revision = entrant.revision;
    entrant = std::move(*apart.entrant_);
    entrant.revision = std::max(revision, entrant.revision) + 1;
    state_->moved.insert(entry.bib);
    return true;
}

std::optional<UtcTime> Race::kept_before(const Bib& bib, UtcTime late) const {
    return state_->find(bib).kept_before(late);
}

bool Race::rescore_since(const Bib& bib, UtcTime kept, std::vector<Fix> newer) {
    Entrant& entrant = state_->find(bib);
    const bool are_newer =
        std::ranges::all_of(newer, [&](const Fix& fix) { return fix.time > kept; });
    if (!are_newer || !entrant.go_back(kept)) {
        return false;
    }
    entrant.is_unscored = false;
    state_->moved.insert(bib);
    return entrant.take(std::move(newer));
}

std::vector<Bib> Race::set_acts(std::vector<plan::Act> acts) {
    state_->rulings = Rulings{state_->plan, std::move(acts)};
    state_->witnesses = Witnesses{reads_of(state_->rulings)};
    std::vector<Bib> changed;
    for (auto& [bib, entrant] : state_->entrants) {
        state_->moved.insert(bib);
        ++entrant.revision;
        const plan::Entry& entry = entrant.entry();
        if (entrant.is_matched(state_->rulings.change_of(entry), state_->rulings.way_from(entry))) {
            continue;
        }
        const std::uint64_t revision = entrant.revision;
        const bool is_unscored = entrant.is_unscored;
        entrant = state_->enter(entry);
        entrant.revision = revision;
        entrant.is_unscored = is_unscored;
        changed.push_back(bib);
    }
    std::erase_if(state_->courses, [](const auto& course) { return course.use_count() == 1; });
    return changed;
}

void Race::mark_unscored(const Bib& bib) { state_->find(bib).is_unscored = true; }

std::uint64_t Race::revision(const Bib& bib) const {
    state_->place_reads();
    return state_->find(bib).revision;
}

std::vector<Passage> Race::passages(const Bib& bib) const {
    return state_->look(state_->find(bib), Ending::open).record.passages;
}

std::vector<Missing> Race::missing(const Bib& bib) const {
    return state_->look(state_->find(bib), Ending::open).record.missing;
}

RaceRecord Race::record(Ending ending) const { return state_->record(ending); }

results::Tables Race::tables(std::optional<UtcTime> as_of) const {
    return results::tables_of(state_->record(as_of ? Ending::open : Ending::ended), as_of);
}

std::vector<LinkedRun> Race::linked(const plan::PointLap& at) const {
    return runs_at(record(), at);
}

std::vector<Case> Race::cases(UtcTime as_of, const Outside& outside) const {
    std::vector<CaseEntry> entries;
    RaceRecord record{.plan = &state_->plan, .entries = {}, .orders = state_->orders()};
    for (const plan::Entry& entry : state_->plan.entries) {
        const Entrant& entrant = state_->find(entry.bib);
        entries.push_back({.findings = state_->look(entrant, Ending::open),
                           .course = &entrant.course(),
                           .athlete = entrant.athlete(),
                           .astray = state_->witnesses.astray_of(entry.bib)});
        record.entries.push_back(entries.back().findings.record);
    }
    return cases_of(CaseInputs{.record = record,
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
    return state_->standings(state_->record(Ending::open), as_of);
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

std::vector<PublishedEntry> Race::published() const {
    const RaceRecord record = state_->record(Ending::ended);
    std::map<Bib, const EntryRecord*> records;
    for (const EntryRecord& entry : record.entries) {
        records.emplace(entry.entry->bib, &entry);
    }
    std::vector<PublishedEntry> entries;
    for (const Standing& standing : state_->standings(record, std::nullopt)) {
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

std::string Race::digest() const {
    const RaceRecord record = state_->record(Ending::ended);
    return digest_of(record, results::tables_of(record, std::nullopt));
}

} // namespace lanterne::scoring
