#include "simulator/crowd.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace lanterne::simulator {

namespace {

struct FirstName {
    std::string_view name;
    plan::Sex sex;
};

using enum plan::Sex;

constexpr std::array<FirstName, 23> first_names{{
    {"Amara", female}, {"Bjarne", male},  {"Chiara", female}, {"Davit", male},  {"Elif", female},
    {"Farid", male},   {"Greta", female}, {"Hugo", male},     {"Ines", female}, {"Jonas", male},
    {"Keiko", female}, {"Liam", male},    {"Mina", female},   {"Nils", male},   {"Orla", female},
    {"Pavel", male},   {"Rosa", female},  {"Sanjay", male},   {"Tove", female}, {"Umar", male},
    {"Vera", female},  {"Wout", male},    {"Zoe", female},
}};

constexpr std::array<std::string_view, 29> last_names{
    "Abbott",     "Bergqvist", "Castellan",  "Dressler",  "Eriksen",  "Fontaine",
    "Guerrero",   "Haddad",    "Ibsen",      "Jankowski", "Kimura",   "Lindqvist",
    "Moreau",     "Nwosu",     "Oliveira",   "Petrov",    "Quigley",  "Rasmussen",
    "Sorrentino", "Tanaka",    "Ulrich",     "Verhoeven", "Whitaker", "Xanthos",
    "Yilmaz",     "Zielinski", "Achterberg", "Brannigan", "Caruana"};

constexpr int oldest_birth_year = 1960;
constexpr int birth_years = 48;

int greatest_bib(const std::vector<plan::Entry>& entries) {
    int greatest = 0;
    for (const auto& entry : entries) {
        const std::string& text = entry.bib.text();
        int number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        greatest = std::max(greatest, number);
    }
    return greatest;
}

/// The lists' lengths have no common divisor, so that names repeat only after their product.
plan::Entry invented(const plan::RacePlan& plan, std::size_t index, int bib) {
    const FirstName& first = first_names[index % first_names.size()];
    const auto& waves = plan.waves;
    const auto& categories = plan.categories;
    return {.bib = Bib::from(std::to_string(bib)).value(),
            .name = fmt::format("{} {}", first.name, last_names[index % last_names.size()]),
            .sex = first.sex,
            .birth_year = oldest_birth_year + static_cast<int>(index * 7 % birth_years),
            .category =
                categories.empty() ? std::string{} : categories[index % categories.size()].id,
            .wave = waves.at(index % waves.size()).id,
            .unit = UnitSerial::from(fmt::format("crowd{:05}", bib)).value()};
}

} // namespace

std::vector<plan::Entry> crowd(const plan::RacePlan& plan, std::size_t count) {
    if (count == 0 || count > plan::max_entries) {
        throw std::invalid_argument{
            fmt::format("{} athletes: 1 to {} would be right", count, plan::max_entries)};
    }
    std::vector<plan::Entry> entries = plan.entries;
    int bib = greatest_bib(entries);
    while (entries.size() < count) {
        const std::size_t index = entries.size();
        entries.push_back(invented(plan, index, ++bib));
    }
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(count), entries.end());
    return entries;
}

} // namespace lanterne::simulator
