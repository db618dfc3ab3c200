#include "core/scoring/ruling/race_time.hpp"
#include "core/scoring/standings.hpp"

namespace lanterne::scoring {
namespace {

constexpr Milliseconds silent_after = std::chrono::minutes{3};
constexpr Milliseconds stopped_after = std::chrono::minutes{2};
constexpr double off_course_after_s = 15;

// What a person ruled; nothing: that does not say what an entry does.
std::optional<Status> ruled(const EntryRecord& record) {
    if (!record.ruled) {
        return std::nullopt;
    }
    switch (record.ruled->status) {
    case plan::Ruled::did_not_start: return Status::did_not_start;
    case plan::Ruled::did_not_finish: return Status::did_not_finish;
    case plan::Ruled::over_time_limit: return Status::over_time_limit;
    case plan::Ruled::disqualified: return Status::disqualified;
    case plan::Ruled::lapped: return Status::finished; // placed by its way
    case plan::Ruled::racing:
    case plan::Ruled::not_classified: break;
    }
    return std::nullopt;
}

bool may_stand(const course::Course& course, Metres along) {
    const course::Sport sport = course.legs()[course::leg_at(course, along.value)].sport;
    return sport == course::Sport::transition || sport == course::Sport::swim;
}

} // namespace

Status status_of(const Contestant& contestant, UtcTime as_of) {
    const EntryRecord& record = contestant.record;
    if (record.is_unscored) {
        return Status::unscored;
    }
    if (const auto status = ruled(record)) {
        return *status;
    }
    if (!record.gun || as_of < *record.gun || record.passages.empty()) {
        return Status::not_started;
    }
    if (finish_passage(record) != nullptr) {
        return Status::finished;
    }
    const Athlete* athlete = contestant.entrant->athlete();
    if (athlete == nullptr || !athlete->match()) {
        return Status::racing; // others saw it pass
    }
    if (as_of - athlete->newest()->time > silent_after) {
        return Status::silent;
    }
    const course::Match& seen = *athlete->match();
    if (!seen.on_course) {
        return seen.off_course_for >= off_course_after_s ? Status::off_course : Status::racing;
    }
    const bool stands = athlete->newest()->time - athlete->anchored() >= stopped_after;
    return stands && !may_stand(contestant.entrant->course().course(), seen.along) ? Status::stopped
                                                                                   : Status::racing;
}

} // namespace lanterne::scoring
