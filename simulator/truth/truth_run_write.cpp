#include "service/json_writer.hpp"
#include "simulator/truth/rank_words.hpp"
#include "simulator/truth/truth_run.hpp"

namespace lanterne::simulator {

using lanterne::to_text; // of a time, beside ours

namespace {

using service::JsonWriter;

constexpr int metre_decimals = 3;

void write_time(JsonWriter& json, std::string_view name, const std::optional<UtcTime>& time) {
    json.field(name, time ? std::optional{to_text(*time)} : std::nullopt);
}

void write_clock(JsonWriter& json, const std::optional<plan::RehearsalClock>& clock) {
    json.name("clock");
    if (!clock) {
        json.null();
        return;
    }
    json.begin_object();
    write_time(json, "wall_start", clock->wall_start);
    write_time(json, "race_start", clock->race_start);
    json.field("rate", clock->rate, metre_decimals).end_object();
}

void write_course(JsonWriter& json, const TrueCourse& course) {
    json.begin_object().field("variant", course.variant).name("legs").begin_array();
    for (const TrueLeg& leg : course.legs) {
        json.begin_object()
            .field("id", leg.id)
            .field("sport", std::string{course::to_text(leg.sport)})
            .field("begin_m", leg.begin_m, metre_decimals)
            .field("end_m", leg.end_m, metre_decimals)
            .field("laps", leg.laps)
            .end_object();
    }
    json.end_array().name("points").begin_array();
    for (const TruePoint& point : course.points) {
        json.begin_object()
            .field("id", point.id)
            .field("kind", std::string{course::to_text(point.kind)})
            .field("leg", point.leg)
            .field("lap", point.lap)
            .field("along_m", point.along_m, metre_decimals)
            .end_object();
    }
    json.end_array().end_object();
}

} // namespace

std::string write_run(const TruthRun& run, const TruthRace& race) {
    JsonWriter json;
    json.begin_object()
        .field("format", truth_format)
        .field("race", run.slug)
        .field("scenario", run.scenario)
        .field("seed", run.seed)
        .field("program", run.program);
    write_time(json, "begin", run.begin);
    write_time(json, "end", run.end);
    json.field("athletes", race.entries.size())
        .field("passages", run.passages)
        .field("faults", run.faults);
    write_clock(json, run.clock);
    json.name("groups").begin_array();
    for (const RankGroup& group : race.groups) {
        json.begin_object()
            .field("id", group.id)
            .field("basis", std::string{basis_word(group.basis)})
            .field("by", std::string{measure_word(group.by)})
            .end_object();
    }
    json.end_array().name("courses").begin_array();
    for (const TrueCourse& course : race.courses) {
        write_course(json, course);
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

} // namespace lanterne::simulator
