#include "core/exchange/rules_reader.hpp"

#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/exchange/rules_keys.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

using Kind = TomlValue::Kind;

constexpr std::array<Word<plan::Sex>, 3> sexes{
    {{"female", plan::Sex::female}, {"male", plan::Sex::male}, {"other", plan::Sex::other}}};

struct Named {
    std::string id;
    std::optional<std::uint32_t> lap;
};

// "id" or "id/lap".
std::optional<Named> parse_point(std::string_view text) {
    const auto slash = text.find('/');
    Named named{.id = std::string{text.substr(0, slash)}, .lap = {}};
    if (slash != std::string_view::npos) {
        const auto lap = parse_integer(text.substr(slash + 1));
        if (!lap || *lap < 1 || *lap > course::max_laps) {
            return std::nullopt;
        }
        named.lap = static_cast<std::uint32_t>(*lap);
    }
    return is_id(named.id) ? std::optional{named} : std::nullopt;
}

std::set<std::uint32_t> laps_of(const std::string& id,
                                const std::vector<const course::Course*>& courses) {
    std::set<std::uint32_t> laps;
    for (const course::Course* course : courses) {
        for (const course::TimingPoint& point : course->points()) {
            if (point.id == id) {
                laps.insert(point.lap);
            }
        }
    }
    return laps;
}

} // namespace

RulesReader::RulesReader(const TomlValue& table, std::string_view name, const RulesScope& scope,
                         Faults& faults)
    : table_{table}, scope_{scope}, faults_{faults},
      reader_{table, name, faults, {}, rules_keys()} {}

void RulesReader::say(std::string_view key, std::string what, std::string right) {
    const TomlValue* found = table_.member(key);
    faults_.add(found == nullptr ? table_.line : found->line, std::move(what), std::move(right));
}

std::vector<std::string> RulesReader::texts(std::string_view key) {
    const TomlValue* found = reader_.value(key);
    if (found == nullptr) {
        return {};
    }
    std::vector<std::string> texts;
    for (const TomlValue& element : found->list) {
        if (element.kind == Kind::text && element.text.size() <= max_name_bytes) {
            texts.push_back(element.text);
        }
    }
    if (found->kind != Kind::list || texts.size() != found->list.size() || texts.empty()) {
        reader_.refuse(key);
        return {};
    }
    return texts;
}

std::optional<Milliseconds> RulesReader::seconds(std::string_view key, double low, double high) {
    const auto value = reader_.number(key, low, high);
    return value ? std::optional{Milliseconds{std::llround(*value * 1'000)}} : std::nullopt;
}

std::optional<plan::PointLap> RulesReader::point(std::string_view key) {
    const auto text = reader_.text(key);
    if (!text) {
        return std::nullopt;
    }
    const auto named = parse_point(*text);
    if (!named) {
        reader_.refuse(key);
        return std::nullopt;
    }
    if (scope_.courses.empty()) {
        return plan::PointLap{named->id, named->lap.value_or(1)};
    }
    const std::set<std::uint32_t> laps = laps_of(named->id, scope_.courses);
    if (laps.empty() || (named->lap && !laps.contains(*named->lap))) {
        reader_.refuse(key);
        return std::nullopt;
    }
    if (!named->lap && laps.size() > 1) {
        say(key, fmt::format("{} is {}, which {} laps have", key, shown(*text), laps.size()),
            fmt::format("\"{}/{}\", to say which lap,", named->id, *laps.begin()));
        return std::nullopt;
    }
    return plan::PointLap{named->id, named->lap.value_or(*laps.begin())};
}

std::vector<std::string> RulesReader::ids(std::string_view key,
                                          const std::vector<std::string>& known) {
    std::vector<std::string> texts = this->texts(key);
    for (const std::string& text : texts) {
        if (std::ranges::find(known, text) == known.end()) {
            say(key, fmt::format("{} has {}", key, shown(text)),
                known.empty() ? "no such key, as the race has none,"
                              : fmt::format("some of {}", fmt::join(known, ", ")));
        }
    }
    return texts;
}

plan::Filter RulesReader::filter() {
    std::vector<std::string> variants{scope_.variants.begin(), scope_.variants.end()};
    variants.emplace_back(""); // the race's own course
    std::vector<std::string> waves;
    for (const plan::Wave& wave : scope_.waves) {
        waves.push_back(wave.id);
    }
    std::vector<std::string> categories;
    for (const plan::Category& category : scope_.categories) {
        categories.push_back(category.id);
    }
    const auto age = [&](std::string_view key) -> std::optional<int> {
        const auto years = reader_.integer(key, 0, 120);
        return years ? std::optional{static_cast<int>(*years)} : std::nullopt;
    };
    return {.variants = ids("variants", variants),
            .categories = ids("categories", categories),
            .waves = ids("waves", waves),
            .teams = texts("teams"),
            .sexes = words<plan::Sex>("sexes", sexes),
            .youngest = age("youngest"),
            .oldest = age("oldest")};
}

} // namespace lanterne::exchange
