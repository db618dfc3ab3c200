#include "simulator/scenario/mishap.hpp"

#include <algorithm>
#include <array>

namespace lanterne::simulator {
namespace {

using Kind = MishapKind;

constexpr std::array rules{
    MishapRule{.kind = Kind::no_network, .word = "no-network", .says = "no network", .lasts = true},
    MishapRule{.kind = Kind::broker_out,
               .word = "broker-out",
               .says = "the broker does not answer",
               .lasts = true},
    MishapRule{.kind = Kind::cut, .word = "cut", .says = "connection cut"},
    MishapRule{.kind = Kind::no_fix, .word = "no-fix", .says = "receiver silent", .lasts = true},
    MishapRule{.kind = Kind::power_cut, .word = "power-cut", .says = "power cut", .lasts = true},
    MishapRule{.kind = Kind::battery,
               .word = "battery",
               .says = "battery low",
               .amount = "percent left",
               .most = 100},
    MishapRule{.kind = Kind::card_full, .word = "card-full", .says = "card full", .lasts = true},
    MishapRule{.kind = Kind::card_fails,
               .word = "card-fails",
               .says = "card fails",
               .amount = "syncs that fail",
               .least = 1,
               .most = 10'000},
    MishapRule{.kind = Kind::card_slow,
               .word = "card-slow",
               .says = "card slow",
               .lasts = true,
               .amount = "seconds a sync takes",
               .least = 0.001,
               .most = 600},
    MishapRule{.kind = Kind::clock_wrong,
               .word = "clock-wrong",
               .says = "clock wrong",
               .amount = "seconds off",
               .least = -1e9,
               .most = 1e9},
    MishapRule{.kind = Kind::garbles, .word = "garbles", .says = "garbles messages", .lasts = true},
    MishapRule{.kind = Kind::repeats, .word = "repeats", .says = "repeats messages", .lasts = true},
    MishapRule{
        .kind = Kind::dawdles, .word = "dawdles", .says = "sends out of order", .lasts = true},
    MishapRule{.kind = Kind::sos, .word = "sos", .says = "calls for help"},
    MishapRule{.kind = Kind::stands, .word = "stands", .says = "stands", .lasts = true},
    MishapRule{.kind = Kind::gets_lost,
               .word = "gets-lost",
               .says = "gets lost",
               .amount = "metres off the course",
               .least = 10,
               .most = 5'000},
    MishapRule{.kind = Kind::gives_up, .word = "gives-up", .says = "gives up"},
    MishapRule{.kind = Kind::taken_in, .word = "taken-in", .says = "taken in by a vehicle"},
};

} // namespace

std::span<const MishapRule> mishap_rules() { return rules; }

const MishapRule& rule_of(MishapKind kind) {
    return *std::ranges::find(rules, kind, &MishapRule::kind);
}

const MishapRule* mishap_called(std::string_view word) {
    const auto found = std::ranges::find(rules, word, &MishapRule::word);
    return found == rules.end() ? nullptr : &*found;
}

} // namespace lanterne::simulator
