#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "web-api/acts/act_store.hpp"
#include "web-api/races/race_commands.hpp"

namespace lanterne::web {

/// What the command line says; texts are checked here. One of file, reads, undo and is_list is set.
struct ActOrder {
    std::string race; ///< slug
    std::filesystem::path file;
    std::filesystem::path reads;
    std::string clock; ///< of the reads
    std::optional<std::int64_t> undo;
    bool is_list = false;
    Giver giver;
};

/// Gives a race acts of people, or takes one back, or says all there are. `wall` is now. Throws as
/// the database does.
Outcome act_on_race(const std::string& conninfo, const ActOrder& order, UtcTime wall);

} // namespace lanterne::web
