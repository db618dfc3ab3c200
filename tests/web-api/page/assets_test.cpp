#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web-api/page/assets.hpp"

namespace lanterne::web::page {
namespace {

TEST(Assets, AreNamedByTheManifest) {
    const auto assets = read_manifest(R"({"src/race.ts":{"file":"race-DY4m.js","isEntry":true},
                                          "src/style.css":{"file":"style-C9.css"},
                                          "messages/fr.json":{"file":"fr-3x.js"}})");

    EXPECT_EQ(assets.script, "/assets/race-DY4m.js");
    EXPECT_EQ(assets.style, "/assets/style-C9.css");
    EXPECT_THAT(assets.messages, testing::ElementsAre(testing::Pair("fr", "/assets/fr-3x.js")));
}

TEST(Assets, AreNoneWithoutAReadableManifest) {
    EXPECT_EQ(read_manifest(""), Assets{});
    EXPECT_EQ(read_manifest("[1,2]"), Assets{});
    EXPECT_EQ(read_manifest(R"({"src/race.ts":7})"), Assets{});
}

TEST(Assets, CannotNameAnotherPlace) {
    EXPECT_EQ(read_manifest(R"({"src/race.ts":{"file":"../../x.js"}})").script, "");
    EXPECT_EQ(read_manifest(R"({"src/race.ts":{"file":"a\"onload=\"b"}})").script, "");
    EXPECT_THAT(read_manifest(R"({"messages/en.json":{"file":"../x.js"}})").messages,
                testing::IsEmpty());
}

} // namespace
} // namespace lanterne::web::page
