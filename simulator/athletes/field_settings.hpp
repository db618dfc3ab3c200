#pragma once

namespace lanterne::simulator {

/// Who races, and what happens to them: an ordinary club race where nothing else is said.
struct FieldSettings {
    double level = 0;  ///< of the whole field, standard deviations from middling: -3 to 3
    double spread = 1; ///< of abilities, times that of a club race: 0 (all the same) to 3
    /// On a bike the wheel before helps. False: nobody is helped, as in a triathlon where it is
    /// forbidden. Feet in the water help always.
    bool drafting = true;
    double stops_per_hour = 0.3;   ///< of racing out of the water, in the mean: 0 to 60
    double lost_share = 0.01;      ///< of all take a wrong turn, once: 0 to 1
    double gives_up_share = 0.02;  ///< of all: 0 to 1
    double taken_in_share = 0.5;   ///< of those who give up, by a vehicle: 0 to 1
    double transition_stay_s = 45; ///< of a middling athlete, besides the way through: 0 to 900
    double warm_up_s = 300;        ///< the world begins so long before the first start: 0 to 3600
};

/// std::invalid_argument that says which setting is outside its range, and the range.
void check(const FieldSettings& settings);

} // namespace lanterne::simulator
