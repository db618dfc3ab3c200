#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "simulator/truth/true_moment.hpp"
#include "simulator/truth/true_result.hpp"
#include "simulator/truth/truth_race.hpp"
#include "simulator/truth/truth_run.hpp"

namespace lanterne::simulator {

/// Writes the truth of a run into a folder while it happens (FORMAT.md), in the memory of a minute.
/// One thread. Each error is a line with the file and what is wrong (no room, no right); after one
/// nothing more is written.
class TruthWriter {
public:
    /// Makes the folder where there is none. One that holds a truth already is refused.
    static Result<TruthWriter, std::string> begin(const std::string& folder, TruthRun run,
                                                  TruthRace race);
    ~TruthWriter();
    TruthWriter(TruthWriter&&) noexcept;
    TruthWriter& operator=(TruthWriter&&) noexcept;

    /// A moment of each entry, in the order of the race's entries: run.begin, then each second
    /// after it. std::invalid_argument for another time, or a moment beyond max_true_m.
    Status<std::string> second(UtcTime time, std::span<const TrueMoment> moments);

    /// Before second() of a later time, so that the ranks know of it. std::out_of_range for an
    /// entry or a point that is none.
    Status<std::string> passage(const ToldPassage& passage);

    Status<std::string> fault(const InjectedFault& fault);

    /// The ranks as of the last second(): of each entry, 0 where it has none.
    std::span<const std::uint32_t> ranks() const;

    /// Ends it: what became of everybody, and what the units numbered.
    Status<std::string> finish(std::span<const UnitTally> units);

private:
    struct State;
    explicit TruthWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace lanterne::simulator
