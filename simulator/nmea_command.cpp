#include "simulator/nmea_command.hpp"

#include <chrono>

#include <fmt/format.h>

#include "simulator/feed/nmea_port.hpp"
#include "simulator/feed/player.hpp"
#include "simulator/feed/track.hpp"
#include "simulator/files.hpp"

namespace lanterne::simulator {

namespace {

int fail(const std::string& what) {
    fmt::print(stderr, "lanterne-sim: {}\n", what);
    return 1;
}

Result<std::vector<hal::GnssReading>, std::string> read_track(const std::string& path) {
    const auto bytes = read_file(path, exchange::max_gpx_bytes);
    if (!bytes) {
        return tl::unexpected{bytes.error()};
    }
    const auto gpx = exchange::read_gpx(path, *bytes);
    if (!gpx) {
        return tl::unexpected{exchange::to_text(gpx.error().front())};
    }
    return readings_of(*gpx).map_error(
        [&](const std::string& what) { return fmt::format("{}: {}", path, what); });
}

} // namespace

int play_track(const NmeaSettings& settings, const std::function<bool()>& stop) {
    auto readings = read_track(settings.track);
    if (!readings) {
        return fail(readings.error());
    }
    if (settings.start) {
        readings = redated(std::move(*readings), *settings.start);
    }
    if (readings->front().time < earliest_time) {
        return fail(fmt::format(
            "{}: begins at {}; gpsd shifts dates before 2017, so give it a new one with --start",
            settings.track, to_text(*readings->front().time)));
    }
    const auto port = open_nmea_port(settings.to);
    const auto patience =
        std::chrono::milliseconds{static_cast<std::int64_t>(settings.wait_s * 1000)};
    if (!port->wait_for_reader(patience)) {
        return fail(fmt::format("{}: nobody reads it within {:g} s", settings.to, settings.wait_s));
    }
    const auto begin = std::chrono::steady_clock::now();
    const std::size_t played = play(*readings, *port, {.speed = settings.speed}, stop);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    fmt::print("played {} of {} epochs in {:.1f} s\n", played, readings->size(), took.count());
    return 0;
}

} // namespace lanterne::simulator
