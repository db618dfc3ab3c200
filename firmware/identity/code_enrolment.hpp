#pragma once

#include <functional>
#include <optional>
#include <string>

#include "firmware/identity/enrolment.hpp"
#include "firmware/identity/enrolment_client.hpp"

namespace lanterne::firmware {

/// What somebody wants who enrols a unit by a one-time code.
struct CodeEnrolment {
    OneTimeCode code;
    DeskAddress desk{};
    std::optional<UnitSerial> unit{}; ///< whom the code must be for, if it is said
    Again again = Again::no; ///< although there is an identity, or a request without a code
};

/// Both steps of an enrolment with the desk's answer between. Cut off anywhere, it is begun again
/// with the same code: the key and the request that are there already are used, for the desk takes
/// no other request with that code. Throws as EnrolmentClient and the two steps do.
Enrolled enrol_by_code(hal::IdentityStore& store, const CodeEnrolment& wish);

} // namespace lanterne::firmware
