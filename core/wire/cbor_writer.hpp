#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/wire/error.hpp"

namespace lanterne::wire {

/// Appends CBOR items in their shortest form. The caller keeps the structure: what it opens with a
/// number of items it fills with that many.
class CborWriter {
public:
    void array(std::size_t items);
    void number(std::uint64_t value);
    void integer(std::int64_t value);
    void null();
    void byte_string(ByteView content);
    void text(std::string_view content);

    template<class T>
    void number_or_null(const std::optional<T>& value) {
        value ? number(*value) : null();
    }

    template<class T>
    void integer_or_null(const std::optional<T>& value) {
        value ? integer(*value) : null();
    }

    template<class T>
    void text_or_null(const std::optional<T>& content) {
        content ? text(*content) : null();
    }

    std::size_t size() const { return bytes_.size(); }

    /// What was written; larger than `limit`: too_large.
    Result<Bytes> finish(std::size_t limit) &&;

private:
    template<class Encoder, class Value>
    void append(Encoder encoder, Value value);

    Bytes bytes_;
};

} // namespace lanterne::wire
