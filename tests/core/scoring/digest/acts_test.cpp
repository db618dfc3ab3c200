#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/digest/acts.hpp"
#include "tests/support/digest/races.hpp"

// What ./lanterne check digest compares between machines is worth as much as what is in it.

namespace lanterne::digest {
namespace {

/// A place in plan::ActBody.
using Kind = std::size_t;

constexpr std::uint64_t seed = 1;

template<class Body>
Kind kind_of() {
    return plan::ActBody{Body{}}.index();
}

std::vector<plan::Act> without(Kind kind, std::vector<plan::Act> acts) {
    std::erase_if(acts, [&](const auto& act) { return act.body.index() == kind; });
    return acts;
}

TEST(Digest, IsOfRacesWithActsOfEveryKind) {
    for (const PlayedRace& played : played_races(seed)) {
        std::set<Kind> kinds;
        for (const plan::Act& act : acts_on(scored(played, {}))) {
            kinds.insert(act.body.index());
        }

        for (Kind kind = 0; kind < std::variant_size_v<plan::ActBody>; ++kind) {
            EXPECT_TRUE(kinds.contains(kind))
                << played.plan.name << " has no act of kind " << kind << " of plan::ActBody";
        }
    }
}

TEST(Digest, ChangesWithEachKindOfActThatResultsFollow) {
    // A case is not part of the results; a start that was held is said again by the gun.
    const std::set<Kind> without_a_trace{kind_of<plan::CloseCase>(), kind_of<plan::HoldWave>()};
    std::set<Kind> seen;
    for (const PlayedRace& played : played_races(seed)) {
        const auto acts = acts_on(scored(played, {}));
        const std::string with_all = scored(played, acts).digest();
        for (Kind kind = 0; kind < std::variant_size_v<plan::ActBody>; ++kind) {
            if (!seen.contains(kind) && scored(played, without(kind, acts)).digest() != with_all) {
                seen.insert(kind);
            }
        }
    }

    for (Kind kind = 0; kind < std::variant_size_v<plan::ActBody>; ++kind) {
        EXPECT_EQ(seen.contains(kind), !without_a_trace.contains(kind)) << "kind " << kind;
    }
}

TEST(Digest, IsOfRacesWithPenaltiesOfEveryKind) {
    using enum plan::PenaltyKind;
    std::set<plan::PenaltyKind> given;
    for (const PlayedRace& played : played_races(seed)) {
        for (const plan::Act& act : acts_on(scored(played, {}))) {
            if (const auto* penalty = std::get_if<plan::Penalise>(&act.body)) {
                given.insert(penalty->kind);
            }
        }
    }

    EXPECT_EQ(given, (std::set{warning, card, time, box, laps, places, points}));
}

} // namespace
} // namespace lanterne::digest
