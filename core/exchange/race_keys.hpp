#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::exchange {

enum class Need : bool { optional, required };

/// A key that race.toml may have. docs/race-folder.md has a row for each; a test compares them.
struct RaceKey {
    std::string_view table; ///< "" for the document itself
    std::string_view key;
    Need need;
    std::string_view right; ///< what would be right
};

/// All keys there are, the document's own first.
std::span<const RaceKey> race_keys();

/// The key's row among `keys`. Every caller names a key that there is: std::logic_error otherwise.
const RaceKey& key_among(std::span<const RaceKey> keys, std::string_view table,
                         std::string_view key);
/// The same among race_keys().
const RaceKey& race_key(std::string_view table, std::string_view key);

/// The columns that entries.csv may have; the first two must be there.
std::span<const std::string_view> entry_columns();

} // namespace lanterne::exchange
