#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lanterne::bench {

/// Spectators of a server on this machine, on the caller's thread: they count what comes and throw
/// it away.
class Crowd {
public:
    struct Settings {
        std::uint16_t port = 0;
        std::size_t clients = 0;
        std::string target = "/live";
        std::string fields;      ///< further lines of the handshake, each with its end
        std::string greeting;    ///< what each says once the server has agreed
        bool is_stalled = false; ///< reads nothing, with the smallest buffer that there is
        std::function<void(int socket)> heard; ///< something came; empty: nobody wants to know
    };

    /// Returns when all are agreed to. Throws std::runtime_error when one is not.
    explicit Crowd(Settings settings);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    void read_for(std::chrono::milliseconds time);
    /// Until nothing came for a while: between two rounds of a server. False when that never is.
    bool read_until_quiet();

    std::uint64_t bytes() const { return bytes_; }

private:
    int connect(std::size_t number) const;
    void ask(int socket) const;
    void await_agreement(int socket);
    /// Waits at most so long, then reads what is there; false when nothing is.
    bool read_once(std::chrono::milliseconds wait);

    Settings settings_;
    int poll_;
    std::vector<int> sockets_;
    std::vector<char> buffer_;
    std::uint64_t bytes_ = 0;
};

} // namespace lanterne::bench
