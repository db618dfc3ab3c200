#include <utility>

#include <fmt/format.h>

#include "simulator/truth/json_fields.hpp"
#include "simulator/truth/rank_words.hpp"
#include "simulator/truth/truth_run.hpp"

namespace lanterne::simulator {

namespace {

namespace json = boost::json;

constexpr std::size_t most_courses = 1'000;
constexpr double longest_m = 1e8;

using Fault = tl::unexpected<std::string>;

Fault missing(std::string_view what) { return Fault{fmt::format("{} is missing or wrong", what)}; }

/// What is missing is below 0.
double metres_in(const json::object& object, std::string_view key) {
    return number_in(object, key).value_or(-1);
}

bool is_length(double metres) { return metres >= 0 && metres <= longest_m; }

std::optional<TrueLeg> leg_in(const json::value& value) {
    if (!value.is_object()) {
        return std::nullopt;
    }
    const json::object& object = value.get_object();
    const auto id = text_in(object, "id");
    const auto sport = course::parse_sport(text_in(object, "sport").value_or(""));
    const double begin = metres_in(object, "begin_m");
    const double end = metres_in(object, "end_m");
    const auto laps = count_in(object, "laps");
    if (!id || !sport || !is_length(begin) || !is_length(end) || end < begin || !laps ||
        *laps < 1 || *laps > course::max_laps) {
        return std::nullopt;
    }
    return TrueLeg{.id = *id,
                   .sport = *sport,
                   .begin_m = begin,
                   .end_m = end,
                   .laps = static_cast<std::uint32_t>(*laps)};
}

std::optional<TruePoint> point_in(const json::value& value, std::size_t legs) {
    if (!value.is_object()) {
        return std::nullopt;
    }
    const json::object& object = value.get_object();
    const auto id = text_in(object, "id");
    const auto kind = course::parse_point_kind(text_in(object, "kind").value_or(""));
    const auto leg = count_in(object, "leg");
    const auto lap = count_in(object, "lap");
    const double along = metres_in(object, "along_m");
    if (!id || !kind || !leg || *leg >= legs || !lap || *lap < 1 || *lap > course::max_laps ||
        !is_length(along)) {
        return std::nullopt;
    }
    return TruePoint{.id = *id,
                     .kind = *kind,
                     .leg = *leg,
                     .lap = static_cast<std::uint32_t>(*lap),
                     .along_m = along};
}

Result<TrueCourse, std::string> course_in(const json::value& value) {
    const json::object* object = value.if_object();
    const json::array* legs = object == nullptr ? nullptr : array_in(*object, "legs");
    const json::array* points = object == nullptr ? nullptr : array_in(*object, "points");
    const auto variant = object == nullptr ? std::nullopt : text_in(*object, "variant");
    if (!variant || legs == nullptr || legs->empty() || points == nullptr) {
        return missing("a course");
    }
    TrueCourse course{.variant = *variant, .legs = {}, .points = {}};
    for (const json::value& one : *legs) {
        const auto leg = leg_in(one);
        if (!leg) {
            return missing(fmt::format("leg {}", course.legs.size()));
        }
        course.legs.push_back(*leg);
    }
    for (const json::value& one : *points) {
        const auto point = point_in(one, course.legs.size());
        if (!point) {
            return missing(fmt::format("timing point {}", course.points.size()));
        }
        course.points.push_back(*point);
    }
    return course;
}

std::optional<RankGroup> group_in(const json::value& value) {
    const json::object* object = value.if_object();
    if (object == nullptr) {
        return std::nullopt;
    }
    const auto id = text_in(*object, "id");
    const auto basis = parse_basis(text_in(*object, "basis").value_or(""));
    const auto by = parse_measure(text_in(*object, "by").value_or(""));
    if (!id || !basis || !by) {
        return std::nullopt;
    }
    return RankGroup{.id = *id, .basis = *basis, .by = *by};
}

Result<TruthRace, std::string> race_in(const json::object& object) {
    const json::array* courses = array_in(object, "courses");
    const json::array* groups = array_in(object, "groups");
    if (courses == nullptr || courses->empty() || courses->size() > most_courses) {
        return missing("courses");
    }
    if (groups == nullptr) {
        return missing("groups");
    }
    TruthRace race;
    for (const json::value& one : *courses) {
        auto course = course_in(one);
        if (!course) {
            return Fault{course.error()};
        }
        race.courses.push_back(std::move(*course));
    }
    for (const json::value& one : *groups) {
        const auto group = group_in(one);
        if (!group) {
            return missing("a group");
        }
        race.groups.push_back(*group);
    }
    return race;
}

Status<std::string> take_clock(const json::object& object, TruthRun& run) {
    const json::object* clock = object_in(object, "clock");
    if (clock == nullptr) {
        return {};
    }
    const auto wall = time_in(*clock, "wall_start");
    const auto race = time_in(*clock, "race_start");
    const auto rate = number_in(*clock, "rate");
    if (!wall || !race || !rate || *rate < 0.1 || *rate > 1'000) {
        return missing("clock");
    }
    run.clock = plan::RehearsalClock{.wall_start = *wall, .race_start = *race, .rate = *rate};
    return {};
}

} // namespace

Result<ReadRun, std::string> read_run(std::string_view text) {
    const auto object = parse_object(text);
    if (!object) {
        return Fault{"is no JSON object"};
    }
    if (count_in(*object, "format") != truth_format) {
        return Fault{fmt::format("is of another format; {} would be right", truth_format)};
    }
    const auto begin = time_in(*object, "begin");
    if (!begin) {
        return missing("begin");
    }
    ReadRun read{.run = {.slug = text_in(*object, "race").value_or(""),
                         .scenario = text_in(*object, "scenario").value_or(""),
                         .seed = count_in(*object, "seed").value_or(0),
                         .program = text_in(*object, "program").value_or(""),
                         .begin = *begin,
                         .clock = {},
                         .end = time_in(*object, "end"),
                         .passages = count_in(*object, "passages").value_or(0),
                         .faults = count_in(*object, "faults").value_or(0)},
                 .race = {}};
    if (const auto taken = take_clock(*object, read.run); !taken) {
        return Fault{taken.error()};
    }
    auto race = race_in(*object);
    if (!race) {
        return Fault{race.error()};
    }
    read.race = std::move(*race);
    return read;
}

} // namespace lanterne::simulator
