#include "service/websocket_frame.hpp"

#include <limits>
#include <memory>

#define ZLIB_CONST // its input is const then
#include <zlib.h>

namespace lanterne::service {

namespace {

constexpr unsigned last_frame = 0x80;
constexpr unsigned deflated = 0x40; ///< RSV1 (RFC 7692 section 6)
constexpr std::string_view sync_tail{"\x00\x00\xff\xff", 4};

std::string head(unsigned first, std::size_t size) {
    std::string bytes(1, static_cast<char>(first));
    int length_bytes = 0;
    if (size < 126) {
        bytes += static_cast<char>(size);
    } else if (size <= 0xFFFF) {
        bytes += static_cast<char>(126);
        length_bytes = 2;
    } else {
        bytes += static_cast<char>(127);
        length_bytes = 8;
    }
    while (length_bytes-- > 0) {
        bytes += static_cast<char>((size >> (8U * static_cast<unsigned>(length_bytes))) & 0xFFU);
    }
    return bytes;
}

/// Empty when the result would not be shorter.
std::string deflate_once(std::string_view text, int strategy) {
    z_stream stream{};
    constexpr int raw_window_bits = -15; // negative: without a head and a checksum
    constexpr int memory_level = 8;
    const bool fits = text.size() < std::numeric_limits<uInt>::max() - sync_tail.size();
    if (!fits || ::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_window_bits,
                                memory_level, strategy) != Z_OK) {
        return {};
    }
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end{&stream, ::deflateEnd};
    std::string out(text.size() + sync_tail.size(), '\0');
    stream.next_in = reinterpret_cast<const Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool is_done = ::deflate(&stream, Z_SYNC_FLUSH) == Z_OK && stream.avail_in == 0 &&
                         stream.avail_out > 0; // no room left: the flush may not be whole
    out.resize(out.size() - stream.avail_out);
    if (!is_done || !out.ends_with(sync_tail)) {
        return {};
    }
    out.resize(out.size() - sync_tail.size());
    return out;
}

} // namespace

std::string websocket_frame(Opcode opcode, std::string_view payload) {
    return head(last_frame | static_cast<unsigned>(opcode), payload.size()).append(payload);
}

std::string deflated_websocket_frame(Opcode opcode, std::string_view payload) {
    std::string content = deflate_once(payload, Z_DEFAULT_STRATEGY);
    // Of measurements, repetitions of three bytes are chance, and cost more than they say.
    constexpr std::size_t tried_twice = std::size_t{16} * 1024;
    if (payload.size() <= tried_twice) {
        std::string literal = deflate_once(payload, Z_HUFFMAN_ONLY);
        if (!literal.empty() && (content.empty() || literal.size() < content.size())) {
            content = std::move(literal);
        }
    }
    if (content.empty() || content.size() >= payload.size()) {
        return {};
    }
    return head(last_frame | deflated | static_cast<unsigned>(opcode), content.size()) + content;
}

std::string close_frame(unsigned short code) {
    const std::string payload{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
    return websocket_frame(Opcode::close, payload);
}

} // namespace lanterne::service
