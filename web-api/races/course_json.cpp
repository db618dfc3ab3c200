#include "web-api/races/course_json.hpp"

namespace lanterne::web {

using service::JsonWriter;

void write_place(JsonWriter& json, Position position) {
    json.begin_array()
        .value(position.longitude.e6 / 1e6, degree_decimals)
        .value(position.latitude.e6 / 1e6, degree_decimals)
        .end_array();
}

void write_leg_fields(JsonWriter& json, const course::Leg& leg) {
    json.field("id", leg.id)
        .field("name", leg.name)
        .field("sport", to_text(leg.sport))
        .field("laps", leg.laps)
        .field("begin_m", leg.begin.value, metre_decimals)
        .field("end_m", leg.end.value, metre_decimals);
}

void write_point_fields(JsonWriter& json, const course::Course& course,
                        const course::TimingPoint& point) {
    json.field("id", point.id)
        .field("name", point.name)
        .field("kind", to_text(point.kind))
        .field("leg", point.leg)
        .field("lap", point.lap)
        .field("along_m", point.along.value, metre_decimals)
        .field("official_m", course.official(point.along).value, metre_decimals);
}

} // namespace lanterne::web
