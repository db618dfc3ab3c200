#include <gtest/gtest.h>

#include "ingest-server/backlog_budget.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::milliseconds;

void note_full(BacklogBudget& budget, milliseconds took, int turns) {
    for (int turn = 0; turn < turns; ++turn) {
        budget.note(budget.fixes(), took);
    }
}

TEST(BacklogBudget, GrowsToItsLimitWhileTurnsAreShort) {
    BacklogBudget budget;

    note_full(budget, milliseconds{20}, 50);

    EXPECT_EQ(budget.fixes(), BacklogBudget::most);
}

TEST(BacklogBudget, ShrinksWhileTurnsAreLongAndNeverToNothing) {
    BacklogBudget budget;
    note_full(budget, milliseconds{20}, 50);

    note_full(budget, milliseconds{81}, 1);
    EXPECT_EQ(budget.fixes(), BacklogBudget::most / 2);
    note_full(budget, milliseconds{500}, 50);

    EXPECT_EQ(budget.fixes(), BacklogBudget::least);
}

TEST(BacklogBudget, IsNotMovedByTurnsWithoutABacklog) {
    BacklogBudget budget;

    budget.note(0, milliseconds{10});
    budget.note(0, milliseconds{900});

    EXPECT_EQ(budget.fixes(), BacklogBudget::least);
}

} // namespace
} // namespace lanterne::ingest
