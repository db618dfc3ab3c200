#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/board_files.hpp"
#include "hal/linux/gpsd_receiver.hpp"
#include "simulator/feed/nmea_port.hpp"
#include "simulator/nmea/sentences.hpp"
#include "tests/boards/repository.hpp"
#include "tests/boards/some_board.hpp"
#include "tests/firmware/example.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// tools/board/apply-board on a root of the test's own, with the real lanterne-tracker and gpsd.
namespace lanterne::tools {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

void replace_once(std::string& text, std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
}

class ApplyBoard : public testing::Test {
protected:
    struct Answer {
        std::optional<int> code;
        std::string said;
    };

    ApplyBoard() {
        fs::create_directories(etc());
        fs::create_directories(root() / "usr/share/lanterne");
        fs::copy(boards::folder(), root() / "usr/share/lanterne/boards",
                 fs::copy_options::recursive);
        fs::permissions(folder_.path(), fs::perms::others_exec, fs::perm_options::add);
    }

    fs::path root() const { return folder_.path() / "root"; }

    fs::path etc() const { return root() / "etc/lanterne"; }

    fs::path chosen() const { return etc() / "board.toml"; }

    fs::path drop_in_folder() const {
        return root() / "etc/systemd/system/lanterne-tracker.service.d";
    }

    std::string gpsd() const { return support::read_text(etc() / "gpsd"); }

    std::string drop_in() const { return support::read_text(drop_in_folder() / "board.conf"); }

    Answer run(std::vector<std::string> words) {
        const fs::path output = folder_.path() / "said";
        fs::remove(output);
        words.insert(words.begin(),
                     fs::absolute(LANTERNE_SOURCE_FOLDER "/tools/board/apply-board"));
        const std::string path =
            fs::absolute(LANTERNE_BUILD_FOLDER "/bin").string() + ":" + std::getenv("PATH");
        support::ChildProcess child{
            {.words = std::move(words), .environment = {{"PATH", path}}, .output = output}};
        const auto code = child.wait();
        return {code, support::read_text(output)};
    }

    Answer apply() { return run({"--root", root()}); }

    void choose(std::string_view name) const {
        fs::remove(chosen());
        fs::create_symlink(fmt::format("/usr/share/lanterne/boards/{}/board.toml", name), chosen());
    }

    void write(const std::string& board) const {
        fs::remove(chosen());
        std::ofstream{chosen()} << board;
    }

    static std::vector<std::string> files_in(const fs::path& folder) {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator{folder}) {
            names.push_back(entry.path().filename());
        }
        return names;
    }

    support::TempFolder folder_;
};

TEST_F(ApplyBoard, MakesOfTheBoardWhatGpsdAndTheServiceRead) {
    choose("beagleplay");
    const firmware::Board board = boards::load("beagleplay");

    const Answer answer = apply();

    EXPECT_EQ(answer.code, 0) << answer.said;
    EXPECT_THAT(answer.said, testing::EndsWith("board.toml: applied\n"));
    EXPECT_EQ(gpsd(), firmware::gpsd_defaults(board));
    EXPECT_EQ(drop_in(), firmware::service_drop_in(board));
    EXPECT_EQ(fs::status(etc() / "gpsd").permissions(), fs::perms{0644});
    EXPECT_EQ(fs::status(drop_in_folder() / "board.conf").permissions(), fs::perms{0644});
}

TEST_F(ApplyBoard, TakesAFileOfOnesOwn) {
    write(std::string{boards::some_board});

    EXPECT_EQ(apply().code, 0);

    EXPECT_THAT(gpsd(), HasSubstr("DEVICES=\"/dev/ttyS1\"\n"));
    EXPECT_THAT(drop_in(), HasSubstr("ReadWritePaths=-/var/lib/some\n"));
}

TEST_F(ApplyBoard, ChangesNothingTheSecondTime) {
    choose("beagleplay");
    ASSERT_EQ(apply().code, 0);
    const auto written = fs::last_write_time(drop_in_folder() / "board.conf");

    const Answer again = apply();

    EXPECT_EQ(again.code, 0);
    EXPECT_THAT(again.said, testing::EndsWith(": nothing changes\n"));
    EXPECT_EQ(fs::last_write_time(drop_in_folder() / "board.conf"), written);
    EXPECT_THAT(files_in(drop_in_folder()), testing::ElementsAre("board.conf"));
    EXPECT_THAT(files_in(etc()), testing::UnorderedElementsAre("board.toml", "gpsd"));
}

TEST_F(ApplyBoard, ABoardThatIsNotGoodChangesNothingAndSaysWhy) {
    choose("beagleplay");
    ASSERT_EQ(apply().code, 0);
    const std::string gpsd_before = gpsd();
    const std::string drop_in_before = drop_in();
    std::string board{boards::some_board};
    replace_once(board, "seconds = 20", "seconds = 2");
    write(board);

    const Answer answer = apply();

    EXPECT_EQ(answer.code, 2);
    EXPECT_EQ(answer.said, "lanterne-tracker: " + chosen().string() +
                               ":36: [watchdog] seconds must be a whole number from 5 to 300\n");
    EXPECT_EQ(gpsd(), gpsd_before);
    EXPECT_EQ(drop_in(), drop_in_before);
    EXPECT_THAT(files_in(drop_in_folder()), testing::ElementsAre("board.conf"));
}

TEST_F(ApplyBoard, WithoutABoardSaysWhereItBelongs) {
    const Answer answer = apply();

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr(chosen().string() + ": is missing; link it to "));
    EXPECT_THAT(files_in(etc()), IsEmpty());
}

TEST_F(ApplyBoard, ALinkThatLeadsNowhereOrRoundIsRefused) {
    choose("no-such-board");
    EXPECT_EQ(apply().code, 2);

    fs::remove(chosen());
    fs::create_symlink("board.toml", chosen());
    const Answer answer = apply();

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr("more than 8 links follow each other"));
}

TEST_F(ApplyBoard, WhenOneFileCannotBeMadeTheOtherStaysAsItIs) {
    choose("beagleplay");
    fs::create_directories(drop_in_folder() / "board.conf");

    const Answer answer = apply();

    EXPECT_EQ(answer.code, 1);
    EXPECT_THAT(answer.said, testing::EndsWith("/board.conf: cannot be written\n"));
    EXPECT_FALSE(fs::exists(etc() / "gpsd"));
}

TEST_F(ApplyBoard, WrongWordsAreOneLineAndExitCodeTwo) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"beagleplay"}, {"--root"}, {"--root", "/no/such"}, {"--help"}}) {
        const Answer answer = run(words);

        EXPECT_EQ(answer.code, 2);
        EXPECT_THAT(answer.said, testing::MatchesRegex("apply-board: [^\n]*\n"));
    }
}

/// gpsd as its service starts it: with the variables of the file that the drop-in names, in the
/// order of Debian's ExecStart; besides, in the foreground and on a port of the test's.
TEST_F(ApplyBoard, GpsdStartsWithWhatWasMadeAndTheUnitHearsAFixThroughIt) {
    const std::string drop_in_of_gpsd =
        support::read_text(LANTERNE_SOURCE_FOLDER "/tools/systemd/gpsd-lanterne.conf");
    ASSERT_THAT(drop_in_of_gpsd, testing::EndsWith("[Service]\nEnvironmentFile=\n"
                                                   "EnvironmentFile=-/etc/lanterne/gpsd\n"));
    const std::string address = fmt::format("udp://127.0.0.1:{}", support::free_port());
    std::string board = boards::text_of(boards::folder() / "simulated/board.toml");
    replace_once(board, "udp://127.0.0.1:5060", address);
    write(board);
    ASSERT_EQ(apply().code, 0);
    const std::uint16_t port = support::free_port();

    const support::ChildProcess gpsd{
        {.words = {"/bin/bash", "-c",
                   "set -a && . \"$1\" && exec \"$2\" $GPSD_OPTIONS $OPTIONS -N -S \"$3\" $DEVICES",
                   "gpsd", (etc() / "gpsd").string(), support::find_program("gpsd"),
                   std::to_string(port)},
         .output = folder_.path() / "log",
         .account = support::unprivileged_account()}};
    ASSERT_TRUE(support::wait_until([&] { return support::listens(port); }))
        << support::read_text(folder_.path() / "log");
    const auto antenna = simulator::open_nmea_port(address);
    hal::linux_system::GpsdReceiver receiver{{.port = port}};
    std::uint64_t second = 0;

    EXPECT_TRUE(support::wait_until([&] {
        antenna->write(simulator::nmea::epoch_with_fix(firmware::example_reading(second++)));
        const auto reading = receiver.next(100ms);
        return reading && *reading;
    })) << support::read_text(folder_.path() / "log");
}

} // namespace
} // namespace lanterne::tools
