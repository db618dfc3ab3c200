#include "ingest-server/backlog_budget.hpp"

#include <algorithm>

namespace lanterne::ingest {

void BacklogBudget::note(std::size_t late, std::chrono::duration<double> took) {
    if (late > 0 && took > longest_turn) {
        fixes_ = std::max(least, fixes_ / 2);
    } else if (late > fixes_ / 2) {
        fixes_ = std::min(most, fixes_ + fixes_ / 4);
    }
}

} // namespace lanterne::ingest
