#include <gtest/gtest.h>

#include "core/plan/act.hpp"

namespace lanterne::plan {
namespace {

const UtcTime noon = *parse_time("2026-06-14T12:00:00Z");

Act act(std::int64_t number, ActBody body, int seconds = 0) {
    return {.number = number,
            .effective = noon + std::chrono::seconds{seconds},
            .recorded = noon,
            .who = "A. Official",
            .why = "seen",
            .body = std::move(body)};
}

std::vector<std::int64_t> numbers(const std::vector<Act>& acts) {
    std::vector<std::int64_t> numbers;
    for (const Act& act : acts) {
        numbers.push_back(act.number);
    }
    return numbers;
}

const Rule out{.bib = *Bib::from("7"), .status = Ruled::did_not_finish};

TEST(Acts, CountByEffectiveTimeThenByNumber) {
    EXPECT_EQ(numbers(in_force({act(1, out, 60), act(3, out), act(2, out)})),
              (std::vector<std::int64_t>{2, 3, 1}));
}

TEST(Acts, AreTakenBackByAnotherAct) {
    EXPECT_EQ(numbers(in_force({act(1, out), act(2, out), act(3, Undo{.number = 1})})),
              (std::vector<std::int64_t>{2}));
}

TEST(Acts, HoldAgainWhenTheirUndoingIsUndone) {
    EXPECT_EQ(
        numbers(in_force({act(1, out), act(2, Undo{.number = 1}), act(3, Undo{.number = 2})})),
        (std::vector<std::int64_t>{1}));
}

TEST(Acts, CannotUndoWhatComesAfterThem) {
    EXPECT_EQ(numbers(in_force({act(1, Undo{.number = 2}), act(2, out)})),
              (std::vector<std::int64_t>{2}));
}

TEST(Acts, AreTheSameWhateverTheirOrderAndHoweverOften) {
    EXPECT_EQ(numbers(in_force({act(2, Undo{.number = 1}), act(1, out), act(3, out), act(1, out)})),
              (std::vector<std::int64_t>{3}));
}

} // namespace
} // namespace lanterne::plan
