#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_server.hpp"
#include "service/large_file.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::service {

namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::uint64_t size = max_static_bytes + 1'000; // more than all that may be in memory

/// A server of an archive that is zeros (and takes no room on the disk) up to its last bytes.
class LargeFiles : public testing::Test {
protected:
    LargeFiles() {
        const auto path = folder_.path() / "site" / "world.pmtiles";
        std::filesystem::create_directories(path.parent_path());
        { const std::ofstream empty{path}; }
        std::filesystem::resize_file(path, size - 3);
        std::ofstream{path, std::ios::app} << "end";
        EXPECT_TRUE(server_.files("/map/", folder_.path() / "site"));
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    std::string get(const std::string& fields) {
        support::TcpClient client{port_};
        client.send("GET /map/world.pmtiles HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields +
                    "\r\n");
        EXPECT_TRUE(client.read_to_end());
        return client.received();
    }

    support::TempFolder folder_;
    std::uint16_t port_ = 0;
    HttpServer server_;
};

TEST_F(LargeFiles, AreGivenInParts) {
    EXPECT_THAT(get("Range: bytes=-3\r\n"),
                AllOf(StartsWith("HTTP/1.1 206 "),
                      HasSubstr("Content-Range: bytes 67109861-67109863/67109864\r\n"),
                      HasSubstr("Content-Type: application/vnd.pmtiles\r\n"),
                      EndsWith("\r\n\r\nend")));
    EXPECT_THAT(get("Range: bytes=0-3\r\n"), EndsWith(std::string("\r\n\r\n\0\0\0\0", 8)));
}

TEST_F(LargeFiles, AreGivenInPartsOfALimitedLength) {
    const std::string answer = get("Range: bytes=0-\r\n");

    EXPECT_THAT(answer, HasSubstr("Content-Range: bytes 0-4194303/67109864\r\n"));
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, max_part_bytes);
}

TEST_F(LargeFiles, AreRefusedAsAWhole) {
    EXPECT_THAT(get(""), AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("bytes=0-16383")));
    EXPECT_THAT(get("Range: bytes=67109864-\r\n"),
                AllOf(StartsWith("HTTP/1.1 416 "), HasSubstr("Content-Range: bytes */67109864")));
    EXPECT_THAT(get("Range: bytes=0-1,5-6\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(LargeFiles, AreNotMixedWithTheOneBefore) {
    const std::string head = get("Range: bytes=0-0\r\n");
    const auto at = head.find("ETag: ") + 6;
    const std::string tag = head.substr(at, head.find("\r\n", at) - at);

    EXPECT_THAT(get("Range: bytes=0-0\r\nIf-Range: " + tag + "\r\n"), StartsWith("HTTP/1.1 206 "));
    EXPECT_THAT(get("Range: bytes=0-0\r\nIf-Range: \"other\"\r\n"), StartsWith("HTTP/1.1 400 "));
}

} // namespace

} // namespace lanterne::service
