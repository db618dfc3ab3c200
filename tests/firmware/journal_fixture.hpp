#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "firmware/journal/journal.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::firmware {

inline constexpr Epoch first_epoch = 0x0badcafe;
inline constexpr Epoch second_epoch = 0x00c0ffee;
inline constexpr std::uint64_t header = journal_format::header_bytes;
inline constexpr std::uint64_t record = 45; ///< of one fix

/// Small enough for a handful of fixes.
inline constexpr JournalSettings small_segments{.segment_bytes = header + 10 * record};

class JournalTest : public testing::Test {
protected:
    Journal open(Epoch epoch, JournalSettings settings = {}) {
        return Journal{card, receipts, settings, epoch};
    }

    void write_a_life(std::uint64_t fixes, JournalSettings settings = {}) {
        Journal journal = open(first_epoch, settings);
        for (std::uint64_t number = 0; number < fixes; ++number) {
            ASSERT_TRUE(journal.append(example_fix(number)));
        }
        ASSERT_TRUE(journal.sync());
    }

    /// example_fix(from) to example_fix(to - 1), each certain.
    static void append(Journal& journal, std::uint64_t from, std::uint64_t to) {
        for (std::uint64_t number = from; number < to; ++number) {
            ASSERT_TRUE(journal.append(example_fix(number)));
            ASSERT_TRUE(journal.sync());
        }
    }

    /// The card has room for so many small segments beside what is no segment.
    void limit_card(std::uint64_t segments) {
        const auto other = card.open("carried-events");
        card.set_capacity(segments * small_segments.segment_bytes +
                          (other ? (*other)->size().value() : 0));
    }

    std::vector<std::string> segments() {
        std::vector<std::string> names = card.list().value();
        std::erase_if(names, [](const std::string& name) { return !parse_segment_name(name); });
        return names;
    }

    hal::simulated::Storage card;
    Receipts receipts;
};

} // namespace lanterne::firmware
