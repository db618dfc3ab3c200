#include <fstream>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "hal/linux/published_file.hpp"
#include "hal/linux/service_manager.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::hal::linux_system {
namespace {

namespace fs = std::filesystem;

class PublishedFileTest : public testing::Test {
protected:
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{folder_.path()}, fs::directory_iterator{}));
    }

    support::TempFolder folder_;
    fs::path path_ = folder_.path() / "status.toml";
};

TEST_F(PublishedFileTest, IsThereOnceItIsPublishedAndGoneAtTheEnd) {
    {
        const PublishedFile file{path_};
        EXPECT_FALSE(fs::exists(path_));

        EXPECT_TRUE(file.publish("one"));
        EXPECT_EQ(support::read_text(path_), "one");
        EXPECT_TRUE(file.publish("2"));
        EXPECT_EQ(support::read_text(path_), "2");
        EXPECT_EQ(files(), 1U);
    }

    EXPECT_EQ(files(), 0U);
}

TEST_F(PublishedFileTest, CanBeReadByEverybodyWhateverTheUmask) {
    const mode_t before = ::umask(0077);
    const PublishedFile file{path_};
    EXPECT_TRUE(file.publish("one"));
    ::umask(before);

    EXPECT_EQ(fs::status(path_).permissions(), fs::perms{0644});
}

TEST_F(PublishedFileTest, WhoReadsItWhileItIsWrittenAnewReadsTheFormerToItsEnd) {
    const PublishedFile file{path_};
    EXPECT_TRUE(file.publish("the former"));
    std::ifstream reader{path_};
    std::string first;
    reader >> first;

    EXPECT_TRUE(file.publish("a new one, and longer"));
    std::string second;
    reader >> second;

    EXPECT_EQ(first + " " + second, "the former");
}

TEST_F(PublishedFileTest, ThatCannotBeWrittenStaysAsItIs) {
    const PublishedFile file{path_};
    EXPECT_TRUE(file.publish("one"));
    fs::create_directory(folder_.path() / ".status.toml.next");

    EXPECT_FALSE(file.publish("two"));

    EXPECT_EQ(support::read_text(path_), "one");
    fs::remove(folder_.path() / ".status.toml.next");
}

TEST_F(PublishedFileTest, DoesNotFollowALinkThatSomebodyLaidInItsWay) {
    std::ofstream{folder_.path() / "another"} << "another's";
    fs::create_symlink("another", folder_.path() / ".status.toml.next");
    const PublishedFile file{path_};

    EXPECT_FALSE(file.publish("one"));

    EXPECT_EQ(support::read_text(folder_.path() / "another"), "another's");
}

TEST(RuntimeFolder, IsTheFirstThatSystemdMade) {
    ::setenv("RUNTIME_DIRECTORY", "/run/one:/run/two", 1);
    EXPECT_EQ(runtime_folder(), "/run/one");
    ::setenv("RUNTIME_DIRECTORY", "relative", 1);
    EXPECT_EQ(runtime_folder(), std::nullopt);
    ::unsetenv("RUNTIME_DIRECTORY");

    EXPECT_EQ(runtime_folder(), std::nullopt);
}

} // namespace
} // namespace lanterne::hal::linux_system
