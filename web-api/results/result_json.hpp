#pragma once

#include <string>
#include <vector>

#include "web-api/results/result_store.hpp"

namespace lanterne::service {
class JsonWriter;
}

namespace lanterne::web {

/// GET /api/v1/races/:slug/standings; `as_of` is race time.
std::string standings_json(const std::vector<StandingRow>& standings, std::int64_t version,
                           UtcTime as_of);

/// GET /api/v1/races/:slug/passages
std::string passages_json(const std::vector<PassageRow>& passages);

/// One passage, as REST and the live socket write it.
void write_passage(service::JsonWriter& json, const PassageRow& passage);

} // namespace lanterne::web
