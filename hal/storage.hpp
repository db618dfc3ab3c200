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

/// A flat folder of files on the unit's card. One thread uses it.
struct Storage {
    virtual ~Storage() = default;
    virtual StorageResult<std::vector<std::string>> list() = 0;
    /// Opens a file that exists.
    virtual StorageResult<std::unique_ptr<StorageFile>> open(const std::string& name) = 0;
    /// Makes a new file and lets its name survive a power cut; one that exists: failed.
    virtual StorageResult<std::unique_ptr<StorageFile>> create(const std::string& name) = 0;
    virtual StorageResult<void> remove(const std::string& name) = 0;
};

} // namespace lanterne::hal
