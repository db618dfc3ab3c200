#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "service/http_files.hpp"
#include "service/http_server.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class Files : public testing::Test {
protected:
    Files() {
        write("site/index-Bx09fQ2a.js", "let a = 1;");
        write("site/icons/icon.svg", "<svg/>");
        write("site/long.css", "plain");
        write("site/long.css.br", "by brotli");
        write("site/long.css.gz", "by gzip");
        write("site/archive.gz", "a file by itself");
        write("site/.hidden", "no file for others");
        write("secret.txt", "secret");
        std::filesystem::create_symlink(folder_.path() / "secret.txt",
                                        folder_.path() / "site/link.txt");
        EXPECT_TRUE(server_.files("/assets/", folder_.path() / "site"));
        EXPECT_FALSE(server_.files("/other/", folder_.path() / "none"));
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    void write(const std::string& name, const std::string& content) {
        std::filesystem::create_directories((folder_.path() / name).parent_path());
        std::ofstream{folder_.path() / name} << content;
    }

    HttpReply get(const std::string& target) {
        return http_get("http://127.0.0.1:" + std::to_string(port_) + target, 10s).value();
    }

    /// The whole answer to a GET of that target, whatever stands in it.
    std::string raw_get(const std::string& target, const std::string& fields = "") {
        support::TcpClient client{port_};
        client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields +
                    "\r\n");
        EXPECT_TRUE(client.read_to_end());
        return client.received();
    }

    static std::string tag_of(const std::string& answer) {
        const auto at = answer.find("ETag: ") + 6;
        return answer.substr(at, answer.find("\r\n", at) - at);
    }

    support::TempFolder folder_;
    std::uint16_t port_ = 0;
    HttpServer server_;
};

TEST_F(Files, AreServedWithTheirTypeAndForEverWhenTheirNameHasAHash) {
    const auto script = get("/assets/index-Bx09fQ2a.js");
    const auto icon = get("/assets/icons/icon.svg");

    EXPECT_EQ(script.body, "let a = 1;");
    EXPECT_EQ(script.headers.at("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(script.headers.at("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(icon.headers.at("content-type"), "image/svg+xml");
    EXPECT_EQ(icon.headers.at("cache-control"), "public, max-age=60");
}

TEST_F(Files, AreNotSentAgainToWhoeverHasThem) {
    const std::string tag = get("/assets/icons/icon.svg").headers.at("etag");

    const std::string answer = raw_get("/assets/icons/icon.svg", "If-None-Match: " + tag + "\r\n");

    EXPECT_TRUE(answer.starts_with("HTTP/1.1 304 ")) << answer;
    EXPECT_THAT(answer, HasSubstr("ETag: " + tag));
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST_F(Files, LeadNowhereElse) {
    for (const char* target :
         {"/assets/../secret.txt", "/assets/%2e%2e/secret.txt", "/assets/..%2fsecret.txt",
          "/assets/icons/../../secret.txt", "/assets//secret.txt", "/assets/link.txt",
          "/assets/..\\secret.txt", "/assets/icons", "/assets/icons/", "/assets/", "/secret.txt"}) {
        const std::string answer = raw_get(target);

        EXPECT_TRUE(answer.starts_with("HTTP/1.1 4")) << target << ": " << answer;
        EXPECT_THAT(answer, testing::Not(HasSubstr("\r\n\r\nsecret"))) << target;
    }
}

TEST_F(Files, AreGivenInTheFormThatTheClientLikesBest) {
    EXPECT_THAT(raw_get("/assets/long.css"), EndsWith("\r\n\r\nplain"));
    EXPECT_THAT(raw_get("/assets/long.css", "Accept-Encoding: gzip, br\r\n"),
                AllOf(HasSubstr("Content-Encoding: br\r\n"), EndsWith("\r\n\r\nby brotli")));
    EXPECT_THAT(raw_get("/assets/long.css", "Accept-Encoding: gzip, br;q=0\r\n"),
                AllOf(HasSubstr("Content-Encoding: gzip\r\n"), EndsWith("\r\n\r\nby gzip")));
    EXPECT_THAT(raw_get("/assets/long.css", "Accept-Encoding: zstd\r\n"),
                AllOf(HasSubstr("Vary: Accept-Encoding\r\n"),
                      HasSubstr("Content-Type: text/css; charset=utf-8\r\n"),
                      EndsWith("\r\n\r\nplain")));
}

TEST_F(Files, HaveATagForEachForm) {
    const std::string plain = tag_of(raw_get("/assets/long.css"));
    const std::string brotli = tag_of(raw_get("/assets/long.css", "Accept-Encoding: br\r\n"));

    EXPECT_NE(plain, brotli);
    EXPECT_THAT(
        raw_get("/assets/long.css", "Accept-Encoding: br\r\nIf-None-Match: " + brotli + "\r\n"),
        StartsWith("HTTP/1.1 304 "));
    EXPECT_THAT(
        raw_get("/assets/long.css", "Accept-Encoding: br\r\nIf-None-Match: " + plain + "\r\n"),
        StartsWith("HTTP/1.1 200 "));
}

TEST_F(Files, ThatAreFormsOfOthersAreNoneByThemselves) {
    EXPECT_THAT(raw_get("/assets/long.css.br"), StartsWith("HTTP/1.1 404 "));
    EXPECT_THAT(raw_get("/assets/.hidden"), StartsWith("HTTP/1.1 404 "));
    EXPECT_THAT(raw_get("/assets/archive.gz"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Files, AreGivenInParts) {
    const std::string tag = tag_of(raw_get("/assets/long.css"));

    EXPECT_THAT(raw_get("/assets/long.css", "Range: bytes=1-3\r\nAccept-Encoding: br\r\n"),
                AllOf(StartsWith("HTTP/1.1 206 "), HasSubstr("Content-Range: bytes 1-3/5\r\n"),
                      HasSubstr("Content-Length: 3\r\n"), EndsWith("\r\n\r\nlai")));
    EXPECT_THAT(raw_get("/assets/long.css", "Range: bytes=-2\r\nIf-Range: " + tag + "\r\n"),
                EndsWith("\r\n\r\nin"));
    EXPECT_THAT(raw_get("/assets/long.css", "Range: bytes=1-3\r\nIf-Range: \"old\"\r\n"),
                AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("\r\n\r\nplain")));
    EXPECT_THAT(raw_get("/assets/long.css", "Range: bytes=5-\r\n"),
                AllOf(StartsWith("HTTP/1.1 416 "), HasSubstr("Content-Range: bytes */5\r\n")));
}

TEST_F(Files, AreRefusedAboveTheLimitOfTheirNumber) {
    for (std::size_t n = 0; n < max_static_files; ++n) {
        write("many/" + std::to_string(n), "");
    }
    EXPECT_EQ(read_static_files(folder_.path() / "many").size(), max_static_files);

    write("many/more", "");

    EXPECT_THROW(read_static_files(folder_.path() / "many"), std::runtime_error);
}

} // namespace

} // namespace lanterne::service
