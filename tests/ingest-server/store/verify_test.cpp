#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/verify/pages.hpp"
#include "ingest-server/verifying.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Epoch spare_epoch = 5;

/// A race of two units that was stored and scored, and a third unit that nobody wears: a hundred
/// fixes in chunks of ten, and three events.
class VerifyTest : public KeeperTest {
protected:
    VerifyTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        second_passes();
        turn(ada_unit, track_);
        turn(bo_unit, run_of(3.5));
        for (Sequence first = 0; first < 100; first += 10) {
            turn(spare_unit, {batch_of(spare_track, first, 10, spare_epoch)});
        }
        for (Sequence number = 0; number < 3; ++number) {
            store_event(number);
        }
        second_passes(6);
    }

    void store_event(Sequence number) {
        const wire::Event event{.epoch = spare_epoch,
                                .number = number,
                                .time = line_race_dawn,
                                .body = wire::Lost{spare_epoch, {200 + number, 201 + number}}};
        const Arrival arrival{spare_unit, event, wire::encode(event).value()};
        database::Transaction transaction{connection_};
        store_arrivals(connection_, {&arrival, 1}, wall_, [&](const UnitSerial&) { return wall_; });
        transaction.commit();
    }

    void verify(const std::optional<Slug>& race = std::nullopt) {
        lines_.clear();
        report_.emplace([this](const std::string& text) { lines_.push_back(text); });
        verify_store(connection_, race, wall_, *report_);
    }

    /// The kinds of the faults, in the order in which they were found.
    std::vector<std::string> kinds() const {
        std::vector<std::string> kinds;
        for (const std::string& text : lines_) {
            kinds.push_back(text.substr(0, text.find(':')));
        }
        return kinds;
    }

    const UnitSerial spare_unit = *UnitSerial::from("spare001");
    const std::vector<Fix> spare_track = walk(100);
    std::vector<std::string> lines_;
    std::optional<verify::Report> report_;
};

TEST_F(VerifyTest, FindsASoundStoreSound) {
    verify();

    EXPECT_THAT(lines_, IsEmpty());
    EXPECT_TRUE(report_->is_whole());
    EXPECT_EQ(report_->faults(), 0U);
    EXPECT_EQ(verify::summary(*report_),
              "3 units, 3 epochs, " +
                  std::to_string(number("SELECT count(*) FROM race.track_chunk")) +
                  " chunks with " +
                  std::to_string(track_.size() + run_of(3.5).size() + spare_track.size()) +
                  " fixes, 3 declared lost, 100 owed, 3 events; 1 races, 1 of them scored anew: "
                  "0 faults");
}

struct Spoilt {
    std::string name;
    std::string sql;
    std::vector<std::string> kinds;
    std::string words; ///< of the first fault
};

void PrintTo(const Spoilt& spoilt, std::ostream* out) { *out << spoilt.sql; }

class SpoiltStore : public VerifyTest, public ::testing::WithParamInterface<Spoilt> {};

TEST_P(SpoiltStore, IsFoundOut) {
    const Spoilt& spoilt = GetParam();
    connection_.run_script(spoilt.sql);

    verify();

    EXPECT_EQ(kinds(), spoilt.kinds) << testing::PrintToString(lines_);
    ASSERT_FALSE(lines_.empty());
    EXPECT_THAT(lines_.front(), HasSubstr(spoilt.words));
}

const std::string of_spare = " WHERE epoch = 5 ";

const std::vector<Spoilt> what_units_sent{
    {"NotReceived",
     "UPDATE race.unit_epoch SET received = '{[0,40),[43,50),[51,100)}'" + of_spare,
     {"chunk-not-received"},
     "numbers 40 to 42, 50 are in a chunk, and not received"},
    {"Missing",
     "DELETE FROM race.track_chunk" + of_spare + "AND first % 20 = 0",
     {"chunk-missing"},
     "unit spare001, epoch 5: numbers 0 to 9, 20 to 29, 40 to 49 and 2 runs more are received, "
     "and in no chunk"},
    {"Unreadable",
     "UPDATE race.track_chunk SET payload = '\\x00'" + of_spare + "AND first = 20",
     {"chunk-unreadable"},
     "chunk 20: its 1 bytes cannot be read"},
    {"Time",
     "UPDATE race.track_chunk SET last_time = last_time + interval '1 s'" + of_spare +
         "AND first = 20",
     {"chunk-key"},
     "epoch 5, 10 fixes from number 20 on"},
    {"OthersPayload",
     "UPDATE race.track_chunk c SET payload = d.payload FROM race.track_chunk d "
     "WHERE c.epoch = 5 AND c.first = 20 AND d.epoch = 5 AND d.first = 30",
     {"chunk-key"},
     "10 fixes from number 30 on"},
    {"Count",
     "UPDATE race.track_chunk SET n = 9" + of_spare + "AND first = 20",
     {"chunk-key", "chunk-missing"},
     "the row says 9 fixes"},
    {"Marks",
     "UPDATE race.track_chunk SET implausible = '{0,10}'" + of_spare + "AND first = 20",
     {"chunk-marks"},
     "2 marks of implausible fixes, the last of fix 10; right would be: each fix once, "
     "ascending, below 10"},
    {"UnknownEpoch",
     "INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time, last_time, "
     "                              payload) "
     "SELECT month, unit_id, 6, first, n, first_time, last_time, payload FROM race.track_chunk" +
         of_spare,
     {"chunk-astray"},
     "unit spare001 (id 3), epoch 6: 10 chunks in month 2018-01-01; right would be: none"},
    {"OtherMonth",
     "UPDATE race.track_chunk SET month = '2018-02-01'" + of_spare + "AND first = 20",
     {"chunk-missing", "chunk-astray"},
     "numbers 20 to 29 are received, and in no chunk"},
    {"DefaultPartition",
     "UPDATE race.track_chunk SET month = '2017-05-01'" + of_spare +
         "; UPDATE race.unit_epoch SET month = '2017-05-01'" + of_spare,
     {"chunk-default"},
     "race.track_chunk_default: 10 chunks lie there"},
    {"ReceivedAndLost",
     "UPDATE race.unit_epoch SET lost = '{[99,102)}'" + of_spare,
     {"received-and-lost"},
     "numbers 99 are both received and declared lost"},
    {"Disputed",
     "UPDATE race.unit_epoch SET disputed = '{[99,102)}'" + of_spare,
     {"disputed-not-received"},
     "numbers 100 to 101 are disputed and not received"},
    {"EventNotNoted",
     "UPDATE race.unit_epoch SET events = '{[0,2)}'" + of_spare,
     {"event-not-noted"},
     "events 2 are stored"},
    {"EventMissing",
     "DELETE FROM race.unit_event WHERE number = 1",
     {"event-missing"},
     "numbers 1 are noted"},
    {"EventGap",
     "DELETE FROM race.unit_event WHERE number = 1; "
     "UPDATE race.unit_epoch SET events = '{[0,1),[2,3)}'" +
         of_spare,
     {"event-gap"},
     "events 1 never came"},
    {"EventTime",
     "UPDATE race.unit_event SET at = at + interval '1 s' WHERE number = 1",
     {"event-key"},
     "event 1, at 2018-"},
    {"EventUnreadable",
     "UPDATE race.unit_event SET payload = '\\x' WHERE number = 1",
     {"event-key"},
     "a payload of 0 bytes that can be read"},
    {"EventOfUnknownEpoch",
     "UPDATE race.unit_event SET epoch = 6 WHERE number = 2; "
     "UPDATE race.unit_epoch SET events = '{[0,2)}'" +
         of_spare,
     {"event-astray"},
     "unit spare001, epoch 6: 1 events"}};

const std::vector<Spoilt> what_was_scored{
    {"RaceEvent",
     "DELETE FROM race.race_event WHERE number = 2",
     {"race-event"},
     "race line: 5 race events with numbers 1 to 6; right would be: each number from 1 to 6 once"},
    {"RaceEventBehindTheLast",
     "UPDATE race.race_state SET last_event = 5",
     {"race-event"},
     "each number from 1 to 5 once"},
    {"PassageTwice",
     "DROP INDEX race.passage_current; "
     "INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms, source) "
     "SELECT race_id, entry_id, point, leg, lap, at, standard_error_ms, source "
     "  FROM race.passage JOIN plan.entry USING (race_id, entry_id) "
     " WHERE bib = '2' AND point = 'half'",
     {"passage-twice"},
     "race line, bib 2: 2 current passages at half, lap 1; right would be: one"},
    {"PassageRevision",
     "INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms, source, "
     "                          revision, current) "
     "SELECT race_id, entry_id, point, leg, lap, at, standard_error_ms, source, 3, false "
     "  FROM race.passage JOIN plan.entry USING (race_id, entry_id) "
     " WHERE bib = '2' AND point = 'half'",
     {"passage-revision", "result"},
     "revision 0 of the passage at half, lap 1 is current; right would be: revision 3"},
    {"Version",
     "UPDATE race.standing SET version = 1000",
     {"version"},
     "race line: a row of race.standing of version 1000; right would be: at most"},
    {"NoState",
     "DELETE FROM race.race_state; DELETE FROM race.race_event; DELETE FROM race.ranking; "
     "DELETE FROM race.forecast",
     {"version", "note"},
     "none, the race has no state"},
    {"Passage",
     "UPDATE race.passage p SET at = at - interval '250 ms' FROM plan.entry e "
     "WHERE p.entry_id = e.entry_id AND bib = '1' AND point = 'half'",
     {"result"},
     "bib 1, half, lap 1: 2018-"},
    {"Digest",
     "UPDATE race.race_state SET digest = 'other'",
     {"digest"},
     "race line: the digest is other; right would be: "}};

std::string name_of(const ::testing::TestParamInfo<Spoilt>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(ByWhatUnitsSent, SpoiltStore, ::testing::ValuesIn(what_units_sent),
                         name_of);
INSTANTIATE_TEST_SUITE_P(ByWhatWasScored, SpoiltStore, ::testing::ValuesIn(what_was_scored),
                         name_of);

TEST_F(VerifyTest, FindsARowOfAnotherRacesEntry) {
    exchange::FolderFiles files = line_race("bib,name,sex,birth_year,category,wave,team,unit\n"
                                            "77,Dot,female,1990,,all,,\n");
    std::string& toml = files.at("race.toml");
    toml.replace(toml.find("slug = \"line\""), 13, "slug = \"other\"");
    import_folder(files);
    connection_.run_script("UPDATE race.passage SET entry_id = (SELECT entry_id FROM plan.entry "
                           "WHERE bib = '77'), current = false "
                           "WHERE point = 'half' AND entry_id = (SELECT entry_id FROM plan.entry "
                           "WHERE bib = '2' AND race_id = 1)");

    verify(line);

    EXPECT_THAT(kinds(), ElementsAre("wrong-race", "result"));
    EXPECT_THAT(lines_.front(), HasSubstr("race line, bib 77: 1 rows of race.passage of an entry "
                                          "of another race; right would be: none"));
}

TEST_F(VerifyTest, FindsANumberInTwoChunks) {
    const wire::Bytes payload = bytes_of(batch_of(spare_track, 5, 3, spare_epoch));
    connection_.execute(
        R"(INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time, last_time,
                                         payload)
           SELECT month, unit_id, epoch, 5, 3, $1, $2, $3
             FROM race.unit_epoch WHERE epoch = 5)",
        database::Parameters{}
            .add(spare_track[5].time)
            .add(spare_track[7].time)
            .add(std::span<const std::byte>{payload}));

    verify();

    EXPECT_THAT(lines_,
                ElementsAre("chunk-overlap: unit spare001, epoch 5, chunk 5: numbers 5 to 7 are in "
                            "a chunk before it too; right would be: each number is in one chunk"));
}

TEST_F(VerifyTest, ReadsEveryPage) {
    const std::size_t chunks = 2 * verify::page_rows + 1;
    const auto journal = walk(chunks);
    std::vector<wire::Batch> batches;
    for (Sequence first = 0; first < chunks; ++first) {
        batches.push_back(batch_of(journal, first, 1, 9));
    }
    turn(spare_unit, batches);
    connection_.run_script("UPDATE race.track_chunk SET n = 2 WHERE epoch = 9 AND first = 400");

    verify();

    EXPECT_THAT(kinds(), ElementsAre("chunk-key", "chunk-not-received"));
    EXPECT_EQ(report_->counts.chunks,
              static_cast<std::size_t>(number("SELECT count(*) FROM race.track_chunk")));
}

TEST_F(VerifyTest, DoesNotCallItAFaultThatScoringIsStillToCome) {
    connection_.run_script(
        "INSERT INTO race.rescore_due (race_id, entry_id) SELECT race_id, entry_id "
        "FROM plan.entry WHERE bib = '1'; UPDATE race.race_state SET digest = 'other'");
    verify();
    EXPECT_THAT(lines_, ElementsAre("note: race line is not scored anew: 1 entries wait to be "
                                    "scored anew"));

    connection_.run_script("DELETE FROM race.rescore_due; UPDATE race.race_state SET engine = '1'");
    verify();
    EXPECT_THAT(lines_, ElementsAre(HasSubstr("engine 1 scored it, this is ")));

    connection_.run_script("UPDATE race.race_state SET engine = NULL, digest = NULL");
    verify();
    EXPECT_THAT(lines_, ElementsAre(HasSubstr("it has no results yet")));
    EXPECT_EQ(report_->faults(), 0U);
    EXPECT_TRUE(report_->is_whole());
}

TEST_F(VerifyTest, SaysWhatItCouldNotLookAt) {
    verify(Slug::from("nowhere"));
    EXPECT_THAT(lines_, ElementsAre("not looked at: nowhere: there is no such race"));
    EXPECT_FALSE(report_->is_whole());

    connection_.run_script("UPDATE plan.race_file SET content = 'no toml [' "
                           "WHERE name = 'race.toml'");
    verify();
    EXPECT_THAT(lines_, ElementsAre(HasSubstr("not looked at: the results of line: race.toml:1")));
    EXPECT_FALSE(report_->is_whole());
    EXPECT_THAT(verify::summary(*report_), HasSubstr("0 faults; not all could be looked at"));
}

TEST_F(VerifyTest, SaysHowManyOfWhichKind) {
    connection_.run_script("UPDATE race.track_chunk SET payload = '\\x00' WHERE epoch = 5 AND "
                           "first < 30; UPDATE race.race_state SET digest = 'other'");

    verify(line);

    EXPECT_THAT(verify::summary(*report_), HasSubstr(": 4 faults (3 chunk-unreadable, 1 digest)"));
}

} // namespace
} // namespace lanterne::ingest
