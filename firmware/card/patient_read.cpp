#include "firmware/card/patient_read.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::firmware {
namespace {

constexpr std::uint64_t page_bytes = 4096;

} // namespace

PatientRead read_patiently(hal::StorageFile& file, std::uint64_t offset, std::size_t limit) {
    if (auto whole = file.read_at(offset, limit)) {
        return {.bytes = std::move(*whole)};
    }
    PatientRead result;
    const auto size = file.size();
    if (!size) {
        result.unread = limit;
    }
    const std::uint64_t end = size ? std::min<std::uint64_t>(*size, offset + limit) : offset;
    while (offset < end) {
        const std::uint64_t page_end = (offset / page_bytes + 1) * page_bytes;
        const auto length =
            static_cast<std::size_t>(std::min<std::uint64_t>(page_end - offset, end - offset));
        auto page = file.read_at(offset, length);
        if (page && page->size() == length) {
            result.bytes.insert(result.bytes.end(), page->begin(), page->end());
        } else {
            result.bytes.resize(result.bytes.size() + length);
            result.unread += length;
        }
        offset += length;
    }
    return result;
}

} // namespace lanterne::firmware
