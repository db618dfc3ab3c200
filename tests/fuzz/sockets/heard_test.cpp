#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fuzz/sockets/heard.hpp"

namespace lanterne::fuzz {
namespace {

std::vector<std::filesystem::path> corpus() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator{LANTERNE_SOURCE_FOLDER "/tests/fuzz/sockets/corpus"}) {
        files.push_back(entry.path());
    }
    return files;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(ClientFrameCorpus, IsThereAndStaysSmall) {
    EXPECT_GE(corpus().size(), 20U);
    EXPECT_LE(corpus().size(), 100U);
}

TEST(ClientFrameCorpus, DoesNoHarm) {
    for (const std::filesystem::path& path : corpus()) {
        EXPECT_EQ(fault_of_client(text_of(path)), "") << path;
    }
}

TEST(ClientFrameCorpus, DoesNoHarmWithAnyByteOfItChanged) {
    std::mt19937_64 random{20'261'122};

    for (const std::filesystem::path& path : corpus()) {
        const std::string original = text_of(path);
        for (int round = 0; round < 50 && !original.empty(); ++round) {
            std::string input = original;
            input[random() % input.size()] = static_cast<char>(random() & 0xFFU);
            EXPECT_EQ(fault_of_client(input), "") << path << " round " << round;
        }
    }
}

} // namespace
} // namespace lanterne::fuzz
