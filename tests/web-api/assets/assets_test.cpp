#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "service/http_coding.hpp"
#include "service/http_files.hpp"
#include "service/http_server.hpp"
#include "tests/support/tcp_client.hpp"

namespace lanterne::service {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path site = LANTERNE_SOURCE_FOLDER "/web-api/site/dist";

std::string text_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string gunzip(std::string content, std::size_t size) {
    std::string out(size + 1, '\0');
    z_stream stream{};
    ::inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(content.data());
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::inflateEnd(&stream);
    return out;
}

/// The site as `./lanterne build` left it.
class Assets : public testing::Test {
protected:
    void SetUp() override {
        if (!fs::exists(site / ".built")) {
            GTEST_SKIP() << "the site is not built; everything here was left out";
        }
        for (const auto& [name, file] : read_static_files(site)) {
            const auto size = fs::file_size(site / name);
            if (is_text(content_type_of(name)) && size >= least_gzipped_bytes) {
                texts_.push_back(name);
            }
        }
        ASSERT_TRUE(server_.files("/assets/", site));
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    std::pair<std::string, std::string> get(const std::string& name, const std::string& accepted) {
        support::TcpClient client{port_};
        client.send("GET /assets/" + name + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" +
                    "Accept-Encoding: " + accepted + "\r\n\r\n");
        EXPECT_TRUE(client.read_to_end());
        const std::string& answer = client.received();
        const auto end = answer.find("\r\n\r\n") + 4;
        return {answer.substr(0, end), answer.substr(end)};
    }

    std::vector<std::string> texts_;
    std::uint16_t port_ = 0;
    HttpServer server_;
};

TEST_F(Assets, OfTextAreSentByBrotliToBrowsers) {
    EXPECT_GE(texts_.size(), 3U);

    for (const std::string& name : texts_) {
        const auto [head, content] = get(name, "gzip, deflate, br, zstd");

        EXPECT_THAT(head, HasSubstr("Content-Encoding: br\r\n")) << name;
        EXPECT_THAT(head, HasSubstr("Vary: Accept-Encoding\r\n")) << name;
        EXPECT_EQ(content, text_of(site / (name + ".br"))) << name;
        EXPECT_LT(content.size(), fs::file_size(site / name)) << name;
    }
}

TEST_F(Assets, OfTextAreTheSameByGzip) {
    for (const std::string& name : texts_) {
        const auto [head, content] = get(name, "gzip");

        EXPECT_THAT(head, HasSubstr("Content-Encoding: gzip\r\n")) << name;
        const std::string plain = text_of(site / name);
        EXPECT_TRUE(gunzip(content, plain.size()) == plain) << name;
    }
}

} // namespace

} // namespace lanterne::service
