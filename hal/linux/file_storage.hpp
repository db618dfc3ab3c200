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
    StorageResult<std::unique_ptr<StorageFile>> create(const std::string& name) override;
    StorageResult<void> remove(const std::string& name) override;

private:
    int folder_; ///< descriptor, ours
};

} // namespace lanterne::hal::linux_system
