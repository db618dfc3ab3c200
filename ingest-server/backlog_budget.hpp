#pragma once

#include <chrono>
#include <cstddef>

namespace lanterne::ingest {

/// How many late fixes a turn may take, so that who is live does not wait for them: fewer after a
/// turn that lasted too long, more when all were taken quickly. Never none: a backlog ends also on
/// a database that is slow by itself.
class BacklogBudget {
public:
    static constexpr std::size_t least = 1'200;
    static constexpr std::size_t most = 10'000;
    static constexpr std::chrono::milliseconds longest_turn{80};

    std::size_t fixes() const { return fixes_; }

    /// After a turn with `late` fixes of the backlog among others.
    void note(std::size_t late, std::chrono::duration<double> took);

private:
    std::size_t fixes_ = least;
};

} // namespace lanterne::ingest
