#include <gtest/gtest.h>

#include "ingest-server/live_feed.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::milliseconds;

class StandingsTest : public KeeperTest {
protected:
    StandingsTest() {
        assign("1", ada_unit);
        second_passes(2);
        connection_.run_script(R"(
            CREATE TABLE written (entry_id int4);
            CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO written VALUES (NEW.entry_id); RETURN NEW; END $$;
            CREATE TRIGGER note AFTER INSERT OR UPDATE ON race.standing
                FOR EACH ROW EXECUTE FUNCTION note_written();)");
    }

    /// Rows of standings that were written since the test began.
    std::int64_t written() { return number("SELECT count(*) FROM written"); }

    std::string standing_of_ada() {
        return text("SELECT concat_ws(' ', status, rank, fix_time) "
                    "FROM race.standing JOIN plan.entry USING (entry_id) WHERE bib = '1'");
    }

    std::string as_now() { return "finished 1 " + newest(); }

    /// Of the fixes that were stored.
    std::string newest() {
        return text("SELECT concat_ws('', max(last_time)) FROM race.track_chunk");
    }

    /// The fixes of the track from there on, a transaction each `size` of them.
    void turns(std::size_t from, std::size_t to, std::size_t size) {
        for (; from < to; from += size) {
            turn(ada_unit, {batch_of(track_, from, std::min(size, to - from))});
        }
    }

    /// As somebody's NOTIFY makes it: in between.
    void tick_after(milliseconds passed) {
        steady_ += passed;
        wall_ += passed;
        keeper_.follow_plan(connection_);
        keeper_.tick(connection_);
    }
};

TEST_F(StandingsTest, AreWrittenOnceASecondWhilePassagesAreWrittenAtOnce) {
    turns(0, track_.size(), 25);

    EXPECT_EQ(points_of("1"), "start half finish");
    EXPECT_EQ(written(), 0) << "nothing but passages in the transactions that store";

    second_passes();

    EXPECT_EQ(standing_of_ada(), as_now());
    EXPECT_EQ(written(), 1) << "once, however many transactions moved it";
}

TEST_F(StandingsTest, AreAllWrittenByTheNextTickThoughNoMoreFixesCome) {
    turns(0, 200, 50);
    second_passes();
    turns(200, track_.size(), 50);

    second_passes();

    EXPECT_EQ(standing_of_ada(), as_now());
    const auto rows = written();
    second_passes();
    EXPECT_EQ(written(), rows) << "and not again";
}

TEST_F(StandingsTest, WaitForTheirSecondWhenATickComesInBetween) {
    turns(0, 200, 50);
    tick_after(milliseconds{300});
    turns(200, track_.size(), 50);
    tick_after(milliseconds{600});
    EXPECT_EQ(written(), 0);

    tick_after(milliseconds{100});

    EXPECT_EQ(standing_of_ada(), as_now());
    EXPECT_EQ(written(), 1);
}

TEST_F(StandingsTest, AreNotPutOffByTicksThatComeALittleLate) {
    std::size_t next = 100;
    for (const int late_ms : {30, -30, 90, -90, 10}) {
        turns(next, next + 10, 10);
        next += 10;
        tick_after(milliseconds{1'000 + late_ms});
    }

    EXPECT_EQ(written(), 5);
}

TEST_F(StandingsTest, ThatWaitAreWrittenWhenTheIngestStops) {
    turns(0, track_.size(), 50);
    ASSERT_EQ(written(), 0);

    keeper_.finish(connection_);

    EXPECT_EQ(standing_of_ada(), as_now());
    const auto rows = written();
    keeper_.finish(connection_);
    EXPECT_EQ(written(), rows) << "nothing waits any more";
}

TEST_F(StandingsTest, ThatWaitAreWrittenWhenTheirRaceIsRetired) {
    turns(0, track_.size(), 50);
    ASSERT_EQ(web::retire_race(connection_, line, wall_ + std::chrono::days{2}),
              web::Retirement::made);

    tick_after(milliseconds{200});

    ASSERT_TRUE(keeper_.races().empty());
    EXPECT_EQ(standing_of_ada(), as_now());
}

TEST_F(StandingsTest, ThatWaitedWhenTheIngestDiedAreWrittenByTheNext) {
    turns(0, track_.size(), 50);
    ASSERT_EQ(written(), 0);

    keeper_.forget();
    second_passes();

    EXPECT_EQ(standing_of_ada(), as_now());
}

TEST_F(StandingsTest, OfAFrameAreThoseOfAllFixesBeforeIt) {
    std::vector<wire::LiveFrame> sent;
    LiveFeed feed{keeper_, clock_,
                  [&](const std::string&, wire::ByteView payload, service::Retain retain) {
                      if (retain == service::Retain::no) {
                          sent.push_back(wire::decode_live_frame(payload).value());
                      }
                      return true;
                  }};
    feed.tick();
    turns(0, track_.size(), 50);

    second_passes();
    feed.tick();

    ASSERT_EQ(sent.size(), 2U);
    ASSERT_EQ(sent[1].entries.size(), 1U);
    EXPECT_EQ(sent[1].entries[0].fix_time, track_.back().time);
    EXPECT_EQ(sent[1].passages.size(), 3U);
}

} // namespace
} // namespace lanterne::ingest
