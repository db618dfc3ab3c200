#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/wire/live.hpp"
#include "web-api/results/result_store.hpp"

namespace lanterne::service {
class JsonWriter;
}

namespace lanterne::web {

/// When entries are expected, and how such words did before.
struct Expected {
    std::vector<wire::LiveForecast> forecasts; ///< by bib
    std::vector<wire::LiveGrade> grades;
};

/// GET /api/v1/races/:slug/standings; `as_of` is race time.
std::string standings_json(const std::vector<StandingRow>& standings, const Expected& expected,
                           const ResultStamp& stamp, UtcTime as_of);

/// GET /api/v1/races/:slug/passages
/// `last_event`: the events up to that number are told in them.
std::string passages_json(const std::vector<PassageRow>& passages,
                          const std::vector<MissingRow>& missing, std::int64_t last_event);

/// GET /api/v1/races/:slug/digest
std::string digest_json(const ResultStamp& stamp);

/// One passage, as REST and the live socket write it.
void write_passage(service::JsonWriter& json, const PassageRow& passage);

/// A row of standings, and one of what is missing, as they stand there.
void write_standing(service::JsonWriter& json, const StandingRow& row,
                    std::span<const wire::LiveArrival> eta);
void write_missing(service::JsonWriter& json, const MissingRow& missing);

} // namespace lanterne::web
