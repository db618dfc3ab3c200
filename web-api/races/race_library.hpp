#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "database/connection.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::web {

/// A race as it was planned at one revision, read from its folder's files in the database.
struct PlannedRace {
    std::int32_t race_id = 0;
    std::int64_t revision = 0;
    plan::RacePlan plan;
    std::string json_head; ///< see race_json_head()
};

/// A race with what its row says now.
struct CurrentRace {
    RaceRow row;
    std::shared_ptr<const PlannedRace> planned;
};

/// Keeps the plans of the latest races, so that a course is read once a revision and not at each
/// request. Any thread.
class RaceLibrary {
public:
    static constexpr std::size_t max_kept = 32; ///< the one longest unused goes

    /// Nothing when there is no such race. Throws std::runtime_error when its files, which were
    /// good at import, cannot be read by this program.
    std::optional<CurrentRace> find(database::Connection& connection, std::string_view slug);

private:
    std::shared_ptr<const PlannedRace> kept(std::int32_t race_id, std::int64_t revision);
    void keep(std::shared_ptr<const PlannedRace> planned);

    std::mutex mutex_;
    std::vector<std::shared_ptr<const PlannedRace>> kept_; ///< the latest used last
};

} // namespace lanterne::web
