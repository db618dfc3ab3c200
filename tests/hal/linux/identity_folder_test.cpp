#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "hal/linux/identity_folder.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::hal::linux_system {
namespace {

using Files = std::vector<hal::IdentityFile>;

class IdentityFolderTest : public testing::Test {
protected:
    std::string current(const std::string& name) const {
        return support::read_text(folder.current() / name);
    }

    std::size_t sets() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator{home}) {
            count += entry.is_directory() && !entry.is_symlink() ? 1U : 0U;
        }
        return count;
    }

    support::TempFolder temp;
    std::filesystem::path home = temp.path() / "deep" / "identity";
    IdentityFolder folder{home};
};

TEST_F(IdentityFolderTest, HasNothingAtFirst) {
    EXPECT_FALSE(folder.has_current());
    EXPECT_EQ(folder.prepared("key"), std::nullopt);
}

TEST_F(IdentityFolderTest, ASetIsCurrentOnceItIsComplete) {
    folder.prepare(Files{{"key", "secret"}});
    EXPECT_FALSE(folder.has_current());
    EXPECT_EQ(folder.prepared("key"), "secret");

    folder.complete(Files{{"certificate", "open"}});

    EXPECT_TRUE(folder.has_current());
    EXPECT_EQ(current("key"), "secret");
    EXPECT_EQ(current("certificate"), "open");
    EXPECT_EQ(folder.prepared("key"), std::nullopt);
}

TEST_F(IdentityFolderTest, ASetThatIsPreparedChangesNothingAboutTheCurrentOne) {
    folder.prepare(Files{{"key", "first"}});
    folder.complete(Files{{"certificate", "first"}});

    folder.prepare(Files{{"key", "second"}});

    EXPECT_EQ(current("key"), "first");
    EXPECT_EQ(current("certificate"), "first");
    EXPECT_EQ(folder.prepared("key"), "second");
}

TEST_F(IdentityFolderTest, KeepsNoKeyThatIsReplaced) {
    folder.prepare(Files{{"key", "never answered"}});
    folder.prepare(Files{{"key", "first"}});
    folder.complete(Files{{"certificate", "first"}});
    folder.prepare(Files{{"key", "second"}});
    folder.complete(Files{{"certificate", "second"}});

    EXPECT_EQ(current("key"), "second");
    EXPECT_EQ(sets(), 1U);
}

TEST_F(IdentityFolderTest, ACompletionThatWasCutOffIsDoneAgain) {
    folder.prepare(Files{{"key", "secret"}});
    folder.complete(Files{{"certificate", "old"}});
    folder.prepare(Files{{"key", "new secret"}});
    // The cut came after the first file of two.
    std::filesystem::copy_file(folder.prepared_folder() / "key",
                               folder.prepared_folder() / "certificate");

    folder.complete(Files{{"certificate", "new"}, {"authority", "new"}});

    EXPECT_EQ(current("key"), "new secret");
    EXPECT_EQ(current("certificate"), "new");
}

TEST_F(IdentityFolderTest, IsItsOwnersAlone) {
    folder.prepare(Files{{"key", "secret"}});

    struct stat file {};

    struct stat set {};

    ASSERT_EQ(stat((folder.prepared_folder() / "key").c_str(), &file), 0);
    ASSERT_EQ(stat(folder.prepared_folder().c_str(), &set), 0);
    EXPECT_EQ(file.st_mode & 0777U, 0600U);
    EXPECT_EQ(set.st_mode & 0777U, 0700U);
}

TEST_F(IdentityFolderTest, SaysWhichFolderCannotBeMade) {
    IdentityFolder impossible{"/proc/identity"};

    EXPECT_THAT(
        [&] {
            impossible.prepare(Files{{"key", "secret"}});
        },
        testing::ThrowsMessage<std::runtime_error>(
            testing::StartsWith("/proc/identity: cannot be made: ")));
}

} // namespace
} // namespace lanterne::hal::linux_system
