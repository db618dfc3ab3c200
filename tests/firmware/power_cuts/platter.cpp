#include "tests/firmware/power_cuts/platter.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lanterne::firmware::power_cuts {
namespace {

using Bytes = std::vector<std::byte>;

void put(Bytes& content, const Piece& piece) {
    content.resize(std::max<std::size_t>(content.size(), piece.end()));
    std::copy(piece.bytes.begin(), piece.bytes.end(),
              content.begin() + static_cast<std::ptrdiff_t>(piece.offset));
}

/// What was written and synced later stands, whatever becomes of the earlier piece.
void cover(Piece& earlier, const Piece& later) {
    const std::uint64_t from = std::max(earlier.offset, later.offset);
    const std::uint64_t to = std::min(earlier.end(), later.end());
    for (std::uint64_t at = from; at < to; ++at) {
        earlier.bytes[at - earlier.offset] = later.bytes[at - later.offset];
    }
}

} // namespace

void Platter::apply(const Operation& operation) {
    switch (operation.kind) {
    case Operation::Kind::create:
        names_[operation.name] = operation.file;
        contents_[operation.file] = Bytes(operation.length);
        break;
    case Operation::Kind::rename:
        names_.erase(operation.old_name);
        names_[operation.name] = operation.file;
        break;
    case Operation::Kind::remove:
        names_.erase(operation.name);
        contents_.erase(operation.file);
        std::erase_if(open_, [&](const Piece& piece) { return piece.file == operation.file; });
        break;
    case Operation::Kind::write: write(operation); break;
    case Operation::Kind::sync: sync(operation.file); break;
    case Operation::Kind::failed_sync:
        for (Piece& piece : open_) {
            piece.doomed = piece.doomed || piece.file == operation.file;
        }
        break;
    }
}

void Platter::write(const Operation& operation) {
    std::uint64_t at = 0;
    while (at < operation.bytes.size()) {
        const std::uint64_t offset = operation.offset + at;
        const std::uint64_t sector_end = (offset / sector_bytes + 1) * sector_bytes;
        const std::uint64_t length =
            std::min<std::uint64_t>(sector_end - offset, operation.bytes.size() - at);
        const auto first = operation.bytes.begin() + static_cast<std::ptrdiff_t>(at);
        open_.push_back({.file = operation.file,
                         .offset = offset,
                         .bytes = {first, first + static_cast<std::ptrdiff_t>(length)}});
        at += length;
    }
}

void Platter::sync(std::size_t file) {
    std::vector<Piece> left;
    for (Piece& piece : open_) {
        if (piece.file != file || piece.doomed) {
            left.push_back(std::move(piece));
            continue;
        }
        put(contents_.at(file), piece);
        for (Piece& earlier : left) {
            if (earlier.file == file) {
                cover(earlier, piece);
            }
        }
    }
    open_ = std::move(left);
}

std::unique_ptr<hal::simulated::Storage> Platter::card(const Chosen& chosen) const {
    auto card = std::make_unique<hal::simulated::Storage>();
    for (const auto& [name, file] : names_) {
        const Bytes& content = contents_.at(file);
        static_cast<void>(card->create(name, content.size()));
        Bytes& bytes = card->bytes_of(name);
        bytes = content;
        for (std::size_t index = 0; index < open_.size(); ++index) {
            if (chosen[index] && open_[index].file == file) {
                put(bytes, open_[index]);
            }
        }
    }
    return card;
}

} // namespace lanterne::firmware::power_cuts
