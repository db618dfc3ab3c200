#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/exchange/race_folder.hpp"
#include "tests/race/truth/verdicts.hpp"
#include "tests/support/truth/behaviours.hpp"

namespace lanterne::truth {
namespace {

constexpr std::uint64_t seed = 7;
constexpr int athletes = 12;

// The race folder that lies in the repository: shared road, out-and-back, three laps.
Shape bundled_race() {
    exchange::FolderFiles files;
    const std::filesystem::path folder =
        std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint";
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        std::ifstream stream{entry.path(), std::ios::binary};
        std::ostringstream bytes;
        bytes << stream.rdbuf();
        files[entry.path().filename().string()] = bytes.str();
    }
    auto plan = exchange::read_race_folder(files);
    if (!plan) {
        throw std::runtime_error{to_text(plan.error().front())};
    }
    plan->entries.clear();
    return {"harbour-sprint", *plan, ordinary};
}

TEST(BundledRace, HasNothingWrongAtOneFixASecond) {
    const Shape shape = bundled_race();

    const auto verdicts = judge_race(shape, simulator::conditions(1, 3), seed, athletes);

    fmt::print("  {}\n", describe(verdicts));
    EXPECT_EQ(wrong_of(shape, verdicts), 0U);
}

TEST(BundledRace, HasNothingWrongAtOneFixEachFiveSeconds) {
    const Shape shape = bundled_race();

    const auto verdicts = judge_race(shape, simulator::conditions(5, 3), seed, athletes);

    fmt::print("  {}\n", describe(verdicts));
    EXPECT_EQ(wrong_of(shape, verdicts), 0U);
}

} // namespace
} // namespace lanterne::truth
