#include "firmware/sending/cadence.hpp"

#include <algorithm>
#include <utility>

#include "core/geo/plane.hpp"

namespace lanterne::firmware {
namespace {

using std::chrono::seconds;

// Who comes back to a timing point sooner was never away from it.
constexpr seconds away_for_good{20};
// Receivers' seconds are not exactly one: less than this is the same second.
constexpr Milliseconds same_second{900};

double accuracy_m(const Fix& fix) { return fix.accuracy_dm.value_or(0) / 10.0; }

} // namespace

CadenceRules rules_of(Profile profile) {
    switch (profile) {
    case Profile::sleep: return steady_rules(seconds{3'600});
    case Profile::ready:
        return {.interval = seconds{60}, .still_interval = seconds{300}, .error_m = 50};
    case Profile::race:
        return {.interval = seconds{30}, .still_interval = seconds{120}, .error_m = 10};
    case Profile::economy:
        return {.interval = seconds{120}, .still_interval = seconds{600}, .error_m = 30};
    }
    return {};
}

CadenceRules steady_rules(std::chrono::milliseconds interval) {
    return {.interval = interval, .still_interval = interval, .error_m = std::nullopt};
}

Cadence::Cadence(Profile profile, const CadenceRules& rules,
                 std::optional<std::uint32_t> next_report_s)
    : profile_{profile}, rules_{rules}, next_report_s_{next_report_s} {
    recent_.reserve(recent_fixes + 1);
}

void Cadence::use(Profile profile, const CadenceRules& rules) {
    if (profile == profile_ && rules == rules_) {
        return;
    }
    profile_ = profile;
    rules_ = rules;
    at_once_ = true;
}

void Cadence::know(std::shared_ptr<const course::Course> course, std::uint32_t version) {
    if (course == course_ && version == course_version_) {
        return;
    }
    course_ = std::move(course);
    course_version_ = version;
    gates_.reset();
    if (course_) {
        gates_.emplace(*course_);
    }
    near_.reset();
    is_near_ = false;
}

void Cadence::journalled(const Fix& fix) {
    if (!recent_.empty() && fix.time < recent_.back().time) {
        recent_.clear(); // the time before was wrong
    }
    const bool same = recent_.size() > 1 && fix.time - recent_.rbegin()[1].time < same_second;
    if (same) {
        recent_.back() = fix;
    } else {
        recent_.push_back(fix);
    }
    if (recent_.size() > recent_fixes) {
        recent_.erase(recent_.begin());
    }
    unsent_ = true;
    if (told_) {
        const Position believed = told_->prediction.at(fix.time).position;
        error_m_ = geo::distance(believed, fix.position).value;
    }
    watch_stillness(fix);
    if (!same) {
        watch_gates(fix);
    }
}

void Cadence::watch_stillness(const Fix& fix) {
    if (stays_since_) {
        const double radius = std::max(still_m, still_accuracies * accuracy_m(fix));
        if (fix.time >= stays_since_->time &&
            geo::distance(stays_since_->position, fix.position).value <= radius) {
            return;
        }
    }
    stays_since_ = fix;
}

void Cadence::watch_gates(const Fix& fix) {
    is_near_ = false;
    if (!gates_) {
        return;
    }
    const course::Predictor here{recent_, course_.get()};
    const auto along = here.at(fix.time).along;
    if (!along || !gates_->is_near(*along, here.speed_mps())) {
        return;
    }
    if (!near_ || fix.time < near_->last || fix.time - near_->last > away_for_good) {
        near_ = Near{.since = fix.time, .last = fix.time};
    }
    near_->last = fix.time;
    is_near_ = fix.time - near_->since <= longest_near;
}

void Cadence::reported(std::span<const Fix> fixes, Instant heard) {
    if (fixes.empty()) {
        return;
    }
    told_.emplace(Told{.prediction = course::Predictor{fixes, course_.get()},
                       .course = course_,
                       .at = heard,
                       .promised = heard + interval(),
                       .still = is_still()});
    at_once_ = false;
    error_m_.reset();
    if (!recent_.empty()) {
        unsent_ = fixes.back().time != recent_.back().time;
        const Position believed = told_->prediction.at(recent_.back().time).position;
        error_m_ = geo::distance(believed, recent_.back().position).value;
    }
}

bool Cadence::due(Instant now) const {
    if (!unsent_) {
        return false;
    }
    if (!told_ || at_once_ || now >= told_->promised) {
        return true;
    }
    if (!rules_.error_m || now - told_->at < least_gap) {
        return false;
    }
    return is_off() || is_near_ || (told_->still && !is_still());
}

bool Cadence::is_off() const {
    const double most =
        std::max(rules_.error_m.value_or(0), rules_.accuracies * accuracy_m(recent_.back()));
    return error_m_ && *error_m_ > most;
}

bool Cadence::is_still() const {
    return stays_since_ && rules_.still_interval > rules_.interval &&
           recent_.back().time - stays_since_->time >= still_after;
}

std::chrono::milliseconds Cadence::interval() const {
    return is_still() ? rules_.still_interval : rules_.interval;
}

std::optional<std::uint32_t> Cadence::next_report_s() const {
    if (next_report_s_) {
        return next_report_s_;
    }
    const auto whole = std::chrono::ceil<seconds>(interval()).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(whole, 0, most_next_report_s));
}

wire::Reason Cadence::reason() const {
    if (profile_ == Profile::sleep) {
        return wire::Reason::asleep;
    }
    if (hindrances_.no_fix) {
        return wire::Reason::no_fix;
    }
    if (is_still()) {
        return wire::Reason::still;
    }
    return hindrances_.battery_low ? wire::Reason::battery_low : wire::Reason::none;
}

} // namespace lanterne::firmware
