#include "firmware/panel/lamp_patterns.hpp"

#include <string_view>

namespace lanterne::firmware {
namespace {

/// A character a step: # on, - off. A flash and the dark after it are two steps each, because one
/// step that a busy loop turns too late would swallow it.
constexpr std::string_view pattern_of(LampSign sign) {
    switch (sign) {
    case LampSign::sos_calling:
        return "##--##--##------"             // S
               "######--######--######------" // O
               "##--##--##------";            // S
    case LampSign::sos_heard: return "#################---";
    case LampSign::held: return "#";
    case LampSign::card_fault: return "##--";
    case LampSign::starting: return "##########----------";
    case LampSign::no_gps: return "##--##--##--##----------------";
    case LampSign::battery_low: return "##########--##----------------";
    case LampSign::offline: return "##--##--##--------------------";
    case LampSign::catching_up: return "##--##------------------------";
    case LampSign::sending: return "##----------------------------";
    }
    return "-";
}

constexpr bool is_of_the_button(LampSign sign) { return sign <= LampSign::held; }

} // namespace

LampSign sign_of(const UnitState& state) {
    if (state.sos_raised) {
        return state.sos_receipted ? LampSign::sos_heard : LampSign::sos_calling;
    }
    if (state.button_held) {
        return LampSign::held;
    }
    if (state.card_fault) {
        return LampSign::card_fault;
    }
    if (!state.started) {
        return LampSign::starting;
    }
    if (!state.fix_is_fresh) {
        return LampSign::no_gps;
    }
    if (state.battery_low) {
        return LampSign::battery_low;
    }
    if (!state.connected) {
        return LampSign::offline;
    }
    return state.backlog ? LampSign::catching_up : LampSign::sending;
}

std::chrono::milliseconds period_of(LampSign sign) {
    return lamp_step * static_cast<int>(pattern_of(sign).size());
}

bool is_lit(LampSign sign, std::chrono::milliseconds since_begin) {
    const auto step = static_cast<std::size_t>(since_begin % period_of(sign) / lamp_step);
    return pattern_of(sign)[step] == '#';
}

bool LampPlayer::play(const UnitState& state, Instant now) {
    const LampSign wanted = sign_of(state);
    const bool may_end = !sign_ || is_of_the_button(*sign_) || now - began_ >= period_of(*sign_);
    if (!sign_ || wanted < *sign_ || (wanted != *sign_ && may_end)) {
        sign_ = wanted;
        began_ = now;
    }
    return is_lit(*sign_, std::chrono::floor<std::chrono::milliseconds>(now - began_));
}

} // namespace lanterne::firmware
