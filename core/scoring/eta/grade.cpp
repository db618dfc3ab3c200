#include "core/scoring/eta/grade.hpp"

#include <cmath>

namespace lanterne::scoring::eta {
namespace {

double loss_of(double share, double quantile, double truth) {
    return truth >= quantile ? share * (truth - quantile) : (1 - share) * (quantile - truth);
}

std::int64_t minute_of(double t) { return static_cast<std::int64_t>(std::floor(t / 60)); }

} // namespace

Horizon horizon_of(double seconds) {
    if (seconds < 600) {
        return Horizon::near;
    }
    return seconds <= 3600 ? Horizon::middle : Horizon::far;
}

double pinball_loss(double early, double likely, double late, double truth) {
    return (loss_of(0.1, early, truth) + loss_of(0.5, likely, truth) + loss_of(0.9, late, truth)) /
           3;
}

void Grades::take(double t, Horizon horizon, double early, double likely, double late,
                  double truth) {
    const std::int64_t minute = minute_of(t);
    if (minute < 0) {
        return;
    }
    Minute& here =
        minutes_[static_cast<std::size_t>(horizon)][static_cast<std::size_t>(minute % 60)];
    if (here.minute > minute) {
        return;
    }
    if (here.minute != minute) {
        here = {.minute = minute};
    }
    ++here.forecasts;
    here.inside += truth >= early && truth <= late ? 1 : 0;
    here.loss += pinball_loss(early, likely, late, truth);
}

Grade Grades::last_hour(double t, Horizon horizon) const {
    const std::int64_t now_minute = minute_of(t);
    Grade grade;
    double inside = 0;
    for (const Minute& minute : minutes_[static_cast<std::size_t>(horizon)]) {
        if (minute.minute >= 0 && minute.minute > now_minute - 60 && minute.minute <= now_minute) {
            grade.forecasts += minute.forecasts;
            inside += minute.inside;
            grade.loss_s += minute.loss;
        }
    }
    if (grade.forecasts > 0) {
        grade.inside = inside / grade.forecasts;
        grade.loss_s /= grade.forecasts;
    }
    return grade;
}

} // namespace lanterne::scoring::eta
