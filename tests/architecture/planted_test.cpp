#include <gtest/gtest.h>

#include "tests/architecture/design.hpp"
#include "tests/architecture/rules.hpp"

// A rule that cannot fail proves nothing: each is given a mistake, and must say where it is.
namespace lanterne::architecture {
namespace {

const House small_house =
    read_house("core/base |  |  | \n"
               "core/geo | core/base |  | \n"
               "core/wire | core/base | cbor.h | \n"
               "hal | core/base |  | \n"
               "hal/linux | hal core/base | gps.h | \n"
               "service | core/base | boost/beast/ mosquitto.h | \n"
               "firmware | hal core/wire core/base | MQTTAsync.h | hal/linux\n");

std::string includes_fault(const std::string& path, const std::string& text) {
    return to_text(includes_outside_the_house(small_house, {{path, text}}));
}

std::string impurity(const std::string& path, const std::string& text) {
    return to_text(impurities(small_house, {{path, text}}));
}

TEST(Planted, EdgeUpwardsIsFound) {
    const House house = read_house("core/base | core/geo |  | \n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)),
              "core/base/CMakeLists.txt: core/base may not use core/geo\n");
}

TEST(Planted, EdgeSidewaysIsFound) {
    const House house = read_house("core/wire | core/base core/course |  | \n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)),
              "core/wire/CMakeLists.txt: core/wire may not use core/course\n");
}

TEST(Planted, ScoringInTheWebIsFoundInItsSubfolder) {
    const House house = read_house("web-api/races | database core/scoring |  | \n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)),
              "web-api/races/CMakeLists.txt: web-api/races may not use core/scoring\n");
}

TEST(Planted, SubfolderMayUseItsSiblings) {
    const House house = read_house("web-api/races | web-api/live database |  | \n"
                                   "web-api/live | service |  | \n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)), "");
}

TEST(Planted, InterfacesThatUseTheirImplementationAreFound) {
    const House house = read_house("hal | hal/linux |  | \n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)),
              "hal/CMakeLists.txt: hal may not use hal/linux\n");
}

TEST(Planted, EdgeOfMainOutsideTheDesignIsFound) {
    const House house = read_house("web-api | service |  | hal/linux\n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)),
              "web-api/CMakeLists.txt: web-api's main may not use hal/linux\n");
}

TEST(Planted, FolderThatTheDesignDoesNotKnowIsFound) {
    const House house = read_house("utils |  |  | \n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)),
              "utils/CMakeLists.txt: the design knows no folder utils\n");
}

TEST(Planted, CircleOfFoldersIsFound) {
    const House house = read_house("web-api/races | web-api/live |  | \n"
                                   "web-api/live | web-api/races |  | \n");

    EXPECT_EQ(to_text(edges_outside_the_design(house)),
              "web-api/races/CMakeLists.txt: a circle of folders: "
              "web-api/races -> web-api/live -> web-api/races\n");
}

TEST(Planted, IncludeOfAnUndeclaredFolderIsFoundWithItsLine) {
    EXPECT_EQ(
        includes_fault("core/geo/polyline.cpp",
                       "#include \"core/geo/polyline.hpp\"\n\n#include \"core/wire/batch.hpp\"\n"),
        "core/geo/polyline.cpp:3: core/geo does not declare that it uses core/wire\n");
}

TEST(Planted, IncludeWithoutFullPathIsFound) {
    EXPECT_EQ(includes_fault("core/geo/polyline.cpp", "#include \"polyline.hpp\"\n"),
              "core/geo/polyline.cpp:1: core/geo does not declare that it uses polyline.hpp\n");
}

TEST(Planted, OnlyMainMayUseWhatTheProgramDeclares) {
    const std::string text = "#  include \"hal/linux/gpsd_receiver.hpp\" // parts meet here\n";

    EXPECT_EQ(includes_fault("firmware/main.cpp", text), "");
    EXPECT_EQ(includes_fault("firmware/tracker.cpp", text),
              "firmware/tracker.cpp:1: firmware does not declare that it uses hal/linux\n");
}

TEST(Planted, ProductionThatIncludesATestIsFound) {
    EXPECT_EQ(includes_fault("hal/linux/gpsd.cpp", "#include \"tests/support/temp_folder.hpp\"\n"),
              "hal/linux/gpsd.cpp:1: hal/linux does not declare that it uses tests/support\n");
}

TEST(Planted, UndeclaredForeignHeaderIsFound) {
    EXPECT_EQ(
        includes_fault("service/log.cpp", "#include <spdlog/spdlog.h>\n#include <sys/stat.h>\n"),
        "service/log.cpp:1: service does not declare the foreign header spdlog/spdlog.h\n");
}

TEST(Planted, SourceOutsideEveryFolderIsFound) {
    EXPECT_EQ(includes_fault("core/wire/detail/reader.cpp", ""),
              "core/wire/detail/reader.cpp: no lanterne_folder line declares core/wire/detail\n");
}

TEST(Planted, IncludeOfAFileThatIsNotThereIsFound) {
    const Sources sources{{"core/geo/a.hpp", "#include \"core/base/gone.hpp\"\n"}};

    EXPECT_EQ(to_text(includes_of_nothing(sources)),
              "core/geo/a.hpp:1: core/base/gone.hpp is no header's full path from the root\n");
}

struct Impurity {
    std::string path;
    std::string text;
    std::string finding;
};

class PlantedImpurity : public testing::TestWithParam<Impurity> {};

TEST_P(PlantedImpurity, IsFoundWithItsLine) {
    EXPECT_EQ(impurity(GetParam().path, GetParam().text), GetParam().finding);
}

INSTANTIATE_TEST_SUITE_P(
    , PlantedImpurity,
    testing::Values(
        Impurity{"core/geo/a.cpp", "\n#include <fstream>\n",
                 "core/geo/a.cpp:2: core never includes <fstream>\n"},
        Impurity{"core/geo/a.cpp", "#include <thread>\n",
                 "core/geo/a.cpp:1: core never includes <thread>\n"},
        Impurity{"core/geo/a.cpp", "#include <unistd.h>\n",
                 "core/geo/a.cpp:1: core never includes the foreign <unistd.h>\n"},
        Impurity{"core/geo/a.cpp", "#include <cbor.h>\n",
                 "core/geo/a.cpp:1: core never includes the foreign <cbor.h>\n"},
        Impurity{"core/geo/a.cpp", "#include <boost/asio/post.hpp>\n",
                 "core/geo/a.cpp:1: core never includes the foreign <boost/asio/post.hpp>\n"},
        Impurity{"core/geo/a.cpp", "auto t = std::chrono::system_clock::now();\n",
                 "core/geo/a.cpp:1: core never says now\n"},
        Impurity{"core/geo/a.cpp", "int i;\nstd::random_device seed;\n",
                 "core/geo/a.cpp:2: core never says random_device\n"},
        Impurity{"core/geo/a.cpp", "    return getenv(\"TZ\");\n",
                 "core/geo/a.cpp:1: core never says getenv\n"},
        Impurity{"core/geo/a.cpp", "    fopen(\"x\", \"r\");\n",
                 "core/geo/a.cpp:1: core never says fopen\n"},
        Impurity{"core/geo/a.cpp", "double y = std::exp(x) * lanterne::exp(x);\n",
                 "core/geo/a.cpp:1: core says lanterne::exp in place of exp\n"},
        Impurity{"core/geo/a.cpp", "    return hypot(x, y);\n",
                 "core/geo/a.cpp:1: core says lanterne::hypot in place of hypot\n"},
        Impurity{"firmware/time/sampler.cpp", "return Clock::now();\n",
                 "firmware/time/sampler.cpp:1: firmware outside its main never says now\n"}));

class PurePlaces : public testing::TestWithParam<std::string> {};

TEST_P(PurePlaces, AreNotFound) { EXPECT_EQ(impurity("core/wire/a.cpp", GetParam()), ""); }

INSTANTIATE_TEST_SUITE_P(, PurePlaces,
                         testing::Values("// std::chrono::system_clock::now() is not for us\n",
                                         "/* random_device\n fopen( */\n",
                                         "auto text = \"::now()\";\n",
                                         "auto raw = R\"x(std::cout \" )x\";\n",
                                         "int known_now = 1'000;\n", "#include <cbor.h>\n",
                                         "#include <fmt/format.h>\n",
                                         "std::optional<int> now(int now);\n"));

TEST(Planted, CoreFolderThatDeclaresAForeignHeaderIsFound) {
    const House house = read_house("core/course | core/base | boost/asio/ | \n");

    EXPECT_EQ(to_text(impurities(house, {})),
              "core/course/CMakeLists.txt: core/course may not declare the foreign boost/asio/\n");
}

TEST(Planted, MainOfTheFirmwareMayReadTheClock) {
    EXPECT_EQ(impurity("firmware/main.cpp", "return Clock::now();\n"), "");
}

TEST(Planted, LibraryOutsideItsPlaceIsFound) {
    const Sources sources{{"firmware/tracker.cpp", "\n#include <gps.h>\n"},
                          {"web-api/races/page.cpp", "#include <boost/beast/http.hpp>\n"}};

    EXPECT_EQ(to_text(headers_out_of_place(sources)),
              "firmware/tracker.cpp:2: gps.h belongs to hal/linux alone\n"
              "web-api/races/page.cpp:1: boost/beast/http.hpp belongs to service alone\n");
}

TEST(Planted, LibraryInASecondFileIsFound) {
    const Sources sources{{"service/a.cpp", "#include <mosquitto.h>\n"},
                          {"service/b.cpp", "#include <mosquitto.h>\n"}};

    EXPECT_EQ(to_text(headers_out_of_place(sources)),
              "service/b.cpp:1: mosquitto.h is in more than 1 files already\n");
}

TEST(Planted, LibraryInATestIsNotFound) {
    EXPECT_EQ(to_text(headers_out_of_place(
                  {{"tests/service/http_test.cpp", "#include <boost/beast.hpp>\n"}})),
              "");
}

TEST(Planted, UntidyHeadersAreFound) {
    const Sources sources{{"core/geo/a.cpp", "#include <vector>\n#include \"core/geo/a.hpp\"\n"},
                          {"core/geo/a.hpp", "#include <vector>\nusing namespace std;\n"}};

    EXPECT_EQ(to_text(untidy_headers(sources)),
              "core/geo/a.cpp:1: a source includes its own header first\n"
              "core/geo/a.hpp:1: a header begins with #pragma once\n"
              "core/geo/a.hpp:2: a header says no using namespace\n");
}

TEST(Planted, FileOfALineTooManyIsFound) {
    std::string text;
    for (std::size_t line = 0; line < max_file_lines; ++line) {
        text += "\n";
    }

    EXPECT_EQ(to_text(overlong_files({{"service/a.cpp", text}})), "");
    EXPECT_EQ(to_text(overlong_files({{"service/a.cpp", text + "int a;\n"}})),
              "service/a.cpp:501: 501 lines, 500 at most: split it\n");
}

TEST(Planted, LibraryWithoutPackageIsFound) {
    const Sources sources{
        {"service/CMakeLists.txt",
         "# find_package(Nothing)\nfind_package(spdlog REQUIRED)\n"
         "lanterne_folder(service FOREIGN pkg:libmosquitto pkg:unheard-of)\n"},
        {"tools/front-door/packages.txt", "build libspdlog-dev\n# build libmosquitto-dev\n"}};

    EXPECT_EQ(
        to_text(libraries_without_package(sources)),
        "service/CMakeLists.txt:3: tools/front-door/packages.txt lacks libmosquitto-dev\n"
        "service/CMakeLists.txt:3: this test does not know which package has pkg:unheard-of\n");
}

TEST(Planted, ReadmeWithoutItsCommandsIsFound) {
    EXPECT_EQ(to_text(missing_commands({{"README.md", "Run ./lanterne demo."}})),
              "README.md: does not show ./lanterne test\n");
}

} // namespace
} // namespace lanterne::architecture
