#pragma once

#include <memory>
#include <optional>
#include <span>

#include "firmware/journal/receipts.hpp"
#include "hal/storage.hpp"

namespace lanterne::firmware {

inline constexpr std::size_t cursor_slot_bytes = 8192;
/// More than a journal of the usual size has segments. What no longer fits is sent again after a
/// restart, which costs data and nothing else.
inline constexpr std::size_t max_cursor_ranges = 290;

/// One slot's bytes, at most cursor_slot_bytes (JOURNAL.md). `order` names the epochs, oldest
/// first; when not all fit, the newest win.
std::vector<std::byte> encode_cursor(const Receipts& receipts, const std::vector<Epoch>& order,
                                     std::uint64_t counter);

struct CursorSlot {
    std::uint64_t counter = 0; ///< the greater of two slots is the newer
    Receipts receipts;
};

std::optional<CursorSlot> decode_cursor(std::span<const std::byte> bytes);

/// What is receipted, kept on the card in two slots that are written in turn: a torn write leaves
/// the other one. To lose it is no harm: what was receipted is sent once more.
class Cursor {
public:
    explicit Cursor(hal::Storage& storage) : storage_{storage} {}

    /// Nothing receipted when there is no readable slot.
    Receipts load();

    /// False when the card did not take it; the next save tries again.
    bool save(const Receipts& receipts, const std::vector<Epoch>& order);

private:
    bool is_ready();

    hal::Storage& storage_;
    std::unique_ptr<hal::StorageFile> file_;
    std::uint64_t counter_ = 0;
};

} // namespace lanterne::firmware
