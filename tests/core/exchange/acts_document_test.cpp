#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/act_keys.hpp"
#include "core/exchange/act_text.hpp"

namespace lanterne::exchange {
namespace {

using testing::ContainerEq;
using testing::HasSubstr;

std::string document() {
    std::ifstream file{LANTERNE_SOURCE_FOLDER "/docs/acts.md"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// What the first group of the pattern matches, everywhere.
std::set<std::string> all(const std::string& pattern) {
    const std::string text = document();
    const std::regex wanted{pattern, std::regex::multiline};
    std::set<std::string> found;
    for (std::sregex_iterator match{text.begin(), text.end(), wanted}, end; match != end; ++match) {
        found.insert((*match)[1]);
    }
    return found;
}

/// Between ```toml and ```.
std::vector<std::string> examples() {
    const std::string text = document();
    std::vector<std::string> found;
    for (auto at = text.find("```toml\n"); at != std::string::npos;
         at = text.find("```toml\n", at)) {
        at += 8;
        found.push_back(text.substr(at, text.find("```", at) - at));
    }
    return found;
}

std::string full_name(const RaceKey& key) {
    const std::string table{key.table};
    return (table.empty() ? "" : table + ".") + std::string{key.key};
}

TEST(ActsDocument, HasARowForEachKeyAndNoOther) {
    std::set<std::string> known;
    for (const RaceKey& key : act_keys()) {
        known.insert(full_name(key));
    }

    EXPECT_THAT(all(R"(^\| `([a-z._-]+)` \| (?:yes|no) \|)"), ContainerEq(known));
}

TEST(ActsDocument, SaysWhichKeysAreNeeded) {
    const std::string text = document();

    for (const RaceKey& key : act_keys()) {
        EXPECT_THAT(text, HasSubstr("| `" + full_name(key) + "` | " +
                                    (key.need == Need::required ? "yes" : "no") + " |"));
    }
}

TEST(ActsDocument, HasAHeadingForEachKindAndNoOther) {
    EXPECT_THAT(all("^### ([a-z-]+)$"),
                ContainerEq(std::set<std::string>{act_kinds().begin(), act_kinds().end()}));
}

TEST(ActsDocument, HasAnExampleOfEachKindThatReads) {
    std::set<std::string> kinds;
    for (const std::string& example : examples()) {
        const auto acts = read_acts("example", example);
        ASSERT_TRUE(acts) << example << to_text(acts.error().front());
        for (const GivenAct& act : *acts) {
            kinds.emplace(kind_of(act.body));
        }
    }

    EXPECT_THAT(kinds, ContainerEq(std::set<std::string>{act_kinds().begin(), act_kinds().end()}));
}

TEST(ActsDocument, HasARowForEachColumnOfReadsAndNoOther) {
    EXPECT_THAT(all(R"(^\| `([a-z_]+)` \| (?!yes \||no \|))"),
                ContainerEq(std::set<std::string>{read_columns().begin(), read_columns().end()}));
}

} // namespace
} // namespace lanterne::exchange
