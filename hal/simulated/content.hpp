#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "hal/simulated/shelf.hpp"

namespace lanterne::hal::simulated {

/// The bytes of one file of a card, as far as they were ever written: in memory, or on a shelf.
class Content {
public:
    using Bytes = std::vector<std::byte>;

    /// nullptr: in memory. The shelf must outlive it.
    explicit Content(Shelf* shelf = nullptr) : shelf_{shelf} {}

    ~Content();
    Content(const Content&) = delete;
    Content& operator=(const Content&) = delete;

    std::size_t size() const { return shelf_ == nullptr ? bytes_.size() : size_; }

    /// As many as there are from `offset`, at most `limit`.
    Bytes read(std::uint64_t offset, std::size_t limit) const;

    /// What lies between the end and `offset` becomes zeros.
    void put(std::uint64_t offset, std::span<const std::byte> bytes);

    /// Shorter, or longer by zeros.
    void resize(std::size_t size);

    /// To look at, and to damage. std::logic_error on a shelf.
    Bytes& bytes();

private:
    void put_on_shelf(std::uint64_t offset, std::span<const std::byte> bytes);

    Shelf* shelf_;
    Bytes bytes_;          ///< in memory
    std::size_t size_ = 0; ///< on the shelf, as the pages
    std::vector<Shelf::Page> pages_;
};

} // namespace lanterne::hal::simulated
