#include "core/wire/cbor_reader.hpp"

#include <cbor.h>

namespace lanterne::wire {

/// libcbor's streaming decoder tells what it found through callbacks; these note it in an Item.
/// What has none here (indefinite lengths, floats, booleans, breaks) stays Kind::other.
struct CborCallbacks {
    using Item = CborReader::Item;
    using Kind = CborReader::Kind;

    template<Kind kind, class Number>
    static void note(void* item, Number value) {
        *static_cast<Item*>(item) = {.kind = kind, .value = value, .content = {}};
    }

    template<Kind kind>
    static void note_string(void* item, cbor_data data, std::size_t length) {
        *static_cast<Item*>(item) = {
            .kind = kind, .value = length, .content = std::as_bytes(std::span{data, length})};
    }

    static void note_null(void* item) { static_cast<Item*>(item)->kind = Kind::null; }

    static cbor_callbacks table() {
        cbor_callbacks callbacks = cbor_empty_callbacks;
        callbacks.uint8 = note<Kind::unsigned_number>;
        callbacks.uint16 = note<Kind::unsigned_number>;
        callbacks.uint32 = note<Kind::unsigned_number>;
        callbacks.uint64 = note<Kind::unsigned_number>;
        callbacks.negint8 = note<Kind::negative_number>;
        callbacks.negint16 = note<Kind::negative_number>;
        callbacks.negint32 = note<Kind::negative_number>;
        callbacks.negint64 = note<Kind::negative_number>;
        callbacks.byte_string = note_string<Kind::bytes>;
        callbacks.string = note_string<Kind::text>;
        callbacks.array_start = note<Kind::array>;
        callbacks.map_start = note<Kind::map>;
        callbacks.tag = note<Kind::tag>;
        callbacks.null = note_null;
        return callbacks;
    }
};

namespace {

/// Bytes of the shortest head (RFC 8949 section 3) that carries this argument.
std::size_t shortest_head(std::uint64_t argument) {
    if (argument < 24) {
        return 1;
    }
    if (argument <= 0xFF) {
        return 2;
    }
    if (argument <= 0xFFFF) {
        return 3;
    }
    return argument <= 0xFFFF'FFFF ? 5 : 9;
}

/// The argument as the head itself has it (RFC 8949 section 3): where a size has 32 bits, libcbor
/// 0.8 hands over the lower half of a count or a length.
std::uint64_t argument_of(ByteView head) {
    if (head.size() == 1) {
        return std::to_integer<std::uint64_t>(head.front()) & 0x1F;
    }
    std::uint64_t argument = 0;
    for (const std::byte byte : head.subspan(1)) {
        argument = argument << 8 | std::to_integer<std::uint64_t>(byte);
    }
    return argument;
}

} // namespace

CborReader::CborReader(ByteView input, std::size_t limit) : rest_{input} {
    expect(input.size() <= limit, Error::too_large);
}

CborReader::Item CborReader::next() {
    if (failed()) {
        return {};
    }
    if (rest_.empty()) {
        refuse(Error::truncated);
        return {};
    }
    static const cbor_callbacks callbacks = CborCallbacks::table();
    Item item;
    const auto* data = reinterpret_cast<cbor_data>(rest_.data());
    const cbor_decoder_result found = cbor_stream_decode(data, rest_.size(), &callbacks, &item);
    if (found.status != CBOR_DECODER_FINISHED) {
        refuse(found.status == CBOR_DECODER_NEDATA ? Error::truncated : Error::wrong_type);
        return {};
    }
    const ByteView head = rest_.first(found.read - item.content.size());
    rest_ = rest_.subspan(found.read);
    if (item.kind == Kind::other || item.kind == Kind::null) {
        return item;
    }
    item.value = argument_of(head);
    if (head.size() != shortest_head(item.value)) {
        refuse(Error::not_canonical);
        return {};
    }
    const bool is_string = item.kind == Kind::bytes || item.kind == Kind::text;
    if (is_string && item.value != item.content.size()) {
        refuse(Error::truncated);
        return {};
    }
    return item;
}

std::uint64_t CborReader::message(std::uint64_t version) {
    const std::uint64_t items = array();
    expect(items > 0, Error::wrong_type);
    const auto found = number<std::uint64_t>();
    expect(found == version, Error::unknown_version);
    return failed() ? 0 : items - 1;
}

std::uint64_t CborReader::array() {
    const Item item = next();
    expect(item.kind == Kind::array, Error::wrong_type);
    return failed() ? 0 : item.value;
}

void CborReader::array_of(std::uint64_t items) { expect(array() == items, Error::wrong_type); }

bool CborReader::array_of_or_null(std::uint64_t items) {
    const Item item = next();
    if (item.kind == Kind::null) {
        return false;
    }
    expect(item.kind == Kind::array && item.value == items, Error::wrong_type);
    return !failed();
}

void CborReader::null() { expect(next().kind == Kind::null, Error::wrong_type); }

ByteView CborReader::byte_string() {
    const std::optional<ByteView> bytes = byte_string_or_null();
    expect(bytes.has_value(), Error::wrong_type);
    return bytes.value_or(ByteView{});
}

std::optional<ByteView> CborReader::byte_string_or_null() {
    const Item item = next();
    if (item.kind == Kind::null) {
        return std::nullopt;
    }
    expect(item.kind == Kind::bytes, Error::wrong_type);
    return item.content;
}

std::string_view CborReader::text() {
    const std::optional<std::string_view> text = text_or_null();
    expect(text.has_value(), Error::wrong_type);
    return text.value_or(std::string_view{});
}

std::optional<std::string_view> CborReader::text_or_null() {
    const Item item = next();
    if (item.kind == Kind::null) {
        return std::nullopt;
    }
    expect(item.kind == Kind::text, Error::wrong_type);
    return std::string_view{reinterpret_cast<const char*>(item.content.data()),
                            item.content.size()};
}

void CborReader::skip(std::uint64_t items) {
    while (items > 0 && !failed()) {
        const Item item = next();
        --items;
        std::uint64_t inside = 0;
        switch (item.kind) {
        case Kind::array: inside = item.value; break;
        case Kind::map:
            expect(item.value <= rest_.size(), Error::truncated);
            inside = 2 * item.value;
            break;
        case Kind::tag: inside = 1; break;
        default: break;
        }
        // Each item takes a byte at least, so a greater number is a lie; it also keeps the sum
        // small.
        expect(items <= rest_.size() && inside <= rest_.size(), Error::truncated);
        items += inside;
    }
}

void CborReader::refuse(Error error) {
    if (!error_) {
        error_ = error;
    }
}

void CborReader::expect(bool condition, Error error) {
    if (!condition) {
        refuse(error);
    }
}

std::optional<Error> CborReader::ended() const {
    if (!error_ && !rest_.empty()) {
        return Error::trailing_bytes;
    }
    return error_;
}

std::uint64_t CborReader::as_number(const Item& item, std::uint64_t greatest) {
    expect(item.kind == Kind::unsigned_number, Error::wrong_type);
    expect(item.value <= greatest, Error::out_of_range);
    return failed() ? 0 : item.value;
}

std::int64_t CborReader::as_integer(const Item& item, std::int64_t least, std::int64_t greatest) {
    const bool negative = item.kind == Kind::negative_number;
    expect(negative || item.kind == Kind::unsigned_number, Error::wrong_type);
    // CBOR writes -1 - n as n, so the least signed number has the greatest as its n.
    const std::int64_t limit = negative ? -1 - least : greatest;
    expect(item.value <= static_cast<std::uint64_t>(limit), Error::out_of_range);
    if (failed()) {
        return 0;
    }
    const auto value = static_cast<std::int64_t>(item.value);
    return negative ? -1 - value : value;
}

} // namespace lanterne::wire
