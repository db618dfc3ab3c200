#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// The socket on which systemd would hear a service of Type=notify.
class NotifySocket {
public:
    /// Throws std::system_error.
    NotifySocket();
    ~NotifySocket();
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    /// For NOTIFY_SOCKET.
    std::filesystem::path path() const { return folder_.path() / "notify"; }

    /// What was heard since it was asked last, a word a datagram. Does not wait.
    std::vector<std::string> heard();

private:
    TempFolder folder_;
    int descriptor_;
};

} // namespace lanterne::support
