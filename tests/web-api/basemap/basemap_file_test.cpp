#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"
#include "web-api/basemap/basemap_file.hpp"

namespace lanterne::web {

namespace {

using service::HttpRequest;
using testing::Contains;
using testing::Key;
using testing::Pair;

class BasemapFile : public testing::Test {
protected:
    Basemap of(BasemapKind kind, const std::string& name) {
        const auto path = folder_.path() / name;
        std::ofstream{path} << "0123456789";
        return {.kind = kind, .file = path};
    }

    support::TempFolder folder_;
};

TEST_F(BasemapFile, OfPmtilesIsGivenInParts) {
    HttpRequest request;
    request.headers["range"] = "bytes=2-4";

    const auto part = basemap_file_handler(of(BasemapKind::pmtiles, "map.pmtiles"))(request);

    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.content(), "234");
    EXPECT_THAT(part.headers, Contains(Pair("Content-Range", "bytes 2-4/10")));
}

TEST_F(BasemapFile, OfAPictureIsGivenWholeAndOnce) {
    const auto handler = basemap_file_handler(of(BasemapKind::image, "map.png"));

    const auto whole = handler({});
    HttpRequest again;
    again.headers["if-none-match"] = service::entity_tag("0123456789");

    EXPECT_EQ(whole.content(), "0123456789");
    EXPECT_EQ(whole.content_type, "image/png");
    EXPECT_THAT(whole.headers, Contains(Key("ETag")));
    EXPECT_EQ(handler(again).status, 304);
}

TEST_F(BasemapFile, OfAPictureMayBeAsLargeAsTheLimit) {
    const Basemap picture = of(BasemapKind::image, "map.png");

    std::filesystem::resize_file(picture.file, max_picture_bytes);
    EXPECT_EQ(basemap_file_handler(picture)({}).content().size(), max_picture_bytes);
    std::filesystem::resize_file(picture.file, max_picture_bytes + 1);
    EXPECT_THROW(basemap_file_handler(picture), std::runtime_error);
}

TEST_F(BasemapFile, MustBeThereWhenTheServerStarts) {
    for (const BasemapKind kind : {BasemapKind::image, BasemapKind::pmtiles}) {
        const Basemap basemap{.kind = kind, .file = folder_.path() / "none.png"};

        EXPECT_THROW(basemap_file_handler(basemap), std::runtime_error);
    }
}

} // namespace

} // namespace lanterne::web
