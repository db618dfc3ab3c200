#pragma once

#include <string>
#include <vector>

namespace lanterne::support {

/// A request that must not pass.
struct HostileRequest {
    const char* name;
    std::string bytes;
    int status; ///< what it is answered with
};

/// Shapes by which two servers can be made to see different requests, and others that must not
/// pass.
std::vector<HostileRequest> hostile_requests();

} // namespace lanterne::support
