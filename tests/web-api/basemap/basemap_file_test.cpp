#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"
#include "web-api/basemap/basemap_file.hpp"

namespace lanterne::web {

namespace {

using service::HttpResponse;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

TEST(Range, IsOneOfTheThreeForms) {
    EXPECT_EQ(asked_range("bytes=0-4", 10), (ByteRange{0, 4}));
    EXPECT_EQ(asked_range("bytes=7-", 10), (ByteRange{7, 9}));
    EXPECT_EQ(asked_range("bytes=-3", 10), (ByteRange{7, 9}));
    EXPECT_EQ(asked_range("bytes=8-99", 10), (ByteRange{8, 9}));
    EXPECT_EQ(asked_range("bytes=-99", 10), (ByteRange{0, 9}));
}

TEST(Range, IsNoneWhenItIsWrongOrBeyondTheEnd) {
    for (const char* wrong :
         {"", "bytes=", "bytes=-", "bytes=-0", "bytes=4-3", "bytes=10-", "bytes=a-b",
          "bytes=0-1,3-4", "rows=0-1", "bytes=0-99999999999999999999"}) {
        EXPECT_EQ(asked_range(wrong, 10), std::nullopt) << wrong;
    }
    EXPECT_EQ(asked_range("bytes=0-", 0), std::nullopt);
}

class MapFile : public testing::Test {
protected:
    MapFile() { std::ofstream{path_} << "\x89PNG-and-more"; }

    HttpResponse ask(const std::string& range) {
        service::HttpRequest request;
        if (!range.empty()) {
            request.headers["range"] = range;
        }
        return BasemapFile{path_}.answer(request);
    }

    support::TempFolder folder_;
    std::filesystem::path path_ = folder_.path() / "map";
};

TEST_F(MapFile, IsToldByRanges) {
    const HttpResponse part = ask("bytes=4-7");

    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "-and");
    EXPECT_THAT(part.headers, Contains(Pair("Content-Range", "bytes 4-7/13")));
    EXPECT_THAT(part.headers, Contains(Pair("Accept-Ranges", "bytes")));
}

TEST_F(MapFile, IsToldWholeToWhoAsksForNoRange) {
    const HttpResponse whole = ask("");

    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.body.size(), 13U);
    EXPECT_EQ(whole.content_type, "image/png");
}

TEST_F(MapFile, SaysHowLargeItIsToWhoAsksBeyondItsEnd) {
    const HttpResponse beyond = ask("bytes=13-");

    EXPECT_EQ(beyond.status, 416);
    EXPECT_THAT(beyond.headers, Contains(Pair("Content-Range", "bytes */13")));
}

TEST_F(MapFile, IsCutAtTheMostThatOneAnswerTells) {
    std::filesystem::resize_file(path_, BasemapFile::max_answer_bytes + 1);

    EXPECT_EQ(ask("").status, 416);
    EXPECT_EQ(ask("bytes=0-").body.size(), BasemapFile::max_answer_bytes);
}

TEST_F(MapFile, MustBeThereWhenTheServerStarts) {
    std::filesystem::remove(path_);

    EXPECT_THROW(BasemapFile{path_}, std::runtime_error);
}

TEST_F(MapFile, MayGoWhileTheServerRuns) {
    const BasemapFile file{path_};
    std::filesystem::remove(path_);

    EXPECT_EQ(file.answer({}).status, 404);
}

} // namespace

} // namespace lanterne::web
