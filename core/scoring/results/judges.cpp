#include <algorithm>
#include <map>

#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {
namespace {

JudgedPassage* find_passage(Competitor& competitor, const plan::PointLap& at) {
    const JudgedPassage* found = passage_at(competitor, at);
    return found == nullptr
               ? nullptr
               : &competitor.passages[static_cast<std::size_t>(found - competitor.passages.data())];
}

void hear(const plan::FinishOrder& order, const std::map<Bib, Competitor*>& by_bib) {
    std::optional<UtcTime> last;
    std::uint32_t place = 0;
    for (const plan::FinishOrder::Place& named : order.places) {
        ++place;
        std::vector<JudgedPassage*> there;
        for (const Bib& bib : named.bibs) {
            const auto found = by_bib.find(bib);
            JudgedPassage* passage =
                found == by_bib.end() ? nullptr : find_passage(*found->second, order.at);
            if (passage != nullptr) {
                there.push_back(passage);
                last = std::max(last.value_or(passage->passage.time), passage->passage.time);
            }
        }
        for (JudgedPassage* passage : there) {
            passage->moved = *last - passage->passage.time;
            passage->passage.time = *last;
            passage->place = place;
        }
    }
}

} // namespace

std::vector<Competitor> competitors_of(const RaceRecord& record) {
    std::vector<Competitor> all;
    all.reserve(record.entries.size());
    for (const EntryRecord& entry : record.entries) {
        Competitor competitor{.record = &entry};
        for (const Passage& passage : entry.passages) {
            competitor.passages.push_back({.passage = passage});
        }
        std::ranges::sort(competitor.passages, {},
                          [](const JudgedPassage& judged) { return judged.passage.point; });
        all.push_back(std::move(competitor));
    }
    std::ranges::sort(all, comes_first, &Competitor::bib);
    std::map<Bib, Competitor*> by_bib;
    for (Competitor& competitor : all) {
        by_bib.emplace(competitor.bib(), &competitor);
    }
    for (const plan::FinishOrder& order : record.orders) {
        hear(order, by_bib);
    }
    return all;
}

} // namespace lanterne::scoring::results
