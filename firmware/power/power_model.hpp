#pragma once

namespace lanterne::firmware {

/// What a board draws from its battery, as its board.toml says: an estimate until a gauge's slope
/// corrects it. Milliwatts and millijoules, finite, not negative.
struct PowerModel {
    double capacity_mwh = 0; ///< usable, of a full battery; 0: no battery, lasts for ever
    double idle_mw = 0;      ///< the board alone, receiver and network off
    double gnss_mw = 0;      ///< the receiver while it tracks
    double network_mw = 0;   ///< the network while nothing is sent
    double message_mj = 0;   ///< what one message costs besides: the radio wakes and falls asleep
};

} // namespace lanterne::firmware
