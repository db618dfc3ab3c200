#include "simulator/replay/read_only_folder.hpp"

#include <algorithm>
#include <fstream>

namespace lanterne::simulator {

namespace {

namespace fs = std::filesystem;
using hal::StorageError;

class ReadOnlyFile final : public hal::StorageFile {
public:
    ReadOnlyFile(const fs::path& path, std::uint64_t size)
        : file_{path, std::ios::binary}, size_{size} {}

    bool is_open() const { return file_.is_open(); }

    hal::StorageResult<void> write_at(std::uint64_t, std::span<const std::byte>) override {
        return tl::unexpected{StorageError::failed};
    }

    hal::StorageResult<std::vector<std::byte>> read_at(std::uint64_t offset,
                                                       std::size_t limit) override {
        const std::uint64_t left = size_ - std::min(offset, size_);
        std::vector<std::byte> bytes(std::min<std::uint64_t>(limit, left));
        file_.clear();
        file_.seekg(static_cast<std::streamoff>(offset));
        file_.read(reinterpret_cast<char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        if (!file_) {
            return tl::unexpected{StorageError::failed};
        }
        return bytes;
    }

    hal::StorageResult<std::uint64_t> size() override { return size_; }

    hal::StorageResult<void> sync() override { return {}; }

private:
    std::ifstream file_;
    std::uint64_t size_;
};

} // namespace

hal::StorageResult<std::vector<std::string>> ReadOnlyFolder::list() {
    std::error_code error;
    std::vector<std::string> names;
    for (const auto& item : fs::directory_iterator{folder_, error}) {
        std::error_code unknown;
        if (item.is_regular_file(unknown)) {
            names.push_back(item.path().filename().string());
        }
        if (names.size() > max_files) {
            return tl::unexpected{StorageError::failed};
        }
    }
    if (error) {
        return tl::unexpected{StorageError::failed};
    }
    std::ranges::sort(names);
    return names;
}

hal::StorageResult<std::unique_ptr<hal::StorageFile>>
ReadOnlyFolder::open(const std::string& name) {
    std::error_code error;
    const auto size = fs::file_size(folder_ / name, error);
    if (error) {
        return tl::unexpected{StorageError::missing};
    }
    auto file = std::make_unique<ReadOnlyFile>(folder_ / name, size);
    if (!file->is_open()) {
        return tl::unexpected{StorageError::failed};
    }
    return file;
}

hal::StorageResult<std::unique_ptr<hal::StorageFile>>
ReadOnlyFolder::create(const std::string& /*name*/, std::uint64_t /*bytes*/) {
    return tl::unexpected{StorageError::failed};
}

hal::StorageResult<void> ReadOnlyFolder::rename(const std::string& /*from*/,
                                                const std::string& /*to*/) {
    return tl::unexpected{StorageError::failed};
}

hal::StorageResult<void> ReadOnlyFolder::remove(const std::string& /*name*/) {
    return tl::unexpected{StorageError::failed};
}

hal::StorageResult<std::uint64_t> ReadOnlyFolder::free_bytes() { return std::uint64_t{0}; }

} // namespace lanterne::simulator
