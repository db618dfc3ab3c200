#include "core/exchange/table_reader.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

std::optional<std::int32_t> to_e6(const TomlValue& value, double limit) {
    using Kind = TomlValue::Kind;
    const bool is_number = value.kind == Kind::number || value.kind == Kind::integer;
    // Written so that not-a-number is refused too.
    if (!is_number || !(std::abs(value.number) <= limit)) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(std::llround(value.number * 1e6));
}

/// Short lists of plain values as they are, of others the length.
std::string shown(const std::vector<TomlValue>& list) {
    constexpr std::size_t max_shown_elements = 4;
    std::vector<std::string> elements;
    for (const TomlValue& element : list) {
        const bool is_plain =
            element.kind != TomlValue::Kind::list && element.kind != TomlValue::Kind::table;
        if (!is_plain || elements.size() == max_shown_elements) {
            return fmt::format("a list of {}", list.size());
        }
        elements.push_back(shown(element));
    }
    return fmt::format("[{}]", fmt::join(elements, ", "));
}

} // namespace

Lines::Lines(const TomlValue& table) : table_{table.line} {
    for (const auto& [key, value] : table.members) {
        keys_.emplace_back(key, value.line);
    }
}

bool Lines::has(std::string_view key) const {
    return std::ranges::find(keys_, key, &std::pair<std::string, std::size_t>::first) !=
           keys_.end();
}

std::size_t Lines::of(std::string_view key) const {
    const auto found = std::ranges::find(keys_, key, &std::pair<std::string, std::size_t>::first);
    return found == keys_.end() ? table_ : found->second;
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool is_name(std::string_view text) {
    return !trimmed(text).empty() && text.size() <= max_name_bytes && !has_control_characters(text);
}

std::string shown(const TomlValue& value) {
    using Kind = TomlValue::Kind;
    switch (value.kind) {
    case Kind::text: return shown(value.text);
    case Kind::integer: return fmt::format("{}", value.integer);
    case Kind::number: return fmt::format("{}", value.number);
    case Kind::truth: return "true or false";
    case Kind::time: return lanterne::to_text(value.time);
    case Kind::local_time: return "a date or time without an offset";
    case Kind::list: return shown(value.list);
    case Kind::table: break;
    }
    return "a table";
}

TableReader::TableReader(const TomlValue& table, std::string_view name, Faults& faults,
                         const std::vector<std::string>& tables, std::span<const RaceKey> keys)
    : table_{table}, name_{name}, faults_{faults}, keys_{keys} {
    std::vector<std::string> known = tables;
    for (const RaceKey& key : keys_) {
        if (key.table != name) {
            continue;
        }
        known.emplace_back(key.key);
        if (key.need == Need::required && value(key.key) == nullptr) {
            faults.add(table.line, fmt::format("{} is missing", key.key), std::string{key.right});
        }
    }
    for (const auto& [key, value] : table.members) {
        if (std::ranges::find(known, key) == known.end()) {
            const auto meant = most_alike(key, known);
            faults.add(value.line, fmt::format("the key {} is not known", shown(key)),
                       meant.value_or(fmt::format("one of {}", fmt::join(known, ", "))));
        }
    }
}

std::optional<std::string> TableReader::text(std::string_view key) {
    const TomlValue* found = value(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->kind != TomlValue::Kind::text || !is_name(found->text)) {
        refuse(key);
        return std::nullopt;
    }
    return found->text;
}

std::optional<std::string> TableReader::id(std::string_view key) {
    const TomlValue* found = value(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->kind != TomlValue::Kind::text || !is_id(found->text)) {
        refuse(key);
        return std::nullopt;
    }
    return found->text;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t low,
                                                 std::int64_t high) {
    const TomlValue* found = value(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->kind != TomlValue::Kind::integer || found->integer < low || found->integer > high) {
        refuse(key);
        return std::nullopt;
    }
    return found->integer;
}

std::optional<double> TableReader::number(std::string_view key, double low, double high) {
    const TomlValue* found = value(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    const bool is_number =
        found->kind == TomlValue::Kind::number || found->kind == TomlValue::Kind::integer;
    // Written so that not-a-number is refused too.
    if (!is_number || !(found->number >= low && found->number <= high)) {
        refuse(key);
        return std::nullopt;
    }
    return found->number;
}

std::optional<UtcTime> TableReader::time(std::string_view key) {
    const TomlValue* found = value(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    const auto when = found->kind == TomlValue::Kind::time   ? std::optional{found->time}
                      : found->kind == TomlValue::Kind::text ? parse_time(found->text)
                                                             : std::nullopt;
    if (!when) {
        refuse(key);
        return std::nullopt;
    }
    if (*when < earliest_time || *when > latest_time) {
        faults_.add(found->line, fmt::format("{} is {}", key, shown(*found)),
                    "a time from 2017 to 2099");
        return std::nullopt;
    }
    return when;
}

std::optional<Position> TableReader::position(std::string_view key) {
    const TomlValue* found = value(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->kind == TomlValue::Kind::list && found->list.size() == 2) {
        const auto latitude = to_e6(found->list[0], 90);
        const auto longitude = to_e6(found->list[1], 180);
        if (latitude && longitude) {
            return Position{Latitude{*latitude}, Longitude{*longitude}};
        }
    }
    refuse(key);
    return std::nullopt;
}

std::vector<std::string> TableReader::ids(std::string_view key) {
    const TomlValue* found = value(key);
    std::vector<std::string> ids;
    if (found == nullptr) {
        return ids;
    }
    std::set<std::string_view> seen;
    const bool is_right = !found->list.empty() && found->list.size() <= max_listed_ids &&
                          std::ranges::all_of(found->list, [&](const TomlValue& element) {
                              return element.kind == TomlValue::Kind::text && is_id(element.text) &&
                                     seen.insert(element.text).second;
                          });
    if (!is_right) {
        refuse(key);
        return ids;
    }
    for (const TomlValue& element : found->list) {
        ids.push_back(element.text);
    }
    return ids;
}

void TableReader::refuse(std::string_view key) {
    const TomlValue& found = *value(key);
    faults_.add(found.line, fmt::format("{} is {}", key, shown(found)),
                std::string{key_among(keys_, name_, key).right});
}

std::string Ids::take(TableReader& reader, Faults& faults) {
    const auto id = reader.id("id");
    if (!id) {
        return {};
    }
    if (!seen_.insert(*id).second) {
        faults.add(reader.value("id")->line, fmt::format("the id {} is there twice", shown(*id)),
                   "an id of its own");
        return {};
    }
    return *id;
}

/// The [[name]] tables of the document, at most `limit`.
std::vector<const TomlValue*> tables_of(const TomlValue& document, std::string_view name,
                                        std::size_t limit, Faults& faults) {
    const TomlValue* list = document.member(name);
    if (list == nullptr) {
        return {};
    }
    std::vector<const TomlValue*> tables;
    for (const TomlValue& element : list->list) {
        if (element.kind == TomlValue::Kind::table) {
            tables.push_back(&element);
        }
    }
    if (list->kind != TomlValue::Kind::list || tables.size() != list->list.size()) {
        faults.add(list->line, fmt::format("{} is {}", name, shown(*list)),
                   fmt::format("a [[{}]] table for each", name));
    }
    if (tables.size() > limit) {
        faults.add(tables[limit]->line, fmt::format("there are {} of [[{}]]", tables.size(), name),
                   fmt::format("at most {}", limit));
        tables.resize(limit);
    }
    return tables;
}

} // namespace lanterne::exchange
