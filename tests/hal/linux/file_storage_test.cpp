#include <csignal>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "hal/linux/file_storage.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::hal::linux_system {
namespace {

std::vector<std::byte> bytes(std::string_view text) {
    std::vector<std::byte> result;
    for (const char letter : text) {
        result.push_back(static_cast<std::byte>(letter));
    }
    return result;
}

class FileStorageTest : public testing::Test {
protected:
    support::TempFolder folder;
    FileStorage storage{folder.path() / "journal"};
};

TEST_F(FileStorageTest, KeepsWhatWasWritten) {
    {
        const auto file = storage.create("a.journal").value();
        ASSERT_TRUE(file->write_at(0, bytes("hello world")));
        ASSERT_TRUE(file->write_at(6, bytes("there")));
        ASSERT_TRUE(file->sync());
    }

    const auto again = storage.open("a.journal").value();

    EXPECT_EQ(again->size().value(), 11U);
    EXPECT_EQ(again->read_at(0, 100).value(), bytes("hello there"));
    EXPECT_EQ(again->read_at(6, 3).value(), bytes("the"));
    EXPECT_TRUE(again->read_at(11, 5).value().empty());
    EXPECT_TRUE(again->read_at(500, 5).value().empty());
}

TEST_F(FileStorageTest, ListsItsFilesAndRemovesThem) {
    ASSERT_TRUE(storage.create("one"));
    ASSERT_TRUE(storage.create("two"));
    EXPECT_THAT(storage.list().value(), testing::UnorderedElementsAre("one", "two"));

    ASSERT_TRUE(storage.remove("one"));

    EXPECT_THAT(storage.list().value(), testing::ElementsAre("two"));
}

TEST_F(FileStorageTest, SaysWhenAFileIsMissingOrIsThereAlready) {
    ASSERT_TRUE(storage.create("one"));

    EXPECT_EQ(storage.create("one").error(), StorageError::failed);
    EXPECT_EQ(storage.open("two").error(), StorageError::missing);
    EXPECT_EQ(storage.remove("two").error(), StorageError::missing);
}

TEST_F(FileStorageTest, NamesCannotLeaveTheFolder) {
    for (const std::string name : {"../outside", "a/b", "", ".", "..", ".hidden"}) {
        EXPECT_EQ(storage.create(name).error(), StorageError::failed) << name;
        EXPECT_EQ(storage.open(name).error(), StorageError::failed) << name;
        EXPECT_EQ(storage.remove(name).error(), StorageError::failed) << name;
    }
}

/// A write beyond the process's limit fails as one on a full card does, with EFBIG.
TEST_F(FileStorageTest, SaysWhenThereIsNoRoom) {
    const auto file = storage.create("one").value();
    const auto previous = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 100, .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);

    const auto written = file->write_at(90, bytes("more than ten bytes"));

    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, previous);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error(), StorageError::full);
}

TEST(FileStorage, SaysWhichFolderItCannotUse) {
    const support::TempFolder folder;
    const auto file = folder.path() / "file";
    std::ofstream{file} << "not a folder";

    try {
        const FileStorage storage{file};
        FAIL() << "a file was taken for a folder";
    } catch (const std::runtime_error& reason) {
        EXPECT_THAT(reason.what(), testing::HasSubstr(file.string()));
    }
}

} // namespace
} // namespace lanterne::hal::linux_system
