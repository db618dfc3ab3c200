#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "hal/clock.hpp"

namespace lanterne::hal::linux_system {

/// The level in a line of a modem's answer to AT+CSQ (3GPP TS 27.007, 8.5): "+CSQ: 17,99" is
/// -113 dBm and 2 dBm more for each of the 17; beyond 31 it is not known.
std::optional<int> csq_dbm(std::string_view line);

/// The strength of a modem's signal, asked for on its AT port. Nothing here waits: each call takes
/// what the modem has said meanwhile, asks again when that is due, and answers with what it last
/// knew. A port that is not there or goes is opened again later.
class AtModem {
public:
    static constexpr std::chrono::seconds ask_each{10};
    static constexpr std::chrono::seconds reopen_after{30};
    /// An answer is believed for so long.
    static constexpr std::chrono::seconds believed_for{60};
    /// A longer line is no answer to us; it is passed over.
    static constexpr std::size_t max_line = 64;
    static constexpr std::size_t max_bytes_a_call = 1024; ///< the rest waits for the next call

    /// The clock must outlive it.
    AtModem(std::filesystem::path port, const hal::Clock& clock);
    ~AtModem();
    AtModem(const AtModem&) = delete;
    AtModem& operator=(const AtModem&) = delete;

    /// -113 to -51.
    std::optional<int> signal_dbm();

private:
    using Instant = std::chrono::steady_clock::time_point;

    bool open();
    void close(Instant now);
    void listen(Instant now);
    void hear(char letter, Instant now);
    void ask(Instant now);

    std::filesystem::path port_;
    const hal::Clock& clock_;
    int descriptor_ = -1;
    std::optional<Instant> next_open_; ///< none: at once
    std::optional<Instant> next_ask_;  ///< none: at once
    std::string line_;                 ///< max_line + 1 bytes: too long
    std::optional<int> dbm_;
    Instant heard_{};
};

} // namespace lanterne::hal::linux_system
