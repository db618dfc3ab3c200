#include "firmware/status_words.hpp"

#include <CLI/CLI.hpp>

namespace lanterne::firmware {

void StatusWords::add_to(CLI::App& app) {
    words_ = app.add_subcommand("status", "says how the unit is. Exit code 0: well; 1: it needs a "
                                          "look; 2: unreadable; 3: it does not run");
    words_->add_option("--file", file_, "where it tells its status")
        ->type_name("FILE")
        ->capture_default_str();
    CLI::Option_group* answer = words_->add_option_group("answer");
    answer->add_flag("--json", json_, "for programs: all that is known");
    answer->add_flag("--proven", proven_,
                     "whether a fix was journalled and receipted since it started; else 1 and why");
    answer->add_flag("--idle", idle_, "whether it may be updated now; else 1 and why not");
    answer->require_option(0, 1);
}

Command StatusWords::command() const {
    const auto answer = json_     ? StatusAnswer::json
                        : proven_ ? StatusAnswer::proven
                        : idle_   ? StatusAnswer::idle
                                  : StatusAnswer::people;
    return StatusCommand{.file = file_, .answer = answer};
}

} // namespace lanterne::firmware
