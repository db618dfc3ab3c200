#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace lanterne::hal {

enum class StorageError { full, failed, missing };

template<class T>
using StorageResult = Result<T, StorageError>;

/// One open file of a Storage. What was written is certain to survive a power cut only once sync()
/// returned.
struct StorageFile {
    virtual ~StorageFile() = default;
    virtual StorageResult<void> write_at(std::uint64_t offset,
                                         std::span<const std::byte> bytes) = 0;
    /// As many bytes as there are from `offset`, at most `limit`.
    virtual StorageResult<std::vector<std::byte>> read_at(std::uint64_t offset,
                                                          std::size_t limit) = 0;
    virtual StorageResult<std::uint64_t> size() = 0;
    /// A failed sync leaves the file's state unknown: never retry on the same file.
    virtual StorageResult<void> sync() = 0;
};

/// A flat folder of files on the unit's card. One thread uses it. A power cut during create, rename
/// or remove leaves what was before or what was to be; when they returned without an error, what
/// was to be is certain.
struct Storage {
    virtual ~Storage() = default;
    virtual StorageResult<std::vector<std::string>> list() = 0;
    /// Opens a file that exists.
    virtual StorageResult<std::unique_ptr<StorageFile>> open(const std::string& name) = 0;
    /// Makes a new file of `bytes` zeros, whose room on the card is taken now: writing within it
    /// needs no more. One that exists: failed. Without the room: full, and no file is left. A power
    /// cut meanwhile may also leave the file shorter.
    virtual StorageResult<std::unique_ptr<StorageFile>> create(const std::string& name,
                                                               std::uint64_t bytes) = 0;
    /// Gives a file another name. One that has it already: failed. After an error of another kind
    /// than missing the file has the one name or the other.
    virtual StorageResult<void> rename(const std::string& from, const std::string& to) = 0;
    virtual StorageResult<void> remove(const std::string& name) = 0;
    /// Room that new files may take now.
    virtual StorageResult<std::uint64_t> free_bytes() = 0;
};

} // namespace lanterne::hal
