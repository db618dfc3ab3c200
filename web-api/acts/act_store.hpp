#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/exchange/act_text.hpp"
#include "database/connection.hpp"

namespace lanterne::web {

/// Who gives acts, and why; both stay with them. As long as is_name() allows.
struct Giver {
    std::string who;
    std::string why;
};

/// Why acts were not given; nothing was changed.
struct ActsRefused {
    std::string what; ///< a line for a person
};

/// The numbers that the acts got.
struct GivenNumbers {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// Writes acts of people into the race, all or none, numbered on under the lock of the race's row,
/// and tells ingest. `recorded` is race time; an act that says no effective time takes effect then.
/// That they fit the race has been checked, but for the numbers that they undo.
Result<GivenNumbers, ActsRefused> give_acts(database::Connection& connection, std::int32_t race,
                                            const std::string& slug,
                                            std::span<const exchange::GivenAct> acts,
                                            const Giver& giver, UtcTime recorded);

/// A row of plan.act.
struct ActRow {
    std::int64_t number = 0;
    UtcTime effective;
    UtcTime recorded;
    std::string who;
    std::string why;
    std::string body;
    bool is_applied = false;
};

/// Which of these identities are those of cases of that race.
std::set<std::string> cases_among(database::Connection& connection, std::int32_t race,
                                  const std::vector<std::string>& identities);

/// By number.
std::vector<ActRow> acts_of(database::Connection& connection, std::int32_t race);

} // namespace lanterne::web
