#pragma once

#include <string>

#include <CLI/App.hpp>

#include "firmware/command_line.hpp"

namespace lanterne::firmware {

/// `lanterne-tracker status [--file FILE] [--json | --proven | --idle]`
class StatusWords {
public:
    void add_to(CLI::App& app);

    bool spoken() const { return words_->parsed(); }

    Command command() const;

private:
    std::string file_{installed_status};
    bool json_ = false;
    bool proven_ = false;
    bool idle_ = false;
    CLI::App* words_ = nullptr;
};

} // namespace lanterne::firmware
