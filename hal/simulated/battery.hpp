#pragma once

#include <chrono>

#include "hal/battery.hpp"

namespace lanterne::hal::simulated {

struct Cell {
    double capacity_mwh = 9'400; ///< of the full battery; above 0
    double charge = 1;           ///< 0 to 1 at first
    double gauge_step = 0.01;    ///< the gauge rounds down to whole steps of it; 0: it is exact
};

/// A battery that gives what its world draws from it, behind a gauge that may be silent.
class Battery final : public hal::Battery {
public:
    explicit Battery(const Cell& cell = {}) : cell_{cell} {}

    /// Time goes by at that draw; a negative one charges. Empty and full are the ends.
    void pass(std::chrono::milliseconds time, double draw_mw);

    /// From now on the gauge says nothing.
    void break_gauge() { answers_ = false; }

    void mend_gauge() { answers_ = true; }

    double charge() const { return cell_.charge; } ///< the truth, 0 to 1

    bool empty() const { return cell_.charge <= 0; }

    /// Volts are those of one lithium cell at rest, in a straight line: 3.3 empty, 4.2 full.
    std::optional<BatteryReading> read() override;

private:
    Cell cell_;
    bool charging_ = false;
    bool answers_ = true;
};

} // namespace lanterne::hal::simulated
