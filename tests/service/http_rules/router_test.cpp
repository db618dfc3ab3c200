#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_router.hpp"

namespace lanterne::service {

namespace {

using testing::ElementsAre;
using testing::Pair;

HttpRouter::Route route(std::string method, std::string pattern) {
    HttpRouter::Route made;
    made.method = std::move(method);
    made.pattern = std::move(pattern);
    return made;
}

HttpRouter house() {
    HttpRouter router;
    router.add(route("GET", "/"));
    router.add(route("GET", "/races/:slug"));
    router.add(route("GET", "/races/new"));
    router.add(route("POST", "/races/:slug"));
    router.add(route("GET", "/races/:slug/entries/:bib"));
    return router;
}

HttpRouter::Match find(std::string_view method, std::string_view path) {
    static const HttpRouter router = house();
    return router.find(method, *parse_target(path));
}

TEST(HttpRouter, FindsParametersByName) {
    const auto match = find("GET", "/races/harbour/entries/7%20b");

    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.route->pattern, "/races/:slug/entries/:bib");
    EXPECT_THAT(match.parameters, ElementsAre(Pair("bib", "7 b"), Pair("slug", "harbour")));
}

TEST(HttpRouter, PrefersALiteralToAParameter) {
    EXPECT_EQ(find("GET", "/races/new").route->pattern, "/races/new");
}

TEST(HttpRouter, AnswersHeadFromGet) { EXPECT_NE(find("HEAD", "/").route, nullptr); }

TEST(HttpRouter, SaysWhichMethodsAPathHas) {
    const auto match = find("DELETE", "/races/harbour");

    EXPECT_EQ(match.route, nullptr);
    EXPECT_EQ(match.allowed, "GET, HEAD, POST");
}

TEST(HttpRouter, KnowsNothingElse) {
    EXPECT_EQ(find("GET", "/races").route, nullptr);
    EXPECT_EQ(find("GET", "/races/").route, nullptr);
    EXPECT_EQ(find("GET", "/races/a/b").route, nullptr);
    EXPECT_EQ(find("GET", "/races").allowed, "");
}

TEST(HttpRouter, RefusesARouteThatIsThereTwice) {
    HttpRouter router = house();

    EXPECT_THROW(router.add(route("GET", "/")), std::invalid_argument);
    EXPECT_THROW(router.add(route("GET", "races")), std::invalid_argument);
}

} // namespace

} // namespace lanterne::service
