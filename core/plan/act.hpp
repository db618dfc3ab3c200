#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/plan/point_lap.hpp"

namespace lanterne::plan {

inline constexpr std::size_t max_acts = 100'000;    ///< of a race
inline constexpr std::size_t max_act_names = 5'000; ///< bibs that one act names

/// Whom an act concerns: the entries named; of a wave; of both lists empty, everybody.
struct Whom {
    std::vector<Bib> bibs;
    std::vector<std::string> waves;

    bool operator==(const Whom&) const = default;
};

/// The wave's gun went off at the act's effective time, known to so much.
struct StartWave {
    std::string wave;
    std::uint32_t standard_error_ms = 0;

    bool operator==(const StartWave&) const = default;
};

/// The wave does not start as planned: it has no gun until StartWave says one.
struct HoldWave {
    std::string wave;

    bool operator==(const HoldWave&) const = default;
};

/// Time between two points does not count (a level crossing, an ambulance on the road): from the
/// one to the other, or while it was in force, no more than the cap for each. What is taken off is
/// the time that the entry itself stood or rode there.
struct Neutralise {
    Whom whom;
    std::optional<PointLap> from; ///< a stretch: both points
    std::optional<PointLap> to;
    std::optional<UtcTime> until;    ///< a time: from the act's effective time until then
    std::optional<Milliseconds> cap; ///< nobody gets more

    bool operator==(const Neutralise&) const = default;
};

/// The race ends at that point instead of its finish.
struct Shorten {
    Whom whom;
    PointLap finish;

    bool operator==(const Shorten&) const = default;
};

/// The leg is not raced (a swim that is called off): its points are not missed, and the clock
/// starts at the next leg's first point where the dropped leg was the first.
struct DropLeg {
    Whom whom;
    std::string leg;

    bool operator==(const DropLeg&) const = default;
};

/// The official time of a passage, by a person's word.
struct CorrectPassage {
    Bib bib;
    PointLap at;
    UtcTime time;
    std::uint32_t standard_error_ms = 0;

    bool operator==(const CorrectPassage&) const = default;
};

/// The entry did not pass there, whatever was seen.
struct VoidPassage {
    Bib bib;
    PointLap at;

    bool operator==(const VoidPassage&) const = default;
};

/// The entry did pass there: a bridged or missing passage that a person vouches for. Without a time
/// it counts for the way and not for the clock.
struct ConfirmPassage {
    Bib bib;
    PointLap at;

    bool operator==(const ConfirmPassage&) const = default;
};

/// What a mat, a beam or a marshal saw at a location. Lap and bib are what the engine finds out
/// when they are not said; a tap may have neither bib nor time: then its order at that clock
/// counts.
struct Read {
    std::string source; ///< "chip", "hand" or "unit"
    std::string clock;  ///< [a-z0-9-]{1,64}: which clock gave the time
    std::string point;  ///< id of the timing point
    std::optional<std::uint32_t> lap;
    std::optional<Bib> bib;
    std::optional<UtcTime> time; ///< as that clock said it
    std::uint32_t standard_error_ms = 0;
    std::optional<std::uint32_t> order; ///< place in what that clock saw there, from 1

    bool operator==(const Read&) const = default;
};

/// That clock was wrong: so much is added to what it said.
struct SetClock {
    std::string clock;
    Milliseconds add{0};
    std::uint32_t standard_error_ms = 0;

    bool operator==(const SetClock&) const = default;
};

/// The order in which these passed that point, as judges saw it; whoever stands in one list was
/// separated by eye or photo. Equal places are dead heats.
struct FinishOrder {
    struct Place {
        std::vector<Bib> bibs; ///< more than one: a dead heat

        bool operator==(const Place&) const = default;
    };

    PointLap at;
    std::vector<Place> places;

    bool operator==(const FinishOrder&) const = default;
};

enum class Ruled : std::uint8_t {
    racing,
    did_not_start,
    did_not_finish,
    lapped,
    over_time_limit,
    disqualified,
    not_classified,
};

/// A status by a person's word; `racing` takes an automatic or an earlier one back (reinstatement).
struct Rule {
    Bib bib;
    Ruled status = Ruled::racing;
    std::string article; ///< which rule, for a disqualification

    bool operator==(const Rule&) const = default;
};

enum class PenaltyKind : std::uint8_t { warning, card, time, box, laps, places, points };

struct Penalise {
    Bib bib;
    PenaltyKind kind = PenaltyKind::warning;
    std::string article;
    Milliseconds time{0};          ///< of time, and to be served in a box
    std::uint32_t count = 0;       ///< laps, places or points
    std::string card;              ///< yellow, blue, red
    std::optional<UtcTime> served; ///< of a box: when it was; else its time is added

    bool operator==(const Penalise&) const = default;
};

/// Cut-offs at that point move by so much.
struct Extend {
    Whom whom;
    std::string point;
    Milliseconds by{0};

    bool operator==(const Extend&) const = default;
};

/// The gate stood elsewhere than planned from the act's effective time on.
struct MoveGate {
    std::string location;
    Position position;

    bool operator==(const MoveGate&) const = default;
};

/// A case is settled; scoring anew does not raise it again.
struct CloseCase {
    std::string identity;
    std::string verdict;

    bool operator==(const CloseCase&) const = default;
};

/// That act never was. The only way to take one back, this one included.
struct Undo {
    std::int64_t number = 0;

    bool operator==(const Undo&) const = default;
};

using ActBody = std::variant<StartWave, HoldWave, Neutralise, Shorten, DropLeg, CorrectPassage,
                             VoidPassage, ConfirmPassage, Read, SetClock, FinishOrder, Rule,
                             Penalise, Extend, MoveGate, CloseCase, Undo>;

/// What a person did to a race. Never changed and never deleted: a later act supersedes it.
struct Act {
    std::int64_t number = 0; ///< given under the race's lock, unique in the race, ascending
    UtcTime effective;       ///< race time from which it holds
    UtcTime recorded;        ///< race time at which it was given
    std::string who;
    std::string why;
    ActBody body;

    bool operator==(const Act&) const = default;
};

/// The order in which acts count: by effective time, then by number.
bool counts_before(const Act& a, const Act& b);

/// Those in force, in the order in which they count: without what was undone, and without undoing.
/// The input may come in any order, and repeated.
std::vector<Act> in_force(std::vector<Act> acts);

} // namespace lanterne::plan
