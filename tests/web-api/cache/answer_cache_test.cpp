#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "web-api/rest/answer_cache.hpp"
#include "web-api/rest/race_editions.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;

const std::chrono::steady_clock::time_point began{1h};

/// A cache for 10 kB, and who got what from it.
class Cache : public testing::Test {
protected:
    AnswerCache::Moment at(std::chrono::milliseconds time,
                           std::optional<std::string> edition = std::nullopt) const {
        return {.now = began + time, .edition = std::move(edition)};
    }

    static SharedAnswer made(std::string body, const AnswerCache::Moment& moment,
                             Kept kept = Kept::a_second, int status = 200) {
        service::HttpResponse response;
        response.status = status;
        response.shared_body = std::make_shared<const std::string>(std::move(body));
        return std::make_shared<const Answer>(
            Answer{std::move(response), kept, moment.edition, moment.now});
    }

    /// True when the one who asks is to read.
    bool ask(const std::string& key, const AnswerCache::Moment& moment) {
        return cache_.ask(key, moment, [this](const SharedAnswer& answer) {
            got_.emplace_back(answer->response.content());
        });
    }

    std::uint64_t counted(const char* result) {
        return registry_
            .counter("http_cache_total", "Answers from the cache, by what became of them.",
                     {{"result", result}})
            .value();
    }

    service::Registry registry_;
    AnswerCache cache_{{.bytes = 10'000}, registry_};
    std::vector<std::string> got_;
};

TEST_F(Cache, GivesACrowdWhatTheFirstOfThemReads) {
    EXPECT_TRUE(ask("a", at(0ms)));
    EXPECT_FALSE(ask("a", at(1ms)));
    EXPECT_FALSE(ask("a", at(2ms)));
    EXPECT_TRUE(got_.empty());

    cache_.finish("a", made("read", at(0ms)));

    EXPECT_EQ(got_, (std::vector<std::string>{"read", "read", "read"}));
    EXPECT_EQ(counted("miss"), 1U);
    EXPECT_EQ(counted("waited"), 2U);
}

TEST_F(Cache, GivesAnAnswerForASecondAndReadsThenAgain) {
    EXPECT_TRUE(ask("a", at(0ms)));
    cache_.finish("a", made("old", at(0ms)));

    EXPECT_FALSE(ask("a", at(749ms)));
    EXPECT_TRUE(ask("a", at(1'000ms)));

    EXPECT_EQ(counted("hit"), 1U);
}

TEST_F(Cache, HasWhatManyAskForReadAgainBeforeItIsTooOldSoThatNobodyWaits) {
    EXPECT_TRUE(ask("a", at(0ms)));
    cache_.finish("a", made("old", at(0ms)));

    EXPECT_TRUE(ask("a", at(750ms))) << "somebody has to read it again";
    EXPECT_FALSE(ask("a", at(751ms))) << "who came first does";
    cache_.finish("a", made("new", at(750ms)));
    EXPECT_FALSE(ask("a", at(1'001ms)));

    EXPECT_EQ(got_, (std::vector<std::string>{"old", "old", "old", "new"}));
    EXPECT_EQ(counted("ahead"), 1U);
    EXPECT_EQ(counted("waited"), 0U);
}

TEST_F(Cache, LetsTheCrowdWaitWhenTheReadingAheadTookTooLong) {
    EXPECT_TRUE(ask("a", at(0ms)));
    cache_.finish("a", made("old", at(0ms)));
    EXPECT_TRUE(ask("a", at(900ms)));

    EXPECT_FALSE(ask("a", at(1'000ms)));
    cache_.finish("a", made("new", at(900ms)));

    EXPECT_EQ(got_, (std::vector<std::string>{"old", "old", "new"}));
}

TEST_F(Cache, KeepsAnAnswerWhenReadingItAheadFailed) {
    EXPECT_TRUE(ask("a", at(0ms)));
    cache_.finish("a", made("old", at(0ms)));
    EXPECT_TRUE(ask("a", at(900ms)));

    cache_.finish("a", made("busy", at(900ms), Kept::a_second, 503));

    EXPECT_TRUE(ask("a", at(950ms))) << "the next one tries";
    EXPECT_EQ(got_, (std::vector<std::string>{"old", "old", "old"}));
}

TEST_F(Cache, GivesAnAnswerForAsLongAsNothingChanged) {
    EXPECT_TRUE(ask("a", at(0ms, "1")));
    cache_.finish("a", made("of edition 1", at(0ms, "1"), Kept::while_unchanged));

    EXPECT_FALSE(ask("a", at(7'499ms, "1")));
    EXPECT_TRUE(ask("a", at(10'000ms, "1"))) << "an edition does not cover everything";
}

TEST_F(Cache, ReadsAgainAtOnceWhenSomethingChanged) {
    EXPECT_TRUE(ask("a", at(0ms, "1")));
    cache_.finish("a", made("of edition 1", at(0ms, "1"), Kept::while_unchanged));

    EXPECT_TRUE(ask("a", at(1ms, "2")));
}

TEST_F(Cache, DoesNotTakeSilenceForNoChange) {
    EXPECT_TRUE(ask("a", at(0ms, "1")));
    cache_.finish("a", made("of edition 1", at(0ms, "1"), Kept::while_unchanged));
    EXPECT_TRUE(ask("b", at(0ms)));
    cache_.finish("b", made("of nobody knows which", at(0ms), Kept::while_unchanged));

    EXPECT_TRUE(ask("a", at(1'000ms))) << "the database does not say any more";
    EXPECT_TRUE(ask("b", at(1'000ms, "1"))) << "nobody knows what it was made from";
}

TEST_F(Cache, KeepsWhatTellsTheTimeNoLongerThanASecond) {
    EXPECT_TRUE(ask("a", at(0ms, "1")));
    cache_.finish("a", made("as of 0", at(0ms, "1"), Kept::a_second));

    EXPECT_TRUE(ask("a", at(1'000ms, "1")));
}

TEST_F(Cache, KeepsForAMomentWhatWasNotFoundAndNeverWhatFailed) {
    for (const int status : {404, 400, 503, 500}) {
        const std::string key = std::to_string(status);
        EXPECT_TRUE(ask(key, at(0ms, "1")));
        cache_.finish(key, made(key, at(0ms, "1"), Kept::while_unchanged, status));
    }

    EXPECT_FALSE(ask("404", at(749ms, "1")));
    EXPECT_FALSE(ask("400", at(749ms, "1")));
    EXPECT_TRUE(ask("404", at(1'000ms, "1")));
    EXPECT_TRUE(ask("503", at(1ms, "1")));
    EXPECT_TRUE(ask("500", at(1ms, "1")));
}

TEST_F(Cache, LetsTheLongestUnusedGoWhenItIsFull) {
    for (const char* key : {"a", "b", "c"}) {
        EXPECT_TRUE(ask(key, at(0ms)));
        cache_.finish(key, made(std::string(2'000, 'x'), at(0ms)));
    }
    EXPECT_FALSE(ask("a", at(1ms))) << "used";

    EXPECT_TRUE(ask("d", at(1ms)));
    cache_.finish("d", made(std::string(2'000, 'x'), at(1ms)));

    EXPECT_FALSE(ask("a", at(2ms)));
    EXPECT_TRUE(ask("b", at(2ms)));
    EXPECT_EQ(counted("evicted"), 1U);
    EXPECT_LE(cache_.bytes(), 10'000U);
}

TEST_F(Cache, PassesOnWhatIsTooLongToKeep) {
    EXPECT_TRUE(ask("a", at(0ms)));
    cache_.finish("a", made(std::string(10'000, 'x'), at(0ms)));

    EXPECT_EQ(got_.size(), 1U);
    EXPECT_TRUE(ask("a", at(1ms)));
    EXPECT_EQ(cache_.bytes(), 0U);
}

TEST_F(Cache, CountsALongKeyToo) {
    const std::string key(6'000, 'k');
    EXPECT_TRUE(ask(key, at(0ms)));
    cache_.finish(key, made("", at(0ms), Kept::a_second, 404));

    EXPECT_TRUE(ask(key, at(1ms)));
}

class Editions : public testing::Test {
protected:
    RaceEditions editions_;
};

TEST_F(Editions, AreKnownOfRacesThatSomebodyAsksFor) {
    editions_.follow("sprint", began);
    EXPECT_FALSE(editions_.asked("sprint", began)) << "nobody looked yet";

    EXPECT_EQ(editions_.wanted(began), std::vector<std::string>{"sprint"});
    editions_.saw({{"sprint", "1"}}, began);

    EXPECT_EQ(editions_.asked("sprint", began + 999ms), "1");
    EXPECT_FALSE(editions_.asked("sprint", began + 1s)) << "it may have changed since";
}

TEST_F(Editions, AreForgottenWhenNobodyAsks) {
    editions_.follow("sprint", began);
    EXPECT_EQ(editions_.wanted(began + 10s).size(), 1U);
    EXPECT_TRUE(editions_.wanted(began + 10s + 1ms).empty());
}

TEST_F(Editions, AreForgottenOfARaceThatIsGone) {
    editions_.follow("sprint", began);
    editions_.saw({{"sprint", "1"}}, began);

    editions_.saw({}, began + 1ms);

    EXPECT_FALSE(editions_.asked("sprint", began + 2ms));
}

TEST_F(Editions, AreFollowedOfSoManyRacesAndNoMore) {
    for (std::size_t race = 0; race <= RaceEditions::max_races; ++race) {
        editions_.follow("race-" + std::to_string(race), began);
    }

    EXPECT_EQ(editions_.wanted(began).size(), RaceEditions::max_races);
}

} // namespace

} // namespace lanterne::web
