#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "simulator/feed/pty_port.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator {

namespace {

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// It once asked again and again without an end.
TEST(PtyPort, GivesUpOnAReaderThatHasGoneAndRestsMeanwhile) {
    const support::TempFolder folder;
    const std::string link = folder.path() / "receiver";
    PtyPort port{link};
    const int reader = open(link.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC);
    ASSERT_GE(reader, 0);
    close(reader);
    const double before = cpu_seconds();

    EXPECT_THROW(port.write(std::string(1'000'000, 'x')), std::runtime_error);

    EXPECT_LT(cpu_seconds() - before, 2) << "of the ten seconds that it waits";
}

} // namespace

} // namespace lanterne::simulator
