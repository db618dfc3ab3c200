#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::service {
class JsonWriter;
}

namespace lanterne::web {

/// A race as GET /api/v1/races/:slug says it, but for what changes by itself: everything up to the
/// closing brace, which race_json() adds with the state. `revision` is the plan's.
std::string race_json_head(const plan::RacePlan& plan, std::int64_t revision);
std::string race_json(const std::string& head, RaceState state);

/// One of its entries, as it stands there; of that plan.
void write_entry(service::JsonWriter& json, const plan::RacePlan& plan, const plan::Entry& entry);

/// GET /api/v1/races; `wall` is now.
std::string races_json(const std::vector<RaceRow>& races, UtcTime wall);

} // namespace lanterne::web
