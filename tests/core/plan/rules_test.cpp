#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/plan/race_plan.hpp"
#include "core/plan/rules.hpp"

namespace lanterne::plan {
namespace {

TEST(Rules, HaveAPlaceInTheUsualOrderForWhateverMayBecomeOfAnEntry) {
    const std::vector<Outcome> order = usual_order();

    const std::set<Outcome> named{order.begin(), order.end()};
    EXPECT_EQ(named.size(), order.size());
    EXPECT_EQ(order.size(), static_cast<std::size_t>(Outcome::did_not_start) + 1);
    EXPECT_EQ(order.front(), Outcome::finished);
}

TEST(Rules, AreTheUsualOnesWhereARaceSaysNone) {
    const Rules rules;

    EXPECT_TRUE(rules.rankings.empty());
    EXPECT_EQ(rules.end, RaceEnd{});
    EXPECT_EQ(rules.order, usual_order());
}

} // namespace
} // namespace lanterne::plan
