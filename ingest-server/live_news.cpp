#include "ingest-server/live_news.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace lanterne::ingest {

namespace {

template<class Row>
std::vector<Row> values_of(const std::map<Bib, Row>& rows) {
    std::vector<Row> values;
    values.reserve(rows.size());
    for (const auto& [bib, row] : rows) {
        values.push_back(row);
    }
    return values;
}

/// Of several rows of one passage the last.
std::vector<wire::LivePassage> last_of_each(const std::vector<wire::LivePassage>& passages) {
    std::set<std::tuple<Bib, std::string_view, std::uint32_t, std::uint32_t>> seen;
    std::vector<wire::LivePassage> last;
    for (auto row = passages.rbegin(); row != passages.rend(); ++row) {
        if (seen.emplace(row->bib, row->point, row->leg, row->lap).second) {
            last.push_back(*row);
        }
    }
    std::ranges::reverse(last);
    return last;
}

} // namespace

void LiveNews::begin(std::uint64_t version, std::uint64_t last_event) {
    if (version != fresh_.version) {
        fresh_.version = version;
        told();
    }
    fresh_.last_event = last_event;
}

void LiveNews::take(Fresh fresh) {
    if (fresh.version == 0) {
        return;
    }
    fresh.entries.merge(fresh_.entries); // keeps the fresh row where both have one
    fresh.forecasts.merge(fresh_.forecasts);
    fresh.passages.insert(fresh.passages.begin(), std::make_move_iterator(fresh_.passages.begin()),
                          std::make_move_iterator(fresh_.passages.end()));
    if (fresh.grades.empty()) {
        fresh.grades = std::move(fresh_.grades);
    }
    fresh.last_event = std::max(fresh.last_event, fresh_.last_event);
    fresh.events.insert(fresh.events.begin(), std::make_move_iterator(fresh_.events.begin()),
                        std::make_move_iterator(fresh_.events.end()));
    fresh_ = std::move(fresh);
    if (std::max(fresh_.passages.size(), fresh_.events.size()) > max_events) {
        told();
    }
}

RaceNews LiveNews::untold() const {
    return {.from_version = from_,
            .to_version = fresh_.version,
            .entries = values_of(fresh_.entries),
            .passages = last_of_each(fresh_.passages),
            .forecasts = values_of(fresh_.forecasts),
            .grades = fresh_.grades,
            .last_event = fresh_.last_event,
            .events = fresh_.events};
}

void LiveNews::told() {
    from_ = fresh_.version;
    fresh_ = Fresh{.version = from_, .last_event = fresh_.last_event};
}

} // namespace lanterne::ingest
