#include "core/exchange/race_folder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/course_legs.hpp"
#include "core/exchange/entries_csv.hpp"
#include "core/exchange/leg_lines.hpp"
#include "core/exchange/race_toml.hpp"
#include "core/exchange/race_variants.hpp"
#include "core/exchange/rules_toml.hpp"
#include "core/exchange/text.hpp"
#include "core/exchange/timing_points.hpp"
#include "core/exchange/toml_value.hpp"

namespace lanterne::exchange {

namespace {

constexpr const char* toml_name = "race.toml";

using FolderFaults = std::vector<Fault>;

/// Files that are missing or too big: with these nothing else can be said.
void check_files(const FolderFiles& files, Faults& faults) {
    for (const char* name : {toml_name, entries_csv_name}) {
        if (!files.contains(name)) {
            faults.add({{name, 0, "is not in the folder", fmt::format("a file {}", name)}});
        }
    }
    for (const auto& [name, content] : files) {
        if (content.size() > max_folder_file_bytes) {
            faults.add({{name, 0, fmt::format("has {} bytes", content.size()),
                         fmt::format("at most {}", max_folder_file_bytes)}});
        }
    }
}

EntryRules rules_of(const RaceText& race) {
    const auto latest_day = std::chrono::floor<std::chrono::days>(race.start.value_or(latest_time));
    std::vector<std::string> legs;
    for (const LegText& leg : race.legs) {
        legs.push_back(leg.id);
    }
    return {.waves = race.waves,
            .categories = race.categories,
            .race_year = static_cast<int>(std::chrono::year_month_day{latest_day}.year()),
            .start = race.start,
            .legs = std::move(legs)};
}

/// Only of what was found without fault.
course::Course to_course(std::vector<std::optional<course::Leg>> lines, Gates gates) {
    std::vector<course::Leg> legs;
    for (auto& leg : lines) {
        legs.push_back(std::move(*leg));
    }
    course::unroll(legs);
    for (course::TimingPoint& point : gates.points) {
        point.along = course::unrolled(legs[point.leg], point.lap, point.along);
    }
    return {std::move(legs), std::move(gates.locations), std::move(gates.points)};
}

/// What all courses of a folder are made of.
struct Ground {
    std::vector<std::optional<course::Leg>> legs; ///< beside their texts; empty: not to be had
    std::vector<course::Location> locations;

    bool is_whole() const {
        return std::ranges::all_of(legs, [](const auto& leg) { return leg.has_value(); });
    }
};

/// The race's own course, or the variant's. Nothing when `faults` has something to say, or when the
/// ground is not whole.
std::optional<course::Course> read_course(const RaceText& race, const VariantText* variant,
                                          const Ground& ground, Faults& faults) {
    const CourseText text = course_text(race, variant, faults);
    if (text.race.legs.empty()) {
        faults.add(variant == nullptr ? 0 : variant->lines.table(), "there is no leg",
                   variant == nullptr ? "a [[leg]] table for each leg" : "at least one leg");
        return std::nullopt;
    }
    auto legs = course_legs(text, ground.legs, faults);
    Gates gates = place_gates(text.race, legs, ground.locations, faults);
    if (!faults.empty() || !ground.is_whole()) {
        return std::nullopt;
    }
    return to_course(std::move(legs), std::move(gates));
}

/// Says of a variant's faults those that the race's own course does not have.
void add_other(const std::vector<Fault>& own, std::vector<Fault> others, const std::string& variant,
               Faults& faults) {
    std::erase_if(others,
                  [&](const Fault& fault) { return std::ranges::find(own, fault) != own.end(); });
    for (Fault& fault : others) {
        fault.what = fmt::format("variant {}: {}", shown(variant), fault.what);
    }
    faults.add(others);
}

std::vector<plan::Variant> read_variants(const RaceText& race, const Ground& ground,
                                         const std::vector<Fault>& own, Faults& faults) {
    std::vector<plan::Variant> variants;
    std::size_t points = 0;
    for (const VariantText& text : race.variants) {
        Faults here{toml_name};
        auto course = read_course(race, &text, ground, here);
        add_other(own, here.take(), text.id, faults);
        if (!course) {
            continue;
        }
        for (const course::Leg& leg : course->legs()) {
            points += leg.line.points().size();
        }
        if (points > max_points_of_variants) {
            faults.add(
                text.lines.table(),
                fmt::format("variant {} brings the variants to {} points", shown(text.id), points),
                fmt::format("at most {}", max_points_of_variants));
            break;
        }
        variants.push_back({.id = text.id, .name = text.name, .course = std::move(*course)});
    }
    return variants;
}

plan::Rules read_rules_of(const TomlValue& document, const RaceText& race,
                          const std::optional<course::Course>& own,
                          const std::vector<plan::Variant>& variants, Faults& faults) {
    std::vector<std::string> ids;
    for (const VariantText& variant : race.variants) {
        ids.push_back(variant.id);
    }
    RulesScope scope{
        .courses = {}, .variants = ids, .waves = race.waves, .categories = race.categories};
    if (own && variants.size() == race.variants.size()) {
        scope.courses.push_back(&*own);
        for (const plan::Variant& variant : variants) {
            scope.courses.push_back(&variant.course);
        }
    }
    return read_rules(document, scope, faults);
}

} // namespace

Result<plan::RacePlan, FolderFaults> read_race_folder(const FolderFiles& files) {
    Faults faults{toml_name};
    check_files(files, faults);
    if (!faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    const auto document = parse_toml(toml_name, files.at(toml_name));
    if (!document) {
        return tl::unexpected{document.error()};
    }
    RaceText race = read_race_toml(*document, faults);
    Ground ground{.legs = read_legs(race.legs, files, faults), .locations = {}};
    ground.locations = place_locations(race, ground.legs, faults);
    Faults own_faults{toml_name};
    auto own = read_course(race, nullptr, ground, own_faults);
    const std::vector<Fault> said = own_faults.take();
    faults.add(said);
    auto variants = read_variants(race, ground, said, faults);
    plan::Rules rules = read_rules_of(*document, race, own, variants, faults);
    auto entries = read_entries_csv(files.at(entries_csv_name), rules_of(race), faults);
    if (!faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    return plan::RacePlan{.name = std::move(race.name),
                          .slug = *race.slug,
                          .time_zone = std::move(race.time_zone),
                          .start = *race.start,
                          .course = std::move(own).value(),
                          .waves = std::move(race.waves),
                          .categories = std::move(race.categories),
                          .entries = std::move(entries),
                          .rehearsal = race.rehearsal,
                          .variants = std::move(variants),
                          .rules = std::move(rules)};
}

} // namespace lanterne::exchange
