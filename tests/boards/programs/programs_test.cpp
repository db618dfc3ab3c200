#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/board_files.hpp"
#include "hal/linux/gpsd_receiver.hpp"
#include "simulator/feed/nmea_port.hpp"
#include "simulator/nmea/sentences.hpp"
#include "tests/boards/repository.hpp"
#include "tests/firmware/example.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_gpsd.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// What follows from a board, shown to the programs that it is for.
namespace lanterne::boards {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class Programs : public testing::TestWithParam<std::string> {
protected:
    /// What `lanterne-tracker board` says of this one; it ends with `exit_code`.
    std::string tracker_says(const std::string& wish, int exit_code = 0) {
        const fs::path output = home.path() / "said";
        fs::remove(output);
        support::Command command{.words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker", "board",
                                           GetParam(), "--boards", folder().string(), wish},
                                 .output = output};
        EXPECT_EQ(support::ChildProcess{command}.wait(), exit_code);
        return support::read_text(output);
    }

    support::TempFolder home;
};

TEST_P(Programs, TheTrackerFindsItGood) {
    EXPECT_EQ(tracker_says("--check"), GetParam() + ": good\n");
}

TEST_P(Programs, TheTrackerMakesTheSameTextsAsTheTestsKnow) {
    const firmware::Board board = load(GetParam());

    EXPECT_EQ(tracker_says("--gpsd"), firmware::gpsd_defaults(board));
    EXPECT_EQ(tracker_says("--service"), firmware::service_drop_in(board));
    if (board.update) {
        EXPECT_EQ(tracker_says("--rauc"), firmware::rauc_system(board));
        EXPECT_EQ(tracker_says("--fstab"), firmware::slot_mounts(board));
    }
}

TEST_P(Programs, SystemdHasNothingAgainstTheDropIn) {
    const std::string analyze = "/usr/bin/systemd-analyze";
    if (!fs::exists(analyze)) {
        GTEST_SKIP() << "systemd is not installed: nobody here can judge a drop-in";
    }
    const fs::path unit = home.path() / "lanterne-tracker.service";
    std::ofstream{unit} << "[Unit]\nDescription=x\n[Service]\nType=notify\nExecStart=/bin/true\n";
    fs::create_directory(unit.string() + ".d");
    std::ofstream{unit.string() + ".d/board.conf"} << tracker_says("--service");

    const fs::path output = home.path() / "verified";
    support::ChildProcess verify{
        {.words = {analyze, "verify", "--man=no", unit.string()},
         .environment = {{"SYSTEMD_UNIT_PATH", home.path().string() + ":"}},
         .output = output}};

    EXPECT_EQ(verify.wait(), 0);
    // It ends with 0 also when it does not know a key: what it says is what counts.
    EXPECT_THAT(support::read_text(output), testing::Not(testing::HasSubstr("board.conf")));
}

TEST_P(Programs, GpsdHearsAReceiverWithTheBoardsOptions) {
    std::istringstream words{firmware::gpsd_options(load(GetParam()))};
    const std::vector<std::string> options{std::istream_iterator<std::string>{words}, {}};
    support::PrivateGpsd gpsd{options};
    hal::linux_system::GpsdReceiver receiver{{.port = gpsd.port()}};
    std::uint64_t second = 0;

    EXPECT_TRUE(support::wait_until([&] {
        gpsd.receiver().write(simulator::nmea::epoch_with_fix(firmware::example_reading(second++)));
        const auto reading = receiver.next(100ms);
        return reading && *reading;
    }));
}

INSTANTIATE_TEST_SUITE_P(Repository, Programs, testing::ValuesIn(names()),
                         [](const auto& board) { return test_name(board.param); });

} // namespace
} // namespace lanterne::boards
