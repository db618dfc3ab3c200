#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/after/archive_check.hpp"
#include "ingest-server/after/archiving.hpp"
#include "ingest-server/after/reopening.hpp"
#include "ingest-server/publishing.hpp"
#include "ingest-server/rescoring.hpp"
#include "ingest-server/verifying.hpp"
#include "tests/ingest-server/store/after_fixture.hpp"
#include "web-api/acts/act_store.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ArchivingTest : public AfterTest {
protected:
    ArchivingTest() { run_race(); }

    void publish_as(const std::string& state) {
        const auto published =
            publish(connection_, {.race = line, .state = state, .who = "Jana", .why = "the end"});
        ASSERT_TRUE(published) << published.error();
    }

    void publish_official() {
        publish_as("provisional");
        publish_as("official");
    }

    std::string archived() {
        const auto done = after::archive_race(connection_, line, wall_);
        if (!done) {
            return done.error();
        }
        return fmt::format("{} {}", done->is_new ? "new" : "again", done->archive.number);
    }

    void give(const plan::ActBody& body) {
        const exchange::GivenAct act{.effective = wall_, .body = body};
        ASSERT_TRUE(web::give_acts(
            connection_,
            connection_.execute("SELECT race_id FROM plan.race").get<std::int32_t>(0, 0), "line",
            {&act, 1}, {"Jana", "a test"}, wall_));
        second_passes(6);
    }

    /// Lines of archive --check.
    std::vector<std::string> checked() {
        std::vector<std::string> lines;
        verify::Report report{[&](const std::string& text) { lines.push_back(text); }};
        after::check_archives(connection_, line, report);
        faults_ = report.faults();
        return lines;
    }

    std::vector<std::string> verified() {
        std::vector<std::string> lines;
        verify::Report report{[&](const std::string& text) { lines.push_back(text); }};
        verify_store(connection_, line, wall_, report);
        return lines;
    }

    void break_in(const std::string& sql) {
        connection_.run_script("ALTER TABLE race.archive_part DISABLE TRIGGER USER;" + sql +
                               ";ALTER TABLE race.archive_part ENABLE TRIGGER USER");
    }

    std::size_t faults_ = 0;
};

TEST_F(ArchivingTest, FreezesARaceThatIsOver) {
    publish_official();

    EXPECT_EQ(archived(), "new 1");
    second_passes(3);

    EXPECT_THAT(keeper_.races(), IsEmpty());
    EXPECT_EQ(text("SELECT concat_ws(' ', number, digest, publication, fixes) FROM race.archive"),
              fmt::format("1 {} 2 {}", digest(), track_.size() + run_of(3.5).size()));
    EXPECT_EQ(
        text("SELECT string_agg(name, ' ' ORDER BY name) FROM race.archive_part"),
        "acts.csv assignments.csv chunks/unitada1 chunks/unitbo01 clock.csv epochs.csv format "
        "publication.csv publication.json publication.txt race/entries.csv race/race.toml "
        "race/run.gpx");
    EXPECT_THAT(verified(), IsEmpty());
    EXPECT_THAT(checked(), ElementsAre(HasSubstr("digest " + digest())));
    EXPECT_EQ(faults_, 0U);
}

TEST_F(ArchivingTest, NeedsNothingButItselfToBeScoredAnew) {
    give(plan::Rule{.bib = *Bib::from("1"), .status = plan::Ruled::disqualified, .article = "4.2"});
    publish_official();
    ASSERT_EQ(archived(), "new 1");
    const std::string was = digest();

    connection_.run_script("DELETE FROM race.track_chunk; DELETE FROM plan.assignment;"
                           "UPDATE plan.entry SET category = '', team = 'else';"
                           "DELETE FROM plan.race_file");

    EXPECT_THAT(checked(), ElementsAre(HasSubstr("1 acts, digest " + was)));
    EXPECT_EQ(faults_, 0U);
}

TEST_F(ArchivingTest, HoldsTheBatchesAsTheyCame) {
    publish_official();
    ASSERT_EQ(archived(), "new 1");

    const auto content =
        connection_.execute("SELECT content FROM race.archive_part WHERE name = 'chunks/unitada1'")
            .get<std::vector<std::byte>>(0, 0);
    const auto first = bytes_of(batch_of(track_, 0, 10));

    ASSERT_GT(content.size(), 12 + first.size());
    EXPECT_TRUE(std::equal(first.begin(), first.end(), content.begin() + 12));
}

TEST_F(ArchivingTest, HoldsNoNames) {
    publish_official();
    ASSERT_EQ(archived(), "new 1");

    EXPECT_EQ(number("SELECT count(*) FROM race.archive_part WHERE content LIKE '%Ada%'::bytea "
                     "OR content LIKE '%Cleo%'::bytea"),
              0);
}

TEST_F(ArchivingTest, SaysWhyARaceIsNotOver) {
    EXPECT_EQ(archived(), "line: its results are not published; publish them as official, amended "
                          "or annulled first; nothing was archived");
    publish_as("provisional");
    EXPECT_EQ(archived(), "line: its results are provisional; publish them as official, amended or "
                          "annulled first; nothing was archived");
    publish_as("official");
    connection_.execute("INSERT INTO race.rescore_due (race_id, entry_id) "
                        "SELECT race_id, entry_id FROM plan.entry WHERE bib = '2'");
    EXPECT_EQ(archived(), "line: 1 entries wait to be scored anew; let the ingest do it; nothing "
                          "was archived");
    EXPECT_EQ(number("SELECT count(*) FROM race.archive_part"), 0);
    EXPECT_EQ(after::archive_race(connection_, *Slug::from("nowhere"), wall_).error(),
              "nowhere: there is no such race");
}

TEST_F(ArchivingTest, WaitsForWhoIsOnTheWay) {
    assign("3", *UnitSerial::from("unitcleo"));
    second_passes();
    std::vector<Fix> half = run_of(3);
    half.erase(half.begin() + static_cast<std::ptrdiff_t>(half.size() / 2), half.end());
    send(*UnitSerial::from("unitcleo"), half);
    second_passes(6);
    publish_official();

    EXPECT_THAT(archived(), HasSubstr("it is not over: bibs 3 are on the way, and a fix came"));
    wall_ += after::quiet_before_archive;
    EXPECT_EQ(archived(), "new 1");
}

TEST_F(ArchivingTest, RefusesResultsThatAreNotThoseThatWerePublished) {
    publish_official();
    give(plan::Rule{.bib = *Bib::from("1"), .status = plan::Ruled::disqualified, .article = "4.2"});

    EXPECT_THAT(archived(), HasSubstr("finds other results"));
    publish_as("amended");
    EXPECT_EQ(archived(), "new 1");
}

TEST_F(ArchivingTest, RefusesResultsThatTheStoreDoesNotGive) {
    publish_official();
    connection_.execute("UPDATE race.passage SET at = at + interval '5 s' WHERE current "
                        "AND point = 'half'");

    EXPECT_THAT(archived(), HasSubstr("scoring anew finds it otherwise (bib 1, half"));
}

TEST_F(ArchivingTest, IsTriedAgainWhenSomebodyWasQuicker) {
    publish_official();
    database::Connection other{conninfo_};

    const auto done = after::archive_race(connection_, line, wall_, [&](std::size_t, std::size_t) {
        other.execute("UPDATE race.race_state SET version = version + 1");
    });

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error(),
              "line: it changed while it was archived; nothing was archived, try again");
    EXPECT_EQ(number("SELECT count(*) FROM race.archive_part"), 0);
    EXPECT_EQ(archived(), "new 1");
}

TEST_F(ArchivingTest, IsNeverChanged) {
    publish_official();
    ASSERT_EQ(archived(), "new 1");

    for (const std::string sql :
         {"UPDATE race.archive SET digest = ''", "DELETE FROM race.archive_part",
          "TRUNCATE race.archive, race.archive_part", "DELETE FROM race.archive"}) {
        EXPECT_THROW(connection_.execute(sql), database::StatementFailed) << sql;
    }
}

TEST_F(ArchivingTest, DamageIsFoundOut) {
    publish_official();
    ASSERT_EQ(archived(), "new 1");
    break_in("UPDATE race.archive_part SET content = set_byte(content, 400, "
             "get_byte(content, 400) # 1) WHERE name = 'race/run.gpx'");

    EXPECT_THAT(verified(),
                ElementsAre(HasSubstr("race line, archive 1: part 0 of race/run.gpx has sha256")));
    EXPECT_THAT(checked(), Contains(HasSubstr("part 0 of race/run.gpx has sha256")));

    break_in("UPDATE race.archive_part SET sha256 = sha256(content)");
    EXPECT_THAT(verified(), ElementsAre(HasSubstr("it has 13 parts with")));
    break_in("DELETE FROM race.archive_part WHERE name = 'acts.csv'");
    EXPECT_THAT(verified(), ElementsAre(HasSubstr("it has 12 parts with")));
    EXPECT_THAT(checked(), Contains(HasSubstr("right would be: files that can be read")));
}

TEST_F(ArchivingTest, ForgedFixesAreFoundOutByScoringThem) {
    publish_official();
    ASSERT_EQ(archived(), "new 1");
    connection_.run_script("ALTER TABLE race.archive DISABLE TRIGGER USER");
    break_in("UPDATE race.archive_part p SET content = q.content, sha256 = q.sha256 "
             "FROM race.archive_part q WHERE q.name = 'chunks/unitbo01' "
             "AND p.name = 'chunks/unitada1'");

    EXPECT_THAT(checked(), Contains(HasSubstr("digest: race line, archive 1: scored anew its "
                                              "digest is")));
}

TEST_F(ArchivingTest, KeepsWhatComesLaterAndScoresItNot) {
    publish_official();
    ASSERT_EQ(archived(), "new 1");
    second_passes(2);
    const std::string before = passages();

    std::vector<Fix> more = run_of(4);
    for (Fix& fix : more) {
        fix.time += std::chrono::minutes{30};
    }
    more.erase(more.begin() + 40, more.end());
    send(ada_unit, more, 2);
    give(plan::Rule{.bib = *Bib::from("1"), .status = plan::Ruled::disqualified, .article = "4.2"});
    assign("3", bo_unit);
    second_passes(6);

    EXPECT_EQ(passages(), before);
    EXPECT_EQ(number("SELECT count(*) FROM race.track_chunk WHERE epoch = 2"), 4);
    EXPECT_EQ(number("SELECT count(*) FROM race.rescore_due"), 0);
    EXPECT_THAT(verified(), IsEmpty());
    EXPECT_THAT(checked(),
                ElementsAre(HasSubstr("digest"),
                            "note: 40 fixes came after race line, archive 1; reopen and archive to "
                            "score them",
                            "note: 1 acts were given after race line, archive 1; reopen and "
                            "archive to count them",
                            "note: who wears what has changed since race line, archive 1; reopen "
                            "and archive to score it"));
    EXPECT_EQ(
        publish(connection_, {.race = line, .state = "amended", .who = "J", .why = "w"}).error(),
        "line: it is archived, as number 1; reopen it first; nothing was published");
    EXPECT_EQ(rescore_from_store(connection_, line, wall_).error(),
              "line: it is archived, as number 1; archive --check scores it anew from there");
}

TEST_F(ArchivingTest, IsCorrectedByTheNextArchive) {
    publish_official();
    ASSERT_EQ(archived(), "new 1");
    second_passes(2);
    EXPECT_THAT(archived(), HasSubstr("it is archived, as number 1; reopen it to correct it"));

    ASSERT_EQ(after::reopen_race(connection_, line)->number, 1);
    second_passes(6);
    EXPECT_EQ(archived(), "again 1") << "nothing changed";
    ASSERT_TRUE(after::reopen_race(connection_, line));
    second_passes(6);
    give(plan::Rule{.bib = *Bib::from("1"), .status = plan::Ruled::disqualified, .article = "4.2"});
    second_passes(15); // whose race was taken away waits ten seconds before it takes it again
    publish_as("amended");
    EXPECT_EQ(archived(), "new 2");

    EXPECT_THAT(checked(), ElementsAre(HasSubstr("archive 1"), HasSubstr("archive 2")));
    EXPECT_EQ(faults_, 0U);
    EXPECT_EQ(number("SELECT count(DISTINCT digest) FROM race.archive"), 2);
    EXPECT_THAT(verified(), IsEmpty());
}

TEST_F(ArchivingTest, ReopensOnlyWhatIsArchived) {
    EXPECT_EQ(after::reopen_race(connection_, line).error(),
              "line: it is not archived; nothing was reopened");
}

TEST_F(ArchivingTest, IsAProgram) {
    const Ended refused = run({"archive", "line"});
    publish_official();
    const Ended done = run({"archive", "line"});
    const Ended check = run({"archive", "line", "--check"});
    const Ended reopened = run({"archive", "line", "--reopen"});

    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(done.code, 0) << done.said;
    EXPECT_THAT(done.said, HasSubstr("line: archive 1 is made\n"));
    EXPECT_THAT(done.said, HasSubstr("digest " + digest()));
    EXPECT_EQ(check.code, 0) << check.said;
    EXPECT_THAT(check.said, HasSubstr("line: 1 archives, 1 of them scored anew: 0 faults\n"));
    EXPECT_EQ(reopened.code, 0) << reopened.said;
    EXPECT_EQ(run({"archive", "line", "--check", "--reopen"}).code, 2);
}

} // namespace
} // namespace lanterne::ingest
