#include "web-api/forecasts/forecast_json.hpp"

#include <array>
#include <string_view>

#include "service/json_writer.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr std::array<std::string_view, wire::live_horizons> horizons{"near", "middle", "far"};

} // namespace

void write_arrivals(JsonWriter& json, std::span<const wire::LiveArrival> arrivals) {
    json.begin_array();
    for (const wire::LiveArrival& arrival : arrivals) {
        json.begin_object()
            .field("point", arrival.point)
            .field("leg", arrival.leg)
            .field("lap", arrival.lap)
            .field("p10", to_text(arrival.early))
            .field("p50", to_text(arrival.likely))
            .field("p90", to_text(arrival.late))
            .field("slopes_s", arrival.slopes_s)
            .field("field_s", arrival.field_s)
            .field("athletes", arrival.athletes)
            .field("standing_s", arrival.standing_s)
            .end_object();
    }
    json.end_array();
}

void write_grades(JsonWriter& json, std::span<const wire::LiveGrade> grades) {
    json.begin_array();
    for (const wire::LiveGrade& grade : grades) {
        json.begin_object()
            .field("horizon", horizons.at(grade.horizon))
            .field("forecasts", grade.forecasts)
            .field("inside", grade.inside)
            .end_object();
    }
    json.end_array();
}

} // namespace lanterne::web
