#pragma once

#include <filesystem>

#include "hal/storage.hpp"

namespace lanterne::hal::linux_system {

/// A folder of the file system as the unit's card. Names are plain file names: what has a slash,
/// starts with a dot, is empty or longer than 255 bytes is `failed`.
class FileStorage final : public hal::Storage {
public:
    /// Makes the folder (not its parents) when it is missing. Throws std::runtime_error, with the
    /// folder's name and the reason, when it cannot be used.
    explicit FileStorage(const std::filesystem::path& folder);
    ~FileStorage() override;
    FileStorage(const FileStorage&) = delete;
    FileStorage& operator=(const FileStorage&) = delete;

    StorageResult<std::vector<std::string>> list() override;
    StorageResult<std::unique_ptr<StorageFile>> open(const std::string& name) override;
    StorageResult<std::unique_ptr<StorageFile>> create(const std::string& name,
                                                       std::uint64_t bytes) override;
    StorageResult<void> rename(const std::string& from, const std::string& to) override;
    StorageResult<void> remove(const std::string& name) override;
    /// What the file system gives to a program without privileges.
    StorageResult<std::uint64_t> free_bytes() override;

private:
    int folder_; ///< descriptor, ours
};

} // namespace lanterne::hal::linux_system
