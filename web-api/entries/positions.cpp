#include "web-api/entries/positions.hpp"

#include <algorithm>

#include "core/exchange/recorded_track.hpp"
#include "core/geo/plane.hpp"
#include "service/json_writer.hpp"
#include "web-api/races/course_json.hpp"

namespace lanterne::web {

namespace {

Position between(const Fix& before, const Fix& behind, UtcTime time) {
    const std::chrono::duration<double> passed = time - before.time;
    const std::chrono::duration<double> whole = behind.time - before.time;
    const geo::LocalPlane plane{before.position};
    return plane.to_position(plane.to_plane(behind.position) * (passed / whole));
}

} // namespace

std::optional<PastPosition> position_at(std::span<const Fix> fixes, UtcTime time) {
    const auto behind = std::ranges::upper_bound(fixes, time, {}, &Fix::time);
    if (behind == fixes.begin()) {
        return std::nullopt;
    }
    const Fix& before = *std::prev(behind);
    PastPosition position{.position = before.position, .age = time - before.time};
    if (behind != fixes.end() && position.age > Milliseconds{0} &&
        behind->time - before.time <= exchange::max_gap) {
        position.position = between(before, *behind, time);
        position.is_interpolated = true;
    }
    return position;
}

std::string positions_json(UtcTime time, const std::vector<EntryPosition>& positions) {
    service::JsonWriter json;
    json.begin_object().field("at", to_text(time)).name("positions").begin_array();
    for (const auto& [bib, at] : positions) {
        json.begin_object().field("bib", bib.text()).name("position");
        write_place(json, at.position);
        json.field("age_ms", std::int64_t{at.age.count()})
            .field("interpolated", at.is_interpolated)
            .end_object();
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
