#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace lanterne::simulator {

/// What may go wrong on a race day. Each says what `amount` means for it, if anything, and whether
/// it lasts.
enum class MishapKind : std::uint8_t {
    no_network,  ///< lasts
    broker_out,  ///< lasts; the network is there, the broker does not answer
    cut,         ///< the connection ends once
    no_fix,      ///< lasts; the receiver hears nothing
    power_cut,   ///< lasts until power is back; then it boots
    battery,     ///< `amount`: so many percent are left
    card_full,   ///< lasts
    card_fails,  ///< `amount`: so many syncs fail
    card_slow,   ///< lasts; `amount`: seconds that a sync takes
    clock_wrong, ///< `amount`: seconds that the unit's own clock is off from then on
    garbles,     ///< lasts; of bad firmware: some messages have wrong bytes
    repeats,     ///< lasts; each message is sent three times
    dawdles,     ///< lasts; some messages come late, behind later ones
    sos,         ///< the athlete calls for help
    stands,      ///< lasts; the athlete does
    gets_lost,   ///< `amount`: metres off the course and as many back
    gives_up,
    taken_in, ///< a vehicle takes the athlete to the finish
};

/// What may be asked of a kind.
struct MishapRule {
    MishapKind kind;
    std::string_view word; ///< in a scenario: "no-network"
    std::string_view says; ///< for people, of what happens
    bool lasts = false;
    std::string_view amount; ///< what the amount is, with its unit; empty: there is none
    double least = 0;        ///< of the amount
    double most = 0;
};

std::span<const MishapRule> mishap_rules();
const MishapRule& rule_of(MishapKind kind);
/// nullptr when no kind is called so.
const MishapRule* mishap_called(std::string_view word);

/// When the athlete comes by there.
struct PassesPlace {
    std::string leg;       ///< id
    std::uint32_t lap = 1; ///< of that leg
    double metres = 0;     ///< from the lap's begin
};

/// Who it happens to: those, or a share of all, drawn by the scenario's seed. Without bibs and with
/// a share of 1: everybody.
struct Whom {
    std::vector<Bib> bibs;
    double share = 1; ///< 0 to 1
};

/// One thing that goes wrong, by time or by place.
struct Mishap {
    MishapKind kind = MishapKind::cut;
    std::variant<Milliseconds, PassesPlace> when; ///< since the first gun; may be before it
    Whom whom;
    Milliseconds lasts{0}; ///< race time; of kinds that last
    double amount = 0;
};

} // namespace lanterne::simulator
