#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "hal/simulated/storage.hpp"
#include "tests/firmware/power_cuts/recording_card.hpp"

namespace lanterne::firmware::power_cuts {

/// Part of a write within one sector.
struct Piece {
    std::size_t file = 0;
    std::uint64_t offset = 0;
    std::vector<std::byte> bytes;
    bool doomed = false; ///< its sync failed: no later one makes it certain

    std::uint64_t end() const { return offset + bytes.size(); }
};

/// What is certainly on the card after some operations, and what may be.
class Platter {
public:
    static constexpr std::uint64_t sector_bytes = 512;

    void apply(const Operation& operation);

    /// In the order of writing.
    const std::vector<Piece>& open() const { return open_; }

    using Chosen = std::vector<bool>; ///< of open(), one by one

    /// A card as a power cut leaves it when just these open pieces reached it.
    std::unique_ptr<hal::simulated::Storage> card(const Chosen& chosen) const;

private:
    void write(const Operation& operation);
    void sync(std::size_t file);

    std::map<std::string, std::size_t> names_;
    std::map<std::size_t, std::vector<std::byte>> contents_;
    std::vector<Piece> open_;
};

} // namespace lanterne::firmware::power_cuts
