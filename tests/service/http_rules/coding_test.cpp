#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "service/http_coding.hpp"

namespace lanterne::service {

namespace {

using testing::Contains;
using testing::Pair;

std::string gunzip(const std::string& content) {
    std::string out(1'000'000, '\0');
    std::string in = content;
    z_stream stream{};
    ::inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = ::inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::inflateEnd(&stream);
    return result == Z_STREAM_END ? out : "no gzip";
}

HttpResponse text_of(std::size_t size) {
    HttpResponse response = json_response(std::string(size, 'x'));
    return with_entity_tag({}, std::move(response));
}

HttpResponse given(const std::string& accept_encoding, HttpResponse response) {
    HttpRequest request;
    request.headers = {{"accept-encoding", accept_encoding}};
    add_gzip(response);
    choose_coding(request, response);
    return response;
}

TEST(PreferredCoding, IsTheBestThatTheClientAccepts) {
    constexpr Offered both{.gzip = true, .brotli = true};

    EXPECT_EQ(preferred("gzip, deflate, br, zstd", both), Coding::brotli);
    EXPECT_EQ(preferred("gzip, deflate", both), Coding::gzip);
    EXPECT_EQ(preferred("br", {.gzip = true}), Coding::identity);
    EXPECT_EQ(preferred("*", both), Coding::brotli);
    EXPECT_EQ(preferred("GZIP", both), Coding::gzip);
    EXPECT_EQ(preferred("", both), Coding::identity);
    EXPECT_EQ(preferred("identity", both), Coding::identity);
}

TEST(PreferredCoding, GoesByWhatTheClientLikesMore) {
    constexpr Offered both{.gzip = true, .brotli = true};

    EXPECT_EQ(preferred("gzip;q=1.0, br;q=0.5", both), Coding::gzip);
    EXPECT_EQ(preferred("gzip; q=0.5, br; Q=0.8", both), Coding::brotli);
    EXPECT_EQ(preferred("br;q=0, *", both), Coding::gzip);
    EXPECT_EQ(preferred("gzip;q=0, br;q=0", both), Coding::identity);
    EXPECT_EQ(preferred("identity;q=1, gzip;q=0.5", both), Coding::identity);
    EXPECT_EQ(preferred("gzip;q=nonsense", both), Coding::identity);
    EXPECT_EQ(preferred("gzip;q=7", both), Coding::identity);
}

TEST(Gzip, IsGivenToWhoAcceptsIt) {
    const HttpResponse response = given("gzip", text_of(2'000));

    EXPECT_EQ(gunzip(std::string{response.content()}), std::string(2'000, 'x'));
    EXPECT_THAT(response.headers, Contains(Pair("Content-Encoding", "gzip")));
    EXPECT_THAT(response.headers, Contains(Pair("Vary", "Accept-Encoding")));
    EXPECT_THAT(response.headers, Contains(Pair("ETag", testing::StartsWith("W/\""))));
}

TEST(Gzip, IsNotGivenToAnybodyElse) {
    const HttpResponse response = given("br", text_of(2'000));

    EXPECT_EQ(response.content(), std::string(2'000, 'x'));
    EXPECT_THAT(response.headers, testing::Not(Contains(Pair("Content-Encoding", testing::_))));
    EXPECT_THAT(response.headers, Contains(Pair("Vary", "Accept-Encoding")))
        << "a cache must not give it to all";
}

TEST(Gzip, IsNotMadeOfWhatIsShort) {
    EXPECT_EQ(given("gzip", text_of(least_gzipped_bytes)).content().size() < least_gzipped_bytes,
              true);
    EXPECT_EQ(given("gzip", text_of(least_gzipped_bytes - 1)).content().size(),
              least_gzipped_bytes - 1);
}

TEST(Gzip, IsNotMadeOfWhatMustStayAsItIs) {
    HttpResponse picture = text_of(2'000);
    picture.content_type = "image/png";
    HttpResponse coded = text_of(2'000);
    coded.headers.emplace_back("Content-Encoding", "br");
    HttpResponse secret = text_of(2'000);
    secret.headers.emplace_back("Cache-Control", "private, no-transform");
    HttpResponse fault = text_of(2'000);
    fault.status = 500;
    HttpResponse part = text_of(2'000);
    part.part = ByteRange{0, 1'500};

    for (const HttpResponse& response : {picture, coded, secret, fault, part}) {
        EXPECT_EQ(given("gzip", response).content(), response.content());
    }
}

TEST(Gzip, LeavesATagByWhichTheClientIsKnownAgain) {
    const HttpResponse first = given("gzip", text_of(2'000));
    HttpRequest again;
    for (const auto& [name, value] : first.headers) {
        if (name == "ETag") {
            again.headers.emplace("if-none-match", value);
        }
    }

    const HttpResponse second = with_entity_tag(again, text_of(2'000));

    EXPECT_EQ(second.status, 304);
}

TEST(ContentTypes, AreTextInTheWiderSense) {
    EXPECT_TRUE(is_text("text/html; charset=utf-8"));
    EXPECT_TRUE(is_text("application/geo+json"));
    EXPECT_TRUE(is_text("application/gpx+xml"));
    EXPECT_TRUE(is_text("image/svg+xml"));
    EXPECT_TRUE(is_text("Application/JSON"));
    EXPECT_FALSE(is_text("image/png"));
    EXPECT_FALSE(is_text("font/woff2"));
    EXPECT_FALSE(is_text("application/vnd.pmtiles"));
}

} // namespace

} // namespace lanterne::service
