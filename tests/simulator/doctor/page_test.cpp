#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/doctor/page.hpp"

namespace lanterne::simulator::doctor {

namespace {

TEST(FilesNamedInAPage, AreItsScriptsAndStylesOnce) {
    EXPECT_THAT(files_named_in(R"(<html><head><link rel="stylesheet" href="/assets/a.css">
                                  <link rel="icon" href="/icon.png"><a href="/r/x">x</a>
                                  <script type="module" src="/assets/b.js"></script>
                                  <script src="/assets/b.js"></script><script>1 < 2</script>)"),
                testing::ElementsAre("/assets/a.css", "/assets/b.js"));
}

TEST(FilesNamedInAPage, AreOfThisSiteAlone) {
    EXPECT_THAT(files_named_in(R"(<script src="https://example.org/a.js"></script>
                                  <script src="//example.org/a.js"></script><script src="a.js">)"),
                testing::IsEmpty());
}

TEST(FilesNamedInAPage, AreSoManyAndNoMore) {
    std::string page;
    for (std::size_t n = 0; n <= max_page_files; ++n) {
        page += "<script src=\"/" + std::to_string(n) + ".js\"></script>";
    }

    EXPECT_EQ(files_named_in(page).size(), max_page_files);
    EXPECT_THAT(files_named_in("<script src=\"/torn"), testing::ElementsAre("/torn"));
}

} // namespace

} // namespace lanterne::simulator::doctor
