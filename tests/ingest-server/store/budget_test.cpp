#include <numeric>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::FieldsAre;
using ::testing::Ge;

UnitSerial unit_of(const std::string& race, std::size_t bib) {
    return *UnitSerial::from(fmt::format("{}{:04}", race, bib));
}

/// Races with many athletes, and a clock by which scoring one of them anew takes as long as the
/// test says.
class BudgetTest : public KeeperTest {
protected:
    using Bibs = std::vector<std::size_t>;

    static Bibs bibs(std::size_t count) {
        Bibs all(count);
        std::iota(all.begin(), all.end(), std::size_t{1});
        return all;
    }

    void import_race(const std::string& slug, std::size_t athletes, bool with_units) {
        std::string entries = "bib,name,sex,birth_year,category,wave,team,unit\n";
        for (const std::size_t bib : bibs(athletes)) {
            entries += fmt::format("{},Athlete {},female,1990,,all,,{}\n", bib, bib,
                                   with_units ? unit_of(slug, bib).text() : "");
        }
        auto files = line_race(entries);
        auto& race = files.at("race.toml");
        const std::string usual = "slug = \"line\"";
        race.replace(race.find(usual), usual.size(), fmt::format("slug = \"{}\"", slug));
        import_folder(files);
    }

    /// All of them send fixes [from, to) in one turn.
    void send(RaceKeeper& keeper, const std::string& slug, const Bibs& bibs, Sequence from,
              Sequence to) {
        std::vector<Arrival> arrivals;
        for (const std::size_t bib : bibs) {
            for (Sequence first = from; first < to; first += 50) {
                const wire::Batch batch =
                    batch_of(track_, first, std::min<std::size_t>(50, to - first));
                arrivals.push_back({unit_of(slug, bib), batch, bytes_of(batch)});
            }
        }
        database::Transaction transaction{connection_};
        const Stored stored =
            store_arrivals(connection_, arrivals, wall_,
                           [&](const UnitSerial& of) { return keeper.clock_of(of); });
        keeper.score(connection_, stored.chunks);
        transaction.commit();
        keeper.committed();
    }

    /// Everybody is behind the split, and then the way there comes late.
    void be_late(const std::string& slug, std::size_t athletes) {
        send(slow_, slug, bibs(athletes), 290, 300);
        send(slow_, slug, bibs(athletes), 100, 290);
    }

    /// Of a race, the athletes whose late fixes were counted: when they passed the split is known
    /// within less than a second since.
    std::int64_t counted(const std::string& slug) {
        return number("SELECT count(DISTINCT entry_id) FROM race.passage JOIN plan.race "
                      "USING (race_id) WHERE current AND point = 'half' AND standard_error_ms < "
                      "1000 AND slug = '" +
                      slug + "'");
    }

    /// So many entries are scored anew by a tick a second later.
    std::uint64_t tick() {
        steady_ += seconds{1};
        wall_ += seconds{1};
        const std::uint64_t before = watch_.rescored.value();
        slow_.tick(connection_);
        return watch_.rescored.value() - before;
    }

    void load(std::chrono::milliseconds cost_of_an_entry) {
        slow_.follow_plan(connection_);
        steady_ += rescore_interval;
        free_ = watch_.rescored.value();
        cost_ = cost_of_an_entry;
    }

    std::chrono::milliseconds cost_{0};
    std::uint64_t free_ = 0;
    const Clock slow_clock_{[this] { return wall_; },
                            [this] { return steady_ + cost_ * (watch_.rescored.value() - free_); }};
    RaceKeeper slow_{watch_, slow_clock_, 78};
};

TEST_F(BudgetTest, LeavesEntriesBeyondItToTheNextTick) {
    import_race("long", 8, true);
    load(std::chrono::milliseconds{60});
    be_late("long", 8);

    EXPECT_EQ(tick(), 3U) << "that begin 0, 60 and 120 ms after the tick";
    EXPECT_EQ(watch_.rescore_waiting.value(), 5);
    EXPECT_EQ(counted("long"), 3);
    EXPECT_EQ(tick(), 3U);
    EXPECT_EQ(tick(), 2U);
    EXPECT_EQ(tick(), 0U);

    EXPECT_EQ(watch_.rescore_waiting.value(), 0);
    EXPECT_EQ(counted("long"), 8);
}

TEST_F(BudgetTest, TakesOneEntryAtLeast) {
    import_race("long", 3, true);
    load(rescore_budget * 4);
    be_late("long", 3);

    EXPECT_EQ(tick(), 1U);
    EXPECT_EQ(tick(), 1U);
    EXPECT_EQ(tick(), 1U);

    EXPECT_EQ(counted("long"), 3);
}

TEST_F(BudgetTest, GivesEachRaceItsTurn) {
    import_race("east", 8, true);
    import_race("west", 8, true);
    load(std::chrono::milliseconds{60});
    be_late("east", 8);
    be_late("west", 8);
    const auto turns = [&] { return std::pair{counted("east"), counted("west")}; };

    std::vector<std::pair<std::int64_t, std::int64_t>> after;
    for (int i = 0; i < 9; ++i) {
        tick();
        after.push_back(turns());
    }

    EXPECT_THAT(after.at(2), FieldsAre(Ge(3), Ge(3)))
        << "of three races, with that of the fixture, each was the first once";
    EXPECT_EQ(after.back(), (std::pair<std::int64_t, std::int64_t>{8, 8}));
}

// They were taken by their ids: as long as the first six were late each second, nobody else was.
TEST_F(BudgetTest, LetsNobodyStarveBehindThoseWhoAreLateAgainAndAgain) {
    import_race("long", 8, true);
    load(std::chrono::milliseconds{60});
    be_late("long", 8);

    Sequence late = 100;
    for (int i = 0; i < 3; ++i) {
        tick();
        late -= 5;
        send(slow_, "long", bibs(6), late, late + 5);
    }

    EXPECT_EQ(counted("long"), 8);
}

TEST_F(BudgetTest, TakesNoMoreThanFiftyEntriesOfARaceAtOnce) {
    import_race("wide", max_rescored_at_once + 1, true);
    load(std::chrono::milliseconds{0});

    be_late("wide", max_rescored_at_once);
    EXPECT_EQ(tick(), max_rescored_at_once);
    EXPECT_EQ(tick(), 0U);

    steady_ += rescore_interval;
    send(slow_, "wide", {max_rescored_at_once + 1}, 290, 300);
    send(slow_, "wide", bibs(max_rescored_at_once + 1), 90, 100);
    EXPECT_EQ(tick(), max_rescored_at_once);
    EXPECT_EQ(tick(), 1U);
    EXPECT_EQ(tick(), 0U);
}

/// An ingest that loads beside; units were handed out behind its back, and had sent before.
class ManyChanges : public BudgetTest {
protected:
    void hand_out(std::size_t units) {
        import_race("wide", max_rescored_at_once + 1, false);
        beside_.follow_plan(connection_);
        while (beside_.races().size() < 2) {
            ASSERT_TRUE(support::wait_until([&] { return beside_.has_loaded(); }));
            beside_.take_loaded(connection_);
        }
        send(beside_, "wide", bibs(units), 100, 300);
        for (const std::size_t bib : bibs(units)) {
            ASSERT_EQ(web::assign_unit(connection_, *Slug::from("wide"),
                                       *Bib::from(std::to_string(bib)), unit_of("wide", bib)),
                      web::Assignment::made);
        }
    }

    RaceKeeper beside_{watch_, clock_, 79, conninfo_};
};

TEST_F(ManyChanges, AreCountedAtOnceUpToFifty) {
    hand_out(max_rescored_at_once);

    beside_.follow_plan(connection_);

    EXPECT_EQ(beside_.races().size(), 2U);
    EXPECT_EQ(counted("wide"), max_rescored_at_once);
}

TEST_F(ManyChanges, HaveTheRaceLoadedBesideBeyondFifty) {
    hand_out(max_rescored_at_once + 1);

    beside_.follow_plan(connection_);

    EXPECT_EQ(beside_.races().size(), 1U);
    EXPECT_EQ(counted("wide"), 0) << "nothing of it was written on the loop";
    ASSERT_TRUE(support::wait_until([&] { return beside_.has_loaded(); }));
    beside_.take_loaded(connection_);
    EXPECT_EQ(beside_.races().size(), 2U);
    EXPECT_EQ(counted("wide"), max_rescored_at_once + 1);
}

} // namespace
} // namespace lanterne::ingest
