#include "web-api/races/race_json.hpp"

#include "core/plan/board.hpp"
#include "service/json_writer.hpp"
#include "web-api/races/course_json.hpp"
#include "web-api/races/leg_heights.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr int step_decimals = 3; ///< 400 steps add up to less than a metre of error

void write_heights(JsonWriter& json, const std::optional<LegHeights>& heights) {
    if (!heights) {
        json.name("heights_step_m").null().name("heights_m").null();
        return;
    }
    json.field("heights_step_m", heights->step.value, step_decimals)
        .name("heights_m")
        .begin_array();
    for (const double height_m : heights->heights_m) {
        json.value(height_m, metre_decimals);
    }
    json.end_array();
}

void write_leg(JsonWriter& json, const course::Leg& leg) {
    json.begin_object();
    write_leg_fields(json, leg);
    json.name("line").begin_array();
    for (const Position position : leg.line.points()) {
        write_place(json, position);
    }
    json.end_array();
    write_heights(json, leg_heights(leg));
    json.end_object();
}

void write_point(JsonWriter& json, const course::Course& course, std::size_t index) {
    const course::TimingPoint& point = course.points()[index];
    json.begin_object().field("index", index);
    write_point_fields(json, course, point);
    json.name("position");
    write_place(json, course.position_at(point.along));
    json.end_object();
}

void write_course(JsonWriter& json, const course::Course& course) {
    json.begin_object()
        .field("length_m", course.length().value, metre_decimals)
        .field("official_length_m", course.official_length().value, metre_decimals);
    json.name("legs").begin_array();
    for (const course::Leg& leg : course.legs()) {
        write_leg(json, leg);
    }
    json.end_array().name("points").begin_array();
    for (std::size_t index = 0; index < course.points().size(); ++index) {
        write_point(json, course, index);
    }
    json.end_array().end_object();
}

void write_variants(JsonWriter& json, const plan::RacePlan& plan) {
    json.name("variants").begin_array();
    for (const plan::Variant& variant : plan.variants) {
        json.begin_object().field("id", variant.id).field("name", variant.name).name("course");
        write_course(json, variant.course);
        json.end_object();
    }
    json.end_array();
}

void write_entry_of(JsonWriter& json, const plan::RacePlan& plan,
                    const std::vector<plan::Ranking>& rankings, const plan::Entry& entry) {
    const plan::Variant* variant = plan::variant_of(plan, entry);
    const std::optional<std::size_t> board = plan::board_ranking(plan, rankings, entry);
    json.begin_object()
        .field("bib", entry.bib.text())
        .field("name", entry.name)
        .field("sex", plan::to_text(entry.sex))
        .field("birth_year", entry.birth_year)
        .field("category", entry.category)
        .field("wave", entry.wave)
        .field("team", entry.team)
        .field("variant", variant == nullptr ? std::nullopt : std::optional{variant->id})
        .field("board", board)
        .field("unit", entry.unit ? std::optional{entry.unit->text()} : std::nullopt)
        .field("slot", entry.slot ? std::optional{to_text(*entry.slot)} : std::nullopt)
        .name("members")
        .begin_array();
    for (const plan::Member& member : entry.members) {
        json.begin_object().field("leg", member.leg).field("name", member.name).end_object();
    }
    json.end_array().end_object();
}

void write_groups(JsonWriter& json, const plan::RacePlan& plan) {
    json.name("waves").begin_array();
    for (const plan::Wave& wave : plan.waves) {
        json.begin_object()
            .field("id", wave.id)
            .field("name", wave.name)
            .field("gun", to_text(wave.gun))
            .end_object();
    }
    json.end_array().name("categories").begin_array();
    for (const plan::Category& category : plan.categories) {
        json.begin_object().field("id", category.id).field("name", category.name).end_object();
    }
    const std::vector<plan::Ranking> rankings = plan::rankings_of(plan);
    json.end_array().name("boards").begin_array();
    for (const plan::Ranking& ranking : rankings) {
        json.begin_object().field("id", ranking.id).field("name", ranking.name).end_object();
    }
    json.end_array().name("entries").begin_array();
    for (const plan::Entry& entry : plan.entries) {
        write_entry_of(json, plan, rankings, entry);
    }
    json.end_array();
}

void write_rehearsal(JsonWriter& json, const std::optional<plan::RehearsalClock>& rehearsal) {
    json.name("rehearsal");
    if (!rehearsal) {
        json.null();
        return;
    }
    json.begin_object()
        .field("wall_start", to_text(rehearsal->wall_start))
        .field("race_start", to_text(rehearsal->race_start))
        .field("rate", rehearsal->rate, 3)
        .end_object();
}

} // namespace

void write_entry(JsonWriter& json, const plan::RacePlan& plan, const plan::Entry& entry) {
    write_entry_of(json, plan, plan::rankings_of(plan), entry);
}

std::string race_json_head(const plan::RacePlan& plan, std::int64_t revision) {
    JsonWriter json;
    json.begin_object()
        .field("slug", plan.slug.text())
        .field("revision", revision)
        .field("name", plan.name)
        .field("starts_at", to_text(plan.start))
        .field("time_zone", plan.time_zone);
    write_rehearsal(json, plan.rehearsal);
    json.name("course");
    write_course(json, plan.course);
    write_variants(json, plan);
    write_groups(json, plan);
    return json.take();
}

std::string race_json(const std::string& head, RaceState state) {
    std::string json = head;
    json.append(",\"state\":\"").append(state_text(state)).append("\"}");
    return json;
}

std::string races_json(const std::vector<RaceRow>& races, UtcTime wall) {
    JsonWriter json;
    json.begin_object().name("races").begin_array();
    for (const RaceRow& race : races) {
        const UtcTime now = plan::race_time(race.rehearsal, wall);
        json.begin_object()
            .field("slug", race.slug)
            .field("name", race.name)
            .field("starts_at", to_text(race.starts_at))
            .field("time_zone", race.time_zone)
            .field("state", state_text(state_of(race, now)))
            .field("entries", race.entries)
            .name("rehearsal");
        if (race.rehearsal) {
            json.begin_object().field("rate", race.rehearsal->rate, 3).end_object();
        } else {
            json.null();
        }
        json.end_object();
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
