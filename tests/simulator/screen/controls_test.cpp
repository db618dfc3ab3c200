#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/screen/controls.hpp"
#include "tests/simulator/support/small_race.hpp"

/// What the keys do, one after the other.
namespace lanterne::simulator {
namespace {

using Kind = Key::Kind;
using testing::ElementsAre;
using testing::IsEmpty;

class Keys : public testing::Test {
protected:
    Keys() { std::iota(order_.begin(), order_.end(), std::size_t{0}); }

    Wish press(Key key) { return controls_.press(key, order_, 10); }

    Wish press(Kind kind) { return press(Key{.kind = kind}); }

    /// The last one's.
    Wish type(std::string_view letters) {
        Wish wish;
        for (const char letter : letters) {
            wish = press(Key{.letter = letter});
        }
        return wish;
    }

    /// From the menu's first row.
    Wish choose(MishapKind kind) {
        press(Kind::first);
        while (controls_.chosen().kind != kind) {
            press(Kind::down);
        }
        return press(Kind::enter);
    }

    plan::RacePlan plan_ = small_race({{.steps = {{1000, 0}}}}, 120);
    std::vector<std::size_t> order_ = std::vector<std::size_t>(120);
    Controls controls_{plan_};
};

TEST_F(Keys, MoveTheSelectionThroughTheTableAsItIsSorted) {
    std::ranges::reverse(order_);

    type("k");
    EXPECT_EQ(controls_.selected(), 1U);
    press(Kind::page_up);
    EXPECT_EQ(controls_.selected(), 11U);
    press(Kind::first);
    EXPECT_EQ(controls_.selected(), 119U);
    press(Kind::up);
    EXPECT_EQ(controls_.selected(), 119U) << "there is nobody above";
    press(Kind::last);
    type("j");
    EXPECT_EQ(controls_.selected(), 0U);
}

TEST_F(Keys, TabGoesThroughAllOrdersAndBegins) {
    for (const Sort sort :
         {Sort::place, Sort::trouble, Sort::fix_age, Sort::queue, Sort::battery, Sort::bib}) {
        press(Kind::tab);
        EXPECT_EQ(controls_.sort(), sort);
    }
}

TEST_F(Keys, WishForPauseAndSpeed) {
    EXPECT_EQ(type(" ").kind, Wish::Kind::pause_or_go_on);
    EXPECT_EQ(type("+").kind, Wish::Kind::faster);
    EXPECT_EQ(type("-").kind, Wish::Kind::slower);
    EXPECT_EQ(type("x").kind, Wish::Kind::nothing);
}

TEST_F(Keys, EndTheRunOnlyWhenItIsSaidTwice) {
    EXPECT_EQ(type("q").kind, Wish::Kind::nothing);
    EXPECT_EQ(controls_.mode(), Mode::ending);
    EXPECT_EQ(type("n").kind, Wish::Kind::nothing);
    EXPECT_EQ(controls_.mode(), Mode::watching);

    EXPECT_EQ(type("qy").kind, Wish::Kind::end);
}

TEST_F(Keys, GiveTheSelectedOneAMishapThatIsAskedForPieceByPiece) {
    type("jjm");

    EXPECT_EQ(choose(MishapKind::card_slow).kind, Wish::Kind::nothing);
    EXPECT_EQ(controls_.mode(), Mode::amount);
    type("2.5");
    press(Kind::enter);
    EXPECT_EQ(controls_.mode(), Mode::lasting);
    type("9");
    press(Kind::backspace);
    type("40");
    const Wish wish = press(Kind::enter);

    ASSERT_EQ(wish.kind, Wish::Kind::mishap);
    EXPECT_EQ(wish.mishap.kind, MishapKind::card_slow);
    EXPECT_EQ(wish.mishap.amount, 2.5);
    EXPECT_EQ(wish.mishap.lasts, Milliseconds{40'000});
    EXPECT_THAT(wish.mishap.whom.bibs, ElementsAre(plan_.entries[2].bib));
    EXPECT_EQ(controls_.mode(), Mode::watching);
}

TEST_F(Keys, GiveEverybodyAMishapAtOnceWhenNothingIsToBeAsked) {
    type("M");

    const Wish wish = choose(MishapKind::cut);

    ASSERT_EQ(wish.kind, Wish::Kind::mishap);
    EXPECT_EQ(wish.mishap.kind, MishapKind::cut);
    EXPECT_THAT(wish.mishap.whom.bibs, IsEmpty());
    EXPECT_EQ(wish.mishap.lasts, Milliseconds{0});
}

TEST_F(Keys, RefuseANumberThatTheMishapDoesNotAllowAndSayWhatWouldBeRight) {
    type("m");
    choose(MishapKind::battery);

    type("101");
    EXPECT_EQ(press(Kind::enter).kind, Wish::Kind::nothing);

    EXPECT_EQ(controls_.fault(), "0 to 100 would be right");
    press(Kind::backspace);
    type("x");
    press(Kind::enter);
    EXPECT_EQ(controls_.fault(), "0 to 100 would be right");
    press(Kind::escape);
    EXPECT_EQ(controls_.mode(), Mode::watching);
}

TEST_F(Keys, FindABibWhileItIsBeingTyped) {
    type("/1");
    EXPECT_EQ(controls_.selected(), 0U);
    type("2");
    EXPECT_EQ(controls_.selected(), 11U) << "12 itself is before 120";
    type("x");
    EXPECT_EQ(controls_.fault(), "no bib begins so");
    EXPECT_EQ(controls_.selected(), 11U);

    press(Kind::enter);
    EXPECT_EQ(controls_.mode(), Mode::watching);
}

// What is usual is offered to whoever presses enter alone.
TEST_F(Keys, WhatIsUsualIsAllowedForEachKind) {
    for (const MishapRule& rule : mishap_rules()) {
        EXPECT_GE(usual_seconds(rule.kind), 1) << rule.word;
        if (!rule.amount.empty()) {
            EXPECT_GE(usual_amount(rule.kind), rule.least) << rule.word;
            EXPECT_LE(usual_amount(rule.kind), rule.most) << rule.word;
        }
    }
}

TEST_F(Keys, HelpIsClosedByAnyKeyWhichDoesNothingElse) {
    type("?");
    EXPECT_EQ(controls_.mode(), Mode::help);

    EXPECT_EQ(type(" ").kind, Wish::Kind::nothing);

    EXPECT_EQ(controls_.mode(), Mode::watching);
}

} // namespace
} // namespace lanterne::simulator
