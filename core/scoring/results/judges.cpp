#include <algorithm>
#include <map>
#include <utility>

#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {
namespace {

// A place of a finish order, with those in it who passed there.
struct Heard {
    std::uint32_t place = 0;
    std::vector<JudgedPassage*> passages; ///< by time
    UtcTime time;                         ///< of a dead heat the later of two, of more the middle
    std::uint64_t precision = 0;
};

JudgedPassage* find_passage(Competitor& competitor, const plan::PointLap& at) {
    const JudgedPassage* found = passage_at(competitor, at);
    return found == nullptr
               ? nullptr
               : &competitor.passages[static_cast<std::size_t>(found - competitor.passages.data())];
}

std::uint64_t precision_of(const Passage& passage) {
    return 1'000'000 / (std::uint64_t{passage.standard_error_ms} + 1);
}

std::vector<Heard> places_of(const plan::FinishOrder& order,
                             const std::map<Bib, Competitor*>& by_bib) {
    std::vector<Heard> places;
    std::uint32_t place = 0;
    for (const plan::FinishOrder::Place& named : order.places) {
        Heard heard{.place = ++place};
        for (const Bib& bib : named.bibs) {
            const auto found = by_bib.find(bib);
            JudgedPassage* passage =
                found == by_bib.end() ? nullptr : find_passage(*found->second, order.at);
            if (passage != nullptr) {
                heard.passages.push_back(passage);
            }
        }
        if (!heard.passages.empty()) {
            std::ranges::stable_sort(heard.passages, {}, [](const JudgedPassage* passage) {
                return passage->passage.time;
            });
            const Passage& middle = heard.passages[heard.passages.size() / 2]->passage;
            heard.time = middle.time;
            heard.precision = precision_of(middle);
            places.push_back(std::move(heard));
        }
    }
    return places;
}

// Times that do not contradict the order: how many, and how good they are together.
struct Chain {
    std::pair<std::size_t, std::uint64_t> worth;
    std::size_t last = 0;
};

// The times that stand: of all choices without a contradiction the one of the most places, then of
// the most precise ones, then of those named first. One bad time is outvoted by those behind it.
std::vector<bool> standing(const std::vector<Heard>& places) {
    constexpr auto none = static_cast<std::size_t>(-1);
    std::map<UtcTime, Chain> ends; // the best chain that ends by then; worth more the later
    std::vector<std::size_t> before(places.size(), none);
    for (std::size_t i = 0; i < places.size(); ++i) {
        Chain chain{{1, places[i].precision}, i};
        const auto behind = ends.upper_bound(places[i].time);
        if (behind != ends.begin()) {
            const Chain& earlier = std::prev(behind)->second;
            before[i] = earlier.last;
            chain.worth.first += earlier.worth.first;
            chain.worth.second += earlier.worth.second;
        }
        auto worse = behind;
        while (worse != ends.end() && worse->second.worth < chain.worth) {
            worse = ends.erase(worse);
        }
        ends.insert_or_assign(places[i].time, chain);
    }
    std::vector<bool> stands(places.size(), false);
    for (std::size_t i = ends.empty() ? none : ends.rbegin()->second.last; i != none;
         i = before[i]) {
        stands[i] = true;
    }
    return stands;
}

void hear(const plan::FinishOrder& order, const std::map<Bib, Competitor*>& by_bib) {
    std::vector<Heard> places = places_of(order, by_bib);
    const std::vector<bool> stands = standing(places);
    UtcTime latest = latest_time;
    for (std::size_t i = places.size(); i-- > 0;) {
        latest = stands[i] ? places[i].time : latest;
        places[i].time = std::min(places[i].time, latest);
    }
    UtcTime last = earliest_time;
    for (const Heard& heard : places) {
        last = std::max(last, heard.time);
        for (JudgedPassage* passage : heard.passages) {
            passage->moved = last - passage->passage.time;
            passage->passage.time = last;
            passage->place = heard.place;
        }
    }
}

void hear(const std::vector<plan::FinishOrder>& orders, std::vector<Competitor>& all) {
    if (orders.empty()) {
        return;
    }
    std::map<Bib, Competitor*> by_bib;
    for (Competitor& competitor : all) {
        by_bib.emplace(competitor.bib(), &competitor);
    }
    for (const plan::FinishOrder& order : orders) {
        hear(order, by_bib);
    }
}

Competitor as_seen(const EntryRecord& entry) {
    Competitor competitor{.record = &entry};
    competitor.passages.reserve(entry.passages.size());
    for (const Passage& passage : entry.passages) {
        competitor.passages.push_back({.passage = passage});
    }
    std::ranges::sort(competitor.passages, {},
                      [](const JudgedPassage& judged) { return judged.passage.point; });
    return competitor;
}

} // namespace

std::vector<Competitor> competitors_of(const RaceRecord& record) {
    std::vector<const EntryRecord*> entries;
    entries.reserve(record.entries.size());
    for (const EntryRecord& entry : record.entries) {
        entries.push_back(&entry);
    }
    std::ranges::sort(entries, comes_first,
                      [](const EntryRecord* entry) -> const Bib& { return entry->entry->bib; });
    std::vector<Competitor> all;
    all.reserve(entries.size());
    for (const EntryRecord* entry : entries) {
        all.push_back(as_seen(*entry));
    }
    hear(record.orders, all);
    return all;
}

} // namespace lanterne::scoring::results
