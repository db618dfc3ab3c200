#include <gtest/gtest.h>

#include "service/http_message.hpp"
#include "tests/support/hostile_requests.hpp"

namespace lanterne::service {

namespace {

constexpr std::size_t head_limit = std::size_t{8} * 1024;
constexpr std::size_t body_limit = 64;

/// What became of the bytes: a status of refusal, 0 when more is needed, 200 when a request is
/// whole.
struct Outcome {
    int status = 0;
    std::string body;
    std::string left_over;
};

Outcome read(std::string bytes) {
    RequestReader reader;
    const auto head = reader.take_head(bytes, head_limit);
    if (!head) {
        return {head.error().status, "", bytes};
    }
    if (!*head) {
        return {0, "", bytes};
    }
    if (const auto fits = reader.limit_body(body_limit); !fits) {
        return {fits.error().status, "", bytes};
    }
    const auto done = reader.take_body(bytes);
    if (!done) {
        return {done.error().status, "", bytes};
    }
    return {*done ? 200 : 0, std::move(reader).body(), bytes};
}

std::string post(const std::string& fields) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

class Hostile : public testing::TestWithParam<support::HostileRequest> {};

TEST_P(Hostile, IsRefused) {
    const auto outcome = read(GetParam().bytes);

    EXPECT_GE(outcome.status, 400);
    EXPECT_LE(outcome.status, 505);
}

INSTANTIATE_TEST_SUITE_P(All, Hostile, testing::ValuesIn(support::hostile_requests()),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(RequestReader, LeavesWhatComesBehindARequestForTheNext) {
    const auto outcome =
        read(post("Content-Length: 5\r\n") + "abcdeGET /next HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.body, "abcde");
    EXPECT_EQ(outcome.left_over, "GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
}

TEST(RequestReader, TakesAPostOfHttp10ThatSaysItsLength) {
    const auto outcome = read("POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde");

    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.body, "abcde");
}

TEST(RequestReader, JoinsChunks) {
    const auto outcome =
        read(post("Transfer-Encoding: chunked\r\n") + "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\n\r\nrest");

    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.body, "abcde");
    EXPECT_EQ(outcome.left_over, "rest");
}

TEST(RequestReader, WaitsForTheRest) {
    EXPECT_EQ(read("GET / HTTP/1.1\r\nHost: a\r\n").status, 0);
    EXPECT_EQ(read(post("Content-Length: 5\r\n") + "abc").status, 0);
}

TEST(RequestReader, UnderstandsTheSameHoweverTheBytesAreCut) {
    const std::string whole = post("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n";
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
        RequestReader reader;
        std::string bytes = whole.substr(0, cut);
        auto head = reader.take_head(bytes, head_limit);
        ASSERT_TRUE(head) << cut;
        if (!*head) {
            bytes += whole.substr(cut);
            head = reader.take_head(bytes, head_limit);
            ASSERT_TRUE(head && *head) << cut;
            ASSERT_TRUE(reader.limit_body(body_limit));
        } else {
            ASSERT_TRUE(reader.limit_body(body_limit));
            ASSERT_TRUE(reader.take_body(bytes)) << cut;
            bytes += whole.substr(cut);
        }

        EXPECT_TRUE(reader.take_body(bytes).value_or(false)) << cut;
        EXPECT_EQ(std::move(reader).body(), "abc") << cut;
    }
}

TEST(RequestReader, TakesABodyOfTheLimitAndNotOneByteMore) {
    const std::string body(body_limit, 'x');

    EXPECT_EQ(read(post("Content-Length: 64\r\n") + body).status, 200);
    EXPECT_EQ(read(post("Content-Length: 65\r\n") + body).status, 413);
    EXPECT_EQ(
        read(post("Transfer-Encoding: chunked\r\n") + "40\r\n" + body + "\r\n0\r\n\r\n").status,
        200);
    EXPECT_EQ(
        read(post("Transfer-Encoding: chunked\r\n") + "41\r\nx" + body + "\r\n0\r\n\r\n").status,
        413);
}

TEST(RequestReader, TakesAHeadOfTheLimitAndNotOneByteMore) {
    const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX-A: ";
    const std::string at_limit = start + std::string(head_limit - start.size(), 'x');

    EXPECT_EQ(read(at_limit + "\r\n\r\n").status, 200);
    EXPECT_EQ(read(at_limit + "x\r\n\r\n").status, 431);
    EXPECT_EQ(read(at_limit + "x").status, 431);
}

TEST(ResponseHead, RefusesALineBreakInAField) {
    HttpResponse response;
    response.headers.emplace_back("Location", "/a\r\nSet-Cookie: b=c");

    EXPECT_THROW(response_head(response, KeepAlive::yes), std::invalid_argument);
}

TEST(ResponseHead, GivesPagesAContentSecurityPolicy) {
    const std::string page = response_head(html_response("x"), KeepAlive::yes);
    const std::string data = response_head(json_response("{}"), KeepAlive::yes);

    EXPECT_NE(page.find("Content-Security-Policy: default-src 'none'"), std::string::npos);
    EXPECT_EQ(data.find("Content-Security-Policy"), std::string::npos);
    EXPECT_NE(data.find("X-Content-Type-Options: nosniff"), std::string::npos);
}

TEST(ResponseHead, LeavesAPageThePolicyThatItNames) {
    HttpResponse response = html_response("x");
    response.headers.emplace_back("Content-Security-Policy", "default-src 'self'");

    const std::string head = response_head(response, KeepAlive::yes);

    EXPECT_NE(head.find("Content-Security-Policy: default-src 'self'\r\n"), std::string::npos);
    EXPECT_EQ(head.find("default-src 'none'"), std::string::npos) << "both would hold at once";
}

TEST(Origin, MustBeTheHostItself) {
    EXPECT_TRUE(is_same_origin("https://live.example.org", "live.example.org"));
    EXPECT_TRUE(is_same_origin("http://127.0.0.1:8080", "127.0.0.1:8080"));
    EXPECT_FALSE(is_same_origin("https://example.org", "live.example.org"));
    EXPECT_FALSE(is_same_origin("https://live.example.org.evil.example", "live.example.org"));
    EXPECT_FALSE(is_same_origin("null", "live.example.org"));
    EXPECT_FALSE(is_same_origin("http://127.0.0.1:8081", "127.0.0.1:8080"));
}

} // namespace

} // namespace lanterne::service
