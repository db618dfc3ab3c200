#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/live_feed.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A life of the ingest: a keeper and what it publishes.
struct Life {
    Life(Watch& watch, const Clock& clock, std::uint32_t epoch)
        : keeper{watch, clock, epoch},
          feed{keeper, clock,
               [this](const std::string& topic, wire::ByteView payload, service::Retain) {
                   if (refuses) {
                       return false;
                   }
                   auto& to = topic.ends_with("/s") ? wholes : frames;
                   to.push_back(wire::decode_live_frame(payload).value());
                   return true;
               }} {}

    /// As the ingest's loop does it each second.
    void tick(database::Connection& connection) {
        keeper.follow_plan(connection);
        keeper.tick(connection);
        feed.tick();
    }

    RaceKeeper keeper;
    bool refuses = false; ///< the broker takes nothing
    std::vector<wire::LiveFrame> frames;
    std::vector<wire::LiveFrame> wholes;
    LiveFeed feed;
};

/// What somebody knows who reads frames one behind the other.
struct Reader {
    void read(const std::vector<wire::LiveFrame>& frames) {
        for (const wire::LiveFrame& frame : frames) {
            EXPECT_EQ(frame.from_version, version) << "frame " << frame.frame;
            EXPECT_GE(frame.to_version, frame.from_version);
            version = frame.to_version;
            for (const wire::LiveEvent& event : frame.events) {
                EXPECT_EQ(event.number, ++last_event) << "frame " << frame.frame;
            }
            EXPECT_EQ(frame.last_event, last_event) << "frame " << frame.frame;
            for (const wire::LiveEntry& entry : frame.entries) {
                EXPECT_GT(entry.version, frame.from_version);
                EXPECT_LE(entry.version, frame.to_version);
                entries.insert_or_assign(entry.bib, entry);
            }
            for (const wire::LivePassage& passage : frame.passages) {
                const auto key = passage.bib.text() + " " + passage.point;
                if (passage.is_withdrawn) {
                    passages.erase(key);
                } else {
                    passages.insert_or_assign(key, passage);
                }
            }
        }
    }

    /// That it knows all of that.
    void expect_all_of(const RaceNews& all) const {
        EXPECT_EQ(version, all.to_version);
        EXPECT_EQ(last_event, all.last_event);
        ASSERT_EQ(entries.size(), all.entries.size());
        for (const wire::LiveEntry& entry : all.entries) {
            EXPECT_EQ(entries.at(entry.bib), entry);
        }
        ASSERT_EQ(passages.size(), all.passages.size());
        for (const wire::LivePassage& passage : all.passages) {
            EXPECT_EQ(passages.at(passage.bib.text() + " " + passage.point), passage);
        }
    }

    std::uint64_t version = 0;
    std::uint64_t last_event = 0;
    std::map<Bib, wire::LiveEntry> entries;
    std::map<std::string, wire::LivePassage> passages;
};

class LiveFeedTest : public KeeperTest {
protected:
    LiveFeedTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
    }

    void tick(Life& life, int count = 1) {
        for (int i = 0; i < count; ++i) {
            steady_ += seconds{1};
            wall_ += seconds{1};
            life.tick(connection_);
        }
    }

    std::uint64_t version_in_the_store() {
        return static_cast<std::uint64_t>(number("SELECT version FROM race.race_state"));
    }

    std::int32_t race() {
        return static_cast<std::int32_t>(number("SELECT race_id::int8 FROM plan.race"));
    }

    Life life_{watch_, clock_, 77};
    const std::vector<Fix> slower_ = run_of(3.5);
};

TEST_F(LiveFeedTest, TellsEachVersionInOneFrameWhateverTheBrokerRefuses) {
    const unsigned seed = 5;
    std::mt19937 random{seed};
    std::vector<std::pair<UnitSerial, wire::Batch>> sent;
    for (const wire::Batch& batch : any_delivery(track_, random)) {
        sent.emplace_back(ada_unit, batch);
    }
    for (const wire::Batch& batch : any_delivery(slower_, random)) {
        sent.emplace_back(bo_unit, batch);
    }
    std::shuffle(sent.begin(), sent.end(), random);

    tick(life_);
    for (const auto& [unit, batch] : sent) {
        turn(connection_, life_.keeper, unit, {batch});
        life_.refuses = random() % 3 == 0;
        tick(life_, static_cast<int>(random() % 3));
    }
    life_.refuses = false;
    tick(life_, 6);

    Reader reader;
    reader.read(life_.frames);
    reader.expect_all_of(life_.keeper.snapshot(race()));
    EXPECT_EQ(reader.version, version_in_the_store()) << "seed " << seed;
    EXPECT_EQ(points_of("1"), "start half finish");
}

TEST_F(LiveFeedTest, TellsWhatTheBrokerRefusedWithTheNextFrame) {
    tick(life_);
    turn(connection_, life_.keeper, ada_unit, {batch_of(track_, 0, 100)});
    life_.refuses = true;
    tick(life_, 3);
    ASSERT_THAT(life_.frames, SizeIs(1));

    life_.refuses = false;
    tick(life_);

    ASSERT_THAT(life_.frames, SizeIs(2));
    EXPECT_EQ(life_.frames[1].from_version, life_.frames[0].to_version);
    EXPECT_EQ(life_.frames[1].frame, life_.frames[0].frame + 4) << "numbers are seconds";
    EXPECT_THAT(life_.frames[1].passages, SizeIs(1));
}

TEST_F(LiveFeedTest, PublishesAllOfARaceEachFiveSeconds) {
    tick(life_, 11);

    ASSERT_THAT(life_.wholes, SizeIs(3));
    for (const wire::LiveFrame& whole : life_.wholes) {
        EXPECT_EQ(whole.from_version, 0U);
        EXPECT_THAT(whole.entries, SizeIs(3));
    }
    EXPECT_EQ(life_.wholes[2].to_version, version_in_the_store());
    EXPECT_EQ(life_.wholes[1].frame, life_.wholes[0].frame + 5);
}

TEST_F(LiveFeedTest, GoesOnWhereItStoodWhenTheDatabaseWasAway) {
    tick(life_);
    turn(connection_, life_.keeper, ada_unit, {batch_of(track_, 0, 100)});

    life_.keeper.forget();
    life_.feed.tick(); // nothing is known, nothing is told
    tick(life_, 2);

    Reader reader;
    reader.read(life_.frames);
    reader.expect_all_of(life_.keeper.snapshot(race()));
}

TEST_F(LiveFeedTest, BeginsWhereTheLifeBeforeItEndedWhenAllOfThatWasTold) {
    tick(life_);
    turn(connection_, life_.keeper, ada_unit, {batch_of(track_, 0, 120)});
    tick(life_, 2);
    Life next{watch_, clock_, 78};

    turn(connection_, next.keeper, ada_unit, {batch_of(track_, 120, 100)}); // is heard of by none
    tick(next, 4);

    Reader reader;
    reader.read(life_.frames);
    reader.read(next.frames);
    reader.expect_all_of(next.keeper.snapshot(race()));
    EXPECT_EQ(next.frames.front().epoch, 78U);
}

TEST_F(LiveFeedTest, LeavesAHoleWhereALifeEndedBeforeItToldWhatItHadCommitted) {
    tick(life_);
    turn(connection_, life_.keeper, ada_unit, {batch_of(track_, 0, 120)});
    Life next{watch_, clock_, 78};

    tick(next);

    EXPECT_GT(next.frames.front().from_version, life_.frames.back().to_version);
    EXPECT_EQ(next.wholes.front().to_version, next.frames.front().to_version) << "that heals it";
    EXPECT_THAT(next.wholes.front().passages, SizeIs(1));
}

TEST_F(LiveFeedTest, GoesOnWhereAnotherEndedWhenTheRaceComesBack) {
    tick(life_);
    const std::size_t first_part = life_.frames.size();
    Life other{watch_, clock_, 78};
    tick(other);
    turn(connection_, other.keeper, ada_unit, {batch_of(track_, 0, 120)});
    tick(other);

    turn(connection_, life_.keeper, ada_unit,
         {batch_of(track_, 120, 100)}); // its race is another's
    tick(life_, 1 + static_cast<int>(retry_interval.count()));

    Reader reader;
    const auto back = life_.frames.begin() + static_cast<std::ptrdiff_t>(first_part);
    reader.read({life_.frames.begin(), back});
    reader.read(other.frames);
    reader.read({back, life_.frames.end()});
    EXPECT_EQ(reader.version, version_in_the_store());
    reader.expect_all_of(life_.keeper.snapshot(race()));
}

TEST_F(LiveFeedTest, TellsThatAPassageIsWithdrawn) {
    tick(life_);
    turn(connection_, life_.keeper, ada_unit, {batch_of(track_, 0, 120)});
    tick(life_);
    assign("1", std::nullopt);
    tick(life_, 2);

    Reader reader;
    reader.read(life_.frames);
    EXPECT_THAT(reader.passages, IsEmpty());
    reader.expect_all_of(life_.keeper.snapshot(race()));
}

TEST(LiveNews, ForgetsAllWhenTooMuchWaitsAndLeavesAHoleThere) {
    const wire::LivePassage passage{.bib = *Bib::from("1"), .point = "start", .source = "gps"};
    LiveNews news;
    news.begin(3, 30);
    LiveNews::Fresh most{.version = 4};
    most.passages.assign(LiveNews::max_events, passage);
    news.take(std::move(most));
    EXPECT_THAT(news.untold().passages, SizeIs(1)) << "of one passage the newest row";
    EXPECT_EQ(news.untold().from_version, 3U);

    news.take({.version = 5, .passages = {passage}});

    EXPECT_THAT(news.untold().passages, IsEmpty());
    EXPECT_EQ(news.untold().from_version, 5U);
    EXPECT_EQ(news.untold().to_version, 5U);
}

TEST(LiveNews, TellsEachEventInItsOrderThoughOfOnePassageTheNewestRowAlone) {
    const wire::LivePassage passage{.bib = *Bib::from("1"), .point = "half", .source = "gps"};
    const auto event = [&](std::uint64_t number) {
        return wire::LiveEvent{
            .number = number, .kind = wire::LiveEventKind::passage, .what = passage};
    };
    LiveNews news;
    news.begin(3, 30);

    news.take({.version = 4, .passages = {passage}, .last_event = 31, .events = {event(31)}});
    news.take({.version = 5, .passages = {passage}, .last_event = 32, .events = {event(32)}});
    news.take({.version = 6});

    EXPECT_THAT(news.untold().passages, SizeIs(1));
    EXPECT_THAT(news.untold().events, testing::ElementsAre(event(31), event(32)));
    EXPECT_EQ(news.untold().last_event, 32U);
    news.told();
    EXPECT_THAT(news.untold().events, IsEmpty());
    EXPECT_EQ(news.untold().last_event, 32U) << "of the race, not of the frame";
}

} // namespace
} // namespace lanterne::ingest
