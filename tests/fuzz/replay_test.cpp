#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fuzz/decoders.hpp"

namespace lanterne::fuzz {
namespace {

std::vector<std::filesystem::path> corpus() {
    std::vector<std::filesystem::path> files;
    const std::filesystem::path folder = LANTERNE_SOURCE_FOLDER "/tests/fuzz/corpus";
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    return files;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(FuzzCorpus, IsThereAndStaysSmall) {
    EXPECT_GE(corpus().size(), 100U);
    EXPECT_LE(corpus().size(), 200U);
}

TEST(FuzzCorpus, DoesNoHarm) {
    for (const std::filesystem::path& path : corpus()) {
        const std::string input = text_of(path);

        EXPECT_EQ(fault_of(std::as_bytes(std::span{input})), "") << path;
    }
}

} // namespace
} // namespace lanterne::fuzz
