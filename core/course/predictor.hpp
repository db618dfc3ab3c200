#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/fix.hpp"
#include "core/course/course.hpp"

namespace lanterne::course {

/// Changes whenever the same message would lead to another prediction.
inline constexpr std::uint32_t predictor_version = 1;

/// Where an athlete is taken to be.
struct Predicted {
    Position position;
    Metres ahead{0};             ///< gone since the newest fix
    std::optional<Metres> along; ///< on the unrolled course; nothing when not on it
};

/// Tells from the last message of a unit, and from the course when it is known, where the athlete
/// is. The unit asks it what the server believes, and speaks when that is wrong; the server asks it
/// where somebody is who has not spoken since. Both must therefore give it the same: the fixes of
/// the newest live message, nothing from before, and the version of the course that this message
/// names. The answers are the same but for the last digit of a position, where two machines'
/// sines may differ.
///
/// The model, version 1 (the figures in bench/unit say what each part is worth):
/// - He goes on as fast as the newest fix states. When the speed changed over the last seconds, it
///   goes on changing half as fast for trend_lasts_s. A fix without speed or course over ground
///   states no velocity; then the way between the message's last fixes gives it. Slower than
///   standing_mps he stands, where the newest fix is.
/// - Off the course, or without one: straight on, for straight_horizon_s at most.
/// - On the course: along it, to its end and for course_horizon_s at most; beside the line as far
///   as he was, less what the receiver's stated accuracy explains.
/// - On the course is whose newest fix, and those some seconds before, lie within
///   max(least_gate_m, gate_accuracies * accuracy) of the line, and who goes in its direction. Of
///   several places the one is meant from which the message's earlier fixes lie where they should.
/// - Laps have the same places, and one message does not tell them apart: the first lap that fits
///   is taken. So `along` is right but for whole laps, and whoever is on the last one is expected
///   to go another until the next message.
class Predictor {
public:
    static constexpr double standing_mps = 0.5;
    static constexpr double trend_lasts_s = 4;
    static constexpr double straight_horizon_s = 60;
    static constexpr double course_horizon_s = 300;
    static constexpr double least_gate_m = 25;
    static constexpr double gate_accuracies = 2;

    /// From these fixes in order of time, at least one (else std::invalid_argument); `course`, or
    /// nullptr, outlives it.
    Predictor(std::span<const Fix> fixes, const Course* course);

    /// Where at that time; before the newest fix, where that is.
    Predicted at(UtcTime time) const;

    bool is_on_course() const { return place_.has_value(); }

    /// At the newest fix.
    double speed_mps() const { return speed_mps_; }

private:
    struct Place {
        double along = 0;
        double right = 0; ///< metres beside the line
    };

    std::optional<Place> place_of(std::span<const Fix> fixes) const;
    double gone_after(double seconds) const;

    const Course* course_;
    UtcTime time_;
    Position position_;
    geo::PlanePoint direction_; ///< of travel, a unit vector; none when he stands
    double speed_mps_ = 0;
    double trend_mps2_ = 0;
    std::optional<Place> place_;
};

} // namespace lanterne::course
