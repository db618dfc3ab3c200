#include "hal/simulated/shelf.hpp"

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace lanterne::hal::simulated {
namespace {

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error{errno, std::generic_category(), what};
}

off_t place(Shelf::Page page, std::size_t offset) {
    return static_cast<off_t>(page) * static_cast<off_t>(Shelf::page_bytes) +
           static_cast<off_t>(offset);
}

} // namespace

Shelf::Shelf(const std::string& folder) {
    std::string name = folder + "/lanterne-cards-XXXXXX";
    file_ = mkstemp(name.data());
    if (file_ < 0) {
        fail("a file for the simulated cards in " + folder);
    }
    unlink(name.c_str());
}

Shelf::~Shelf() { close(file_); }

Shelf::Page Shelf::take() {
    if (!free_.empty()) {
        const Page page = free_.back();
        free_.pop_back();
        return page;
    }
    if (pages_ == most_pages) {
        throw std::length_error{"the simulated cards are full: 64 GiB"};
    }
    return pages_++;
}

void Shelf::write(Page page, std::size_t offset, std::span<const std::byte> bytes) {
    const ssize_t written = pwrite(file_, bytes.data(), bytes.size(), place(page, offset));
    if (written != static_cast<ssize_t>(bytes.size())) {
        fail("writing to the simulated cards");
    }
}

void Shelf::read(Page page, std::size_t offset, std::span<std::byte> bytes) const {
    const ssize_t got = pread(file_, bytes.data(), bytes.size(), place(page, offset));
    if (got < 0) {
        fail("reading from the simulated cards");
    }
    // What was taken and never written may lie behind the end of the file.
    for (std::byte& byte : bytes.subspan(static_cast<std::size_t>(got))) {
        byte = std::byte{0};
    }
}

} // namespace lanterne::hal::simulated
