#include "core/exchange/entry_row.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/race_schedule.hpp"
#include "core/exchange/relay_members.hpp"
#include "core/exchange/table_reader.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

constexpr int earliest_birth_year = 1900;

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

} // namespace

std::string_view EntryRow::field(std::string_view column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() ? std::string_view{} : trimmed(row_.fields[found->second]);
}

void EntryRow::refuse(std::string_view column, std::string right) const {
    faults_.add({{entries_csv_name, row_.line,
                  fmt::format("{} is {}", column, shown(field(column))), std::move(right)}});
}

std::optional<Bib> EntryRow::bib() const {
    auto bib = Bib::from(field("bib"));
    if (!bib) {
        refuse("bib", "1 to 8 letters, digits or hyphens");
    }
    return bib;
}

std::optional<plan::Sex> EntryRow::sex() const {
    const auto sex = sex_in(field("sex"));
    if (!sex) {
        refuse("sex", "female, male or other");
    }
    return sex;
}

std::string EntryRow::name() const {
    const auto text = field("name");
    if (!is_name(text)) {
        refuse("name", fmt::format("1 to {} bytes on one line", max_name_bytes));
    }
    return std::string{text};
}

std::string EntryRow::team() const {
    const auto text = field("team");
    if (!text.empty() && !is_name(text)) {
        refuse("team", fmt::format("at most {} bytes on one line", max_name_bytes));
    }
    return std::string{text};
}

std::optional<int> EntryRow::birth_year() const {
    const auto text = field("birth_year");
    if (text.empty()) {
        return std::nullopt;
    }
    const auto year = parse_integer(text);
    if (!year || *year < earliest_birth_year || *year > rules_.race_year) {
        refuse("birth_year",
               fmt::format("a year from {} to {}", earliest_birth_year, rules_.race_year));
        return std::nullopt;
    }
    return static_cast<int>(*year);
}

std::string EntryRow::category() const {
    std::string text{field("category")};
    std::vector<std::string> ids;
    ids.reserve(rules_.categories.size());
    for (const plan::Category& category : rules_.categories) {
        ids.push_back(category.id);
    }
    if (!text.empty() && std::ranges::find(ids, text) == ids.end()) {
        refuse("category", ids.empty() ? "an empty field, as race.toml has no [[category]],"
                                       : fmt::format("one of {}", fmt::join(ids, ", ")));
    }
    return text;
}

std::string EntryRow::wave() const {
    std::string text{field("wave")};
    if (text.empty() && rules_.waves.size() == 1) {
        return rules_.waves.front().id;
    }
    std::vector<std::string> ids;
    ids.reserve(rules_.waves.size());
    for (const plan::Wave& wave : rules_.waves) {
        ids.push_back(wave.id);
    }
    if (std::ranges::find(ids, text) == ids.end()) {
        refuse("wave", fmt::format("one of {}", fmt::join(ids, ", ")));
    }
    return text;
}

std::optional<UnitSerial> EntryRow::unit() const {
    const auto text = field("unit");
    if (text.empty()) {
        return std::nullopt;
    }
    auto unit = UnitSerial::from(text);
    if (!unit) {
        refuse("unit", "6 to 16 small letters or digits");
    }
    return unit;
}

std::optional<UtcTime> EntryRow::slot() const {
    const auto text = field("slot");
    if (text.empty()) {
        return std::nullopt;
    }
    std::optional<UtcTime> when = parse_time(text);
    if (const auto delay = parse_delay(text); delay && rules_.start) {
        when = *rules_.start + *delay;
    }
    if (!when ||
        (rules_.start && (*when < *rules_.start || *when > *rules_.start + max_gun_delay))) {
        refuse("slot",
               fmt::format("a time with its offset, or one after the start such as +00:05:00, at "
                           "most {} hours after it",
                           max_gun_delay.count()));
        return std::nullopt;
    }
    return when;
}

std::vector<plan::Member> EntryRow::members() const {
    std::vector<plan::Member> members;
    for (plan::Member& member : members_in(field("members"))) {
        const bool is_there = std::ranges::find(rules_.legs, member.leg) != rules_.legs.end();
        const bool is_twice =
            std::ranges::find(members, member.leg, &plan::Member::leg) != members.end();
        if (!is_there || is_twice || !is_name(member.name)) {
            refuse("members",
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

} // namespace lanterne::exchange
