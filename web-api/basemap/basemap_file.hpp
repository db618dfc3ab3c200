#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "service/http.hpp"

namespace lanterne::web {

/// Bytes of a file, both ends included.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    bool operator==(const ByteRange&) const = default;
};

/// The one range that a Range header asks of a file of that size (RFC 9110, section 14.1.2:
/// "bytes=0-499", "bytes=500-", "bytes=-200"), cut where the file ends. Nothing when there is none
/// such, more than one, or another unit.
std::optional<ByteRange> asked_range(std::string_view header, std::uint64_t size);

/// A large file on this machine, told by ranges: a client reads of a map what it shows.
class BasemapFile {
public:
    static constexpr std::uint64_t max_answer_bytes = std::uint64_t{16} * 1024 * 1024;

    /// Throws std::runtime_error, in a sentence, when there is no such file.
    explicit BasemapFile(std::filesystem::path file);

    /// 206 with at most max_answer_bytes of the range; 200 with the whole file without a range, and
    /// 416 when that is larger or the range lies beyond the end. Any thread; reads the file anew.
    service::HttpResponse answer(const service::HttpRequest& request) const;

private:
    service::HttpResponse told(ByteRange range, std::uint64_t size) const;

    std::filesystem::path file_;
    std::string tag_; ///< of size and time of change, as they were at the start
};

} // namespace lanterne::web
