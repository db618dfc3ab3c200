#include <chrono>
#include <random>

#include <gtest/gtest.h>

#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

class Damage {
public:
    explicit Damage(unsigned seed) : random_{seed} {}

    /// One change of the kinds that disks, editors and hostile people make.
    void damage(std::string& text) {
        const std::size_t at = below(text.size() + 1);
        switch (below(6)) {
        case 0: flip_bit(text); break;
        case 1: text.resize(at); break;
        case 2: text.erase(at, below(40)); break;
        case 3: text.insert(at, text.substr(below(text.size() + 1), below(200))); break;
        case 4: text.insert(at, pieces.at(below(pieces.size()))); break;
        default: text.insert(at, 1, static_cast<char>(below(256))); break;
        }
    }

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

private:
    void flip_bit(std::string& text) {
        if (!text.empty()) {
            char& c = text[below(text.size())];
            c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << below(8)));
        }
    }

    inline static const std::vector<std::string> pieces{"nan",
                                                        "-inf",
                                                        "1e308",
                                                        "-1",
                                                        "99999999999999999999",
                                                        "0x7f",
                                                        "\"",
                                                        "\"\"\"",
                                                        "[[",
                                                        "]]",
                                                        "{",
                                                        "\n",
                                                        "\r\n",
                                                        ",",
                                                        ";",
                                                        "=",
                                                        "<!DOCTYPE a [",
                                                        "&#0;",
                                                        "<trkpt",
                                                        "/>",
                                                        "\xFF",
                                                        "\xED\xA0\x80",
                                                        "laps = 1000\n",
                                                        "laps = { race = 3 }\n",
                                                        "only_in = [\"junior\"]\n",
                                                        "certified_m = 1\n",
                                                        "[[mark]]\n",
                                                        "[[variant]]\n",
                                                        "metres = nan\n",
                                                        "[[point]]\n",
                                                        "[leg]\n",
                                                        "2026-02-30T00:00:00Z"};

    std::mt19937 random_;
};

/// Each damaged folder is read to the end: a plan whose course is whole, or faults that each name a
/// file. The sanitizers look on when they are built in.
TEST(DamagedFolder, IsRefusedOrRightButNeverFatal) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    const auto seed = static_cast<unsigned>(now);
    SCOPED_TRACE("seed " + std::to_string(seed));
    Damage damage{seed};
    const std::vector<FolderFiles> samples{harbour_sprint(), small_folder(), market_square()};
    std::size_t refused = 0;

    for (int round = 0; round < 1'500; ++round) {
        FolderFiles files = samples[damage.below(samples.size())];
        for (std::size_t changes = damage.below(4) + 1; changes > 0; --changes) {
            auto file = files.begin();
            std::advance(file, static_cast<std::ptrdiff_t>(damage.below(files.size())));
            damage.damage(file->second);
        }
        const auto plan = read_race_folder(files);
        if (plan) {
            ASSERT_GT(plan->course.length().value, 0);
            continue;
        }
        ++refused;
        ASSERT_FALSE(plan.error().empty());
        ASSERT_LE(plan.error().size(), max_faults);
        for (const Fault& fault : plan.error()) {
            ASSERT_TRUE(files.contains(fault.file)) << to_text(fault);
            ASSERT_FALSE(fault.what.empty());
        }
    }

    EXPECT_GT(refused, 300U);
}

} // namespace
} // namespace lanterne::exchange
