#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/after/archiving.hpp"
#include "ingest-server/after/compacting.hpp"
#include "ingest-server/after/joining.hpp"
#include "ingest-server/moment.hpp"
#include "ingest-server/publishing.hpp"
#include "ingest-server/rescoring.hpp"
#include "ingest-server/verifying.hpp"
#include "tests/ingest-server/store/after_fixture.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t n = 10;
const std::vector<Fix> journal = walk(400);

after::OldChunk chunk(Sequence first, std::size_t count = n,
                      UtcTime received = line_race_dawn + minutes{30}) {
    return {.batch = batch_of(journal, first, count), .bytes = 0, .received = received};
}

std::vector<std::size_t> lengths(const std::vector<after::OldChunk>& chunks) {
    std::vector<std::size_t> lengths;
    for (const after::Joined& joined : after::join(chunks)) {
        lengths.push_back(joined.batch.fixes.size());
    }
    return lengths;
}

TEST(Joining, FillsChunksOfSixty) {
    std::vector<after::OldChunk> chunks;
    for (Sequence first = 0; first < 130; first += n) {
        chunks.push_back(chunk(first));
    }

    const auto joined = after::join(chunks);

    ASSERT_THAT(joined, SizeIs(2)) << "and the thirteenth stays as it is";
    EXPECT_EQ(joined[1].first, 6U);
    EXPECT_EQ(joined[1].count, 6U);
    EXPECT_EQ(joined[1].batch, batch_of(journal, 60, 60));
    EXPECT_EQ(wire::decode_batch(joined[1].payload), joined[1].batch);
}

TEST(Joining, StopsAtTheLimitAndNotOneFixBefore) {
    EXPECT_THAT(lengths({chunk(0, 59), chunk(59, 1)}), ElementsAre(60));
    EXPECT_THAT(lengths({chunk(0, 59), chunk(59, 2)}), IsEmpty());
}

TEST(Joining, JoinsNothingAcrossAHole) {
    EXPECT_THAT(lengths({chunk(0), chunk(11), chunk(21)}), ElementsAre(20));
}

TEST(Joining, KeepsApartWhatArrivedFarApart) {
    const UtcTime then = line_race_dawn + minutes{30};

    EXPECT_THAT(lengths({chunk(0, n, then), chunk(10, n, then + after::max_received_apart)}),
                ElementsAre(20));
    EXPECT_THAT(lengths({chunk(0, n, then),
                         chunk(10, n, then + after::max_received_apart + Milliseconds{1})}),
                IsEmpty());
    EXPECT_EQ(
        after::join(std::vector{chunk(0, n, then), chunk(10, n, then - minutes{1})}).at(0).received,
        then);
}

TEST(Joining, LeavesAloneWhatCouldNotBe) {
    auto odd = chunk(10);
    odd.is_plausible = false;

    EXPECT_THAT(lengths({chunk(0), odd, chunk(20)}), IsEmpty());
}

TEST(Joining, AsksEveryClock) {
    const plan::RehearsalClock behind{
        .wall_start = line_race_dawn + minutes{30}, .race_start = line_race_dawn, .rate = 1};
    const std::vector<Fix> fixes{journal.back()}; // 399 s after dawn
    const UtcTime received = line_race_dawn + minutes{30};

    EXPECT_TRUE(after::is_plausible_by(fixes, received, std::vector<after::RehearsalClock>(1)));
    EXPECT_FALSE(
        after::is_plausible_by(fixes, received, std::vector<after::RehearsalClock>{{}, behind}));
}

class CompactingTest : public AfterTest {
protected:
    CompactingTest() { run_race(); }

    after::Compacted compact() {
        return after::compact(connection_, after::epochs_of_month(connection_, "2018-01"));
    }

    std::vector<std::string> faults() {
        std::vector<std::string> lines;
        verify::Report report{[&](const std::string& text) { lines.push_back(text); }};
        verify_store(connection_, line, wall_, report);
        return lines;
    }

    std::string rescored() {
        const auto rescoring = rescore_from_store(connection_, line, wall_);
        return rescoring && rescoring->is_same() ? rescoring->digest : "not the same";
    }

    std::string ledgers() {
        return text("SELECT string_agg(concat_ws(' ', unit_id, epoch, received, lost, disputed), "
                    "';' ORDER BY unit_id, epoch) FROM race.unit_epoch");
    }

    std::int64_t chunks() { return number("SELECT count(*) FROM race.track_chunk"); }
};

TEST_F(CompactingTest, LeavesEveryFixAndEveryResultAsItWas) {
    const std::string before = rescored();
    const std::string numbers = ledgers();
    const auto chunks_before = static_cast<std::size_t>(chunks());

    const after::Compacted done = compact();

    EXPECT_EQ(before, digest());
    EXPECT_EQ(rescored(), before);
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_EQ(ledgers(), numbers);
    EXPECT_EQ(done.epochs, 2U);
    EXPECT_EQ(done.fixes, track_.size() + run_of(3.5).size());
    EXPECT_EQ(done.chunks_before, chunks_before);
    EXPECT_EQ(static_cast<std::int64_t>(done.chunks_after), chunks());
    EXPECT_EQ(done.chunks_after, (track_.size() + 59) / 60 + (run_of(3.5).size() + 59) / 60);
    EXPECT_EQ(static_cast<std::int64_t>(done.bytes_after),
              number("SELECT sum(length(payload)) FROM race.track_chunk"));
    EXPECT_LT(done.bytes_after, done.bytes_before);
    EXPECT_EQ(compact().bytes_after, done.bytes_after) << "once more changes nothing";
}

TEST_F(CompactingTest, StillKnowsEachFixThatComesAgain) {
    compact();
    const std::string numbers = ledgers();
    auto other = batch_of(track_, 30, 7);
    other.fixes[3].position.latitude.e6 += 1;

    turn(ada_unit, {batch_of(track_, 55, 10)});
    EXPECT_EQ(ledgers(), numbers);
    turn(ada_unit, {other});

    EXPECT_EQ(text("SELECT disputed::text FROM race.unit_epoch WHERE disputed <> '{}'"),
              "{[33,34)}");
    EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(CompactingTest, GivesTheDiskBackWhatItSaved) {
    const UnitSerial spare = *UnitSerial::from("spare001");
    const std::vector<Fix> day = walk(20'000);
    for (Sequence first = 0; first < day.size(); first += 1'000) {
        send(spare,
             {day.begin() + static_cast<std::ptrdiff_t>(first),
              day.begin() + static_cast<std::ptrdiff_t>(first) + 1'000},
             static_cast<Epoch>(first));
    }
    const std::int64_t before = after::bytes_on_disk(connection_);
    const auto epochs = after::epochs_of_month(connection_, "2018-01");

    after::compact(connection_, epochs);
    after::rewrite_partitions(connection_, epochs);

    const std::int64_t after = after::bytes_on_disk(connection_);
    EXPECT_LT(after, before * 4 / 5) << before;
    EXPECT_THAT(faults(), IsEmpty());
}

/// Random bounds, random arrival, some of it in the future.
TEST_F(CompactingTest, ChangesNothingWhateverTheDelivery) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    assign("3", *UnitSerial::from("unitcleo"));
    second_passes();
    std::vector<Fix> odd = run_of(4.5);
    for (int i = 0; i < 5; ++i) {
        odd[random() % odd.size()].time = wall_ + std::chrono::hours{1};
        odd[random() % odd.size()].position.latitude.e6 += 2'000'000;
    }
    for (const wire::Batch& batch : any_delivery(odd, random)) {
        wall_ += seconds{random() % 90};
        turn(*UnitSerial::from("unitcleo"), {batch});
    }
    second_passes(6);
    const std::string before = rescored();

    compact();

    EXPECT_EQ(before, digest());
    EXPECT_EQ(rescored(), before);
    EXPECT_THAT(faults(), IsEmpty());
}

/// The program, on a race that is archived.
class CompactProgram : public CompactingTest {
protected:
    void archive() {
        for (const char* state : {"provisional", "official"}) {
            ASSERT_TRUE(publish(connection_,
                                {.race = line, .state = state, .who = "Jana", .why = "the end"}));
        }
        ASSERT_TRUE(after::archive_race(connection_, line, wall_));
    }

    /// After the archive: as scoring it from the chunks finds.
    std::string from_chunks() {
        const Moment moment{connection_};
        return rescore_within(connection_, line, wall_)->digest;
    }
};

TEST_F(CompactProgram, WaitsForTheArchive) {
    const Ended early = run({"compact", "line"});
    const std::int64_t before = chunks();
    archive();
    const Ended done = run({"compact", "line", "--rewrite"});

    EXPECT_EQ(early.code, 1);
    EXPECT_THAT(early.said, HasSubstr("2 epochs stay as they are until these races are archived: "
                                      "line\n"));
    EXPECT_EQ(done.code, 0) << done.said;
    EXPECT_THAT(done.said,
                HasSubstr(fmt::format("line: {} fixes of 2 epochs in {} chunks, were {}\n",
                                      track_.size() + run_of(3.5).size(), chunks(), before)));
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_EQ(from_chunks(), digest());
    EXPECT_EQ(run({"archive", "line", "--check"}).code, 0);
}

TEST_F(CompactProgram, TakesAMonth) {
    send(*UnitSerial::from("spare001"), walk(100));
    archive();

    EXPECT_THAT(run({"compact", "--month", "2018-01"}).said, HasSubstr("fixes of 3 epochs"));
    EXPECT_THAT(run({"compact", "--month", "2018-02"}).said, HasSubstr("0 fixes of 0 epochs"));
    EXPECT_EQ(run({"compact", "--month", "2018-13"}).said,
              "lanterne-ingest: --month is YYYY-MM, not '2018-13'\n");
    EXPECT_EQ(run({"compact"}).said, "lanterne-ingest: compact wants a race or --month YYYY-MM\n");
    EXPECT_EQ(run({"compact", "nowhere"}).said,
              "lanterne-ingest: nowhere: there is no such race\n");
}

TEST_F(CompactProgram, KilledInTheMiddleDoesNoHarm) {
    archive();
    const std::string numbers = ledgers();
    const std::string was = digest();
    database::Connection other{conninfo_};
    std::optional<database::Transaction> in_the_way{other};
    other.execute("SELECT FROM race.track_chunk WHERE unit_id = (SELECT unit_id FROM race.unit "
                  "WHERE serial = 'unitbo01') FOR UPDATE");

    support::ChildProcess program{{.words = words({"compact", "line"})}};
    const bool waits = support::wait_until([&] {
        return number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                      "AND query LIKE '%DELETE FROM race.track_chunk%' "
                      "AND datname = current_database()") == 1;
    });
    program.kill9();
    in_the_way.reset();

    ASSERT_TRUE(waits) << "it was within the second epoch's transaction";
    EXPECT_EQ(number("SELECT count(*) FROM race.track_chunk WHERE n = 60 AND unit_id = (SELECT "
                     "unit_id FROM race.unit WHERE serial = 'unitbo01')"),
              0);
    EXPECT_GT(number("SELECT count(*) FROM race.track_chunk WHERE n = 60"), 0);
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_EQ(ledgers(), numbers);
    EXPECT_EQ(from_chunks(), was);

    EXPECT_EQ(run({"compact", "line"}).code, 0);
    EXPECT_GT(number("SELECT count(*) FROM race.track_chunk WHERE n = 60 AND unit_id = (SELECT "
                     "unit_id FROM race.unit WHERE serial = 'unitbo01')"),
              0);
    EXPECT_THAT(faults(), IsEmpty());
    EXPECT_EQ(from_chunks(), was);
}

} // namespace
} // namespace lanterne::ingest
