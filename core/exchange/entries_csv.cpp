#include "core/exchange/entries_csv.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "core/exchange/entry_row.hpp"
#include "core/exchange/race_keys.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

class EntryReader {
public:
    EntryReader(const EntryRules& rules, Faults& faults) : rules_{rules}, faults_{faults} {}

    std::vector<plan::Entry> read(const CsvTable& table);

private:
    bool read_header(const CsvRow& header);
    void read_row(const EntryRow& row);
    std::optional<Bib> new_bib(const EntryRow& row);
    std::optional<UnitSerial> new_unit(const EntryRow& row);

    void say(std::size_t line, std::string what, std::string right) {
        faults_.add({{entries_csv_name, line, std::move(what), std::move(right)}});
    }

    const EntryRules& rules_;
    Faults& faults_;
    EntryColumns columns_;
    std::map<std::string, std::size_t> bib_lines_;
    std::map<std::string, std::size_t> unit_lines_;
    std::vector<plan::Entry> entries_;
};

std::vector<plan::Entry> EntryReader::read(const CsvTable& table) {
    if (!table.header.fields.empty() && read_header(table.header)) {
        for (const CsvRow& row : table.rows) {
            read_row(EntryRow{row, columns_, rules_, faults_});
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

void EntryReader::read_row(const EntryRow& row) {
    // All fields are looked at before one of them ends it.
    const auto sex = row.sex();
    auto number = new_bib(row);
    auto people = row.name();
    const auto born = row.birth_year();
    auto group = row.category();
    auto starts_in = row.wave();
    auto club = row.team();
    auto carries = new_unit(row);
    const auto starts_at = row.slot();
    auto relay = row.members();
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

std::optional<Bib> EntryReader::new_bib(const EntryRow& row) {
    auto bib = row.bib();
    if (!bib) {
        return std::nullopt;
    }
    const auto [known, is_new] = bib_lines_.emplace(bib->text(), row.line());
    if (!is_new) {
        row.refuse("bib", fmt::format("a number that line {} does not have", known->second));
        return std::nullopt;
    }
    return bib;
}

std::optional<UnitSerial> EntryReader::new_unit(const EntryRow& row) {
    auto unit = row.unit();
    if (!unit) {
        return std::nullopt;
    }
    const auto [known, is_new] = unit_lines_.emplace(unit->text(), row.line());
    if (!is_new) {
        row.refuse("unit", fmt::format("a unit that line {} does not have", known->second));
    }
    return unit;
}

} // namespace

std::vector<plan::Entry> read_entries_csv(std::string_view bytes, const EntryRules& rules,
                                          Faults& faults) {
    const CsvTable table = read_csv(entries_csv_name, bytes);
    faults.add(table.faults);
    return EntryReader{rules, faults}.read(table);
}

} // namespace lanterne::exchange
