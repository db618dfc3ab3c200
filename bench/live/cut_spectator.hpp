#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "tests/support/spectator/spectator_reader.hpp"

namespace lanterne::bench {

/// Watches a race over a socket that is cut again and again.
class CutSpectator {
public:
    struct Told {
        std::uint64_t messages = 0;
        std::uint64_t keyframes = 0; ///< behind the first
        std::uint64_t missed = 0;    ///< messages and events
        std::uint64_t doubled = 0;
    };

    CutSpectator(std::uint16_t port, std::string target)
        : port_{port}, target_{std::move(target)} {}

    /// Comes (back) and takes so many bytes of what is told behind the handshake; the last message
    /// may be cut in the midst. Throws std::runtime_error when no socket is opened.
    void watch(std::size_t bytes);

    const Told& told() const { return told_; }

    std::uint64_t newest() const { return reader_.view().id.sequence; }

private:
    void take(std::string_view message);
    void count_events();

    std::uint16_t port_;
    std::string target_;
    web::SpectatorReader reader_;
    Told told_;
    std::uint64_t last_event_ = 0;
};

} // namespace lanterne::bench
