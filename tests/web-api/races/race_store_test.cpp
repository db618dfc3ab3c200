#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"
#include "web-api/coast/coast_store.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_commands.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::web {

namespace {

using database::Connection;
using database::Parameters;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::UnorderedElementsAre;

const std::filesystem::path sample =
    std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint";

class RaceStore : public testing::Test {
protected:
    ImportedRace import(const exchange::FolderFiles& files) {
        const auto plan = exchange::read_race_folder(files);
        if (!plan) {
            throw std::runtime_error{exchange::to_text(plan.error().front())};
        }
        return import_race(connection_, *plan, files);
    }

    /// The sample with other entries; a line each, as in entries.csv.
    static exchange::FolderFiles with_entries(const std::string& lines) {
        exchange::FolderFiles files = read_folder(sample);
        files["entries.csv"] = "bib,name,sex,birth_year,category,wave,team,unit\n" + lines;
        return files;
    }

    std::int32_t entry_id(const std::string& bib) {
        return connection_
            .execute("SELECT entry_id FROM plan.entry WHERE bib = $1", Parameters{}.add(bib))
            .get<std::int32_t>(0, 0);
    }

    std::map<std::string, std::string> units() {
        const auto rows = connection_.execute(
            "SELECT e.bib, a.unit FROM plan.assignment a JOIN plan.entry e USING (entry_id)");
        std::map<std::string, std::string> units;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            units.emplace(rows.get<std::string>(row, 0), rows.get<std::string>(row, 1));
        }
        return units;
    }

    std::string conninfo_ = support::shared_postgres().fresh_database();
    Connection connection_{conninfo_};
    Slug slug_ = Slug::from("harbour-sprint").value();
};

TEST_F(RaceStore, GivesBackTheFolderThatWasImportedByteForByte) {
    const auto files = read_folder(sample);

    import(files);

    EXPECT_EQ(export_race(connection_, slug_), files);
}

TEST_F(RaceStore, KeepsWhatAnEntryIsWhenTheFolderIsImportedAgain) {
    import(with_entries("7,Ada,female,1990,open,all,,demo000007\n8,Bo,male,,open,all,,\n"));
    const auto id = entry_id("7");

    const auto again =
        import(with_entries("7,Ada L.,female,1991,masters,all,Team,demo000007\n9,Cy,other,,,all,,"
                            "\n"));

    EXPECT_EQ(again.revision, 2);
    EXPECT_EQ(again.removed_entries, 1U);
    EXPECT_EQ(entry_id("7"), id);
    const auto row = connection_.execute(
        "SELECT name, birth_year, category, team FROM plan.entry WHERE bib = '7'");
    EXPECT_EQ(row.get<std::string>(0, 0), "Ada L.");
    EXPECT_EQ(row.get<std::int32_t>(0, 1), 1991);
    EXPECT_EQ(row.get<std::string>(0, 2), "masters");
    EXPECT_EQ(row.get<std::string>(0, 3), "Team");
    EXPECT_EQ(connection_.execute("SELECT FROM plan.entry").size(), 2U);
}

TEST_F(RaceStore, MovesUnitsAsTheFolderSaysAndKeepsThoseItDoesNotName) {
    import(with_entries("1,A,female,,open,all,,demo000001\n2,B,male,,open,all,,demo000002\n"
                        "3,C,male,,open,all,,demo000003\n4,D,male,,open,all,,\n"));
    assign_unit(connection_, slug_, Bib::from("4").value(), UnitSerial::from("spare00004"));

    import(with_entries("1,A,female,,open,all,,demo000002\n2,B,male,,open,all,,demo000001\n"
                        "3,C,male,,open,all,,other00003\n4,D,male,,open,all,,\n"));

    EXPECT_THAT(units(), UnorderedElementsAre(Pair("1", "demo000002"), Pair("2", "demo000001"),
                                              Pair("3", "other00003"), Pair("4", "spare00004")));
}

TEST_F(RaceStore, AssignsFromFarBeforeToFarAfterTheStartAndFollowsIt) {
    auto files = with_entries("1,A,female,,open,all,,demo000001\n");
    import(files);
    const std::string during = "SELECT lower(during), upper(during) FROM plan.assignment";
    const auto start = parse_time("2026-06-14T07:00:00Z").value();
    EXPECT_EQ(connection_.execute(during).get<UtcTime>(0, 0), start - assigned_before_start);
    EXPECT_EQ(connection_.execute(during).get<UtcTime>(0, 1), start + assigned_after_start);

    std::string& toml = files["race.toml"];
    toml.replace(toml.find("2026-06-14T09"), 13, "2026-06-15T09");
    import(files);

    EXPECT_EQ(connection_.execute(during).get<UtcTime>(0, 0),
              start + std::chrono::hours{24} - assigned_before_start);
}

TEST_F(RaceStore, TellsWhoeverListensOnPlan) {
    Connection listener{conninfo_};
    listener.run_script("LISTEN plan");

    import(read_folder(sample));

    const auto told = listener.notifications(std::chrono::seconds{10});
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().payload, "harbour-sprint");
}

TEST_F(RaceStore, TakesAUnitFromOneEntryWhenAnotherGetsIt) {
    import(with_entries("1,A,female,,open,all,,demo000001\n2,B,male,,open,all,,\n"));

    EXPECT_EQ(
        assign_unit(connection_, slug_, Bib::from("2").value(), UnitSerial::from("demo000001")),
        Assignment::made);
    EXPECT_THAT(units(), UnorderedElementsAre(Pair("2", "demo000001")));
    EXPECT_EQ(find_race(connection_, "harbour-sprint")->revision, 2);

    assign_unit(connection_, slug_, Bib::from("2").value(), std::nullopt);
    EXPECT_THAT(units(), IsEmpty());
}

TEST_F(RaceStore, SaysWhatItDoesNotKnow) {
    import(with_entries("1,A,female,,open,all,,\n"));

    const auto unit = UnitSerial::from("demo000001");
    EXPECT_EQ(assign_unit(connection_, Slug::from("other").value(), Bib::from("1").value(), unit),
              Assignment::unknown_race);
    EXPECT_EQ(assign_unit(connection_, slug_, Bib::from("2").value(), unit),
              Assignment::unknown_bib);
    EXPECT_FALSE(export_race(connection_, Slug::from("other").value()));
    EXPECT_FALSE(find_race(connection_, "other"));
}

TEST(RaceState, FollowsTheClockUntilAllHaveEnded) {
    RaceRow race;
    race.starts_at = parse_time("2026-06-14T07:00:00Z").value();
    race.entries = 2;
    const auto at = [&](int seconds) {
        return state_of(race, race.starts_at + std::chrono::seconds{seconds});
    };

    EXPECT_EQ(at(-1), RaceState::before);
    EXPECT_EQ(at(0), RaceState::live);
    race.begun = 1;
    EXPECT_EQ(at(-1), RaceState::live);
    race.ended = 1;
    EXPECT_EQ(at(3600), RaceState::live);
    race.ended = 2;
    EXPECT_EQ(at(3600), RaceState::finished);
}

TEST(RaceState, IsNoLongerRunningWhenUnitsAreNotWornAnyMore) {
    RaceRow race;
    race.starts_at = parse_time("2026-06-14T07:00:00Z").value();
    race.entries = 2;

    EXPECT_FALSE(is_running(race, race.starts_at - Milliseconds{1}));
    EXPECT_TRUE(is_running(race, race.starts_at));
    EXPECT_TRUE(is_running(race, race.starts_at + assigned_after_start - Milliseconds{1}));
    EXPECT_FALSE(is_running(race, race.starts_at + assigned_after_start));
    race.ended = 2;
    EXPECT_FALSE(is_running(race, race.starts_at));
}

TEST(RaceCommands, SayEveryFaultAndNeedNoDatabaseForIt) {
    const support::TempFolder folder;
    auto files = read_folder(sample);
    files["race.toml"].insert(0, "slug2 = 1\n");
    files["entries.csv"] += "99,Zed,alien,,open,all,,\n";
    write_folder(folder.path(), files);

    const auto bad = check_race_folder(folder.path(), {});
    const auto good = check_race_folder(sample, {});
    const auto none = check_race_folder(folder.path() / "none", {});

    EXPECT_EQ(bad.exit_code, 1);
    EXPECT_THAT(bad.says, HasSubstr("race.toml:1"));
    EXPECT_THAT(bad.says, HasSubstr("entries.csv:"));
    EXPECT_EQ(good.exit_code, 0);
    EXPECT_THAT(good.says, HasSubstr("harbour-sprint: good: 5 legs"));
    EXPECT_EQ(none.exit_code, 1);
    EXPECT_THAT(none.says, HasSubstr("race.toml would be right"));
}

TEST_F(RaceStore, KeepsSlotsAndTheMembersOfRelays) {
    exchange::FolderFiles files = read_folder(sample);
    files["entries.csv"] = "bib,name,sex,birth_year,category,wave,team,unit,slot,members\n"
                           "1,Ada,female,1990,,all,,,2026-06-14T09:05:30.500Z,\n"
                           "2,The Oars,other,,,all,Rowing club,,,swim=Ana; bike=Bo; run=Cleo\n";
    const auto plan = exchange::read_race_folder(files);
    ASSERT_TRUE(plan) << exchange::to_text(plan.error().front());

    import(files);

    const auto back = exchange::read_race_folder(*export_race(connection_, plan->slug));
    ASSERT_TRUE(back) << exchange::to_text(back.error().front());
    ASSERT_EQ(back->entries.size(), 2U);
    EXPECT_EQ(back->entries[0].slot, plan->entries[0].slot);
    EXPECT_TRUE(back->entries[0].slot);
    EXPECT_EQ(back->entries[1].members, plan->entries[1].members);
    EXPECT_EQ(back->entries[1].members.size(), 3U);

    import(with_entries("1,Ada,female,1990,,all,,\n"));
    EXPECT_FALSE(exchange::read_race_folder(*export_race(connection_, plan->slug))->entries[0].slot)
        << "the folder no longer says one";
}

TEST_F(RaceStore, TakesARaceThatIsRetiredOutOfTheListAndKeepsIt) {
    const auto files = with_entries("1,A,female,,open,all,,\n");
    const auto race = import(files).race_id;
    const UtcTime long_after = parse_time("2026-06-20T00:00:00Z").value();

    EXPECT_EQ(retire_race(connection_, slug_, long_after), Retirement::made);

    EXPECT_THAT(list_races(connection_), IsEmpty());
    ASSERT_TRUE(find_race(connection_, "harbour-sprint")) << "its address is still good";
    EXPECT_TRUE(find_race(connection_, "harbour-sprint")->is_retired);
    EXPECT_EQ(export_race(connection_, slug_), files);
    EXPECT_EQ(retire_race(connection_, slug_, long_after), Retirement::retired_before);

    const ImportedRace again = import(files);
    EXPECT_EQ(again.race_id, race);
    EXPECT_TRUE(again.was_retired);
    EXPECT_EQ(list_races(connection_).size(), 1U);
    EXPECT_FALSE(import(files).was_retired);
}

TEST_F(RaceStore, RetiresNoRaceThatIsRunning) {
    import(with_entries("1,A,female,,open,all,,\n"));
    const UtcTime under_way = parse_time("2026-06-14T08:00:00Z").value();

    EXPECT_EQ(retire_race(connection_, slug_, under_way), Retirement::still_running);
    EXPECT_EQ(list_races(connection_).size(), 1U);

    connection_.run_script("INSERT INTO race.standing (race_id, entry_id, version, status) "
                           "SELECT race_id, entry_id, 1, 'did_not_finish' FROM plan.entry");
    EXPECT_EQ(retire_race(connection_, slug_, under_way), Retirement::made);
}

TEST_F(RaceStore, RetiresByTheClockOfARehearsal) {
    import(with_entries("1,A,female,,open,all,,\n"));
    connection_.run_script("UPDATE plan.race SET rehearsal_wall_start = '2026-11-21T15:00:00Z', "
                           "rehearsal_race_start = starts_at - interval '1 hour', "
                           "rehearsal_rate = 60");
    const UtcTime wall = parse_time("2026-11-21T15:00:30Z").value();

    EXPECT_EQ(retire_race(connection_, slug_, wall + std::chrono::minutes{1}),
              Retirement::still_running);
    EXPECT_EQ(retire_race(connection_, slug_, wall), Retirement::made) << "it has not begun";
}

TEST_F(RaceStore, MovesARaceToAShardAndKeepsItThereWhenItIsImportedAgain) {
    const auto files = with_entries("1,A,female,,open,all,,\n");
    import(files);
    const UtcTime before = parse_time("2026-06-13T08:00:00Z").value();
    EXPECT_EQ(find_race(connection_, "harbour-sprint")->shard, 0);

    EXPECT_EQ(set_shard(connection_, slug_, 63, before), Sharding::made);
    import(files);

    EXPECT_EQ(find_race(connection_, "harbour-sprint")->shard, 63);
    EXPECT_EQ(list_races(connection_).at(0).shard, 63);
}

TEST_F(RaceStore, SaysWhyARaceCannotBeMovedToAShard) {
    import(with_entries("1,A,female,,open,all,,\n"));
    const auto at = [&](const std::string& slug, int shard, const char* wall) {
        return move_race_to_shard(conninfo_, slug, shard, parse_time(wall).value());
    };
    const char* const before = "2026-06-13T08:00:00Z";

    EXPECT_EQ(at("harbour-sprint", 64, before).says, "64: no shard; 0 to 63 would be right\n");
    EXPECT_EQ(at("harbour-sprint", -1, before).exit_code, 1);
    EXPECT_THAT(at("Harbour", 1, before).says, HasSubstr("Harbour: no slug"));
    EXPECT_THAT(at("harbour", 1, before).says, HasSubstr("there is no such race"));
    EXPECT_THAT(at("harbour-sprint", 1, "2026-06-14T08:00:00Z").says, HasSubstr("it is running"));
    EXPECT_EQ(find_race(connection_, "harbour-sprint")->shard, 0);
    EXPECT_EQ(at("harbour-sprint", 1, before).says,
              "harbour-sprint: on shard 01; its units send there when they are told: unit "
              "configure --race harbour-sprint\n");
    retire_race(connection_, slug_, parse_time("2026-06-20T00:00:00Z").value());
    EXPECT_THAT(at("harbour-sprint", 2, "2026-06-21T08:00:00Z").says, HasSubstr("retired"));
}

TEST_F(RaceStore, SaysWhyARaceCannotBeRetired) {
    import(with_entries("1,A,female,,open,all,,\n"));
    const auto at = [&](const std::string& slug, const char* wall) {
        return retire_race_of_slug(conninfo_, slug, parse_time(wall).value());
    };

    const Outcome running = at("harbour-sprint", "2026-06-14T08:00:00Z");
    EXPECT_EQ(running.exit_code, 1);
    EXPECT_THAT(running.says, HasSubstr("harbour-sprint: it is running; one in which everybody"));
    EXPECT_THAT(at("Harbour", "2026-06-14T08:00:00Z").says, HasSubstr("Harbour: no slug"));
    EXPECT_THAT(at("harbour", "2026-06-14T08:00:00Z").says, HasSubstr("there is no such race"));
    EXPECT_EQ(at("harbour-sprint", "2026-06-14T06:00:00Z").exit_code, 0);
    EXPECT_EQ(at("harbour-sprint", "2026-06-14T06:00:00Z").says,
              "harbour-sprint: it is retired already\n");
    EXPECT_THAT(import_race_folder(conninfo_, sample).says,
                HasSubstr("harbour-sprint: brought back, revision 3"));
}

TEST_F(RaceStore, ClipsTheCoastAroundItsCourses) {
    const support::TempFolder folder;
    const auto file = folder.path() / "land.json";
    // The sample is in Brittany, at 47.6 north and 3.1 west; west of 3.2 degrees is the sea here.
    std::ofstream{file}
        << R"({"type":"Topology","objects":{"land":{"type":"Polygon","arcs":[[0]]}},)"
           R"("arcs":[[[-3.2,40],[9,40],[9,55],[-3.2,55],[-3.2,40]]]})";

    const Outcome first = import_race_folder(conninfo_, sample, file);
    const Outcome again = import_race_folder(conninfo_, sample, folder.path() / "none.json");

    EXPECT_EQ(first.exit_code, 0);
    EXPECT_THAT(first.says, Not(HasSubstr("coast")));
    EXPECT_EQ(again.exit_code, 0) << "a race without a coast is a race";
    EXPECT_THAT(again.says, HasSubstr("warning: no coast on its map: " +
                                      (folder.path() / "none.json").string() + ": No such file"));
    const auto race = find_race(connection_, "harbour-sprint").value();
    EXPECT_THAT(coast::read_coast(connection_, race.race_id).value().geojson,
                AllOf(HasSubstr("\"coast\""), HasSubstr("[-3.2000,47.")));
}

TEST(RaceCommands, SayWhatToLookAtOnACourse) {
    const std::filesystem::path criterium = LANTERNE_SOURCE_FOLDER "/races/market-square";

    const auto often = check_race_folder(criterium, {});
    const auto seldom = check_race_folder(criterium, {.interval_s = 60});

    EXPECT_EQ(often.exit_code, 0);
    EXPECT_THAT(often.says, HasSubstr("\nadvice: Criterium, km 0."));
    EXPECT_THAT(often.says, Not(HasSubstr("short lap")));
    EXPECT_EQ(seldom.exit_code, 0) << "what to look at stops no race";
    EXPECT_THAT(seldom.says, HasSubstr("serious: Criterium, km 0.00 (45.913000, 6.129000), short "
                                       "lap: lap 87 s, report each 60 s: laps cannot be counted"));
}

TEST(FolderFiles, PassOverWhatIsNoPartOfARaceAndStopAtTheLimit) {
    const support::TempFolder folder;
    exchange::FolderFiles files{{"race.toml", ""}, {"notes.txt", ""}};
    write_folder(folder.path(), files);
    EXPECT_EQ(read_folder(folder.path()).size(), 1U);

    for (std::size_t n = 1; n < max_folder_files; ++n) {
        files["leg" + std::to_string(n) + ".gpx"] = "";
    }
    write_folder(folder.path(), files);
    EXPECT_EQ(read_folder(folder.path()).size(), max_folder_files);

    write_folder(folder.path(), {{"one-more.gpx", ""}});
    EXPECT_THROW(read_folder(folder.path()), FolderError);
}

} // namespace

} // namespace lanterne::web
