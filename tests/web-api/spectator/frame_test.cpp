#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/support/spectator/spectator_reader.hpp"
#include "tests/web-api/spectator/samples.hpp"

namespace lanterne::web {
namespace {

std::string golden(const std::string& name) {
    std::ifstream file{LANTERNE_SOURCE_FOLDER "/tests/web-api/spectator/golden/" + name + ".bin",
                       std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Deltas say no speeds.
SpectatorView without_speeds(SpectatorView view) {
    for (SpectatorRow& row : view.rows) {
        row.speed_dmps = 0;
    }
    return view;
}

void expect_same(const SpectatorView& read, const SpectatorView& written) {
    EXPECT_EQ(read.id, written.id);
    EXPECT_EQ(read.time, written.time);
    EXPECT_EQ(read.state, written.state);
    EXPECT_EQ(read.last_event, written.last_event);
    EXPECT_EQ(read.bibs, written.bibs);
    EXPECT_EQ(read.rows, written.rows);
    EXPECT_EQ(read.arrivals, written.arrivals);
    EXPECT_EQ(read.grades, written.grades);
}

// The page's tests read the same files (web-api/site/test/spectator_frame.test.ts).
TEST(SpectatorFrame, IsWrittenAsInTheFilesThatThePageIsTestedWith) {
    const SpectatorView first = look(samples::three(), nullptr);
    const SpectatorView second = look(samples::three_a_second_later(), &first);

    EXPECT_EQ(keyframe_bytes(first), golden("keyframe"));
    EXPECT_EQ(delta_bytes(first, second, samples::what_happened()), golden("delta"));
}

TEST(SpectatorFrame, OfAnySequenceOfRacesIsReadAsItWasWritten) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(testing::Message{} << "seed " << seed);
    std::mt19937 random{seed};
    for (int race = 0; race < 20; ++race) {
        SpectatorSource source = samples::any_source(random, random() % 300);
        SpectatorView written = look(source, nullptr);
        SpectatorReader reader;
        ASSERT_TRUE(reader.read(keyframe_bytes(written)));
        expect_same(reader.view(), written);
        for (int second = 0; second < 30; ++second) {
            source = samples::any_next(random, source);
            const SpectatorView next = look(source, &written);

            ASSERT_TRUE(reader.read(delta_bytes(written, next, {})));

            expect_same(without_speeds(reader.view()), without_speeds(next));
            written = next;
        }
    }
}

TEST(SpectatorFrame, TellsEventsByTheirNumbers) {
    const SpectatorView first = look(samples::three(), nullptr);
    const SpectatorView second = look(samples::three_a_second_later(), &first);
    SpectatorReader reader;
    reader.read(keyframe_bytes(first));

    reader.read(delta_bytes(first, second, samples::what_happened()));

    EXPECT_EQ(reader.events(), samples::what_happened());
}

TEST(SpectatorFrame, LeavesOutEventsBeforeAHoleAndOfWhoIsNotThere) {
    const SpectatorView first = look(samples::three(), nullptr);
    const SpectatorView second = look(samples::three_a_second_later(), &first);
    SpectatorReader reader;
    reader.read(keyframe_bytes(first));
    std::vector<wire::LiveEvent> events = samples::what_happened();
    events.front().number = 4; // 5 is not at hand

    reader.read(delta_bytes(first, second, events));
    EXPECT_EQ(reader.events().size(), 1U);

    std::get<wire::LiveOutcome>(events.back().what).bib = *Bib::from("77");
    reader.read(keyframe_bytes(first));
    reader.read(delta_bytes(first, second, events));
    EXPECT_TRUE(reader.events().empty());
    EXPECT_EQ(reader.view().last_event, 6U) << "so it is known that they lack";
}

TEST(SpectatorFrame, IsRefusedByWhoHasAnotherOneThanItFollows) {
    const SpectatorView first = look(samples::three(), nullptr);
    const SpectatorView second = look(samples::three_a_second_later(), &first);
    SpectatorReader reader;
    reader.read(keyframe_bytes(first));
    reader.read(delta_bytes(first, second, {}));

    EXPECT_FALSE(reader.read(delta_bytes(first, second, {})));
}

TEST(SpectatorFrame, OfAThousandWhoWentOnTakesHardlyMoreThanAByteForEach) {
    std::mt19937 random{3};
    SpectatorSource source = samples::any_source(random, 1'000);
    for (wire::LiveEntry& entry : source.entries) {
        entry.status = wire::RaceStatus::racing;
        entry.along_dm = 100'000;
        entry.fix_time = source.time;
    }
    const SpectatorView before = look(source, nullptr);
    source.id.sequence += 1;
    source.time += std::chrono::seconds{1};
    for (wire::LiveEntry& entry : source.entries) {
        *entry.along_dm += 80 + static_cast<std::int64_t>(random() % 60);
        *entry.fix_time += std::chrono::seconds{1};
    }

    const std::string bytes = delta_bytes(before, look(source, &before), {});

    EXPECT_LE(bytes.size(), 1'000U + 40U);
}

} // namespace
} // namespace lanterne::web
