#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

/// An nginx of one worker on the first core that answers every request with the same bytes
/// (`return 200`): what a server can do that has nothing to think about.
class Peer {
public:
    static constexpr std::size_t max_bytes = 3'500; ///< its parser takes no longer text

    explicit Peer(std::size_t bytes);

    std::string url() const;

private:
    support::TempFolder folder_;
    std::uint16_t port_;
    std::optional<support::ChildProcess> server_;
};

} // namespace lanterne::bench
