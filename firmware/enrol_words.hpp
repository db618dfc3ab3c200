#pragma once

#include <string>
#include <variant>

#include <CLI/App.hpp>

#include "firmware/command_line.hpp"

namespace lanterne::firmware {

/// Where packages let a unit's identity lie.
inline constexpr std::string_view installed_identity = "/var/lib/lanterne-tracker/identity";

/// `lanterne-tracker enrol [FOLDER] (--code CODE [--server HOST[:PORT]] [--serial SERIAL] [--again]
/// | --file FILE [--again] | --serial SERIAL [--again] | --answer FILE)`
class EnrolWords {
public:
    void add_to(CLI::App& app);

    bool spoken() const { return words_->parsed(); }

    /// Throws CLI::ParseError when the words do not go together.
    Command command() const;

private:
    CodeEnrolment by_code() const;

    std::string folder_{installed_identity};
    std::string serial_;
    std::string answer_;
    std::string code_;
    std::string server_;
    std::string file_;
    bool again_ = false;
    CLI::App* words_ = nullptr;
};

} // namespace lanterne::firmware
