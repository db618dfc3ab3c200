#include <array>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::support {
namespace {

Command shell(const std::string& script) { return {.words = {"/bin/sh", "-c", script}}; }

bool alive(pid_t process) {
    const std::string status = read_text("/proc/" + std::to_string(process) + "/stat");
    return !status.empty() && status.find(") Z") == std::string::npos;
}

// As a process may that ends between the opening of its file in /proc and the reading.
TEST(ReadText, OfWhatOpensAndCannotBeReadIsEmpty) { EXPECT_EQ(read_text("/proc"), ""); }

TEST(ChildProcess, TellsItsExitCode) { EXPECT_EQ(ChildProcess{shell("exit 7")}.wait(), 7); }

TEST(ChildProcess, TellsTheSignalThatEndedIt) {
    EXPECT_EQ(ChildProcess{shell("kill -TERM $$")}.wait(), 128 + SIGTERM);
}

TEST(ChildProcess, RunsUntilItsEndIsWaitedFor) {
    ChildProcess child{{.words = {find_program("sleep"), "60"}}};

    EXPECT_TRUE(child.running());
    EXPECT_EQ(child.wait(std::chrono::milliseconds{1}), std::nullopt);
    EXPECT_EQ(child.terminate(), 128 + SIGTERM);
    EXPECT_FALSE(child.running());
}

TEST(ChildProcess, IsKilledWhenItDoesNotHeed) {
    const TempFolder folder;
    Command command = shell("trap '' TERM; echo ready; while :; do sleep 1; done");
    command.output = folder.path() / "output";
    ChildProcess child{command};
    ASSERT_TRUE(wait_until([&] { return read_text(command.output) == "ready\n"; }));

    EXPECT_EQ(child.terminate(std::chrono::milliseconds{100}), 128 + SIGKILL);
}

TEST(ChildProcess, CannotBeStartedWhenTheProgramIsMissing) {
    EXPECT_THROW(ChildProcess{{.words = {"/nonexistent"}}}, std::system_error);
}

TEST(ChildProcess, WritesBothStreamsToItsFile) {
    const TempFolder folder;
    Command command = shell("echo out; echo err >&2");
    command.output = folder.path() / "output";

    EXPECT_EQ(ChildProcess{command}.wait(), 0);

    EXPECT_EQ(read_text(command.output), "out\nerr\n");
}

TEST(ChildProcess, GetsWhatTheCommandAddsToOurEnvironmentButNoSettingsOfPostgresql) {
    const TempFolder folder;
    setenv("PGHOST", "elsewhere", 1);
    Command command = shell("echo $COLOUR-$PGHOST-$PATH");
    command.output = folder.path() / "output";
    command.environment = {{"COLOUR", "blue"}};

    EXPECT_EQ(ChildProcess{command}.wait(), 0);
    unsetenv("PGHOST");

    EXPECT_THAT(read_text(command.output), testing::MatchesRegex("blue--.+\n"));
}

TEST(ChildProcess, TakesItsWholeGroupAlong) {
    const TempFolder folder;
    Command command = shell("sleep 60 & echo $!; wait");
    command.output = folder.path() / "output";
    ChildProcess child{command};
    ASSERT_TRUE(wait_until([&] { return !read_text(command.output).empty(); }));
    const pid_t grandchild = std::stoi(read_text(command.output));
    ASSERT_TRUE(alive(grandchild));

    child.kill9();

    EXPECT_TRUE(wait_until([&] { return !alive(grandchild); }));
}

TEST(ChildProcess, EndsWithTheProgramThatStartedIt) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(pipe2(pipe.data(), O_CLOEXEC), 0);
    const pid_t parent = fork();
    if (parent == 0) {
        const ChildProcess child{{.words = {find_program("sleep"), "60"}}};
        const pid_t id = child.id();
        const auto written = write(pipe[1], &id, sizeof id);
        kill(getpid(), written == sizeof id ? SIGKILL : SIGABRT); // no destructor runs
    }
    pid_t child = 0;
    ASSERT_EQ(read(pipe[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
    waitpid(parent, nullptr, 0);

    EXPECT_TRUE(wait_until([&] { return !alive(child); }));
    close(pipe[0]);
    close(pipe[1]);
}

TEST(RunToEnd, SaysWhatAFailedProgramSaid) {
    EXPECT_NO_THROW(run_to_end(shell("exit 0")));
    try {
        run_to_end(shell("echo no such thing; exit 1"));
        FAIL() << "it did not fail";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("no such thing"));
    }
}

TEST(FindProgram, LooksWhereServersAreToo) {
    EXPECT_TRUE(find_program("sh").is_absolute());
    EXPECT_THROW(find_program("nonexistent-program"), std::runtime_error);
}

} // namespace
} // namespace lanterne::support
