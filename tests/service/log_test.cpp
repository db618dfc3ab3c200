#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/log.hpp"

namespace lanterne::service {
namespace {

using testing::EndsWith;
using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

TEST(Log, WritesOneJsonObjectALine) {
    CaptureStderr();

    Log{"lanterne-ingest"}.info("listening", {{"port", std::uint16_t{8080}}, {"address", "::1"}});

    EXPECT_THAT(
        GetCapturedStderr(),
        testing::MatchesRegex(
            R"(\{"ts":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z","level":"info",)"
            R"("program":"lanterne-ingest","message":"listening","port":8080,"address":"::1"\}
)"));
}

TEST(Log, WritesEachKindOfField) {
    CaptureStderr();

    Log{"x"}.error("m", {{"text", std::string{"t"}},
                         {"minus", -1},
                         {"large", std::numeric_limits<std::uint64_t>::max()},
                         {"real", 0.5},
                         {"none", std::numeric_limits<double>::quiet_NaN()},
                         {"flag", true}});

    EXPECT_THAT(GetCapturedStderr(),
                EndsWith(R"("level":"error","program":"x","message":"m","text":"t","minus":-1,)"
                         R"("large":18446744073709551615,"real":0.5,"none":null,"flag":true})"
                         "\n"));
}

TEST(Log, KeepsWhatIsBelowItsLevelToItself) {
    CaptureStderr();

    Log{"x", LogLevel::warning}.info("not this");

    EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(Log, CannotBeForgedByTextFromOutside) {
    CaptureStderr();

    Log{"x"}.warning("m", {{"topic", "a\"}\n{\"level\":\"error\"\\\x01"}});

    EXPECT_THAT(GetCapturedStderr(), EndsWith(R"("topic":"a\"}\n{\"level\":\"error\"\\\u0001"})"
                                              "\n"));
}

TEST(Log, CutsLongText) {
    CaptureStderr();

    Log{"x"}.info(std::string(Log::text_limit + 1, 'a'));

    const std::string line = GetCapturedStderr();
    EXPECT_EQ(std::count(line.begin(), line.end(), 'a'), static_cast<long>(Log::text_limit) + 2)
        << "'message' and 'program' have one each";
}

std::string logged(std::string_view text) {
    CaptureStderr();
    Log{"x"}.info(text);
    const std::string line = GetCapturedStderr();
    const auto start = line.find("\"message\":") + 10;
    return line.substr(start, line.size() - start - 2);
}

TEST(Log, KeepsUtf8) { EXPECT_EQ(logged("Zoë Ż 🏃"), "\"Zoë Ż 🏃\""); }

TEST(Log, ReplacesWhatIsNotUtf8) {
    const std::string one = "\xEF\xBF\xBD";

    EXPECT_EQ(logged("\xff"), '"' + one + '"') << "never a first byte";
    EXPECT_EQ(logged("\x80"), '"' + one + '"') << "a byte of the middle";
    EXPECT_EQ(logged("\xc3"), '"' + one + '"') << "cut";
    EXPECT_EQ(logged("\xc0\xaf"), '"' + one + one + '"') << "overlong";
    EXPECT_EQ(logged("\xe0\x80\xaf"), '"' + one + one + one + '"') << "overlong";
    EXPECT_EQ(logged("\xed\xa0\x80"), '"' + one + one + one + '"') << "surrogate";
    EXPECT_EQ(logged("\xf4\x90\x80\x80"), '"' + one + one + one + one + '"') << "beyond U+10FFFF";
}

} // namespace
} // namespace lanterne::service
