#include "core/wire/cbor_writer.hpp"

#include <array>

#include <cbor.h>

namespace lanterne::wire {

template<class Encoder, class Value>
void CborWriter::append(Encoder encoder, Value value) {
    std::array<unsigned char, 9> head; // the longest head of an item: one byte and 64 bits
    const std::size_t length = encoder(value, head.data(), head.size());
    const auto written = std::as_bytes(std::span{head}.first(length));
    bytes_.insert(bytes_.end(), written.begin(), written.end());
}

void CborWriter::array(std::size_t items) { append(cbor_encode_array_start, items); }

void CborWriter::number(std::uint64_t value) { append(cbor_encode_uint, value); }

void CborWriter::integer(std::int64_t value) {
    if (value < 0) {
        append(cbor_encode_negint, static_cast<std::uint64_t>(-1 - value));
    } else {
        number(static_cast<std::uint64_t>(value));
    }
}

void CborWriter::null() { bytes_.push_back(std::byte{0xF6}); }

void CborWriter::byte_string(ByteView content) {
    append(cbor_encode_bytestring_start, content.size());
    bytes_.insert(bytes_.end(), content.begin(), content.end());
}

void CborWriter::text(std::string_view content) {
    append(cbor_encode_string_start, content.size());
    const auto bytes = std::as_bytes(std::span{content});
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

Result<Bytes> CborWriter::finish(std::size_t limit) && {
    if (bytes_.size() > limit) {
        return tl::unexpected{Error::too_large};
    }
    return std::move(bytes_);
}

} // namespace lanterne::wire
