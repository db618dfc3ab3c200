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

const Messages& english = Messages::of(Language::english);

UtcTime minutes(double after_eight) {
    return *parse_time("2026-05-17T08:00:00Z") +
           Milliseconds{static_cast<std::int64_t>(after_eight * 60'000)};
}

std::string said(double early, double likely, double late) {
    const RoundBand band = rounded(minutes(early), minutes(likely), minutes(late));
    const auto clock = [](UtcTime time) { return to_text(time).substr(11, 5); };
    return arrival_words(english, "finish",
                         {.vagueness = vagueness_of(minutes(late) - minutes(early)),
                          .early = clock(band.early),
                          .likely = clock(band.likely),
                          .late = clock(band.late)});
}

// The same cases as web-api/site/test/words.test.ts.
TEST(ArrivalWords, AreTheRounderTheWiderTheBand) {
    EXPECT_EQ(said(39.9, 42.2, 45.1), "finish about 08:42 (08:39–08:46)");
    EXPECT_EQ(said(31, 42, 54), "finish roughly 08:40 (08:30–08:55)");
    EXPECT_EQ(said(62, 100, 140), "finish between 09:00 and 10:30");
    EXPECT_EQ(said(42, 42, 42), "finish about 08:42 (08:42–08:42)");
}

TEST(ArrivalWords, AreVagueAboveTwelveMinutes) {
    EXPECT_EQ(vagueness_of(std::chrono::minutes{12}), Vagueness::minutes);
    EXPECT_EQ(vagueness_of(std::chrono::minutes{12} + Milliseconds{1}), Vagueness::five_minutes);
    EXPECT_EQ(vagueness_of(std::chrono::minutes{60}), Vagueness::five_minutes);
    EXPECT_EQ(vagueness_of(std::chrono::minutes{61}), Vagueness::quarters);
}

TEST(GradeWords, SayTheShareInWholePercent) {
    EXPECT_EQ(grade_words(english, 0, 0), "");
    EXPECT_EQ(grade_words(english, 212, 168),
              "Of 212 expected times that came true in the last hour of racing, 79 % were inside "
              "their span (80 % is right).");
}

TEST(StatusWords, AreWordsAndAnUnknownStatusIsItself) {
    EXPECT_EQ(status_words(english, "not_started"), "not started");
    EXPECT_EQ(status_words(english, "teleported"), "teleported");
}

} // namespace
} // namespace lanterne::web::page
