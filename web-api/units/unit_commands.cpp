#include "web-api/units/unit_commands.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "web-api/races/race_library.hpp"
#include "web-api/units/configuration_store.hpp"
#include "web-api/units/signing_key.hpp"
#include "web-api/units/told_course.hpp"

namespace lanterne::web {

namespace {

constexpr std::array<std::string_view, 4> profiles{"sleep", "ready", "race", "economy"};

/// What a person typed cannot be done; the text says why and what would be right.
struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

Slug slug_from(const std::string& text) {
    const auto slug = Slug::from(text);
    if (!slug) {
        throw Refused{
            fmt::format("{}: no slug; lower-case letters, digits and single hyphens would "
                        "be right",
                        text)};
    }
    return *slug;
}

UtcTime time_from(const std::string& text, std::string_view option) {
    const auto time = parse_time(text);
    if (!time) {
        throw Refused{fmt::format("{} {}: no time; one like 2026-05-17T08:00:00Z would be right",
                                  option, text)};
    }
    return *time;
}

std::vector<UnitSerial> chosen(database::Connection& connection, const UnitChoice& choice) {
    if (choice.serial.empty() == choice.race.empty()) {
        throw Refused{"a serial or --race would be right, one of them"};
    }
    if (choice.race.empty()) {
        const auto unit = UnitSerial::from(choice.serial);
        if (!unit) {
            throw Refused{
                fmt::format("{}: no serial; 6 to 16 lower-case letters and digits would be right",
                            choice.serial)};
        }
        return {*unit};
    }
    std::vector<UnitSerial> units = units_of_race(connection, slug_from(choice.race));
    if (units.empty()) {
        throw Refused{fmt::format("{}: no entry of such a race has a unit", choice.race)};
    }
    return units;
}

CurrentRace race_of(database::Connection& connection, const std::string& slug) {
    RaceLibrary library;
    auto race = library.find(connection, slug_from(slug).text());
    if (!race) {
        throw Refused{fmt::format("{}: there is no such race", slug)};
    }
    return std::move(*race);
}

std::optional<std::array<std::uint32_t, 4>> intervals_of(const std::vector<double>& seconds) {
    if (seconds.empty()) {
        return std::nullopt;
    }
    constexpr double least = wire::least_interval_ms / 1000.0;
    constexpr double greatest = wire::greatest_interval_ms / 1000.0;
    std::array<std::uint32_t, 4> intervals{};
    if (seconds.size() != intervals.size() ||
        !std::ranges::all_of(seconds, [&](double s) { return s >= least && s <= greatest; })) {
        throw Refused{fmt::format("--intervals: four numbers of seconds, {} to {}, would be right",
                                  least, greatest)};
    }
    std::ranges::transform(seconds, intervals.begin(), [](double s) {
        return static_cast<std::uint32_t>(std::lround(s * 1000));
    });
    return intervals;
}

/// The body without its course.
wire::Config config_from(const ConfigOrder& order, std::uint8_t shard) {
    const auto profile = std::ranges::find(profiles, order.profile);
    if (profile == profiles.end()) {
        throw Refused{fmt::format("{}: no profile; one of {} would be right", order.profile,
                                  fmt::join(profiles, ", "))};
    }
    wire::Config config{.shard = shard,
                        .profile = static_cast<std::uint8_t>(profile - profiles.begin()),
                        .qos = order.qos,
                        .interval_ms = intervals_of(order.intervals_s),
                        .error_m = order.error_m};
    if (!order.time_limit.empty()) {
        config.time_limit = time_from(order.time_limit, "--time-limit");
    }
    return config;
}

/// Sets the times. Of a rehearsal they are race time, as the units' clocks are.
void set_times(OfferedConfig& offered, const ConfigOrder& order, UtcTime now) {
    offered.not_before = order.at.empty() ? UtcTime{} : time_from(order.at, "--at");
    const UtcTime begins = std::max(offered.not_before, now);
    offered.expires =
        order.expires.empty() ? begins + usual_validity : time_from(order.expires, "--expires");
    if (offered.expires <= begins) {
        throw Refused{fmt::format("--expires {}: something after {} would be right",
                                  to_text(offered.expires), to_text(begins))};
    }
}

/// Units that are told one course, or none.
struct Group {
    const course::Course* course = nullptr;
    std::vector<UnitSerial> units;
};

/// The units by the course of the entry that wears them; a unit that nobody wears in that race is
/// told the race's own.
std::vector<Group> by_course(const plan::RacePlan& plan, const std::vector<UnitSerial>& units) {
    std::vector<Group> groups;
    for (const UnitSerial& unit : units) {
        const auto wearer = std::ranges::find(plan.entries, unit, &plan::Entry::unit);
        const course::Course* course =
            wearer == plan.entries.end() ? &plan.course : &plan::course_of(plan, *wearer);
        auto group = std::ranges::find(groups, course, &Group::course);
        if (group == groups.end()) {
            group = groups.insert(groups.end(), {.course = course, .units = {}});
        }
        group->units.push_back(unit);
    }
    return groups;
}

struct Prepared {
    OfferedConfig offered;
    std::string says; ///< of the course, for a person
    std::vector<UnitSerial> units;
};

/// `revision` is that of the race whose course is told.
Prepared prepare(database::Connection& connection, const ConfigOrder& order, UtcTime wall,
                 Group group, std::int64_t revision) {
    Prepared prepared{.offered = {}, .says = {}, .units = std::move(group.units)};
    const std::string named = order.units.race.empty() ? order.course : order.units.race;
    std::uint8_t shard = 0;
    UtcTime now = wall;
    if (!named.empty()) {
        const CurrentRace race = race_of(connection, named);
        shard = static_cast<std::uint8_t>(race.row.shard);
        now = plan::race_time(race.row.rehearsal, wall);
    }
    wire::Config config = config_from(order, order.shard.value_or(shard));
    set_times(prepared.offered, order, now);
    if (group.course != nullptr) {
        auto told = told_course(*group.course, static_cast<std::uint32_t>(revision));
        if (!told) {
            throw Refused{fmt::format("{}: {}", order.course, told.error())};
        }
        prepared.says =
            fmt::format(", course of {} places within {:.0f} m and {} timing points", told->places,
                        told->tolerance.value, told->course.points_dm.size());
        config.course = std::move(told->course);
    }
    auto body = wire::encode(config);
    if (!body) {
        throw Refused{fmt::format("a number or a time is {}", wire::to_text(body.error()))};
    }
    prepared.offered.body = std::move(*body);
    return prepared;
}

/// What is to be offered, before anything is: whole, or refused.
std::vector<Prepared> prepare_all(database::Connection& connection, const ConfigOrder& order,
                                  UtcTime wall) {
    std::vector<UnitSerial> units = chosen(connection, order.units);
    std::vector<Prepared> all;
    if (order.course.empty()) {
        all.push_back(prepare(connection, order, wall, {.units = std::move(units)}, 0));
        return all;
    }
    const CurrentRace race = race_of(connection, order.course);
    for (Group& group : by_course(race.planned->plan, units)) {
        all.push_back(prepare(connection, order, wall, std::move(group), race.row.revision));
    }
    return all;
}

template<class Work>
Outcome outcome_of(const Work& work) {
    try {
        return work();
    } catch (const Refused& refused) {
        return {1, std::string{refused.what()} + "\n"};
    }
}

} // namespace

Outcome configure_units(const std::string& conninfo, const ConfigOrder& order, UtcTime wall) {
    return outcome_of([&] {
        const auto key = SigningKey::read(order.key);
        if (!key) {
            throw Refused{key.error()};
        }
        database::Connection connection{conninfo};
        Outcome outcome;
        for (const Prepared& prepared : prepare_all(connection, order, wall)) {
            const auto offers =
                offer_config(connection, prepared.units, prepared.offered,
                             [&](wire::ByteView bytes) { return key->sign(bytes); });
            for (const MadeConfig& one : offers.made) {
                outcome.says += fmt::format(
                    "{}: version {}, {} bytes{}, {} until {}\n", one.unit.text(), one.version,
                    one.bytes, prepared.says,
                    order.at.empty() ? "at once" : "from " + to_text(prepared.offered.not_before),
                    to_text(prepared.offered.expires));
            }
            for (const RefusedUnit& one : offers.refused) {
                outcome.exit_code = 1;
                outcome.says +=
                    fmt::format("{}: not configured: {}\n", one.unit.text(), one.reason);
            }
        }
        return outcome;
    });
}

Outcome unconfigure_units(const std::string& conninfo, const UnitChoice& choice) {
    return outcome_of([&] {
        database::Connection connection{conninfo};
        const std::size_t withdrawn = withdraw_configs(connection, chosen(connection, choice));
        return Outcome{0, fmt::format("{} configurations are offered no longer; what units have "
                                      "applied holds until it expires\n",
                                      withdrawn)};
    });
}

} // namespace lanterne::web
