#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/connection.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"
#include "web-api/acts/act_commands.hpp"

namespace lanterne::web {
namespace {

using database::Connection;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class ActCommands : public testing::Test {
protected:
    ActCommands() {
        import_race_folder(conninfo_, LANTERNE_SOURCE_FOLDER "/races/harbour-sprint");
        connection_.run_script("UPDATE plan.race SET rehearsal_wall_start = NULL, "
                               "rehearsal_race_start = NULL, rehearsal_rate = NULL");
    }

    std::filesystem::path write(const std::string& name, const std::string& content) const {
        std::ofstream{folder_.path() / name, std::ios::binary} << content;
        return folder_.path() / name;
    }

    Outcome act(ActOrder order) const {
        order.race = order.race.empty() ? "harbour-sprint" : order.race;
        if (order.giver.who.empty() && !order.is_list) {
            order.giver = {"Jana Novak", "seen on the video"};
        }
        return act_on_race(conninfo_, order, wall_);
    }

    Outcome give(const std::string& acts) const { return act({.file = write("acts.toml", acts)}); }

    Outcome undo(std::int64_t number) const { return act({.undo = number}); }

    std::string list() const { return act({.is_list = true}).says; }

    std::string text(const std::string& sql) {
        return connection_.execute(sql).get<std::string>(0, 0);
    }

    std::int64_t acts() {
        return connection_.execute("SELECT count(*) FROM plan.act").get<std::int64_t>(0, 0);
    }

    const std::string dnf_ = "[[act]]\nkind = \"rule\"\nbib = \"1\"\nstatus = \"did_not_finish\"\n";
    const UtcTime wall_ = parse_time("2026-06-14T09:30:00Z").value();
    support::TempFolder folder_;
    std::string conninfo_ = support::shared_postgres().fresh_database();
    Connection connection_{conninfo_};
};

TEST_F(ActCommands, GiveStoresTheActWithWhoAndWhyAndWhen) {
    const Outcome outcome = give(dnf_);

    EXPECT_EQ(outcome.exit_code, 0) << outcome.says;
    EXPECT_EQ(outcome.says, "harbour-sprint: act 1 given\n");
    EXPECT_EQ(text("SELECT concat_ws('|', number, effective = recorded, "
                   "recorded = '2026-06-14T09:30:00Z', who, why, applied_at IS NULL) "
                   "FROM plan.act"),
              "1|t|t|Jana Novak|seen on the video|t");
    EXPECT_EQ(text("SELECT body FROM plan.act"),
              "kind = \"rule\"\nbib = \"1\"\nstatus = \"did_not_finish\"\n");
}

TEST_F(ActCommands, TellIngest) {
    Connection listener{conninfo_};
    listener.run_script("LISTEN plan");

    give(dnf_);

    const auto told = listener.notifications(std::chrono::seconds{10});
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().payload, "harbour-sprint");
}

TEST_F(ActCommands, GiveAllActsOfAFileOrNone) {
    const Outcome refused = give(dnf_ + "[[act]]\nkind = \"rule\"\nbib = \"nobody\"\n"
                                        "status = \"racing\"\n"
                                        "[[act]]\nkind = \"start-wave\"\nwave = \"elit\"\n");

    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.says, HasSubstr("acts.toml:5: the race has no bib nobody\n"));
    EXPECT_THAT(refused.says, HasSubstr("acts.toml:9: the race has no wave \"elit\""));
    EXPECT_EQ(acts(), 0);
    EXPECT_EQ(give(dnf_ + dnf_ + dnf_).says, "harbour-sprint: acts 1 to 3 given\n");
}

TEST_F(ActCommands, TakeReadsOfAClockFromACsvFile) {
    const auto reads = write("mat.csv", "point,bib,time\n"
                                        "finish,1,2026-06-14T09:41:10.120Z\n"
                                        "finish,,2026-06-14T09:41:11.000Z\n");

    const Outcome outcome = act({.reads = reads, .clock = "mat-3"});

    EXPECT_EQ(outcome.says, "harbour-sprint: acts 1 to 2 given\n");
    EXPECT_EQ(text("SELECT concat_ws('|', effective = '2026-06-14T09:41:10.120Z', body) "
                   "FROM plan.act WHERE number = 1"),
              "t|kind = \"read\"\nsource = \"chip\"\nclock = \"mat-3\"\npoint = \"finish\"\n"
              "bib = \"1\"\ntime = 2026-06-14T09:41:10.120Z\n");
    EXPECT_THAT(act({.reads = reads, .clock = "Mat 3"}).says, HasSubstr("--clock is \"Mat 3\""));
}

TEST_F(ActCommands, UndoTakesBackWhatWasGivenBeforeAlone) {
    give(dnf_);

    EXPECT_EQ(undo(2).says, "harbour-sprint: there is no act 2 to undo; 1 to 1 would be right\n");
    EXPECT_EQ(undo(1).says, "harbour-sprint: act 2 given\n");
    EXPECT_EQ(acts(), 2) << "nothing is deleted";
}

TEST_F(ActCommands, ListSaysWhatWasUndoneByWhich) {
    give(dnf_);
    undo(1);
    EXPECT_THAT(list(), HasSubstr("1 from 2026-06-14T09:30:00.000Z: kind = \"rule\", bib = \"1\", "
                                  "status = \"did_not_finish\"\n"
                                  "    given at 2026-06-14T09:30:00.000Z by Jana Novak: seen on "
                                  "the video\n"
                                  "    undone by 2\n"));

    undo(2);

    EXPECT_THAT(list(), HasSubstr("    undone by 3\n"));
    EXPECT_THAT(list(), Not(HasSubstr("undone by 2\n"))) << "the undoing was undone";
    EXPECT_THAT(list(), EndsWith("harbour-sprint: 3 acts\n"));
}

TEST_F(ActCommands, CountTheTimeOfARehearsalByItsClock) {
    connection_.run_script("UPDATE plan.race SET rehearsal_wall_start = '2026-06-14T09:00:00Z', "
                           "rehearsal_race_start = '2026-06-20T08:00:00Z', rehearsal_rate = 60");

    give(dnf_);

    EXPECT_EQ(text("SELECT (recorded = '2026-06-21T14:00:00Z')::text FROM plan.act"), "true");
}

TEST_F(ActCommands, GetNumbersWithoutGapsWhenManyGiveAtOnce) {
    const auto file = write("acts.toml", dnf_ + dnf_);
    std::vector<std::thread> people;
    for (int i = 0; i < 4; ++i) {
        people.emplace_back([&] {
            for (int k = 0; k < 5; ++k) {
                act({.file = file});
            }
        });
    }
    for (std::thread& person : people) {
        person.join();
    }

    EXPECT_EQ(text("SELECT concat_ws('|', count(*), min(number), max(number)) FROM plan.act"),
              "40|1|40");
}

TEST_F(ActCommands, RefuseInOneLineWhatCannotBe) {
    const auto refusal = [&](const ActOrder& order) {
        const Outcome outcome = act(order);
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_EQ(std::ranges::count(outcome.says, '\n'), 1) << outcome.says;
        return outcome.says;
    };
    const auto file = write("acts.toml", dnf_);

    EXPECT_THAT(refusal({.race = "nowhere", .file = file}), HasSubstr("no such race"));
    EXPECT_THAT(refusal({.file = file, .giver = {"Jana Novak", ""}}), HasSubstr("--who and --why"));
    EXPECT_THAT(refusal({.file = folder_.path() / "missing.toml"}), HasSubstr("cannot be read"));
    EXPECT_THAT(refusal({.file = folder_.path()}), HasSubstr("cannot be read"));
    EXPECT_THAT(refusal({.file = write("no.toml", "kind = ")}),
                HasSubstr("no.toml:1: is not TOML"));
    EXPECT_THAT(refusal({.file = write("large.toml", std::string(1'048'577, '#'))}),
                HasSubstr("has more than 1048576 bytes"));
}

TEST_F(ActCommands, UndoNothingThatIsNoAct) {
    give(dnf_);

    for (const std::int64_t number : {-1, 0, 2}) {
        const Outcome outcome = undo(number);
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_THAT(outcome.says, EndsWith("there is no act " + std::to_string(number) +
                                           " to undo; 1 to 1 would be right\n"));
    }
    EXPECT_EQ(acts(), 1);
}

TEST_F(ActCommands, CloseNoCaseThatWasNotRaised) {
    connection_.run_script("INSERT INTO race.race_case (race_id, kind, identity, evidence) "
                           "SELECT race_id, 'no-unit', 'no-unit/3/-/-', '{}' FROM plan.race");
    const auto close = [](const std::string& identity) {
        return "[[act]]\nkind = \"close-case\"\nidentity = \"" + identity +
               "\"\nverdict = \"forgot it at home\"\n";
    };

    const Outcome wrong = give(close("no-unit/3/-/-") + close("no-unit/4/-/-"));

    EXPECT_EQ(wrong.exit_code, 1);
    EXPECT_EQ(wrong.says, "acts.toml:5: there is no case \"no-unit/4/-/-\"; an identity of "
                          "race.race_case (docs/operations.md) would be right\n");
    EXPECT_EQ(acts(), 0) << "all or none";
    EXPECT_EQ(give(close("no-unit/3/-/-")).exit_code, 0);
}

TEST_F(ActCommands, OfARetiredRaceAreListedAndTakeNoMore) {
    give(dnf_);
    connection_.run_script("UPDATE plan.race SET retired_at = now()");

    const Outcome late = give(dnf_);

    EXPECT_EQ(late.exit_code, 1);
    EXPECT_THAT(late.says, HasSubstr("harbour-sprint: it is retired, and nobody would count"));
    EXPECT_THAT(list(), HasSubstr("harbour-sprint: 1 acts"));
}

TEST_F(ActCommands, StopAtTheMostActsOfARace) {
    connection_.run_script(
        "INSERT INTO plan.act (race_id, number, effective, recorded, who, why, body) "
        "SELECT race_id, 99999, now(), now(), 'a', 'b', 'c' FROM plan.race");

    EXPECT_EQ(give(dnf_).exit_code, 0);
    EXPECT_THAT(give(dnf_).says, HasSubstr("would have 100001 acts; at most 100000"));
}

/// What the database itself answers to whoever wants to change the past.
class Acts : public ActCommands {
protected:
    std::string refusal(const std::string& sql) {
        try {
            connection_.execute(sql);
            return "not refused";
        } catch (const database::StatementFailed& refused) {
            return refused.what();
        }
    }
};

TEST_F(Acts, AreNeverChangedAndNeverDeleted) {
    give(dnf_);

    for (const char* sql :
         {"DELETE FROM plan.act", "TRUNCATE plan.act", "UPDATE plan.act SET why = 'otherwise'",
          "UPDATE plan.act SET effective = now(), applied_at = now()"}) {
        EXPECT_THAT(refusal(sql), HasSubstr("a row of plan.act is never changed")) << sql;
    }
    EXPECT_THAT(refusal("DELETE FROM plan.race"), HasSubstr("act_race"));
}

TEST_F(Acts, AreCountedOnce) {
    give(dnf_);

    EXPECT_EQ(refusal("UPDATE plan.act SET applied_at = now()"), "not refused");
    EXPECT_THAT(refusal("UPDATE plan.act SET applied_at = now() + interval '1 s'"),
                HasSubstr("never changed"));
    EXPECT_THAT(refusal("UPDATE plan.act SET applied_at = NULL"), HasSubstr("never changed"));
}

} // namespace
} // namespace lanterne::web
