#include "core/scoring/standings.hpp"

namespace lanterne::scoring {
namespace {

constexpr Milliseconds silent_after = std::chrono::minutes{3};
constexpr Milliseconds stopped_after = std::chrono::minutes{2};
constexpr double off_course_after_s = 15;

// What an outcome says for good; nothing: the race goes on.
std::optional<Status> settled(const EntryRecord& record, plan::Outcome outcome) {
    switch (outcome) {
    case plan::Outcome::finished: return Status::finished;
    case plan::Outcome::lapped: return Status::lapped;
    case plan::Outcome::over_time_limit: return Status::over_time_limit;
    case plan::Outcome::not_classified:
        return record.is_unscored && !record.ruled ? Status::unscored : Status::not_classified;
    case plan::Outcome::did_not_finish: return Status::did_not_finish;
    case plan::Outcome::disqualified: return Status::disqualified;
    case plan::Outcome::did_not_start: return Status::did_not_start;
    case plan::Outcome::racing:
    case plan::Outcome::not_started: break;
    }
    return std::nullopt;
}

bool may_stand(const course::Course& course, Metres along) {
    const course::Sport sport = course.legs()[course::leg_at(course, along.value)].sport;
    return sport == course::Sport::transition || sport == course::Sport::swim;
}

} // namespace

Status status_of(const EntryRecord& record, const Entrant& entrant, plan::Outcome outcome,
                 std::optional<UtcTime> as_of) {
    const bool is_told = record.ruled.has_value() || record.is_unscored;
    if (as_of && !is_told && (!record.gun || *as_of < *record.gun)) {
        return Status::not_started;
    }
    if (const auto status = settled(record, outcome)) {
        return *status;
    }
    if (outcome == plan::Outcome::not_started) {
        return Status::not_started;
    }
    const Athlete* athlete = entrant.athlete();
    if (!as_of || athlete == nullptr || !athlete->match()) {
        return Status::racing; // others saw it pass
    }
    if (*as_of - athlete->newest()->time > silent_after) {
        return Status::silent;
    }
    const course::Match& seen = *athlete->match();
    if (!seen.on_course) {
        return seen.off_course_for >= off_course_after_s ? Status::off_course : Status::racing;
    }
    const bool stands = athlete->newest()->time - athlete->anchored() >= stopped_after;
    return stands && !may_stand(entrant.course().course(), seen.along) ? Status::stopped
                                                                       : Status::racing;
}

} // namespace lanterne::scoring
