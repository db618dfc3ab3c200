#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/exchange/race_keys.hpp"
#include "core/exchange/relay_members.hpp"

namespace lanterne::exchange {

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
