#include "ingest-server/results.hpp"

namespace lanterne::ingest {

wire::LiveEventKind event_kind(const PassageRow& row) {
    if (row.change == PassageChange::withdrawn) {
        return wire::LiveEventKind::withdrawn;
    }
    return row.kind == course::PointKind::finish ? wire::LiveEventKind::finish
                                                 : wire::LiveEventKind::passage;
}

std::vector<wire::LiveEvent> Results::events(std::uint64_t last) const {
    std::vector<wire::LiveEvent> events;
    for (const PassageRow& row : passages) {
        if (row.change != PassageChange::settled) {
            wire::LivePassage passage = row.passage;
            passage.is_withdrawn = row.change == PassageChange::withdrawn;
            events.push_back({.kind = event_kind(row), .what = std::move(passage)});
        }
    }
    for (const StandingRow& row : standings) {
        if (row.outcome) {
            events.push_back({.kind = wire::LiveEventKind::status, .what = *row.outcome});
        }
    }
    std::uint64_t number = last - events.size();
    for (wire::LiveEvent& event : events) {
        event.number = ++number;
    }
    return events;
}

} // namespace lanterne::ingest
