#include "tests/firmware/power_cuts/recording_card.hpp"

#include <map>
#include <utility>

namespace lanterne::firmware::power_cuts {

using hal::StorageResult;
using Kind = Operation::Kind;

struct RecordingCard::Log {
    std::vector<Operation> operations;
    std::map<std::string, std::size_t> files;
    std::size_t next_file = 0;
};

class RecordingCard::File final : public hal::StorageFile {
public:
    File(std::unique_ptr<hal::StorageFile> file, std::shared_ptr<Log> log, std::size_t number)
        : file_{std::move(file)}, log_{std::move(log)}, number_{number} {}

    StorageResult<void> write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
        auto written = file_->write_at(offset, bytes);
        if (written) {
            log_->operations.push_back({.kind = Kind::write,
                                        .file = number_,
                                        .offset = offset,
                                        .bytes = {bytes.begin(), bytes.end()}});
        }
        return written;
    }

    StorageResult<std::vector<std::byte>> read_at(std::uint64_t offset,
                                                  std::size_t limit) override {
        return file_->read_at(offset, limit);
    }

    StorageResult<std::uint64_t> size() override { return file_->size(); }

    StorageResult<void> sync() override {
        auto synced = file_->sync();
        log_->operations.push_back(
            {.kind = synced ? Kind::sync : Kind::failed_sync, .file = number_});
        return synced;
    }

private:
    std::unique_ptr<hal::StorageFile> file_;
    std::shared_ptr<Log> log_;
    std::size_t number_;
};

RecordingCard::RecordingCard() : log_{std::make_shared<Log>()} {}

RecordingCard::~RecordingCard() = default;

const std::vector<Operation>& RecordingCard::operations() const { return log_->operations; }

StorageResult<std::unique_ptr<hal::StorageFile>> RecordingCard::open(const std::string& name) {
    auto file = card_.open(name);
    if (!file) {
        return file;
    }
    return std::make_unique<File>(std::move(*file), log_, log_->files.at(name));
}

StorageResult<std::unique_ptr<hal::StorageFile>> RecordingCard::create(const std::string& name,
                                                                       std::uint64_t bytes) {
    auto file = card_.create(name, bytes);
    if (!file) {
        return file;
    }
    const std::size_t number = log_->files[name] = log_->next_file++;
    log_->operations.push_back(
        {.kind = Kind::create, .file = number, .name = name, .length = bytes});
    return std::make_unique<File>(std::move(*file), log_, number);
}

StorageResult<void> RecordingCard::rename(const std::string& from, const std::string& to) {
    auto renamed = card_.rename(from, to);
    if (renamed) {
        auto file = log_->files.extract(from);
        file.key() = to;
        log_->operations.push_back(
            {.kind = Kind::rename, .file = file.mapped(), .name = to, .old_name = from});
        log_->files.insert(std::move(file));
    }
    return renamed;
}

StorageResult<void> RecordingCard::remove(const std::string& name) {
    auto removed = card_.remove(name);
    if (removed) {
        log_->operations.push_back(
            {.kind = Kind::remove, .file = log_->files.at(name), .name = name});
        log_->files.erase(name);
    }
    return removed;
}

} // namespace lanterne::firmware::power_cuts
