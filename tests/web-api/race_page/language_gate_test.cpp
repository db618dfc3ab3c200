#include <gtest/gtest.h>

#include "web-api/race_page/language_gate.hpp"

namespace lanterne::web {
namespace {

/// Where a reader of that language is sent; empty: nowhere.
std::string sent_to(const std::string& path, const std::string& language,
                    std::multimap<std::string, std::string> query = {}) {
    const service::HttpRequest request{.method = "GET",
                                       .path = path,
                                       .query = std::move(query),
                                       .headers = {{"accept-language", language}}};
    const auto response = language_gate().refuse(request);
    if (!response) {
        return {};
    }
    EXPECT_EQ(response->status, 302);
    return response->headers.front().second;
}

TEST(LanguageGate, SendsWhoReadsFrenchToTheFrenchPage) {
    EXPECT_EQ(sent_to("/r/harbour-sprint", "fr-FR, en;q=0.5"), "/fr/r/harbour-sprint");
    EXPECT_EQ(sent_to("/", "fr"), "/fr");
}

TEST(LanguageGate, TakesTheQueryAlong) {
    EXPECT_EQ(sent_to("/r/a", "fr", {{"follow", "3"}, {"a", "1,<\r\n"}}),
              "/fr/r/a?a=1%2C%3C%0D%0A&follow=3");
}

TEST(LanguageGate, LetsOthersPass) {
    EXPECT_EQ(sent_to("/r/a", "en, fr;q=0.5"), "");
    EXPECT_EQ(sent_to("/r/a", ""), "");
    EXPECT_EQ(sent_to("/en/r/a", "fr"), "");
    EXPECT_EQ(sent_to("/r/a/results", "fr"), "");
    EXPECT_EQ(sent_to("/api/v1/races", "fr"), "");
}

TEST(LanguageGate, SaysWhatVariesWithTheReader) {
    const auto varies = [](const std::string& path) {
        service::HttpResponse response;
        language_gate().finish({.method = "GET", .path = path}, response);
        return !response.headers.empty();
    };
    EXPECT_TRUE(varies("/r/a"));
    EXPECT_FALSE(varies("/fr/r/a"));
    EXPECT_FALSE(varies("/api/v1/races"));
}

} // namespace
} // namespace lanterne::web
