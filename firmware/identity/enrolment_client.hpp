#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "firmware/identity/enrolment_protocol.hpp"
#include "firmware/identity/one_time_code.hpp"

namespace lanterne::firmware {

/// The desk cannot be reached, or will not answer now: later it may. One line says why.
struct DeskUnreachable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Where the authority's desk listens.
struct DeskAddress {
    std::string host{enrolment_protocol::default_host};
    std::uint16_t port = enrolment_protocol::default_port;

    bool operator==(const DeskAddress&) const = default;
};

/// Reads HOST, HOST:PORT or [ADDRESS]:PORT. Throws IdentityError.
DeskAddress read_desk_address(std::string_view text);

/// What the desk says to who knows a code.
struct DeskInformation {
    UnitSerial unit;  ///< for whom the code is
    UtcTime time;     ///< there; a unit that was never on line knows none
    std::string rest; ///< of the answer, behind the unit's certificate
};

/// The unit's side of the enrolment's protocol (enrolment_protocol.hpp). Whoever sits between sees
/// names, the request and certificates, and can change nothing unseen. Both calls block, and throw
/// DeskUnreachable, or IdentityError where trying again is of no use.
class EnrolmentClient {
public:
    /// With each of the two: forty boards may come at once, and be signed for one by one.
    static constexpr std::chrono::seconds usual_patience{30};

    EnrolmentClient(OneTimeCode code, DeskAddress desk,
                    std::chrono::seconds patience = usual_patience);

    DeskInformation ask() const;

    /// The certificate for that request (PEM), PEM.
    std::string certificate_for(std::string_view request) const;

private:
    OneTimeCode code_;
    DeskAddress desk_;
    std::chrono::seconds patience_;
};

} // namespace lanterne::firmware
