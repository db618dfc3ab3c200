#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web-api/page/messages.hpp"
#include "web-api/page/templates.hpp"

namespace lanterne::web::page {
namespace {

using testing::IsEmpty;

const Messages& english = Messages::of(Language::english);
const Messages& french = Messages::of(Language::french);

std::vector<std::string> keys_of(const Messages& messages) {
    std::vector<std::string> keys;
    for (const auto& [key, text] : messages.all()) {
        keys.push_back(key);
    }
    return keys;
}

/// What a template says by itself, in elements and in attributes that people read.
std::string own_text(std::string_view html) {
    std::string text{html};
    const auto without = [&](const char* what, const char* with) {
        text = std::regex_replace(text, std::regex{what}, with);
    };
    without(R"(<code>[^<]*</code>)", "");
    without(R"(\[\[[a-z_.]+\]\])", "");
    without(R"(\{\{\{?[#^/]?[a-z_]+\}?\}\})", "");
    without(R"re((aria-label|title|alt|content|placeholder)="([^"]*)")re", ">$2<");
    without(R"(<[^>]*>)", "");
    without("Lanterne|\\bk?m\\b|width=device-width, initial-scale=1|website", "");
    without(R"([^A-Za-z]+)", "");
    return text;
}

TEST(MessagesOfAPage, AreTheSameInEachLanguage) { EXPECT_EQ(keys_of(english), keys_of(french)); }

TEST(MessagesOfAPage, SayAllThatTemplatesSay) {
    for (const std::string_view html : {race_template, races_template, results_template}) {
        EXPECT_THAT(own_text(html), IsEmpty());
    }
}

TEST(MessagesOfAPage, HaveEveryKeyThatATemplateNames) {
    static const std::regex key{R"(\[\[([a-z_.]+)\]\])"};
    for (const std::string_view html : {race_template, races_template, results_template}) {
        const std::string text{html};
        for (std::sregex_iterator it{text.begin(), text.end(), key}; it != std::sregex_iterator{};
             ++it) {
            EXPECT_TRUE(english.has((*it)[1].str())) << (*it)[1];
        }
    }
}

TEST(MessagesOfAPage, AreEscapedInATemplate) {
    EXPECT_EQ(french.localised("<p>[[no.such<key>]]</p>"), "<p>no.such&lt;key&gt;</p>");
    EXPECT_EQ(english.localised("[[gap.leader]], [[open"), "leader, [[open");
}

TEST(MessagesOfAPage, AreFilledOnce) {
    EXPECT_EQ(english.text("board.bridged", {{"point", "{point}"}}), "{point}, bridged");
}

TEST(PreferredLanguage, IsTheOneWithTheGreatestWeight) {
    EXPECT_EQ(preferred_language("fr"), Language::french);
    EXPECT_EQ(preferred_language("FR-ca, en;q=0.9"), Language::french);
    EXPECT_EQ(preferred_language("en-GB,en;q=0.9,fr;q=0.8"), Language::english);
    EXPECT_EQ(preferred_language("de, fr;q=0.5, en;q=0.4"), Language::french);
    EXPECT_EQ(preferred_language("fr;q=0, en;q=0.1"), Language::english);
}

TEST(PreferredLanguage, IsEnglishWhereNothingElseCanBeRead) {
    EXPECT_EQ(preferred_language(""), Language::english);
    EXPECT_EQ(preferred_language("de, *;q=0.5"), Language::english);
    EXPECT_EQ(preferred_language("fr;q=2, ;;;,,,q=fr"), Language::english);
    EXPECT_EQ(preferred_language(std::string(4000, ',') + "fr"), Language::english);
}

} // namespace
} // namespace lanterne::web::page
