#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/private_authority.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::enrolment {

/// An authority, its desk and boards, all real programs on the loopback.
class EnrolmentWorld : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directory(folder.path() / "boards"); }

    struct Answer {
        std::optional<int> code;
        std::string said;
    };

    Answer run(std::vector<std::string> words);
    /// lanterne-authority COMMAND, as people call it.
    Answer authority(std::string_view command, std::vector<std::string> words = {});
    /// From a CSV of that text, into out(); to the desk's port.
    Answer provision(const std::string& list, std::vector<std::string> more = {});
    /// lanterne-tracker enrol on the board of that name.
    Answer enrol(const std::string& board, std::vector<std::string> words);
    Answer enrol_by_file(const std::string& board, const std::string& serial);

    /// Starts it and waits until it listens; the one before is ended.
    void start_desk();

    std::vector<std::string> enrol_words(const std::string& board,
                                         std::vector<std::string> words) const;

    std::filesystem::path out() const { return folder.path() / "out"; }

    std::filesystem::path board(const std::string& name) const {
        return folder.path() / "boards" / name;
    }

    /// What provision made for it.
    std::string code_of(const std::string& serial) const;
    std::string current(const std::string& board_name, std::string_view file) const;
    /// Of the authority's index; an empty serial: of all.
    std::size_t valid_certificates(const std::string& serial = "");

    std::string desk_log() const { return support::read_text(folder.path() / "desk.log"); }

    support::TempFolder folder;
    support::PrivateAuthority made;
    std::uint16_t port = support::free_port();
    std::optional<support::ChildProcess> desk;
    /// Before PATH, for every program.
    std::string path_before;

private:
    std::map<std::string, std::string> environment() const;

    int runs_ = 0;
};

} // namespace lanterne::enrolment
