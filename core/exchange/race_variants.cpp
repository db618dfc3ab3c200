#include "core/exchange/race_variants.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

using Kind = TomlValue::Kind;
using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

template<class Texts>
Names ids_of(const Texts& texts) {
    Names ids;
    for (const auto& text : texts) {
        ids.push_back(text.id);
    }
    return ids;
}

void read_laps(TableReader& reader, VariantText& variant) {
    const TomlValue* laps = reader.value("laps");
    if (laps == nullptr) {
        return;
    }
    for (const auto& [leg, count] : laps->members) {
        if (count.kind != Kind::integer || count.integer < 1 || count.integer > course::max_laps) {
            reader.refuse("laps");
            return;
        }
        variant.laps.emplace_back(leg, static_cast<std::uint32_t>(count.integer));
    }
    if (laps->members.empty()) {
        reader.refuse("laps");
    }
}

void check_name(std::size_t line, std::string_view kind, const std::string& name,
                const Names& names, Faults& faults) {
    if (!has(names, name)) {
        faults.add(line, fmt::format("there is no {} {}", kind, shown(name)),
                   names.empty() ? fmt::format("a [[{}]] of that id", kind)
                                 : most_alike(name, names)
                                       .value_or(fmt::format("one of {}", fmt::join(names, ", "))));
    }
}

/// Of the tables of that kind, what their key `variant` names.
void check_groups(const TomlValue& document, std::string_view kind, const Names& variants,
                  Faults& faults) {
    const TomlValue* list = document.member(kind);
    if (list == nullptr) {
        return;
    }
    for (const TomlValue& table : list->list) {
        const TomlValue* variant = table.member("variant");
        if (variant != nullptr && variant->kind == Kind::text && is_id(variant->text)) {
            check_name(variant->line, "variant", variant->text, variants, faults);
        }
    }
}

bool is_in(const Names& only_in, const VariantText* variant) {
    return only_in.empty() || (variant != nullptr && has(only_in, variant->id));
}

/// The leg that the point is on, as far as the tables say it.
std::optional<std::string> leg_of(const PointText& point, const RaceText& race) {
    if (point.leg) {
        return point.leg;
    }
    const auto location =
        std::ranges::find(race.locations, point.location.value_or(""), &LocationText::id);
    if (location != race.locations.end() && location->leg) {
        return location->leg;
    }
    return race.legs.size() == 1 ? std::optional{race.legs.front().id} : std::nullopt;
}

void put_legs(const RaceText& race, const VariantText* variant, CourseText& text) {
    for (std::size_t i = 0; i < race.legs.size(); ++i) {
        LegText leg = race.legs[i];
        if (!is_in(leg.only_in, variant) ||
            (variant != nullptr && has(variant->without_legs, leg.id))) {
            continue;
        }
        if (variant != nullptr) {
            const auto laps = std::ranges::find(variant->laps, leg.id,
                                                &std::pair<std::string, std::uint32_t>::first);
            if (laps != variant->laps.end()) {
                // What is certified is all laps; of other laps it is as much of each.
                if (leg.certified) {
                    leg.certified = *leg.certified * (1.0 * laps->second / leg.laps);
                }
                leg.laps = laps->second;
            }
        }
        text.legs.push_back(i);
        text.race.legs.push_back(std::move(leg));
    }
}

/// Leaves of the listed laps those that the leg has here. False when none is left.
bool keep_laps(const LegText& leg, PointText& point) {
    if (!point.laps) {
        return true;
    }
    std::erase_if(*point.laps, [&](std::int64_t lap) { return lap > leg.laps; });
    return !point.laps->empty();
}

void put_points(const RaceText& race, const VariantText* variant, CourseText& text,
                Faults& faults) {
    for (PointText point : race.points) {
        const auto leg_id = leg_of(point, race);
        const auto leg = std::ranges::find(text.race.legs, leg_id.value_or(""), &LegText::id);
        const bool is_elsewhere =
            leg == text.race.legs.end() && leg_id && has(ids_of(race.legs), *leg_id);
        if (is_elsewhere || !is_in(point.only_in, variant) ||
            (variant != nullptr && has(variant->without_points, point.id))) {
            continue;
        }
        if (variant != nullptr && leg != text.race.legs.end() && !keep_laps(*leg, point)) {
            faults.add(
                point.lines.of("laps"),
                fmt::format("point {} is on none of the {} laps", shown(point.id), leg->laps),
                "\"last\", \"not-last\", or without_points at the variant,");
            continue;
        }
        text.race.points.push_back(std::move(point));
    }
}

void put_marks(const RaceText& race, const VariantText* variant, CourseText& text) {
    for (const MarkText& mark : race.marks) {
        const auto leg = std::ranges::find(text.race.legs, mark.leg.value_or(""), &LegText::id);
        const bool is_here = leg != text.race.legs.end();
        const bool is_elsewhere = !is_here && mark.leg && has(ids_of(race.legs), *mark.leg);
        const bool is_behind = variant != nullptr && is_here && mark.lap.value_or(1) > leg->laps;
        if (!is_elsewhere && !is_behind) {
            text.race.marks.push_back(mark);
        }
    }
}

} // namespace

std::vector<VariantText> read_variants(const TomlValue& document, Faults& faults) {
    std::vector<VariantText> variants;
    Ids ids;
    for (const TomlValue* table : tables_of(document, "variant", max_variants, faults)) {
        TableReader reader{*table, "variant", faults};
        VariantText variant{.lines = Lines{*table}};
        variant.id = ids.take(reader, faults);
        variant.name = reader.text("name").value_or(variant.id);
        read_laps(reader, variant);
        variant.without_legs = reader.ids("without_legs");
        variant.without_points = reader.ids("without_points");
        variants.push_back(std::move(variant));
    }
    return variants;
}

void check_variants(const TomlValue& document, const RaceText& race, Faults& faults) {
    const Names legs = ids_of(race.legs);
    const Names points = ids_of(race.points);
    const Names variants = ids_of(race.variants);
    for (const VariantText& variant : race.variants) {
        for (const auto& [leg, laps] : variant.laps) {
            check_name(variant.lines.of("laps"), "leg", leg, legs, faults);
        }
        for (const std::string& leg : variant.without_legs) {
            check_name(variant.lines.of("without_legs"), "leg", leg, legs, faults);
        }
        for (const std::string& point : variant.without_points) {
            check_name(variant.lines.of("without_points"), "point", point, points, faults);
        }
    }
    const auto check_only_in = [&](const auto& texts) {
        for (const auto& text : texts) {
            for (const std::string& variant : text.only_in) {
                check_name(text.lines.of("only_in"), "variant", variant, variants, faults);
            }
        }
    };
    check_only_in(race.legs);
    check_only_in(race.points);
    check_groups(document, "wave", variants, faults);
    check_groups(document, "category", variants, faults);
}

CourseText course_text(const RaceText& race, const VariantText* variant, Faults& faults) {
    CourseText text;
    text.race.locations = race.locations;
    put_legs(race, variant, text);
    put_marks(race, variant, text);
    put_points(race, variant, text, faults);
    return text;
}

} // namespace lanterne::exchange
