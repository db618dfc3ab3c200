#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "firmware/identity/one_time_code.hpp"

namespace lanterne::enrolment {

/// What the desk does for who has proved to know a code. What they throw is thrown on.
struct CmpWork {
    /// The text that every unit is told (firmware/identity/enrolment_protocol.hpp).
    std::function<std::string()> information;
    /// The certificate (PEM) for this request (PEM); or why there is none, for the unit.
    std::function<Result<std::string, std::string>(const std::string& request)> certify;
};

enum class CmpProof { holds, fails };

struct CmpOutcome {
    /// That the message is of who knows the code, whole, and one that a unit sends.
    CmpProof proof = CmpProof::fails;
    std::optional<std::string> answer; ///< DER; nothing: there is none to give
};

/// Answers one message of CMP (DER) that came to the code's address: a general message or a PKCS
/// #10 request. Any bytes may be in `message`.
CmpOutcome answer_cmp(std::string_view message, const firmware::OneTimeCode& code,
                      const CmpWork& work);

/// Lower-case hexadecimal SHA-256 of a request, as it stands in DER; nothing when it is none.
std::optional<std::string> digest_of_request(const std::string& pem);

} // namespace lanterne::enrolment
