#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>

#include "core/wire/batch.hpp"
#include "firmware/journal/journal.hpp"
#include "hal/linux/file_storage.hpp"
#include "simulator/nmea/sentences.hpp"
#include "simulator/replay/archive_replay.hpp"
#include "simulator/replay/file_replay.hpp"
#include "simulator/replay/journal_replay.hpp"
#include "simulator/replay/replay.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator {
namespace {

namespace fs = std::filesystem;

using testing::ElementsAre;
using testing::HasSubstr;

UtcTime at(std::int64_t seconds) {
    return *parse_time("2026-06-14T08:00:00Z") + std::chrono::seconds{seconds};
}

const UnitSerial unit = *UnitSerial::from("unit0101");

Fix fix_at(std::int64_t second) {
    return {.time = at(second),
            .position = {Latitude{47'000'000 + static_cast<std::int32_t>(second)},
                         Longitude{8'000'000}},
            .altitude_dm = 4'123,
            .speed_dmps = 87,
            .course_2deg = 45,
            .accuracy_dm = 31,
            .satellites = 12,
            .mode = FixMode::fix_3d};
}

std::vector<Fix> fixes_at(std::int64_t from, std::int64_t to) {
    std::vector<Fix> fixes;
    for (std::int64_t second = from; second < to; ++second) {
        fixes.push_back(fix_at(second));
    }
    return fixes;
}

/// Seconds since the begin of all readings of a track.
std::vector<std::int64_t> seconds_of(ReplayTrack& track) {
    std::vector<std::int64_t> seconds;
    for (auto next = track.next(); next && *next; next = track.next()) {
        seconds.push_back(std::chrono::floor<std::chrono::seconds>(*(*next)->time - at(0)).count());
    }
    return seconds;
}

std::vector<std::int64_t> count_up(std::int64_t from, std::int64_t to) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = from; number < to; ++number) {
        numbers.push_back(number);
    }
    return numbers;
}

class Replaying : public testing::Test {
protected:
    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((folder_.path() / name).parent_path());
        std::ofstream{folder_.path() / name, std::ios::binary} << text;
    }

    /// A journal as a unit leaves it on its card.
    void write_journal(const std::string& name, Epoch epoch, std::int64_t from,
                       std::int64_t to) const {
        fs::create_directories(folder_.path() / name);
        hal::linux_system::FileStorage card{folder_.path() / name};
        const firmware::Receipts receipts;
        firmware::Journal journal{
            card, receipts, {.segment_bytes = 16 * 1024, .unit = unit.text()}, epoch};
        for (const Fix& fix : fixes_at(from, to)) {
            ASSERT_TRUE(journal.append(fix));
        }
        ASSERT_TRUE(journal.sync());
    }

    static std::string chunk(Epoch epoch, Sequence first, const std::vector<Fix>& fixes) {
        const auto payload =
            wire::encode(wire::Batch{.epoch = epoch, .first = first, .info = {}, .fixes = fixes})
                .value();
        std::string bytes{'\0', '\0', static_cast<char>(payload.size() >> 8),
                          static_cast<char>(payload.size() & 255)};
        bytes += std::string(8, '\0');
        for (const std::byte byte : payload) {
            bytes += static_cast<char>(byte);
        }
        return bytes;
    }

    void write_archive(const std::string& chunks) const {
        write("archive/format", "lanterne race archive 1\n");
        write("archive/chunks/unit0101", chunks);
    }

    support::TempFolder folder_;
};

TEST_F(Replaying, AJournalSaysWhatTheUnitRecorded) {
    write_journal("card", 7, 0, 1'000); // three segments

    auto source = open_journals(path("card"));
    ASSERT_TRUE(source) << source.error();
    auto track = (*source)->open(unit);
    const auto first = (*track)->next();

    EXPECT_THAT((*source)->units(), ElementsAre(unit));
    EXPECT_EQ((*first)->time, at(0));
    EXPECT_NEAR((*first)->latitude_deg, 47, 1e-9);
    EXPECT_EQ((*first)->altitude_m, 412.3);
    EXPECT_NEAR(*(*first)->speed_mps, 8.7, 1e-9);
    EXPECT_EQ((*first)->course_deg, 90);
    EXPECT_EQ((*first)->satellites, 12);
    EXPECT_EQ(seconds_of(**track), count_up(1, 1'000));
}

TEST_F(Replaying, TheLivesOfAJournalComeInTheirOrder) {
    write_journal("card", 900, 0, 50);
    write_journal("card", 3, 60, 100);

    auto source = open_journals(path("card"));
    auto track = (*source)->open(unit);

    auto expected = count_up(0, 50);
    const auto second_life = count_up(60, 100);
    expected.insert(expected.end(), second_life.begin(), second_life.end());
    EXPECT_EQ(seconds_of(**track), expected);
}

TEST_F(Replaying, AJournalIsNotTouched) {
    write_journal("card", 7, 0, 100);
    std::map<std::string, std::string> before;
    for (const auto& item : fs::directory_iterator{folder_.path() / "card"}) {
        before[item.path().string()] = support::read_text(item.path());
    }

    auto source = open_journals(path("card"));
    auto track = (*source)->open(unit);
    (void)seconds_of(**track);

    for (const auto& item : fs::directory_iterator{folder_.path() / "card"}) {
        EXPECT_EQ(before.at(item.path().string()), support::read_text(item.path()));
        before.erase(item.path().string());
    }
    EXPECT_TRUE(before.empty());
}

TEST_F(Replaying, ADamagedJournalSaysWhatIsWhole) {
    write_journal("card", 7, 0, 100);
    const std::string file = path("card/00000000-00000007.journal");
    std::string bytes = support::read_text(file);
    for (std::size_t i = 96 + 20 * 45; i < 96 + 30 * 45; ++i) {
        bytes[i] = '\x5a'; // fixes 20 to 29, of 45 bytes each
    }
    std::ofstream{file, std::ios::binary} << bytes;

    auto source = open_journals(path("card"));
    ASSERT_TRUE(source) << source.error();
    auto track = (*source)->open(unit);

    auto expected = count_up(0, 20);
    const auto rest = count_up(30, 100);
    expected.insert(expected.end(), rest.begin(), rest.end());
    EXPECT_EQ(seconds_of(**track), expected);
}

TEST_F(Replaying, AFolderWithoutJournalsIsRefused) {
    write("card/readme.txt", "hello");

    EXPECT_THAT(open_journals(path("card")).error(), HasSubstr("0 journals; 1 to"));
    EXPECT_THAT(open_replay(path("nowhere"), unit).error(), HasSubstr("No such file"));
}

TEST_F(Replaying, AnArchiveSaysTheLivesOfAUnitByTheirTime) {
    // By epoch, as an archive has them: the later life first.
    write_archive(chunk(5, 0, fixes_at(100, 110)) + chunk(5, 10, fixes_at(110, 120)) +
                  chunk(9, 0, fixes_at(0, 40)));

    auto source = open_archive(path("archive"));
    ASSERT_TRUE(source) << source.error();
    auto track = (*source)->open(unit);

    auto expected = count_up(0, 40);
    const auto second_life = count_up(100, 120);
    expected.insert(expected.end(), second_life.begin(), second_life.end());
    EXPECT_EQ(seconds_of(**track), expected);
}

TEST_F(Replaying, TimesThatGoBackAreLeftOut) {
    std::vector<Fix> fixes = fixes_at(0, 10);
    fixes[5].time = at(2);
    write_archive(chunk(5, 0, fixes));

    auto source = open_archive(path("archive"));
    auto track = (*source)->open(unit);

    EXPECT_THAT(seconds_of(**track), ElementsAre(0, 1, 2, 3, 4, 6, 7, 8, 9));
    EXPECT_EQ((*track)->left_out(), 1U);
}

TEST_F(Replaying, ADamagedArchiveIsRefusedWithFileAndPlace) {
    write_archive(chunk(5, 0, fixes_at(0, 10)) + "rubbish that is no chunk");

    auto source = open_archive(path("archive"));
    const auto track = (*source)->open(unit);

    EXPECT_THAT(track.error(), HasSubstr("chunks/unit0101: byte "));
    EXPECT_THAT(track.error(), HasSubstr("no chunk begins here"));
}

std::string nmea_log(std::int64_t from, std::int64_t to) {
    std::string log;
    for (std::int64_t second = from; second < to; ++second) {
        log += nmea::epoch_with_fix({.time = at(second),
                                     .latitude_deg = 47 + static_cast<double>(second) * 1e-5,
                                     .longitude_deg = 8,
                                     .altitude_m = 400,
                                     .satellites = 9,
                                     .mode = FixMode::fix_3d});
    }
    return log;
}

TEST_F(Replaying, ALogOfAReceiverIsOneUnit) {
    write("ride.nmea", nmea_log(0, 30) + nmea_log(25, 40)); // said twice in between

    auto source = open_replay(path("ride.nmea"), unit);
    ASSERT_TRUE(source) << source.error();
    auto track = (*source)->open(unit);

    EXPECT_EQ(seconds_of(**track), count_up(0, 40));
    EXPECT_EQ((*track)->left_out(), 5U);
}

TEST_F(Replaying, AFileThatIsNoLogIsRefused) {
    write("photo.log", std::string(100'000, '\x01'));

    EXPECT_THAT(open_replay(path("photo.log"), unit).error(), HasSubstr("RMC and GGA sentences"));
}

TEST_F(Replaying, AGpxTrackIsOneUnit) {
    write("ride.gpx", R"(<?xml version="1.0"?><gpx version="1.1" creator="t"
        xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
        <trkpt lat="47" lon="8"><time>2026-06-14T08:00:00Z</time></trkpt>
        <trkpt lat="47.001" lon="8"><time>2026-06-14T08:00:05Z</time></trkpt>
        <trkpt lat="47.001" lon="8"><time>2026-06-14T08:00:05Z</time></trkpt>
        </trkseg></trk></gpx>)");

    auto source = open_replay(path("ride.gpx"), unit);
    ASSERT_TRUE(source) << source.error();
    auto track = (*source)->open(unit);

    EXPECT_THAT(seconds_of(**track), ElementsAre(0, 5));
    EXPECT_EQ((*track)->left_out(), 1U);
}

TEST_F(Replaying, UnitsSpeakWhenTheirTimeHasComeAllShiftedAlike) {
    write("archive/format", "lanterne race archive 1\n");
    write("archive/chunks/unit0101", chunk(5, 0, fixes_at(0, 10)));
    write("archive/chunks/unit0102", chunk(6, 0, fixes_at(4, 8)));

    auto replay = Replay::open(std::move(*open_replay(path("archive"), unit)), at(1'000));
    ASSERT_TRUE(replay) << replay.error();
    const auto first = replay->heard(0, at(1'004))->size();
    const auto second = replay->heard(1, at(1'004))->size();
    const auto nothing_new = replay->heard(1, at(1'004))->size();
    const UtcTime rest = *replay->heard(0, at(2'000))->back().time;
    const bool was_over = replay->is_over();
    const auto last = replay->heard(1, at(2'000))->size();

    EXPECT_EQ(replay->begin(), at(1'000));
    EXPECT_EQ(first, 5U);
    EXPECT_EQ(second, 1U);
    EXPECT_EQ(nothing_new, 0U);
    EXPECT_EQ(rest, at(1'009));
    EXPECT_FALSE(was_over);
    EXPECT_EQ(last, 3U);
    EXPECT_TRUE(replay->is_over());
}

TEST_F(Replaying, MoreThanFitInOneAnswerComeWithTheNext) {
    write_journal("card", 7, 0, 3'700);

    auto replay = Replay::open(std::move(*open_replay(path("card"), unit)), std::nullopt);
    const auto first = replay->heard(0, at(10'000))->size();
    const auto second = replay->heard(0, at(10'000))->size();

    EXPECT_EQ(first, Replay::max_readings);
    EXPECT_EQ(second, 100U);
}

} // namespace
} // namespace lanterne::simulator
