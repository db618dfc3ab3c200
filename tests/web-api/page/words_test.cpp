#include <gtest/gtest.h>

#include "web-api/page/words.hpp"

namespace lanterne::web::page {
namespace {

// The same cases as web-api/site/test/words.test.ts: page and island write times alike.
TEST(Duration, IsWrittenAsTheBrowserWritesIt) {
    EXPECT_EQ(duration_text(Milliseconds{245'900}), "4:05");
    EXPECT_EQ(duration_text(Milliseconds{3'723'000}), "1:02:03");
    EXPECT_EQ(duration_text(Milliseconds{-61'000}), "−1:01");
    EXPECT_EQ(duration_text(Milliseconds{-400}), "0:00");
}

TEST(StatusWords, AreWordsAndAnUnknownStatusIsItself) {
    EXPECT_EQ(status_words("not_started"), "not started");
    EXPECT_EQ(status_words("teleported"), "teleported");
}

} // namespace
} // namespace lanterne::web::page
