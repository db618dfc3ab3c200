#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/race_keys.hpp"

namespace lanterne::exchange {
namespace {

using testing::ContainerEq;

/// The first cell of each row whose table has that heading: "| key | ..." or "| column | ...".
std::set<std::string> documented(const std::string& heading) {
    std::ifstream file{LANTERNE_SOURCE_FOLDER "/docs/race-folder.md"};
    std::set<std::string> cells;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        inside = line.starts_with("| " + heading + " |") || (inside && line.starts_with("|"));
        std::smatch cell;
        if (inside && std::regex_search(line, cell, std::regex{R"(^\| `([a-z_.]+)` \|)"})) {
            cells.insert(cell[1]);
        }
    }
    return cells;
}

TEST(RaceFolderDocument, HasARowForEachKeyAndNoOther) {
    std::set<std::string> known;
    for (const RaceKey& key : race_keys()) {
        const std::string table{key.table};
        known.insert(table.empty() ? std::string{key.key} : table + "." + std::string{key.key});
    }

    EXPECT_THAT(documented("key"), ContainerEq(known));
}

TEST(RaceFolderDocument, HasARowForEachColumnAndNoOther) {
    const auto columns = entry_columns();

    EXPECT_THAT(documented("column"),
                ContainerEq(std::set<std::string>{columns.begin(), columns.end()}));
}

TEST(RaceFolderDocument, SaysWhichKeysAreNeeded) {
    std::ifstream file{LANTERNE_SOURCE_FOLDER "/docs/race-folder.md"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};

    for (const RaceKey& key : race_keys()) {
        const std::string table{key.table};
        const std::string name = (table.empty() ? "" : table + ".") + std::string{key.key};
        EXPECT_EQ(text.find("| `" + name + "` | yes |") != std::string::npos,
                  key.need == Need::required)
            << name;
    }
}

} // namespace
} // namespace lanterne::exchange
