#pragma once

#include <filesystem>

namespace lanterne::bench {

inline constexpr int fixes_of_a_day = 50'000; ///< 14 h, one a second

/// Writes the journal of a full day to the folder, of the unit that is measured, nothing receipted.
/// Throws std::runtime_error when the folder does not take it.
void write_day(const std::filesystem::path& folder);

} // namespace lanterne::bench
