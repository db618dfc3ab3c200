#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hal/simulated/storage.hpp"

namespace lanterne::firmware::power_cuts {

/// What reached a card, in the order of time. A file keeps its number under every name.
struct Operation {
    enum class Kind { create, rename, remove, write, sync, failed_sync };

    Kind kind = Kind::write;
    std::size_t file = 0;
    std::string name;         ///< of create and remove; the new one of rename
    std::string old_name;     ///< of rename
    std::uint64_t offset = 0; ///< of write
    std::uint64_t length = 0; ///< of create
    std::vector<std::byte> bytes;
};

/// A simulated card that writes down what is done to it.
class RecordingCard final : public hal::Storage {
public:
    RecordingCard();
    ~RecordingCard() override;

    hal::StorageResult<std::vector<std::string>> list() override { return card_.list(); }

    hal::StorageResult<std::unique_ptr<hal::StorageFile>> open(const std::string& name) override;
    hal::StorageResult<std::unique_ptr<hal::StorageFile>> create(const std::string& name,
                                                                 std::uint64_t bytes) override;
    hal::StorageResult<void> rename(const std::string& from, const std::string& to) override;
    hal::StorageResult<void> remove(const std::string& name) override;

    hal::StorageResult<std::uint64_t> free_bytes() override { return card_.free_bytes(); }

    hal::simulated::Storage& card() { return card_; }

    const std::vector<Operation>& operations() const;

private:
    class File;
    struct Log;

    hal::simulated::Storage card_;
    std::shared_ptr<Log> log_;
};

} // namespace lanterne::firmware::power_cuts
