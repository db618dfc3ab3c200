#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "hal/simulated/shelf.hpp"
#include "hal/storage.hpp"

namespace lanterne::hal::simulated {

/// A card, in memory or on a shelf, that can lose power, tear writes, fill up and fail. A name
/// made, changed or removed is certain at once; bytes are certain once their file was synced. One
/// thread uses it; it must outlive the files that it opened. Room taken and not yet written counts,
/// but costs no memory.
class Storage final : public hal::Storage {
public:
    static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

    Storage(); ///< in memory
    /// On a shelf, which must outlive it and its files.
    explicit Storage(Shelf& shelf);
    ~Storage() override;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    StorageResult<std::vector<std::string>> list() override;
    StorageResult<std::unique_ptr<StorageFile>> open(const std::string& name) override;
    StorageResult<std::unique_ptr<StorageFile>> create(const std::string& name,
                                                       std::uint64_t bytes) override;
    StorageResult<void> rename(const std::string& from, const std::string& to) override;
    StorageResult<void> remove(const std::string& name) override;
    StorageResult<std::uint64_t> free_bytes() override;

    /// Power goes now and comes back: of what was not synced only the first `kept` bytes, in the
    /// order of writing over all files, reached the card. Files opened before answer `failed`.
    void lose_power(std::uint64_t kept = 0);

    /// Power goes by itself once `bytes` more have been written: that write is cut there, and all
    /// that follows answers `failed` until lose_power().
    void stop_after(std::uint64_t bytes);
    bool stopped() const;

    /// The next `count` syncs fail, and lose what they should have kept.
    void fail_syncs(int count);

    /// The next `count` renames answer `failed` when the file has its new name already.
    void fail_renames(int count);

    /// The next `count` renames answer `full`, and the file keeps its name: the folder has no room
    /// for another one.
    void refuse_renames(int count);

    /// Reads of this file that touch the bytes from `from` to `to` fail until heal(), as on worn
    /// out cells.
    void fail_reads_of(const std::string& name, std::uint64_t from = 0,
                       std::uint64_t to = no_limit);
    void heal(const std::string& name);

    /// Bytes of all files together beyond which files and writes are `full`.
    void set_capacity(std::uint64_t bytes);
    std::uint64_t used() const;

    /// Bytes written and syncs that succeeded since the start.
    std::uint64_t written() const;
    std::uint64_t syncs() const;

    /// Bytes that all files together were made longer by writing, not when they were made.
    std::uint64_t grown() const;

    /// A file's bytes as far as they were ever written; behind them are the zeros of its room.
    std::vector<std::byte> read_all(const std::string& name) const;
    /// The same of a card in memory, to damage them.
    std::vector<std::byte>& bytes_of(const std::string& name);

private:
    class File;
    struct Card;
    std::shared_ptr<Card> card_;
};

} // namespace lanterne::hal::simulated
