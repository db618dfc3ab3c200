#include "core/scoring/athlete.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::scoring {
namespace {

constexpr Milliseconds silent_after = std::chrono::minutes{3};
constexpr Milliseconds stopped_after = std::chrono::minutes{2};
constexpr Metres standing{15}; // moving within this is standing
constexpr double off_course_after_s = 15;
constexpr double sure_enough = 0.9;
constexpr double longest_error_ms = 3'600'000;

plan::Wave wave_of(const plan::RacePlan& plan, const plan::Entry& entry) {
    const auto found = std::find_if(plan.waves.begin(), plan.waves.end(),
                                    [&](const auto& wave) { return wave.id == entry.wave; });
    return found != plan.waves.end() ? *found : plan::Wave{.id = {}, .name = {}, .gun = plan.start};
}

} // namespace

Athlete::Athlete(const plan::RacePlan& plan, const plan::Entry& entry)
    : plan_{&plan}, entry_{&entry}, wave_{wave_of(plan, entry)}, matcher_{plan.course, wave_.gun},
      trace_{plan.course.length()} {}

bool Athlete::starts_by_gun(const course::TimingPoint& point) const {
    return point.kind == course::PointKind::start &&
           (wave_.start_by == plan::StartBy::gun ||
            plan_->course.legs()[point.leg].sport == course::Sport::swim);
}

void Athlete::take(const Fix& fix) {
    newest_ = fix;
    if (fix.time < wave_.gun) {
        return;
    }
    const std::vector<course::Crossing> crossings = matcher_.take(fix).crossings;
    const std::optional<course::Match>& seen = match();
    if (!seen || (!seen->on_course && crossings.empty())) {
        return;
    }
    start();
    for (const course::Crossing& crossing : crossings) { // certain now, wherever the athlete went
        pass(crossing);
    }
    if (!seen->on_course) {
        return;
    }
    const Metres along = seen->along;
    if (seen->sure >= sure_enough) {
        trace_.add(along, fix.time);
    }
    if (anchored_ == UtcTime{} || std::abs((along - anchor_).value) > standing.value) {
        anchor_ = along;
        anchored_ = fix.time;
    }
}

void Athlete::start() {
    const auto& points = plan_->course.points();
    if (passages_.empty() && !points.empty() && starts_by_gun(points.front())) {
        passages_.push_back({.point = 0, .time = wave_.gun, .standard_error_ms = 0});
    }
}

void Athlete::pass(const course::Crossing& crossing) {
    if (starts_by_gun(plan_->course.points()[crossing.point])) {
        return;
    }
    const double error = std::min(crossing.standard_error_s * 1000, longest_error_ms);
    const UtcTime time = wave_.gun + Milliseconds{std::llround(std::max(crossing.t, 0.0) * 1000)};
    const Passage passage{.point = crossing.point,
                          .time = time,
                          .standard_error_ms = static_cast<std::uint32_t>(std::lround(error)),
                          .is_bridged = crossing.is_bridged,
                          .is_settled = crossing.is_settled};
    const auto said = std::find_if(passages_.begin(), passages_.end(), [&](const Passage& earlier) {
        return earlier.point == passage.point;
    });
    if (said != passages_.end()) {
        *said = passage; // once more, with its settled time
    } else {
        passages_.push_back(passage);
    }
}

std::optional<UtcTime> Athlete::started() const {
    if (passages_.empty()) {
        return std::nullopt;
    }
    const Passage& first = passages_.front();
    const bool is_start = plan_->course.points()[first.point].kind == course::PointKind::start;
    return is_start ? first.time : wave_.gun;
}

std::optional<UtcTime> Athlete::finished() const {
    if (passages_.empty()) {
        return std::nullopt;
    }
    const Passage& last = passages_.back();
    const bool is_finish = plan_->course.points()[last.point].kind == course::PointKind::finish;
    return is_finish ? std::optional{last.time} : std::nullopt;
}

Metres Athlete::progress() const {
    const std::optional<course::Match>& seen = match();
    Metres progress = seen ? seen->along : Metres{0};
    if (!passages_.empty()) {
        progress = std::max(progress, plan_->course.points()[passages_.back().point].along);
    }
    return progress;
}

std::optional<Milliseconds> Athlete::time_to(Metres along) const {
    const std::optional<UtcTime> time = trace_.time_at(along);
    const std::optional<UtcTime> start = started();
    return time && start ? std::optional{*time - *start} : std::nullopt;
}

Status Athlete::status(UtcTime as_of) const {
    if (is_unscored_) {
        return Status::unscored;
    }
    const std::optional<course::Match>& seen = match();
    if (!started() || !seen || !newest_ || as_of < wave_.gun) {
        return Status::not_started;
    }
    if (finished()) {
        return Status::finished;
    }
    if (as_of - newest_->time > silent_after) {
        return Status::silent;
    }
    if (!seen->on_course) {
        return seen->off_course_for >= off_course_after_s ? Status::off_course : Status::racing;
    }
    const course::Course::Place place = plan_->course.place_at(seen->along);
    const course::Sport sport = plan_->course.legs()[place.leg].sport;
    const bool may_stand = sport == course::Sport::transition || sport == course::Sport::swim;
    return !may_stand && newest_->time - anchored_ >= stopped_after ? Status::stopped
                                                                    : Status::racing;
}

} // namespace lanterne::scoring
