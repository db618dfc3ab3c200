#pragma once

#include <string>

#include "simulator/commands/command.hpp"
#include "simulator/doctor/doctor.hpp"

namespace lanterne::simulator {

/// lanterne-sim doctor: a real installation, checked from end to end.
class DoctorCommand final : public Command {
public:
    explicit DoctorCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    doctor::DoctorSettings settings() const;

    doctor::DoctorSettings settings_;
    std::string serial_;
    std::string race_;
    std::string at_;
    double patience_s_ = 15;
    double frame_age_s_ = 5;
    bool json_ = false;
};

} // namespace lanterne::simulator
