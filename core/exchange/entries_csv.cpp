#include "core/exchange/entries_csv.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/exchange/race_keys.hpp"
#include "core/exchange/race_schedule.hpp"
#include "core/exchange/table_reader.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

constexpr const char* csv_name = "entries.csv";
constexpr int earliest_birth_year = 1900;

std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// As people write it: a letter will do, and nothing is `other`.
std::optional<plan::Sex> sex_in(std::string_view text) {
    const std::string word = lower(text);
    if (word.empty() || word == "x") {
        return plan::Sex::other;
    }
    if (word == "f") {
        return plan::Sex::female;
    }
    return word == "m" ? plan::Sex::male : plan::parse_sex(word);
}

class EntryReader {
public:
    EntryReader(const EntryRules& rules, Faults& faults) : rules_{rules}, faults_{faults} {}

    std::vector<plan::Entry> read(const CsvTable& table);

private:
    bool read_header(const CsvRow& header);
    void read_row(const CsvRow& row);
    std::optional<Bib> bib(const CsvRow& row);
    std::optional<int> birth_year(const CsvRow& row);
    std::string category(const CsvRow& row);
    std::string wave(const CsvRow& row);
    std::optional<UnitSerial> unit(const CsvRow& row);
    std::optional<UtcTime> slot(const CsvRow& row);
    std::vector<plan::Member> members(const CsvRow& row);
    std::string name(const CsvRow& row);
    std::string team(const CsvRow& row);

    std::string_view field(const CsvRow& row, std::string_view column) const {
        const auto found = columns_.find(column);
        return found == columns_.end() ? std::string_view{} : trimmed(row.fields[found->second]);
    }

    void say(std::size_t line, std::string what, std::string right) {
        faults_.add({{csv_name, line, std::move(what), std::move(right)}});
    }

    void refuse(const CsvRow& row, std::string_view column, std::string right) {
        say(row.line, fmt::format("{} is {}", column, shown(field(row, column))), std::move(right));
    }

    const EntryRules& rules_;
    Faults& faults_;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::map<std::string, std::size_t> bib_lines_;
    std::map<std::string, std::size_t> unit_lines_;
    std::vector<plan::Entry> entries_;
};

std::vector<plan::Entry> EntryReader::read(const CsvTable& table) {
    if (!table.header.fields.empty() && read_header(table.header)) {
        for (const CsvRow& row : table.rows) {
            read_row(row);
        }
    }
    if (entries_.size() > plan::max_entries) {
        say(0, fmt::format("has {} entries", entries_.size()),
            fmt::format("at most {}", plan::max_entries));
        entries_.clear();
    }
    std::ranges::sort(entries_, {}, [](const plan::Entry& entry) {
        return std::pair{entry.bib.text().size(), entry.bib};
    });
    return std::move(entries_);
}

bool EntryReader::read_header(const CsvRow& header) {
    const auto known = entry_columns();
    const std::vector<std::string> names{known.begin(), known.end()};
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
        const std::string column = lower(trimmed(header.fields[i]));
        if (std::ranges::find(names, column) == names.end()) {
            say(header.line, fmt::format("the column {} is not known", shown(column)),
                most_alike(column, names)
                    .value_or(fmt::format("one of {}", fmt::join(names, ", "))));
        } else if (!columns_.emplace(column, i).second) {
            say(header.line, fmt::format("the column {} is there twice", shown(column)),
                "each column once");
        }
    }
    for (const auto& needed : {names[0], names[1]}) {
        if (!columns_.contains(needed)) {
            say(header.line, fmt::format("the column {} is missing", shown(needed)),
                "a first line that names the columns");
        }
    }
    return columns_.contains(names[0]) && columns_.contains(names[1]);
}

void EntryReader::read_row(const CsvRow& row) {
    const auto sex = sex_in(field(row, "sex"));
    if (!sex) {
        refuse(row, "sex", "female, male or other");
    }
    // All fields are looked at before one of them ends it.
    auto number = bib(row);
    auto people = name(row);
    const auto born = birth_year(row);
    auto group = category(row);
    auto starts_in = wave(row);
    auto club = team(row);
    auto carries = unit(row);
    const auto starts_at = slot(row);
    auto relay = members(row);
    if (number) {
        entries_.push_back({.bib = std::move(*number),
                            .name = std::move(people),
                            .sex = sex.value_or(plan::Sex::other),
                            .birth_year = born,
                            .category = std::move(group),
                            .wave = std::move(starts_in),
                            .team = std::move(club),
                            .unit = std::move(carries),
                            .slot = starts_at,
                            .members = std::move(relay)});
    }
}

std::optional<Bib> EntryReader::bib(const CsvRow& row) {
    auto bib = Bib::from(field(row, "bib"));
    if (!bib) {
        refuse(row, "bib", "1 to 8 letters, digits or hyphens");
        return std::nullopt;
    }
    const auto [known, is_new] = bib_lines_.emplace(bib->text(), row.line);
    if (!is_new) {
        refuse(row, "bib", fmt::format("a number that line {} does not have", known->second));
        return std::nullopt;
    }
    return bib;
}

std::string EntryReader::name(const CsvRow& row) {
    const auto text = field(row, "name");
    if (!is_name(text)) {
        refuse(row, "name", fmt::format("1 to {} bytes on one line", max_name_bytes));
    }
    return std::string{text};
}

std::string EntryReader::team(const CsvRow& row) {
    const auto text = field(row, "team");
    if (!text.empty() && !is_name(text)) {
        refuse(row, "team", fmt::format("at most {} bytes on one line", max_name_bytes));
    }
    return std::string{text};
}

std::optional<int> EntryReader::birth_year(const CsvRow& row) {
    const auto text = field(row, "birth_year");
    if (text.empty()) {
        return std::nullopt;
    }
    const auto year = parse_integer(text);
    if (!year || *year < earliest_birth_year || *year > rules_.race_year) {
        refuse(row, "birth_year",
               fmt::format("a year from {} to {}", earliest_birth_year, rules_.race_year));
        return std::nullopt;
    }
    return static_cast<int>(*year);
}

std::string EntryReader::category(const CsvRow& row) {
    std::string text{field(row, "category")};
    std::vector<std::string> ids;
    ids.reserve(rules_.categories.size());
    for (const plan::Category& category : rules_.categories) {
        ids.push_back(category.id);
    }
    if (!text.empty() && std::ranges::find(ids, text) == ids.end()) {
        refuse(row, "category",
               ids.empty() ? "an empty field, as race.toml has no [[category]],"
                           : fmt::format("one of {}", fmt::join(ids, ", ")));
    }
    return text;
}

std::string EntryReader::wave(const CsvRow& row) {
    std::string text{field(row, "wave")};
    if (text.empty() && rules_.waves.size() == 1) {
        return rules_.waves.front().id;
    }
    std::vector<std::string> ids;
    ids.reserve(rules_.waves.size());
    for (const plan::Wave& wave : rules_.waves) {
        ids.push_back(wave.id);
    }
    if (std::ranges::find(ids, text) == ids.end()) {
        refuse(row, "wave", fmt::format("one of {}", fmt::join(ids, ", ")));
    }
    return text;
}

std::optional<UnitSerial> EntryReader::unit(const CsvRow& row) {
    const auto text = field(row, "unit");
    if (text.empty()) {
        return std::nullopt;
    }
    auto unit = UnitSerial::from(text);
    if (!unit) {
        refuse(row, "unit", "6 to 16 small letters or digits");
        return std::nullopt;
    }
    const auto [known, is_new] = unit_lines_.emplace(unit->text(), row.line);
    if (!is_new) {
        refuse(row, "unit", fmt::format("a unit that line {} does not have", known->second));
    }
    return unit;
}

std::optional<UtcTime> EntryReader::slot(const CsvRow& row) {
    const auto text = field(row, "slot");
    if (text.empty()) {
        return std::nullopt;
    }
    std::optional<UtcTime> when = parse_time(text);
    if (const auto delay = parse_delay(text); delay && rules_.start) {
        when = *rules_.start + *delay;
    }
    if (!when ||
        (rules_.start && (*when < *rules_.start || *when > *rules_.start + max_gun_delay))) {
        refuse(row, "slot",
               fmt::format("a time with its offset, or one after the start such as +00:05:00, at "
                           "most {} hours after it",
                           max_gun_delay.count()));
        return std::nullopt;
    }
    return when;
}

std::vector<plan::Member> EntryReader::members(const CsvRow& row) {
    std::vector<plan::Member> members;
    for (plan::Member& member : members_in(field(row, "members"))) {
        const bool is_there = std::ranges::find(rules_.legs, member.leg) != rules_.legs.end();
        const bool is_twice =
            std::ranges::find(members, member.leg, &plan::Member::leg) != members.end();
        if (!is_there || is_twice || !is_name(member.name)) {
            refuse(row, "members",
                   fmt::format("leg=name for each leg, once, with ; between them and legs of {},",
                               fmt::join(rules_.legs, ", ")));
            return {};
        }
        members.push_back(std::move(member));
    }
    std::ranges::sort(members, {}, [&](const plan::Member& member) {
        return std::ranges::find(rules_.legs, member.leg);
    });
    return members;
}

} // namespace

std::string members_text(const std::vector<plan::Member>& members) {
    std::string text;
    for (const plan::Member& member : members) {
        text += fmt::format("{}{}={}", text.empty() ? "" : "; ", member.leg, member.name);
    }
    return text;
}

std::vector<plan::Member> members_in(std::string_view text) {
    std::vector<plan::Member> members;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = std::min(one.find('='), one.size());
        members.push_back(
            {.leg = std::string{trimmed(one.substr(0, equals))},
             .name = std::string{trimmed(one.substr(std::min(equals + 1, one.size())))}});
    }
    return members;
}

std::vector<plan::Entry> read_entries_csv(std::string_view bytes, const EntryRules& rules,
                                          Faults& faults) {
    const CsvTable table = read_csv(csv_name, bytes);
    faults.add(table.faults);
    return EntryReader{rules, faults}.read(table);
}

std::string write_entries_csv(const std::vector<plan::Entry>& entries) {
    const bool has_slots = std::ranges::any_of(
        entries, [](const plan::Entry& entry) { return entry.slot.has_value(); });
    const bool has_relays = std::ranges::any_of(
        entries, [](const plan::Entry& entry) { return !entry.members.empty(); });
    const auto known = entry_columns();
    std::vector<std::string> columns{known.begin(), known.end()};
    std::erase_if(columns, [&](const std::string& column) {
        return (column == "slot" && !has_slots) || (column == "members" && !has_relays);
    });
    std::string text = write_csv_line(columns);
    for (const plan::Entry& entry : entries) {
        std::vector<std::string> fields{entry.bib.text(),
                                        entry.name,
                                        std::string{plan::to_text(entry.sex)},
                                        entry.birth_year ? fmt::format("{}", *entry.birth_year)
                                                         : "",
                                        entry.category,
                                        entry.wave,
                                        entry.team,
                                        entry.unit ? entry.unit->text() : ""};
        if (has_slots) {
            fields.push_back(entry.slot ? lanterne::to_text(*entry.slot) : "");
        }
        if (has_relays) {
            fields.push_back(members_text(entry.members));
        }
        text += write_csv_line(fields);
    }
    return text;
}

} // namespace lanterne::exchange
