#include <filesystem>

#include <gtest/gtest.h>

// Tests name what lies in the repository and in the build by paths that are relative to it, so that
// their compile lines are the same in every clone: a compiler cache has them all. Only this file
// knows where the clone is.
int main(int count, char** words) {
    std::filesystem::current_path(LANTERNE_SOURCE_FOLDER);
    testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
}
