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
        const auto file = storage.create("a.journal", 0).value();
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
    ASSERT_TRUE(storage.create("one", 0));
    ASSERT_TRUE(storage.create("two", 0));
    EXPECT_THAT(storage.list().value(), testing::UnorderedElementsAre("one", "two"));

    ASSERT_TRUE(storage.remove("one"));

    EXPECT_THAT(storage.list().value(), testing::ElementsAre("two"));
}

TEST_F(FileStorageTest, SaysWhenAFileIsMissingOrIsThereAlready) {
    ASSERT_TRUE(storage.create("one", 0));

    EXPECT_EQ(storage.create("one", 0).error(), StorageError::failed);
    EXPECT_EQ(storage.open("two").error(), StorageError::missing);
    EXPECT_EQ(storage.remove("two").error(), StorageError::missing);
}

TEST_F(FileStorageTest, NamesCannotLeaveTheFolder) {
    for (const std::string name : {"../outside", "a/b", "", ".", "..", ".hidden"}) {
        EXPECT_EQ(storage.create(name, 0).error(), StorageError::failed) << name;
        EXPECT_EQ(storage.open(name).error(), StorageError::failed) << name;
        EXPECT_EQ(storage.remove(name).error(), StorageError::failed) << name;
    }
}

TEST_F(FileStorageTest, TakesTheRoomOfAFileWhenItIsMade) {
    constexpr std::uint64_t room = 256 * 1024;
    const auto file = storage.create("a.journal", room).value();

    struct stat about {};

    ASSERT_EQ(stat((folder.path() / "journal" / "a.journal").c_str(), &about), 0);

    EXPECT_EQ(file->size().value(), room);
    EXPECT_GE(static_cast<std::uint64_t>(about.st_blocks) * 512, room);
    EXPECT_EQ(file->read_at(room - 8, 100).value(), std::vector<std::byte>(8));
}

TEST_F(FileStorageTest, AFileThatHasNoRoomIsNotMade) {
    EXPECT_EQ(storage.create("huge", std::uint64_t{1} << 60).error(), StorageError::full);
    EXPECT_TRUE(storage.list().value().empty());
}

TEST_F(FileStorageTest, AFileKeepsItsBytesUnderAnotherName) {
    const auto file = storage.create("a", 0).value();
    ASSERT_TRUE(file->write_at(0, bytes("abc")));
    ASSERT_TRUE(storage.create("taken", 0));

    EXPECT_EQ(storage.rename("a", "taken").error(), StorageError::failed);
    EXPECT_EQ(storage.rename("missing", "b").error(), StorageError::missing);
    EXPECT_EQ(storage.rename("a", "../b").error(), StorageError::failed);
    EXPECT_TRUE(storage.rename("a", "b"));

    EXPECT_THAT(storage.list().value(), testing::UnorderedElementsAre("b", "taken"));
    EXPECT_EQ(storage.open("b").value()->read_at(0, 10).value(), bytes("abc"));
}

TEST_F(FileStorageTest, SaysHowMuchRoomThereIs) { EXPECT_GT(storage.free_bytes().value(), 0U); }

/// A write beyond the process's limit fails as one on a full card does, with EFBIG.
TEST_F(FileStorageTest, SaysWhenThereIsNoRoom) {
    const auto file = storage.create("one", 0).value();
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
