#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"
#include "tests/core/scoring/triathlon.hpp"

// A race looks again only at whom something touched since it looked the last time. Whatever it was
// asked before, and whenever, it must answer as a race made anew of the same fixes and acts.

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::chip;
using drawn::circuit;
using drawn::laps_of;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8};
const std::vector<std::string> bibs{"1", "2", "3", "4", "5", "6", "7", "8"};

/// A race, who goes it how, and what people may do to it.
struct Played {
    plan::RacePlan plan;
    std::map<Bib, std::vector<Fix>> tracks;
    std::vector<plan::ActBody> bodies;
    int lasts_s = 0;
};

plan::Read read_by(const std::string& source, const std::string& clock, const std::string& point,
                   std::optional<Bib> who, std::optional<UtcTime> time,
                   std::optional<std::uint32_t> order = {}) {
    return {.source = source,
            .clock = clock,
            .point = point,
            .lap = {},
            .bib = std::move(who),
            .time = time,
            .standard_error_ms = 200,
            .order = order};
}

void add_words(std::vector<plan::ActBody>& bodies, const plan::PointLap& one,
               const plan::PointLap& end) {
    const Bib first = bib("1");
    const Bib second = bib("2");
    bodies.insert(bodies.end(),
                  {plan::StartWave{.wave = "all", .standard_error_ms = 100},
                   plan::HoldWave{.wave = "all"},
                   plan::Neutralise{.whom = {}, .from = {}, .to = {}, .until = at(40), .cap = {}},
                   plan::Shorten{.whom = {.bibs = {first, second}, .waves = {}}, .finish = one},
                   plan::CorrectPassage{.bib = first, .at = one, .time = at(13)},
                   plan::VoidPassage{.bib = second, .at = one},
                   plan::ConfirmPassage{.bib = second, .at = end},
                   plan::SetClock{.clock = "mat", .add = Milliseconds{-5'000}},
                   plan::FinishOrder{.at = end, .places = {{{second}}, {{first}}, {{bib("3")}}}},
                   plan::Rule{.bib = second, .status = plan::Ruled::did_not_finish, .article = {}},
                   plan::Rule{.bib = second, .status = plan::Ruled::racing, .article = {}},
                   plan::Penalise{.bib = first,
                                  .kind = plan::PenaltyKind::time,
                                  .article = {},
                                  .time = Milliseconds{5'000}},
                   plan::Extend{.whom = {}, .point = one.point, .by = Milliseconds{9'000}},
                   plan::CloseCase{.identity = "off-course/1", .verdict = "seen"}});
}

// Reads of a mat that is five seconds late, some without a bib, and of a thumb that says no bibs.
void add_reads(Played& played, const std::string& point, const std::vector<double>& seconds) {
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        const bool is_loose = i == 5;
        played.bodies.emplace_back(read_by("chip", "mat", point,
                                           is_loose ? std::nullopt : std::optional{bib(bibs[i])},
                                           at(seconds[i] + (is_loose ? 0.1 : 5))));
        played.bodies.emplace_back(read_by("hand", "thumb", point, {}, at(seconds[i] + 0.1)));
    }
    played.bodies.emplace_back(read_by("hand", "thumb", point, bib("2"), {}, 1));
}

Played on_a_line() {
    Played played{.plan = race_on(cell, "S-----1-----2-----F", bibs),
                  .tracks = {},
                  .bodies = {},
                  .lasts_s = 80};
    played.plan.rules.cut_offs = {
        {.at = {"1"}, .who = {}, .limit = Milliseconds{14'000}},
        {.at = {"2"}, .who = {}, .from = plan::LimitFrom::winner, .share_permille = 1'100},
        {.at = {"F"}, .who = {}, .from = plan::LimitFrom::clock, .clock = at(60)}};
    std::vector<double> at_one;
    for (std::size_t i = 0; i < bibs.size(); ++i) {
        std::string track = ">>>>>>>>>>>>>>>>>>>>>>>>>>>";
        track.replace(3 + 2 * i, 3, std::vector<std::string>{"...", "ooo", ">>>", "xxx"}[i % 4]);
        played.tracks[bib(bibs[i])] = walk(cell, std::string(i, 'o') + track);
        at_one.push_back(12 + 2 * static_cast<double>(i));
    }
    add_words(played.bodies, {"1"}, {"F"});
    add_reads(played, "1", at_one);
    played.bodies.emplace_back(plan::Neutralise{.whom = {},
                                                .from = plan::PointLap{"1"},
                                                .to = plan::PointLap{"2"},
                                                .until = {},
                                                .cap = Milliseconds{4'000}});
    played.bodies.emplace_back(
        plan::MoveGate{.location = "1", .position = played.plan.course.position_at(cell * 5)});
    return played;
}

Played on_laps() {
    Played played{.plan = circuit(2, bibs), .tracks = {}, .bodies = {}, .lasts_s = 900};
    played.plan.rules.end = {
        .by = plan::EndBy::leader, .line = "lap", .lapped = plan::Lapped::pulled};
    std::vector<double> laps;
    for (std::size_t i = 0; i < bibs.size(); ++i) {
        laps.push_back(150 + 15.0 * static_cast<double>(i));
        played.tracks[bib(bibs[i])] = laps_of({laps[i], laps[i] + 20});
    }
    add_words(played.bodies, {"lap"}, {"F", 2});
    add_reads(played, "lap", laps);
    return played;
}

Played on_legs() {
    const std::vector<std::string> few{"1", "2", "3"};
    Played played{
        .plan = drawn::triathlon({"1", "2"}, {"3"}), .tracks = {}, .bodies = {}, .lasts_s = 900};
    for (std::size_t i = 0; i < few.size(); ++i) {
        const double slower = 1 + 0.1 * static_cast<double>(i);
        played.tracks[bib(few[i])] = drawn::going(played.plan, {{"swim", 1.5 / slower},
                                                                {"t1", 3},
                                                                {"bike", 10 / slower},
                                                                {"t2", 3},
                                                                {"run", 4 / slower}});
    }
    add_words(played.bodies, {"bike-on"}, {"F"});
    played.bodies.emplace_back(plan::DropLeg{.whom = {}, .leg = "swim"});
    played.bodies.emplace_back(
        plan::DropLeg{.whom = {.bibs = {bib("2")}, .waves = {}}, .leg = "run"});
    played.bodies.emplace_back(plan::HoldWave{.wave = "open"});
    return played;
}

/// A race to which everything happens, as ingest does it, and what happened.
class Lived {
public:
    Lived(const Played& played, std::uint64_t seed)
        : played_{played}, random_{seed}, race_{played.plan} {}

    void live_on() {
        const Bib& who = any_bib();
        switch (random_() % 16) {
        case 0:
        case 1: give_act(played_.bodies[random_() % played_.bodies.size()]); break;
        case 2:
            if (!acts_.empty()) {
                give_act(plan::Undo{acts_[random_() % acts_.size()].number});
            }
            break;
        case 3:
            race_.mark_unscored(who);
            unscored_.insert(who);
            break;
        case 4:
            EXPECT_TRUE(race_.take(race_.score_apart(who, fixes_[who])));
            unscored_.erase(who);
            break;
        case 5:
            race_.rescore(who, fixes_[who]);
            unscored_.erase(who);
            break;
        default: deliver(who);
        }
    }

    // Anything that makes it look at some or all.
    void look() {
        const UtcTime as_of = any_time();
        switch (random_() % 8) {
        case 0: static_cast<void>(race_.standings(as_of)); break;
        case 1: static_cast<void>(race_.cases(as_of)); break;
        case 2: static_cast<void>(race_.tables(as_of)); break;
        case 3: static_cast<void>(race_.digest()); break;
        case 4: static_cast<void>(race_.passages(any_bib())); break;
        case 5: static_cast<void>(race_.missing(any_bib())); break;
        case 6: static_cast<void>(race_.revision(any_bib())); break;
        default: static_cast<void>(race_.final_results()); break;
        }
    }

    void expect_as_made_anew() {
        Race anew{played_.plan};
        anew.set_acts(acts_);
        for (const auto& [who, fixes] : fixes_) {
            anew.rescore(who, fixes);
        }
        for (const Bib& who : unscored_) {
            anew.mark_unscored(who);
        }
        const UtcTime as_of = any_time();
        EXPECT_EQ(race_.digest(), anew.digest());
        EXPECT_EQ(race_.input_digest(), anew.input_digest());
        EXPECT_EQ(results::canonical_text(race_.tables(as_of)),
                  results::canonical_text(anew.tables(as_of)));
        EXPECT_EQ(results::canonical_text(race_.tables(std::nullopt)),
                  results::canonical_text(anew.tables(std::nullopt)));
        EXPECT_EQ(race_.standings(as_of), anew.standings(as_of));
        EXPECT_EQ(race_.cases(as_of), anew.cases(as_of));
        for (const plan::Entry& entry : played_.plan.entries) {
            EXPECT_EQ(race_.passages(entry.bib), anew.passages(entry.bib)) << entry.bib.text();
            EXPECT_EQ(race_.missing(entry.bib), anew.missing(entry.bib)) << entry.bib.text();
        }
    }

private:
    const Bib& any_bib() {
        return std::next(played_.tracks.begin(),
                         static_cast<std::ptrdiff_t>(random_() % played_.tracks.size()))
            ->first;
    }

    UtcTime any_time() {
        return at(static_cast<double>(random_() % static_cast<unsigned>(played_.lasts_s)));
    }

    void give_act(const plan::ActBody& body) {
        const double when = static_cast<double>(random_() % 20);
        acts_.push_back(act(static_cast<std::int64_t>(acts_.size()) + 1, when, body));
        for (const Bib& changed : race_.set_acts(acts_)) {
            if (random_() % 2 == 0) {
                look(); // at one that has forgotten its fixes
            }
            race_.rescore(changed, fixes_[changed]);
            unscored_.erase(changed);
        }
    }

    // Some of its way that may lie before what is known of it.
    void deliver(const Bib& who) {
        const std::vector<Fix>& track = played_.tracks.at(who);
        std::size_t& sent = sent_[who];
        const std::size_t from = random_() % 8 == 0 ? random_() % track.size() : sent;
        const std::size_t to = std::min(track.size(), from + 1 + random_() % (track.size() / 4));
        const auto begin = track.begin();
        const std::vector<Fix> batch{begin + static_cast<std::ptrdiff_t>(std::min(from, to)),
                                     begin + static_cast<std::ptrdiff_t>(to)};
        sent = std::max(sent, to);
        std::vector<Fix>& known = fixes_[who];
        known.insert(known.end(), batch.begin(), batch.end());
        if (batch.empty() || race_.apply(who, batch)) {
            return;
        }
        const auto kept = race_.kept_before(who, batch.front().time);
        std::vector<Fix> newer;
        std::ranges::copy_if(known, std::back_inserter(newer),
                             [&](const Fix& fix) { return !kept || fix.time > *kept; });
        if (!kept || !race_.rescore_since(who, *kept, newer)) {
            race_.rescore(who, known);
        }
        unscored_.erase(who);
    }

    const Played& played_;
    std::mt19937_64 random_;
    Race race_;
    std::vector<plan::Act> acts_;
    std::map<Bib, std::vector<Fix>> fixes_;
    std::map<Bib, std::size_t> sent_;
    std::set<Bib> unscored_;
};

void expect_the_same_as_anew(const Played& played, int lives, int steps) {
    for (int life = 0; life < lives; ++life) {
        const std::uint64_t seed = 20'261'121 + static_cast<std::uint64_t>(life);
        Lived lived{played, seed};
        for (int step = 0; step < steps; ++step) {
            SCOPED_TRACE(testing::Message() << "seed " << seed << " step " << step);
            lived.live_on();
            lived.look();
            if (step % 4 == 3) {
                lived.expect_as_made_anew();
            }
            ASSERT_FALSE(testing::Test::HasFailure());
        }
    }
}

TEST(LookedAt, IsAsOfARaceMadeAnewWhateverHappensOnALine) {
    expect_the_same_as_anew(on_a_line(), 30, 100);
}

TEST(LookedAt, IsAsOfARaceMadeAnewWhateverHappensOnLaps) {
    expect_the_same_as_anew(on_laps(), 4, 60);
}

TEST(LookedAt, IsAsOfARaceMadeAnewWhateverHappensOnLegs) {
    expect_the_same_as_anew(on_legs(), 4, 60);
}

// A clock's reads that carry no bib count no more than its others, once it is known to be wrong.
TEST(LookedAt, ForgetsALooseReadWhenTheReadsOfOthersSayThatItsClockIsWrong) {
    Race race{circuit(2, bibs)};
    std::vector<plan::Act> acts{chip(1, "6", 300.1)};
    std::get<plan::Read>(acts.front().body).bib.reset();
    for (std::int64_t i = 0; i < 5; ++i) {
        acts.push_back(
            chip(i + 2, bibs[static_cast<std::size_t>(i)], 205.0 + 10.0 * static_cast<double>(i)));
    }
    race.set_acts(acts);
    EXPECT_TRUE(race.apply(bib("6"), laps_of({300, 300})));
    ASSERT_EQ(race.passages(bib("6"))[1].source, Source::chip);
    const std::uint64_t revision = race.revision(bib("6"));

    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(
            race.apply(bib(bibs[static_cast<std::size_t>(i)]), laps_of({200.0 + 10 * i, 300})));
    }

    EXPECT_EQ(race.passages(bib("6"))[1].source, Source::gps);
    EXPECT_NE(race.revision(bib("6")), revision);
}

TEST(LookedAt, IsOneRecordThatFollowsWhatIsTouched) {
    Race race{circuit(2, bibs)};
    const std::vector<Fix> fixes = laps_of({300, 300});
    EXPECT_TRUE(race.apply(bib("1"), laps_of({300, 300}, 200)));
    const RaceRecord& record = race.record();
    ASSERT_EQ(record.entries[0].passages.size(), 1U);

    EXPECT_TRUE(race.apply(bib("1"), std::span{fixes}.subspan(200)));

    EXPECT_EQ(&race.record(), &record);
    EXPECT_EQ(record.entries[0].passages.size(), 3U);
    EXPECT_GT(record.entries[0].seen->time, at(500));
}

} // namespace
} // namespace lanterne::scoring
