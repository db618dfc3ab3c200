#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "enrolment/label_sheet.hpp"
#include "firmware/identity/enrolment.hpp"

namespace lanterne::enrolment {

/// What a technician wants who makes units ready.
struct ProvisionWish {
    std::filesystem::path authority; ///< its folder
    std::filesystem::path list;      ///< unit_list.hpp
    std::filesystem::path to;        ///< made if it is not there
    std::chrono::days valid{14};     ///< of a code
    std::string server{};            ///< where units will find the desk; empty: their default
    LabelSheet sheet;
    /// Codes also for units that have a certificate, or used theirs up.
    firmware::Again again = firmware::Again::no;
};

/// Clock and chance.
struct ProvisionWorld {
    UtcTime now;
    std::function<std::uint8_t()> random_byte; ///< that nobody can foresee
};

/// Gives each listed unit a one-time code, unless it has one that is good still, and makes
/// TO/SERIAL/lanterne-enrol.toml for its boot partition and TO/labels.pdf to print. Says on `out`
/// what was done. Throws EnrolmentError, of many lines if the list has many faults; then no code
/// was made.
void provision(const ProvisionWish& wish, const ProvisionWorld& world, std::ostream& out);

} // namespace lanterne::enrolment
