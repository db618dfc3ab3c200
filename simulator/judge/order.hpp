#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "simulator/judge/spread.hpp"
#include "simulator/said/said_frame.hpp"
#include "simulator/truth/told_moment.hpp"

namespace lanterne::simulator::judge {

/// The order that the board showed, second by second, against the true one.
struct OrderVerdict {
    Share right; ///< entries with the right rank among those who have one both truly and on the
                 ///< board, of each look at it
    Share near;  ///< the same, where two on the way who are truly nearer to each other than
                 ///< OrderJudge::apart_m may stand in either order
    std::uint64_t ranked_without = 0; ///< ranked on the board, not truly: gave up, or has not begun
    std::uint64_t unranked = 0;       ///< ranked truly, not on the board
};

/// One entry at one look at the board.
struct Placed {
    std::uint32_t said_rank = 0; ///< 0: none
    ToldMoment truth;
};

class OrderJudge {
public:
    /// Receivers do not tell apart who is nearer than this.
    static constexpr double apart_m = 10;

    /// One look at a board: the entries of one group, in any order.
    void look(std::span<const Placed> group);

    const OrderVerdict& verdict() const { return verdict_; }

private:
    OrderVerdict verdict_;
};

/// One entry of a group when all is over.
struct FinalPlace {
    std::string bib;
    std::uint32_t said_rank = 0; ///< 0: none
    bool is_linked = false;      ///< said: not separated from the one before it
    std::uint32_t true_rank = 0; ///< of who has finished, 0: has not
};

struct FinalVerdict {
    std::uint64_t ranked = 0; ///< have a final rank both truly and as said
    std::uint64_t wrong = 0;  ///< of them: another rank, and not one that is said to be open
    std::vector<std::string> examples; ///< for people
};

/// Ranks among those who finished truly and as said. Who shares a rank, or is linked with who
/// stands before or behind, may truly have any of the ranks that they take up together.
FinalVerdict judge_final(std::span<const FinalPlace> group);

} // namespace lanterne::simulator::judge
