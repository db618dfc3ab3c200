#include "hal/simulated/storage.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "hal/simulated/content.hpp"

namespace lanterne::hal::simulated {
namespace {

using Bytes = std::vector<std::byte>;

struct Body {
    explicit Body(Shelf* shelf) : content{shelf} {}

    Content content;
    std::uint64_t length = 0; ///< with the zeros behind the content
    std::uint64_t bad_from = Storage::no_limit;
    std::uint64_t bad_to = 0;
};

/// What one write changed, so that a power cut can take it back.
struct UnsyncedWrite {
    std::shared_ptr<Body> body;
    std::uint64_t offset;
    std::size_t old_size; ///< of the content
    std::uint64_t old_length;
    Bytes old_bytes;
    Bytes new_bytes;
    bool doomed = false; ///< a sync of it failed: no later one can save it

    bool covers(const UnsyncedWrite& other) const {
        return offset <= other.offset &&
               offset + new_bytes.size() >= other.offset + other.new_bytes.size();
    }
};

} // namespace

struct Storage::Card {
    explicit Card(Shelf* cards) : shelf{cards} {}

    Shelf* shelf;
    std::map<std::string, std::shared_ptr<Body>> files;
    std::vector<UnsyncedWrite> unsynced;
    std::uint64_t life = 0; ///< counts power cuts; a file of an earlier life is dead
    std::uint64_t capacity = no_limit;
    std::uint64_t left_until_stop = no_limit;
    bool stopped = false;
    int failing_syncs = 0;
    int failing_renames = 0;
    int refused_renames = 0;
    std::uint64_t written = 0;
    std::uint64_t grown = 0;
    std::uint64_t syncs = 0;

    std::uint64_t used() const {
        std::uint64_t sum = 0;
        for (const auto& [name, body] : files) {
            sum += body->length;
        }
        return sum;
    }

    void write(const std::shared_ptr<Body>& body, std::uint64_t offset,
               std::span<const std::byte> bytes) {
        Content& content = body->content;
        unsynced.push_back({body, offset, content.size(), body->length,
                            content.read(offset, bytes.size()), Bytes(bytes.begin(), bytes.end()),
                            false});
        content.put(offset, bytes);
        written += bytes.size();
        if (content.size() > body->length) {
            grown += content.size() - body->length;
            body->length = content.size();
        }
    }

    /// Takes back the unsynced writes but the first `kept` bytes of them.
    void lose(std::uint64_t kept) {
        for (auto write = unsynced.rbegin(); write != unsynced.rend(); ++write) {
            write->body->content.put(write->offset, write->old_bytes);
            write->body->content.resize(write->old_size);
            write->body->length = write->old_length;
        }
        for (const UnsyncedWrite& write : unsynced) {
            if (kept == 0) {
                break;
            }
            const auto reached = std::min<std::uint64_t>(kept, write.new_bytes.size());
            write.body->content.put(write.offset, std::span{write.new_bytes}.first(reached));
            write.body->length =
                std::max<std::uint64_t>(write.body->length, write.body->content.size());
            kept -= reached;
        }
        unsynced.clear();
    }

    void synced(const std::shared_ptr<Body>& body) {
        // What failed before is saved where it was written again, as a page made dirty anew is.
        std::vector<UnsyncedWrite> left;
        for (const UnsyncedWrite& write : unsynced) {
            if (write.body == body && !write.doomed) {
                std::erase_if(left, [&](const UnsyncedWrite& before) {
                    return before.body == body && write.covers(before);
                });
            } else {
                left.push_back(write);
            }
        }
        unsynced = std::move(left);
    }

    void failed_sync(const std::shared_ptr<Body>& body) {
        for (UnsyncedWrite& write : unsynced) {
            write.doomed = write.doomed || write.body == body;
        }
    }

    void forget(const std::shared_ptr<Body>& body) {
        std::erase_if(unsynced, [&](const UnsyncedWrite& write) { return write.body == body; });
    }
};

class Storage::File final : public StorageFile {
public:
    File(std::shared_ptr<Card> card, std::shared_ptr<Body> body)
        : card_{std::move(card)}, body_{std::move(body)}, life_{card_->life} {}

    StorageResult<void> write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
        if (dead()) {
            return tl::unexpected{StorageError::failed};
        }
        const std::uint64_t end = offset + bytes.size();
        const std::uint64_t more = end > body_->length ? end - body_->length : 0;
        if (card_->capacity != no_limit && card_->used() + more > card_->capacity) {
            return tl::unexpected{StorageError::full};
        }
        if (bytes.size() > card_->left_until_stop) {
            card_->write(body_, offset, bytes.first(card_->left_until_stop));
            card_->stopped = true;
            return tl::unexpected{StorageError::failed};
        }
        if (card_->left_until_stop != no_limit) {
            card_->left_until_stop -= bytes.size();
        }
        card_->write(body_, offset, bytes);
        return {};
    }

    StorageResult<Bytes> read_at(std::uint64_t offset, std::size_t limit) override {
        const std::uint64_t begin = std::min(offset, body_->length);
        const auto length =
            static_cast<std::size_t>(std::min<std::uint64_t>(limit, body_->length - begin));
        if (dead() || (begin < body_->bad_to && begin + length > body_->bad_from)) {
            return tl::unexpected{StorageError::failed};
        }
        Bytes bytes = body_->content.read(begin, length);
        bytes.resize(length);
        return bytes;
    }

    StorageResult<std::uint64_t> size() override {
        if (dead()) {
            return tl::unexpected{StorageError::failed};
        }
        return body_->length;
    }

    StorageResult<void> sync() override {
        if (dead()) {
            return tl::unexpected{StorageError::failed};
        }
        if (card_->failing_syncs > 0) {
            --card_->failing_syncs;
            card_->failed_sync(body_);
            return tl::unexpected{StorageError::failed};
        }
        card_->synced(body_);
        ++card_->syncs;
        return {};
    }

private:
    bool dead() const { return card_->stopped || life_ != card_->life; }

    std::shared_ptr<Card> card_;
    std::shared_ptr<Body> body_;
    std::uint64_t life_;
};

Storage::Storage() : card_{std::make_shared<Card>(nullptr)} {}

Storage::Storage(Shelf& shelf) : card_{std::make_shared<Card>(&shelf)} {}

Storage::~Storage() = default;

StorageResult<std::vector<std::string>> Storage::list() {
    if (card_->stopped) {
        return tl::unexpected{StorageError::failed};
    }
    std::vector<std::string> names;
    for (const auto& [name, body] : card_->files) {
        names.push_back(name);
    }
    return names;
}

StorageResult<std::unique_ptr<StorageFile>> Storage::open(const std::string& name) {
    if (card_->stopped) {
        return tl::unexpected{StorageError::failed};
    }
    const auto found = card_->files.find(name);
    if (found == card_->files.end()) {
        return tl::unexpected{StorageError::missing};
    }
    return std::make_unique<File>(card_, found->second);
}

StorageResult<std::unique_ptr<StorageFile>> Storage::create(const std::string& name,
                                                            std::uint64_t bytes) {
    if (card_->stopped || card_->files.contains(name)) {
        return tl::unexpected{StorageError::failed};
    }
    if (card_->capacity != no_limit && card_->used() + bytes > card_->capacity) {
        return tl::unexpected{StorageError::full};
    }
    auto& body = card_->files[name] = std::make_shared<Body>(card_->shelf);
    body->length = bytes;
    return std::make_unique<File>(card_, body);
}

StorageResult<void> Storage::rename(const std::string& from, const std::string& to) {
    if (card_->stopped || card_->files.contains(to)) {
        return tl::unexpected{StorageError::failed};
    }
    if (card_->refused_renames > 0 && card_->files.contains(from)) {
        --card_->refused_renames;
        return tl::unexpected{StorageError::full};
    }
    auto file = card_->files.extract(from);
    if (file.empty()) {
        return tl::unexpected{StorageError::missing};
    }
    file.key() = to;
    card_->files.insert(std::move(file));
    if (card_->failing_renames > 0) {
        --card_->failing_renames;
        return tl::unexpected{StorageError::failed};
    }
    return {};
}

StorageResult<void> Storage::remove(const std::string& name) {
    if (card_->stopped) {
        return tl::unexpected{StorageError::failed};
    }
    const auto found = card_->files.find(name);
    if (found == card_->files.end()) {
        return tl::unexpected{StorageError::missing};
    }
    card_->forget(found->second);
    card_->files.erase(found);
    return {};
}

StorageResult<std::uint64_t> Storage::free_bytes() {
    if (card_->stopped) {
        return tl::unexpected{StorageError::failed};
    }
    return card_->capacity == no_limit ? no_limit
                                       : card_->capacity - std::min(card_->capacity, card_->used());
}

void Storage::lose_power(std::uint64_t kept) {
    card_->lose(kept);
    ++card_->life;
    card_->stopped = false;
    card_->left_until_stop = no_limit;
}

void Storage::stop_after(std::uint64_t bytes) { card_->left_until_stop = bytes; }

bool Storage::stopped() const { return card_->stopped; }

void Storage::fail_syncs(int count) { card_->failing_syncs = count; }

void Storage::fail_renames(int count) { card_->failing_renames = count; }

void Storage::refuse_renames(int count) { card_->refused_renames = count; }

void Storage::fail_reads_of(const std::string& name, std::uint64_t from, std::uint64_t to) {
    Body& body = *card_->files.at(name);
    body.bad_from = from;
    body.bad_to = to;
}

void Storage::heal(const std::string& name) { fail_reads_of(name, no_limit, 0); }

void Storage::set_capacity(std::uint64_t bytes) { card_->capacity = bytes; }

std::uint64_t Storage::used() const { return card_->used(); }

std::uint64_t Storage::written() const { return card_->written; }

std::uint64_t Storage::syncs() const { return card_->syncs; }

std::uint64_t Storage::grown() const { return card_->grown; }

std::vector<std::byte>& Storage::bytes_of(const std::string& name) {
    return card_->files.at(name)->content.bytes();
}

std::vector<std::byte> Storage::read_all(const std::string& name) const {
    const Content& content = card_->files.at(name)->content;
    return content.read(0, content.size());
}

} // namespace lanterne::hal::simulated
