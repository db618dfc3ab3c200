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

void LiveNews::begin(std::uint64_t version) {
    if (version != fresh_.version) {
        fresh_.version = version;
        told();
    }
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
    fresh_ = std::move(fresh);
    if (fresh_.passages.size() > max_passages) {
        told();
    }
}

RaceNews LiveNews::untold() const {
    return {.from_version = from_,
            .to_version = fresh_.version,
            .entries = values_of(fresh_.entries),
            .passages = last_of_each(fresh_.passages),
            .forecasts = values_of(fresh_.forecasts),
            .grades = fresh_.grades};
}

void LiveNews::told() {
    from_ = fresh_.version;
    fresh_ = Fresh{.version = from_};
}

} // namespace lanterne::ingest
