#include "core/exchange/track_csv.hpp"

#include <optional>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"

namespace lanterne::exchange {

namespace {

template<class T>
std::string tenths(const std::optional<T>& value) {
    return value ? fmt::format("{:.1f}", *value / 10.0) : "";
}

std::vector<std::string> fields_of(const RecordedTrack& track, const std::string& name,
                                   const RecordedFix& recorded) {
    const Fix& fix = recorded.fix;
    return {track.bib.text(),
            name,
            recorded.unit.text(),
            recorded.spare ? "spare" : "primary",
            fmt::format("{}", recorded.epoch),
            fmt::format("{}", recorded.number),
            lanterne::to_text(fix.time),
            fmt::format("{:.6f}", fix.position.latitude.e6 / 1e6),
            fmt::format("{:.6f}", fix.position.longitude.e6 / 1e6),
            tenths(fix.altitude_dm),
            tenths(fix.speed_dmps),
            fix.course_2deg ? fmt::format("{}", 2 * *fix.course_2deg) : "",
            tenths(fix.accuracy_dm),
            fix.satellites > 0 ? fmt::format("{}", fix.satellites) : "",
            std::string{to_text(fix.mode)},
            lanterne::to_text(recorded.received),
            recorded.scored ? "yes" : "no"};
}

} // namespace

std::string track_csv_header() {
    return write_csv_line({"bib", "name", "unit", "role", "epoch", "sequence", "time_utc",
                           "latitude_deg", "longitude_deg", "altitude_m", "speed_mps", "course_deg",
                           "accuracy_m", "satellites", "mode", "received_utc", "scored"});
}

std::string track_csv_lines(const RecordedTrack& track) {
    const std::string name = guarded(track.name);
    std::string lines;
    for (const RecordedFix& fix : track.fixes) {
        lines += write_csv_line(fields_of(track, name, fix));
    }
    return lines;
}

} // namespace lanterne::exchange
