#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/architecture/rules.hpp"

// The real house, as CMake declared it and as its files stand.
namespace lanterne::architecture {
namespace {

const Sources& sources() {
    static const Sources all = read_sources(LANTERNE_SOURCE_FOLDER);
    return all;
}

const House& house() {
    static const House all = [] {
        std::ifstream file{LANTERNE_BUILD_FOLDER "/house.txt"};
        return read_house(std::string{std::istreambuf_iterator<char>{file}, {}});
    }();
    return all;
}

TEST(House, IsThereToBeLookedAt) {
    EXPECT_GE(house().size(), 6U);
    EXPECT_GE(sources().size(), 40U);
}

TEST(House, DeclaresNoEdgeOutsideTheDesign) {
    EXPECT_EQ(to_text(edges_outside_the_design(house())), "");
}

TEST(House, IncludesOnlyWhatItDeclares) {
    EXPECT_EQ(to_text(includes_outside_the_house(house(), sources())), "");
}

TEST(House, IncludesByFullPath) { EXPECT_EQ(to_text(includes_of_nothing(sources())), ""); }

TEST(House, KeepsItsCorePure) { EXPECT_EQ(to_text(impurities(house(), sources())), ""); }

TEST(House, KeepsEachLibraryInItsOnePlace) {
    EXPECT_EQ(to_text(headers_out_of_place(sources())), "");
}

TEST(House, HasTidyHeaders) { EXPECT_EQ(to_text(untidy_headers(sources())), ""); }

TEST(House, HasNoOverlongFile) { EXPECT_EQ(to_text(overlong_files(sources())), ""); }

TEST(House, ListsAPackageForEachLibrary) {
    EXPECT_EQ(to_text(libraries_without_package(sources())), "");
}

TEST(House, ShowsItsTwoCommands) { EXPECT_EQ(to_text(missing_commands(sources())), ""); }

} // namespace
} // namespace lanterne::architecture
