#include <gmock/gmock.h>

#include "web-api/races/statuses.hpp"

namespace lanterne::web {

namespace {

using testing::UnorderedElementsAre;

TEST(Statuses, AreAskedForByTheWordsOfThoseThatAreOut) {
    EXPECT_THAT(words_of_out(),
                UnorderedElementsAre("over_time_limit", "did_not_finish", "did_not_start",
                                     "disqualified", "lapped", "not_classified"));
}

TEST(Statuses, HaveEndedWithAFinishToo) {
    EXPECT_THAT(words_of_ended(),
                UnorderedElementsAre("finished", "over_time_limit", "did_not_finish",
                                     "did_not_start", "disqualified", "lapped", "not_classified"));
}

} // namespace

} // namespace lanterne::web
