#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/command_line.hpp"

namespace lanterne::firmware {
namespace {

Command of(std::vector<const char*> words) {
    words.insert(words.begin(), "lanterne-tracker");
    return read_command_line(static_cast<int>(words.size()), words.data(), "1.2.3");
}

constexpr const char* good_code = "2222-2222-2222-2222-2222";

int exit_code(const std::vector<const char*>& words) {
    const Command command = of(words);
    const auto* ended = std::get_if<NoCommand>(&command);
    return ended != nullptr ? ended->exit_code : -1;
}

TEST(CommandLine, RunsTheUnitWithItsSettings) {
    const auto command = std::get<RunCommand>(of({"--config", "unit.toml"}));

    EXPECT_EQ(command.settings, "unit.toml");
    EXPECT_FALSE(command.only_check);
    EXPECT_TRUE(std::get<RunCommand>(of({"--config", "unit.toml", "--check"})).only_check);
}

TEST(CommandLine, AsksAboutABoard) {
    const auto command = std::get<BoardCommand>(of({"board", "beagleplay"}));

    EXPECT_EQ(command.board, "beagleplay");
    EXPECT_EQ(command.boards, "/usr/share/lanterne/boards");
    EXPECT_EQ(command.answer, BoardAnswer::summary);
}

TEST(CommandLine, AsksHowTheUnitIs) {
    const auto command = std::get<StatusCommand>(of({"status"}));

    EXPECT_EQ(command.file, "/run/lanterne-tracker/status.toml");
    EXPECT_EQ(command.answer, StatusAnswer::people);
    EXPECT_EQ(std::get<StatusCommand>(of({"status", "--file", "x"})).file, "x");
    EXPECT_EQ(std::get<StatusCommand>(of({"status", "--json"})).answer, StatusAnswer::json);
    EXPECT_EQ(std::get<StatusCommand>(of({"status", "--proven"})).answer, StatusAnswer::proven);
    EXPECT_EQ(std::get<StatusCommand>(of({"status", "--idle"})).answer, StatusAnswer::idle);
    EXPECT_EQ(exit_code({"status", "--idle", "--proven"}), 2);
}

TEST(CommandLine, AsksForOneAnswerAboutABoard) {
    EXPECT_EQ(std::get<BoardCommand>(of({"board", "x", "--gpsd"})).answer, BoardAnswer::gpsd);
    EXPECT_EQ(std::get<BoardCommand>(of({"board", "x", "--service"})).answer, BoardAnswer::service);
    EXPECT_EQ(std::get<BoardCommand>(of({"board", "x", "--rauc"})).answer, BoardAnswer::rauc);
    EXPECT_EQ(std::get<BoardCommand>(of({"board", "x", "--fstab"})).answer, BoardAnswer::fstab);
    EXPECT_EQ(std::get<BoardCommand>(of({"board", "x", "--check"})).answer, BoardAnswer::check);
    EXPECT_EQ(std::get<BoardCommand>(of({"board", "x", "--boards", "mine"})).boards, "mine");
    EXPECT_EQ(exit_code({"board", "x", "--gpsd", "--service"}), 2);
}

TEST(CommandLine, EnrolsInTwoSteps) {
    const auto first = std::get<EnrolCommand>(of({"enrol", "identity", "--serial", "demo000001"}));
    EXPECT_EQ(first.folder, "identity");
    EXPECT_EQ(first.serial, UnitSerial::from("demo000001"));
    EXPECT_FALSE(first.again);

    const auto second = std::get<EnrolCommand>(of({"enrol", "identity", "--answer", "a.pem"}));
    EXPECT_EQ(second.serial, std::nullopt);
    EXPECT_EQ(second.answer, "a.pem");
}

TEST(CommandLine, EnrolsWherePackagesLetTheIdentityLie) {
    EXPECT_EQ(std::get<EnrolCommand>(of({"enrol", "--serial", "demo000001"})).folder,
              "/var/lib/lanterne-tracker/identity");
}

TEST(CommandLine, EnrolsByAOneTimeCode) {
    const auto least = std::get<EnrolCodeCommand>(of({"enrol", "--code", good_code}));
    EXPECT_EQ(least.folder, "/var/lib/lanterne-tracker/identity");
    EXPECT_EQ(least.wish.code, OneTimeCode::from(good_code));
    EXPECT_EQ(least.wish.desk, (DeskAddress{"lanterne-enrolment", 8829}));
    EXPECT_EQ(least.wish.unit, std::nullopt);
    EXPECT_EQ(least.wish.again, Again::no);

    const auto all =
        std::get<EnrolCodeCommand>(of({"enrol", "here", "--code", good_code, "--server",
                                       "[2001:db8::1]:99", "--serial", "demo000001", "--again"}));
    EXPECT_EQ(all.folder, "here");
    EXPECT_EQ(all.wish.desk, (DeskAddress{"2001:db8::1", 99}));
    EXPECT_EQ(all.wish.unit, UnitSerial::from("demo000001"));
    EXPECT_EQ(all.wish.again, Again::yes);
}

TEST(CommandLine, EnrolsByAFile) {
    const auto command = std::get<EnrolFileCommand>(of({"enrol", "--file", "enrol.toml"}));

    EXPECT_EQ(command.folder, "/var/lib/lanterne-tracker/identity");
    EXPECT_EQ(command.file, "enrol.toml");
    EXPECT_FALSE(command.again);
}

TEST(CommandLine, TellsAMistypedCodeAtOnce) {
    testing::internal::CaptureStderr();

    EXPECT_EQ(exit_code({"enrol", "--code", "3222-2222-2222-2222-2222"}), 2);

    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::HasSubstr("the code is mistyped: its last letter does not fit"));
}

TEST(CommandLine, RefusesWaysOfEnrolmentTogether) {
    EXPECT_EQ(exit_code({"enrol", "--code", good_code, "--answer", "a.pem"}), 2);
    EXPECT_EQ(exit_code({"enrol", "--code", good_code, "--file", "enrol.toml"}), 2);
    EXPECT_EQ(exit_code({"enrol", "--file", "enrol.toml", "--serial", "demo000001"}), 2);
    EXPECT_EQ(exit_code({"enrol", "--server", "desk.example.org", "--serial", "demo000001"}), 2);
    EXPECT_EQ(exit_code({"enrol", "--code", good_code, "--server", "desk:0"}), 2);
}

TEST(CommandLine, EnrolsOneStepAtATime) {
    EXPECT_EQ(exit_code({"enrol", "identity"}), 2);
    EXPECT_EQ(exit_code({"enrol", "identity", "--serial", "NO SERIAL"}), 2);
    EXPECT_EQ(exit_code({"enrol", "identity", "--answer", "a.pem", "--again"}), 2);
    EXPECT_EQ(exit_code({"enrol", "identity", "--answer", "a", "--serial", "demo000001"}), 2);
}

TEST(CommandLine, GivesHelpAndVersion) {
    testing::internal::CaptureStdout();

    EXPECT_EQ(exit_code({"--help"}), 0);
    EXPECT_EQ(exit_code({"--version"}), 0);

    const std::string said = testing::internal::GetCapturedStdout();
    EXPECT_THAT(said, testing::HasSubstr("lanterne-tracker 1.2.3\n"));
    EXPECT_THAT(said, testing::HasSubstr("--config FILE"));
    EXPECT_THAT(said, testing::HasSubstr("board"));
}

TEST(CommandLine, RefusesWhatItDoesNotUnderstand) {
    testing::internal::CaptureStderr();

    EXPECT_EQ(exit_code({}), 2);
    EXPECT_EQ(exit_code({"board"}), 2);
    EXPECT_EQ(exit_code({"bord", "x"}), 2);
    EXPECT_EQ(exit_code({"--config", "unit.toml", "--chek"}), 2);

    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::HasSubstr("--config FILE, or a command, is required"));
}

} // namespace
} // namespace lanterne::firmware
