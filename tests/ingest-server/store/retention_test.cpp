#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/after/archive_check.hpp"
#include "ingest-server/after/archiving.hpp"
#include "ingest-server/after/exporting.hpp"
#include "ingest-server/after/reopening.hpp"
#include "ingest-server/after/retention.hpp"
#include "ingest-server/publishing.hpp"
#include "ingest-server/verifying.hpp"
#include "tests/ingest-server/store/after_fixture.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RetentionTest : public AfterTest {
protected:
    RetentionTest() {
        run_race();
        send(spare_unit, walk(100)); // nobody wears it
    }

    void archive() {
        for (const char* state : {"provisional", "official"}) {
            ASSERT_TRUE(publish(connection_,
                                {.race = line, .state = state, .who = "Jana", .why = "the end"}));
        }
        const auto done = after::archive_race(connection_, line, wall_);
        ASSERT_TRUE(done) << done.error();
        second_passes(2);
    }

    std::vector<after::MonthOfFixes> months() {
        return after::months_before(connection_, wall_ + hours{1});
    }

    /// What drop_month() says, or how many fixes it dropped.
    std::string dropped() {
        const auto done = after::drop_month(connection_, {"2018-01", "race.track_chunk_2018_01"},
                                            wall_ + hours{1});
        return done ? std::to_string(done->fixes) : done.error();
    }

    std::vector<std::string> verified() {
        std::vector<std::string> lines;
        verify::Report report{[&](const std::string& text) { lines.push_back(text); }};
        verify_store(connection_, std::nullopt, wall_, report);
        return lines;
    }

    std::int64_t chunks() { return number("SELECT count(*) FROM race.track_chunk"); }

    std::string ledgers() {
        return text("SELECT string_agg(concat_ws(' ', unit_id, epoch, received), ';' "
                    "ORDER BY unit_id, epoch) FROM race.unit_epoch");
    }

    const UnitSerial spare_unit = *UnitSerial::from("spare001");
    const std::size_t fixes_ = track_.size() + run_of(3.5).size() + 100;
};

TEST_F(RetentionTest, KeepsWhatIsYoungOrNowhereElse) {
    EXPECT_EQ(dropped(), "2018-01: race line is not archived");
    archive();
    EXPECT_THAT(after::months_before(connection_, line_race_dawn).at(0).kept,
                ElementsAre(HasSubstr("its newest fix came at 2018-01-01T02:00:0")));
    ASSERT_THAT(months(), SizeIs(1));
    EXPECT_THAT(months()[0].kept, IsEmpty());
    EXPECT_EQ(months()[0].fixes, fixes_);
    EXPECT_GT(chunks(), 0);
}

TEST_F(RetentionTest, KeepsWhatTheArchiveLacks) {
    archive();
    std::vector<Fix> late = track_;
    for (Fix& fix : late) {
        fix.time += std::chrono::minutes{30};
    }
    late.erase(late.begin() + 7, late.end());
    send(ada_unit, late, 2);

    EXPECT_EQ(dropped(),
              "2018-01: 7 fixes of race line came after archive 1; reopen it and archive "
              "it again");
    connection_.execute("DELETE FROM race.track_chunk WHERE epoch = 2");
    connection_.execute("DELETE FROM race.unit_epoch WHERE epoch = 2");
    assign("3", bo_unit);
    EXPECT_EQ(dropped(), "2018-01: who wears what in race line has changed since archive 1; reopen "
                         "it and archive it again");
}

TEST_F(RetentionTest, KeepsEverythingWhenTheArchiveIsDamaged) {
    archive();
    connection_.run_script(
        "ALTER TABLE race.archive_part DISABLE TRIGGER USER;"
        "UPDATE race.archive_part SET content = '\\x00' WHERE name = 'acts.csv'");

    EXPECT_EQ(dropped(), "2018-01: an archive of race line is damaged; verify says where");
}

TEST_F(RetentionTest, DropsFixesAndKnowsThatItHadThem) {
    archive();
    const std::string numbers = ledgers();

    EXPECT_EQ(dropped(), std::to_string(fixes_));

    EXPECT_EQ(chunks(), 0);
    EXPECT_EQ(ledgers(), numbers);
    EXPECT_THAT(verified(), IsEmpty());
    EXPECT_THAT(months(), IsEmpty());
}

TEST_F(RetentionTest, TakesWhatIsSentAgainForADuplicate) {
    archive();
    ASSERT_EQ(dropped(), std::to_string(fixes_));
    const std::string numbers = ledgers();

    send(ada_unit, track_);
    turn(ada_unit, {batch_of(track_, 5, 33)});

    EXPECT_EQ(chunks(), 0);
    EXPECT_EQ(ledgers(), numbers) << "so its receipt says that all of it is stored";
    EXPECT_EQ(number("SELECT count(*) FROM race.unit_epoch WHERE disputed <> '{}'"), 0);
    EXPECT_THAT(verified(), IsEmpty());
}

TEST_F(RetentionTest, StoresWhatIsNewOfADroppedEpoch) {
    archive();
    ASSERT_EQ(dropped(), std::to_string(fixes_));
    const std::vector<Fix> more = walk(130);

    turn(spare_unit, {batch_of(more, 95, 30)});

    EXPECT_EQ(text("SELECT string_agg(concat_ws(' ', tableoid::regclass, first, n), ',') "
                   "FROM race.track_chunk"),
              "race.track_chunk_2018_01 100 25");
    EXPECT_THAT(verified(), IsEmpty());
    EXPECT_EQ(dropped(), "25");
    EXPECT_EQ(text("SELECT dropped::text FROM race.unit_epoch JOIN race.unit USING (unit_id) "
                   "WHERE serial = 'spare001'"),
              "{[0,125)}");
}

TEST_F(RetentionTest, LeavesTheRaceToItsArchive) {
    archive();
    ASSERT_EQ(dropped(), std::to_string(fixes_));
    second_passes(3);
    std::string csv;

    const auto exported = after::export_race(connection_, {line, after::ExportFormat::csv},
                                             [&](std::string_view bytes) { csv += bytes; });

    ASSERT_TRUE(exported) << exported.error();
    EXPECT_EQ(exported->fixes, fixes_ - 100);
    EXPECT_THAT(csv, HasSubstr("1,Ada,unitada1,primary,1,0,"));
    verify::Report report{[](const std::string&) {}};
    after::check_archives(connection_, line, report);
    EXPECT_EQ(report.faults(), 0U);
    EXPECT_EQ(report.counts.scored, 1U);
}

TEST_F(RetentionTest, ReopensARaceWithItsFixes) {
    archive();
    const std::string was = digest();
    const std::string before = passages();
    ASSERT_EQ(dropped(), std::to_string(fixes_));

    const auto reopened = after::reopen_race(connection_, line);
    ASSERT_TRUE(reopened) << reopened.error();
    second_passes(15);

    EXPECT_EQ(reopened->fixes, fixes_ - 100);
    EXPECT_EQ(digest(), was);
    EXPECT_EQ(passages(), before);
    EXPECT_THAT(verified(), IsEmpty());
    EXPECT_EQ(number("SELECT count(*) FROM race.unit_epoch WHERE dropped <> '{}'"), 1)
        << "of the unit that nobody wore";
}

TEST_F(RetentionTest, WaitsForNobodyForEver) {
    archive();
    database::Connection other{conninfo_};
    const database::Transaction reading{other};
    other.execute("SELECT FROM race.track_chunk LIMIT 1");

    EXPECT_EQ(dropped(), "2018-01: others were reading or writing it all the time, try again");
    EXPECT_GT(chunks(), 0);
}

TEST_F(RetentionTest, IsAProgramThatFirstSaysWhatItWouldDo) {
    const Ended off = run({"retention"});
    std::ofstream{settings_, std::ios::app} << "[retention]\nfixes_days = 30\n";
    const Ended waiting = run({"retention"});
    archive();
    const Ended dry = run({"retention", "--dry-run"});
    const std::int64_t chunks_then = chunks();
    const Ended done = run({"retention"});

    EXPECT_EQ(off.code, 2);
    EXPECT_THAT(off.said, HasSubstr("[retention] fixes_days is not set: everything is kept"));
    EXPECT_EQ(waiting.code, 1);
    EXPECT_THAT(waiting.said, HasSubstr("2018-01: kept: race line is not archived\n"));
    EXPECT_EQ(dry.code, 0) << dry.said;
    EXPECT_THAT(dry.said, HasSubstr("2018-01: would be dropped: " + std::to_string(fixes_)));
    EXPECT_GT(chunks_then, 0);
    EXPECT_EQ(done.code, 0) << done.said;
    EXPECT_THAT(done.said, HasSubstr("2018-01: dropped: " + std::to_string(fixes_)));
    EXPECT_EQ(chunks(), 0);
}

} // namespace
} // namespace lanterne::ingest
