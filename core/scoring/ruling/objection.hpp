#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::scoring {

/// Says whether acts can be done to a race. Whoever takes acts asks before they are recorded; the
/// race itself passes over one that cannot be done, because acts never change and a plan may.
/// The plan outlives it.
class ActCheck {
public:
    explicit ActCheck(const plan::RacePlan& plan);

    /// Why that act cannot be done, in words (what, and what would be right); nothing: it can.
    std::optional<std::string> objection_to(const plan::Act& act) const;

private:
    const plan::RacePlan* plan_;
    std::map<Bib, const plan::Entry*> entries_;
};

} // namespace lanterne::scoring
