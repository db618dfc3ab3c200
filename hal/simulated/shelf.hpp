#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lanterne::hal::simulated {

/// Room on the disk for the cards of many units, so that thousands of them cost little memory. It
/// is one file without a name, which is gone with this object, and is handed out by pages. Nothing
/// in it survives this process, and nothing of it is ever synced. One thread uses it.
class Shelf {
public:
    static constexpr std::size_t page_bytes = 4096;
    /// 64 GiB in all; beyond, take() throws std::length_error.
    static constexpr std::uint32_t most_pages = 16U * 1024 * 1024;

    using Page = std::uint32_t;

    /// `folder` is on the disk that has the room. std::system_error when no file can be made there.
    explicit Shelf(const std::string& folder);
    ~Shelf();
    Shelf(const Shelf&) = delete;
    Shelf& operator=(const Shelf&) = delete;

    /// A page, whose bytes may be anything.
    Page take();

    void give_back(Page page) { free_.push_back(page); }

    /// Within the page. std::system_error when the disk does not take or give it.
    void write(Page page, std::size_t offset, std::span<const std::byte> bytes);
    void read(Page page, std::size_t offset, std::span<std::byte> bytes) const;

    std::uint32_t pages() const { return pages_; } ///< ever taken

private:
    int file_;
    std::uint32_t pages_ = 0;
    std::vector<Page> free_;
};

} // namespace lanterne::hal::simulated
