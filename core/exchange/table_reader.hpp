#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/exchange/fault.hpp"
#include "core/exchange/race_keys.hpp"
#include "core/exchange/toml_value.hpp"

namespace lanterne::exchange {

inline constexpr std::size_t max_name_bytes = 200;
inline constexpr std::size_t max_listed_ids = 1'000; ///< in one list of ids

/// On which lines a table and its keys stand.
class Lines {
public:
    Lines() = default;
    explicit Lines(const TomlValue& table);

    std::size_t table() const { return table_; }

    bool has(std::string_view key) const;

    /// The key's line; the table's when the key is not there.
    std::size_t of(std::string_view key) const;

private:
    std::size_t table_ = 0;
    std::vector<std::pair<std::string, std::size_t>> keys_;
};

/// [a-z0-9-]{1,64}
bool is_id(std::string_view text);

/// A name for people: 1 to max_name_bytes bytes without control characters.
bool is_name(std::string_view text);

/// Reads one table of a document by its rows in `keys`: a value that is not right is a fault and
/// nothing. The table, the keys and the faults outlive the reader.
class TableReader {
public:
    /// Says at once which keys are unknown (`tables` names what else may stand there) and which are
    /// missing.
    TableReader(const TomlValue& table, std::string_view name, Faults& faults,
                const std::vector<std::string>& tables = {},
                std::span<const RaceKey> keys = race_keys());

    std::optional<std::string> text(std::string_view key); ///< is_name
    std::optional<std::string> id(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high);
    std::optional<double> number(std::string_view key, double low, double high);
    std::optional<UtcTime> time(std::string_view key);
    std::optional<Position> position(std::string_view key);
    std::vector<std::string>
    ids(std::string_view key); ///< a list of 1 to max_listed_ids, each once

    /// The member as it was written.
    const TomlValue* value(std::string_view key) const { return table_.member(key); }

    /// A fault of that key: what is written there, and what would be right.
    void refuse(std::string_view key);

private:
    const TomlValue& table_;
    std::string_view name_;
    Faults& faults_;
    std::span<const RaceKey> keys_;
};

/// Sees to it that the ids of one kind of table are unique.
class Ids {
public:
    /// The table's id; empty when it is wrong or was there before.
    std::string take(TableReader& reader, Faults& faults);

private:
    std::set<std::string> seen_;
};

/// The [[name]] tables of the document, at most `limit`.
std::vector<const TomlValue*> tables_of(const TomlValue& document, std::string_view name,
                                        std::size_t limit, Faults& faults);

/// A value as a message may show it.
std::string shown(const TomlValue& value);

} // namespace lanterne::exchange
