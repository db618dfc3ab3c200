#pragma once

namespace lanterne::service {

/// Lets this process open as many files and sockets as the system would let it, at most a million:
/// systemd begins each program with 1,024, for those that use select(2), which ours do not.
/// For main, before it opens much.
void allow_all_descriptors();

} // namespace lanterne::service
