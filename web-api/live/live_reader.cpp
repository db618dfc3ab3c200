#include "web-api/live/live_reader.hpp"

#include <utility>
#include <vector>

namespace lanterne::web {

namespace {

/// Where each course of the race begins.
std::vector<Position> starts_of(const plan::RacePlan& plan) {
    std::vector<Position> starts;
    for (const course::Course* course : plan::courses_of(plan)) {
        starts.push_back(course->position_at(Metres{0}));
    }
    return starts;
}

} // namespace

bool LiveReader::read_race(const std::string& slug, std::function<void(const RaceReading&)> take) {
    return server_.on_worker([this, slug, take = std::move(take)] {
        server_.on_loop([take, reading = race_now(slug)] { take(reading); });
    });
}

bool LiveReader::read_all_versions(std::function<void(const std::optional<Versions>&)> take) {
    return server_.on_worker([this, take = std::move(take)] {
        server_.on_loop([take, versions = versions_now()] { take(versions); });
    });
}

RaceReading LiveReader::race_now(const std::string& slug) {
    RaceReading reading;
    try {
        pool_.use([&](database::Connection& connection) {
            reading = {};
            reading.snapshot = read_snapshot(connection, slug);
            reading.could_read = true; // whatever becomes of the plan
            const auto known = reading.snapshot ? library_.find(connection, slug) : std::nullopt;
            if (known) { // else nobody is shown before the start
                reading.snapshot->starts = starts_of(known->planned->plan);
            }
        });
    } catch (const database::ConnectionLost&) {
        reading = {}; // /healthz says so
    } catch (const std::exception& error) {
        log_.error("a race could not be read", {{"race", slug}, {"what", error.what()}});
    }
    return reading;
}

std::optional<LiveReader::Versions> LiveReader::versions_now() {
    std::optional<Versions> versions;
    try {
        pool_.use([&](database::Connection& connection) { versions = read_versions(connection); });
    } catch (const database::ConnectionLost&) {
        // /healthz says so
    } catch (const std::exception& error) {
        log_.error("the races' versions could not be read", {{"what", error.what()}});
    }
    return versions;
}

} // namespace lanterne::web
