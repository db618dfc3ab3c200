#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http.hpp"
#include "service/http_files.hpp"
#include "service/json_text.hpp"

namespace lanterne::service {

namespace {

HttpRequest asking_for(std::string tags) {
    HttpRequest request;
    request.headers.emplace("if-none-match", std::move(tags));
    return request;
}

TEST(EntityTag, TurnsAKnownContentIntoNotModified) {
    const std::string tag = entity_tag("content");
    const auto answer = [](const std::string& tags) {
        return with_entity_tag(asking_for(tags), json_response("content"));
    };

    EXPECT_EQ(answer(tag).status, 304);
    EXPECT_EQ(answer("\"other\", W/" + tag).status, 304);
    EXPECT_EQ(answer("*").status, 304);
    EXPECT_EQ(answer("\"other\"").status, 200);
    EXPECT_EQ(answer(tag).content(), "");
    EXPECT_THAT(answer("").headers, testing::Contains(testing::Pair("ETag", tag)));
}

TEST(EntityTag, DiffersWithTheContent) { EXPECT_NE(entity_tag("a"), entity_tag("b")); }

TEST(JsonText, EscapesWhatWouldEndAStringOrAScript) {
    EXPECT_EQ(json_text("a\"b\\c\n\x01</script>"), R"("a\"b\\c\n\u0001\u003c/script>")");
}

TEST(Utf8, KnowsWellFormedFromOther) {
    EXPECT_TRUE(is_utf8("caf\xC3\xA9 \xF0\x9F\x9A\xB4"));
    EXPECT_FALSE(is_utf8("\xC3"));
    EXPECT_FALSE(is_utf8("\xC0\xAF"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
    EXPECT_FALSE(is_utf8("\x80"));
}

TEST(Problem, IsAProblemDetailsDocument) {
    const auto response = problem(404, "Not found", "no \"such\" race");

    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(response.body, R"({"status":404,"title":"Not found","detail":"no \"such\" race"})");
}

TEST(StaticFile, IsImmutableOnlyWithAHashInItsName) {
    EXPECT_TRUE(is_hash_named("assets/index-Bx09fQ2a.js"));
    EXPECT_TRUE(is_hash_named("race-D_4-Zs1x.css"));
    EXPECT_FALSE(is_hash_named("icon.svg"));
    EXPECT_FALSE(is_hash_named("race-director.js"));
    EXPECT_FALSE(is_hash_named("apple-touchicon.png"));
}

TEST(StaticFile, HasTheTypeOfItsEnding) {
    EXPECT_EQ(content_type_of("a/b.js"), "text/javascript; charset=utf-8");
    EXPECT_EQ(content_type_of("icon.svg"), "image/svg+xml");
    EXPECT_EQ(content_type_of("js"), "application/octet-stream");
}

} // namespace

} // namespace lanterne::service
