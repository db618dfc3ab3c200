#pragma once

#include <filesystem>

#include "hal/storage.hpp"

namespace lanterne::simulator {

/// A unit's card as a folder that somebody copied: it can be read and nothing else. What would
/// change it fails.
class ReadOnlyFolder final : public hal::Storage {
public:
    /// Files that a card may have; more are no card.
    static constexpr std::size_t max_files = 10'000;

    explicit ReadOnlyFolder(std::filesystem::path folder) : folder_{std::move(folder)} {}

    hal::StorageResult<std::vector<std::string>> list() override;
    hal::StorageResult<std::unique_ptr<hal::StorageFile>> open(const std::string& name) override;
    hal::StorageResult<std::unique_ptr<hal::StorageFile>> create(const std::string& name,
                                                                 std::uint64_t bytes) override;
    hal::StorageResult<void> rename(const std::string& from, const std::string& to) override;
    hal::StorageResult<void> remove(const std::string& name) override;
    hal::StorageResult<std::uint64_t> free_bytes() override;

private:
    std::filesystem::path folder_;
};

} // namespace lanterne::simulator
