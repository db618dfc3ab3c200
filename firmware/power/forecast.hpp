#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "firmware/power/power_model.hpp"
#include "hal/battery.hpp"

namespace lanterne::firmware {

/// What the board draws by its model while a message goes out each `interval` (more than 0).
double draw_mw(const PowerModel& model, std::chrono::milliseconds interval);

/// What a forecast knows, for whoever keeps it over a restart of the program.
struct BatteryMemory {
    std::string boot_id;
    std::chrono::steady_clock::time_point at; ///< of that boot
    double charge = 1;                        ///< 0 to 1
    double factor = 1;                        ///< what was drawn of what the model says
};

/// How full the battery is and how long it will last: by the board's model, corrected by what the
/// gauge has shown.
///
/// The gauge's falls are held against what the model says was drawn meanwhile, so that a change of
/// load does not look like a change of the battery. A single wild reading is outvoted, a step that
/// stays is taken as the gauge's own correction and leaves the slope alone, and a gauge that does
/// not move while it should is not believed until it does. Without a gauge the battery is taken to
/// be full when the boot begins.
class Forecast {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::minutes sample_interval{1};
    static constexpr std::size_t most_samples = 120; ///< two hours
    /// The slope of a gauge that has seen the battery fall by this much alone counts; before, the
    /// model's in proportion.
    static constexpr double fall_that_convinces = 0.10;
    /// A gauge that should have fallen by this and has not moved is stuck.
    static constexpr double fall_that_must_show = 0.05;
    /// Three readings this far on one side of the expected are a step.
    static constexpr double step = 0.04;
    /// A model that is further off than this is not corrected further.
    static constexpr double most_correction = 4;

    /// Of a memory of this boot everything is taken over, of another boot's only how far off the
    /// model was.
    Forecast(const PowerModel& model, std::string boot_id, Instant now,
             const std::optional<BatteryMemory>& memory = std::nullopt);

    /// What the gauge says now, if there is one, and how often messages went out since the last
    /// call. As often as one likes.
    void note(const std::optional<hal::BatteryReading>& gauge, std::chrono::milliseconds interval,
              Instant now);

    /// Nothing when there is neither a battery in the model nor a gauge.
    std::optional<std::uint8_t> percent() const;

    /// The gauge says so, or the charge rises.
    bool charging() const;

    /// What is drawn of what the model says: 1 until a gauge has shown otherwise.
    double factor() const;

    /// When the battery will be empty, were a message to go out each `interval` from now on.
    /// Nothing: no end in sight (no battery, or a charger).
    std::optional<UtcTime> lasts_until(std::chrono::milliseconds interval, UtcTime now) const;

    BatteryMemory memory(Instant now) const;

private:
    struct Sample {
        double fall = 0;   ///< of a full battery, by the model, since the start
        double charge = 0; ///< as the gauge says
    };

    void draw(std::chrono::milliseconds interval, Instant now);
    void hear(double charge, Instant now);
    void take_out_step();
    std::optional<double> slope() const;
    bool stuck() const;

    PowerModel model_;
    std::string boot_id_;
    Instant drawn_until_;
    double charge_ = 1;
    double prior_ = 1; ///< the factor before this gauge has shown anything
    double fall_ = 0;
    double moved_at_ = 0; ///< fall_ when the gauge's reading last changed
    std::optional<double> said_;
    bool charging_ = false;
    bool heard_ = false;
    std::optional<Instant> next_sample_;
    std::deque<Sample> samples_;
};

} // namespace lanterne::firmware
