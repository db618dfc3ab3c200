#include "hal/simulated/content.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace lanterne::hal::simulated {
namespace {

constexpr std::array<std::byte, Shelf::page_bytes> zeros{};

/// Calls `visit(page, offset in it, offset from the first byte, count)` for each page that is
/// touched.
template<class Visit>
void each_page(std::uint64_t offset, std::size_t count, Visit visit) {
    for (std::size_t done = 0; done < count;) {
        const std::size_t in_page = (offset + done) % Shelf::page_bytes;
        const std::size_t part = std::min(count - done, Shelf::page_bytes - in_page);
        visit((offset + done) / Shelf::page_bytes, in_page, done, part);
        done += part;
    }
}

} // namespace

Content::~Content() {
    for (const Shelf::Page page : pages_) {
        shelf_->give_back(page);
    }
}

Content::Bytes Content::read(std::uint64_t offset, std::size_t limit) const {
    const std::size_t begin = std::min<std::uint64_t>(offset, size());
    Bytes bytes(std::min(limit, size() - begin));
    if (shelf_ == nullptr) {
        std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(begin), bytes.size(),
                    bytes.begin());
        return bytes;
    }
    each_page(begin, bytes.size(),
              [&](std::size_t page, std::size_t in_page, std::size_t done, std::size_t part) {
                  shelf_->read(pages_[page], in_page, std::span{bytes}.subspan(done, part));
              });
    return bytes;
}

void Content::put(std::uint64_t offset, std::span<const std::byte> bytes) {
    if (offset > size()) {
        resize(offset);
    }
    const std::size_t longer = std::max<std::size_t>(size(), offset + bytes.size());
    if (shelf_ == nullptr) {
        bytes_.resize(longer);
        std::ranges::copy(bytes, bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
        return;
    }
    put_on_shelf(offset, bytes);
    size_ = longer;
}

void Content::put_on_shelf(std::uint64_t offset, std::span<const std::byte> bytes) {
    each_page(offset, bytes.size(),
              [&](std::size_t page, std::size_t in_page, std::size_t done, std::size_t part) {
                  if (page == pages_.size()) {
                      pages_.push_back(shelf_->take());
                  }
                  shelf_->write(pages_[page], in_page, bytes.subspan(done, part));
              });
}

void Content::resize(std::size_t size) {
    if (shelf_ == nullptr) {
        bytes_.resize(size);
        return;
    }
    while (size_ < size) {
        const std::size_t part = std::min(size - size_, Shelf::page_bytes);
        put_on_shelf(size_, std::span{zeros}.first(part));
        size_ += part;
    }
    size_ = size;
    while (pages_.size() > (size + Shelf::page_bytes - 1) / Shelf::page_bytes) {
        shelf_->give_back(pages_.back());
        pages_.pop_back();
    }
}

Content::Bytes& Content::bytes() {
    if (shelf_ != nullptr) {
        throw std::logic_error{"the bytes of a file on a shelf are not in memory"};
    }
    return bytes_;
}

} // namespace lanterne::hal::simulated
