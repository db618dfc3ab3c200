#include <filesystem>

#include <gtest/gtest.h>

#include "hal/simulated/content.hpp"
#include "hal/simulated/random.hpp"
#include "hal/simulated/storage.hpp"

/// Cards whose bytes lie on the disk behave as those in memory do.
namespace lanterne::hal::simulated {
namespace {

std::string disk() { return std::filesystem::temp_directory_path().string(); }

Content::Bytes some_bytes(Random& random, std::size_t count) {
    Content::Bytes bytes(count);
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(random.bits());
    }
    return bytes;
}

TEST(SimulatedShelf, HoldsWhatAFileInMemoryHoldsAfterAnyWritesAndCuts) {
    constexpr std::uint64_t seed = 7;
    SCOPED_TRACE(seed);
    Random random{seed};
    Shelf shelf{disk()};
    Content in_memory;
    Content on_shelf{&shelf};
    Content neighbour{&shelf}; // whose pages lie between

    for (int step = 0; step < 400; ++step) {
        const auto offset = static_cast<std::uint64_t>(random.uniform(0, 20'000));
        if (random.chance(0.1)) {
            in_memory.resize(offset);
            on_shelf.resize(offset);
        } else {
            const auto bytes =
                some_bytes(random, static_cast<std::size_t>(random.uniform(0, 6'000)));
            in_memory.put(offset, bytes);
            on_shelf.put(offset, bytes);
        }
        neighbour.put(neighbour.size(), some_bytes(random, 100));

        ASSERT_EQ(on_shelf.size(), in_memory.size()) << "step " << step;
        ASSERT_EQ(on_shelf.read(0, 40'000), in_memory.read(0, 40'000)) << "step " << step;
        ASSERT_EQ(on_shelf.read(offset, 500), in_memory.read(offset, 500)) << "step " << step;
    }
}

TEST(SimulatedShelf, UsesThePagesOfARemovedFileAgain) {
    Shelf shelf{disk()};
    {
        Content file{&shelf};
        file.resize(10 * Shelf::page_bytes);
    }

    Content next{&shelf};
    next.resize(10 * Shelf::page_bytes);

    EXPECT_EQ(shelf.pages(), 10U);
    EXPECT_EQ(next.read(0, 10 * Shelf::page_bytes), Content::Bytes(10 * Shelf::page_bytes));
}

TEST(SimulatedShelf, LeavesNoFileBehindAndSaysWhereNoneCanBeMade) {
    const auto folder = std::filesystem::temp_directory_path() / "lanterne-shelf-test";
    std::filesystem::create_directory(folder);
    {
        const Shelf shelf{folder.string()};
        EXPECT_TRUE(std::filesystem::is_empty(folder));
    }
    std::filesystem::remove(folder);

    EXPECT_THROW(Shelf{folder.string()}, std::system_error);
}

TEST(SimulatedShelf, ACardOnItLosesInAPowerCutWhatWasNotSynced) {
    Shelf shelf{disk()};
    Storage storage{shelf};
    auto file = storage.create("a", 100).value();
    const Content::Bytes first(10, std::byte{1});
    const Content::Bytes second(10, std::byte{2});
    ASSERT_TRUE(file->write_at(0, first));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(file->write_at(10, second));

    storage.lose_power(4);

    Content::Bytes left = first;
    left.insert(left.end(), 4, std::byte{2});
    EXPECT_EQ(storage.read_all("a"), left);
    EXPECT_EQ(storage.open("a").value()->read_at(0, 100)->size(), 100U);
}

} // namespace
} // namespace lanterne::hal::simulated
