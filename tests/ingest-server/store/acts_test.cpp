#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "web-api/acts/act_store.hpp"

/// What people say of a race, from the rows that web-api writes to the results.
namespace lanterne::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ActsTest : public KeeperTest {
protected:
    void give(const std::vector<plan::ActBody>& bodies, UtcTime effective) {
        std::vector<exchange::GivenAct> acts;
        for (const plan::ActBody& body : bodies) {
            acts.push_back({.effective = effective, .body = body});
        }
        const auto race =
            connection_.execute("SELECT race_id FROM plan.race").get<std::int32_t>(0, 0);
        ASSERT_TRUE(web::give_acts(connection_, race, "line", acts, {"Jana", "seen"}, wall_));
    }

    void undo(std::int64_t number) { give({plan::Undo{number}}, wall_); }

    std::string statuses() {
        return text("SELECT string_agg(concat_ws(' ', bib, status, rank), ', ' ORDER BY bib) "
                    "FROM race.standing JOIN plan.entry USING (entry_id)");
    }

    void run_both() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        second_passes();
        turn(ada_unit, track_);
        turn(bo_unit, run_of(3.5));
        second_passes(5);
    }

    static plan::Rule did_not_finish(const std::string& bib) {
        return {.bib = *Bib::from(bib), .status = plan::Ruled::did_not_finish, .article = ""};
    }

    const UtcTime gun_ = line_race_dawn + seconds{60};
};

TEST_F(ActsTest, AreCountedWithinASecondAndMarked) {
    run_both();
    const std::string before = digest();

    give({did_not_finish("1")}, gun_);
    second_passes(5);

    EXPECT_EQ(statuses(), "1 did_not_finish, 2 finished 1, 3 not_started");
    EXPECT_NE(digest(), before);
    EXPECT_EQ(number("SELECT count(*) FROM plan.act WHERE applied_at IS NULL"), 0);
}

TEST_F(ActsTest, ThatAreUndoneLeaveTheSameDigest) {
    run_both();
    const std::string before = digest();
    give({did_not_finish("1"), plan::StartWave{"all", 100},
          plan::VoidPassage{*Bib::from("2"), {"half", 1}}},
         gun_ + seconds{20});
    second_passes(5);
    ASSERT_NE(digest(), before);

    undo(1);
    undo(2);
    undo(3);
    second_passes(5);

    EXPECT_EQ(digest(), before);
    undo(4);
    second_passes(5);
    EXPECT_EQ(statuses(), "1 did_not_finish, 2 finished 1, 3 not_started") << "undone undoing";
}

TEST_F(ActsTest, AreTheEventsThatTakeAnEntryOutAndBringItBack) {
    run_both();
    const std::string outcomes =
        "SELECT coalesce(string_agg(bib || ' ' || (body->>'status'), ', ' ORDER BY number), '') "
        "FROM race.race_event JOIN plan.entry USING (entry_id) WHERE kind = 'status'";
    ASSERT_EQ(text(outcomes), "") << "who finishes has the event of the finish";

    give({did_not_finish("1")}, gun_ + seconds{20});
    second_passes(2);
    undo(1);
    second_passes(2);

    EXPECT_EQ(text(outcomes), "1 did_not_finish, 1 finished");
    EXPECT_EQ(number("SELECT count(*) FROM race.race_event"),
              number("SELECT last_event FROM race.race_state"));
}

TEST_F(ActsTest, OfAStartMoveTheStartPassageAndSupersedeIt) {
    run_both();

    give({plan::StartWave{"all", 250}}, gun_ + seconds{10});
    second_passes(2);

    EXPECT_EQ(text("SELECT concat_ws(' ', at, source, standard_error_ms, revision) "
                   "FROM race.passage JOIN plan.entry USING (entry_id) "
                   "WHERE current AND point = 'start' AND bib = '1'"),
              "2018-01-01 00:01:10+00 gun 250 1");
}

TEST_F(ActsTest, AreThereAfterARestart) {
    run_both();
    give({did_not_finish("1"), plan::StartWave{"all", 0}}, gun_ + seconds{5});
    second_passes(5);
    const std::string before = passages() + statuses() + digest();
    const auto events = number("SELECT count(*) FROM race.race_event");

    keeper_.forget();
    second_passes(5);

    EXPECT_EQ(passages() + statuses() + digest(), before);
    EXPECT_EQ(number("SELECT count(*) FROM race.race_event"), events);
}

TEST_F(ActsTest, GiveTheSameResultsWhateverTheDeliveryAndWheneverTheyCame) {
    run_both();
    const std::vector<plan::ActBody> acts{
        plan::StartWave{"all", 100}, plan::VoidPassage{*Bib::from("1"), {"half", 1}},
        plan::CorrectPassage{*Bib::from("2"), {"half", 1}, gun_ + seconds{200}, 50}};
    give(acts, gun_ + seconds{7});
    second_passes(5);
    const std::string in_order = passages();
    const std::string in_order_digest = digest();
    std::mt19937 random{5};

    for (int delivery = 0; delivery < 5; ++delivery) {
        connection_.run_script("TRUNCATE race.track_chunk, race.unit_epoch, race.passage, "
                               "race.missing, race.standing, race.race_event, race.race_state");
        keeper_.forget();
        second_passes();
        for (const auto& [unit, track] :
             {std::pair{ada_unit, track_}, std::pair{bo_unit, run_of(3.5)}}) {
            for (const wire::Batch& batch : any_delivery(track, random)) {
                turn(unit, {batch});
                second_passes(static_cast<int>(random() % 2));
            }
        }
        second_passes(5);

        ASSERT_EQ(passages(), in_order) << "delivery " << delivery;
        ASSERT_EQ(digest(), in_order_digest) << "delivery " << delivery;
    }
}

TEST_F(ActsTest, CloseACaseForGoodUntilTheyAreUndone) {
    second_passes();
    connection_.run_script(
        "INSERT INTO plan.act (race_id, number, effective, recorded, who, why, body) "
        "SELECT race_id, 1, now(), now(), 'a newer Lanterne', 'b', 'kind = \"teleport\"' "
        "FROM plan.race");
    second_passes();
    const auto open = [&] {
        return text("SELECT string_agg(identity || ' ' || coalesce(verdict, 'open'), ', ') "
                    "FROM race.race_case WHERE kind = 'act_unreadable'");
    };
    ASSERT_EQ(open(), "act_unreadable/1 open");
    ASSERT_THAT(text("SELECT evidence::text FROM race.race_case"), HasSubstr("teleport"));

    give({plan::CloseCase{"act_unreadable/1", "read by hand"}}, wall_);
    second_passes();
    EXPECT_EQ(open(), "act_unreadable/1 read by hand");
    keeper_.forget();
    second_passes(3);
    EXPECT_EQ(open(), "act_unreadable/1 read by hand") << "not raised again after a restart";

    undo(2);
    second_passes();
    EXPECT_EQ(open(), "act_unreadable/1 open");
}

/// What the engine wants a person to look at.
class CasesTest : public ActsTest {
protected:
    /// Identity, whether scoring still sees it, and the verdict.
    std::string cases_of_bib_3() {
        return text("SELECT string_agg(concat_ws(' ', kind, stands, verdict), ', ') "
                    "FROM race.race_case JOIN plan.entry USING (entry_id) WHERE bib = '3'");
    }

    std::string identity() {
        return text("SELECT identity FROM race.race_case JOIN plan.entry USING (entry_id) "
                    "WHERE bib = '3'");
    }
};

TEST_F(CasesTest, AreRaisedOnceWithEvidenceWhateverComes) {
    run_both();
    second_passes(6);
    ASSERT_EQ(cases_of_bib_3(), "no-unit t");

    keeper_.forget();
    second_passes(12);

    EXPECT_EQ(cases_of_bib_3(), "no-unit t");
    EXPECT_EQ(text("SELECT jsonb_typeof(evidence) FROM race.race_case LIMIT 1"), "object");
}

TEST_F(CasesTest, ThatAPersonClosedAreNotRaisedAgain) {
    run_both();
    second_passes(6);
    const auto all = number("SELECT count(*) FROM race.race_case");

    give({plan::CloseCase{identity(), "forgot it at home"}}, wall_);
    second_passes(6);
    keeper_.forget();
    second_passes(12);

    EXPECT_EQ(cases_of_bib_3(), "no-unit t forgot it at home");
    EXPECT_EQ(number("SELECT count(*) FROM race.race_case"), all);
}

TEST_F(CasesTest, StayWhenScoringSeesThemNoLonger) {
    run_both();
    second_passes(6);

    assign("3", *UnitSerial::from("spare001"));
    second_passes(6);

    EXPECT_THAT(cases_of_bib_3(), HasSubstr("no-unit f"));
}

TEST_F(ActsTest, OfARaceThatAnotherIngestHasAreLeftToIt) {
    run_both();
    RaceKeeper other{watch_, clock_, 78};
    other.follow_plan(connection_);

    give({did_not_finish("1")}, gun_);
    second_passes(2);

    EXPECT_THAT(statuses(), Not(HasSubstr("did_not_finish")));
    EXPECT_EQ(number("SELECT count(*) FROM plan.act WHERE applied_at IS NULL"), 1);
    other.follow_plan(connection_);
    EXPECT_THAT(statuses(), HasSubstr("1 did_not_finish"));
    EXPECT_EQ(number("SELECT count(*) FROM plan.act WHERE applied_at IS NULL"), 0);
}

} // namespace
} // namespace lanterne::ingest
