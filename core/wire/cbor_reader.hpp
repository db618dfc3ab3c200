#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "core/wire/error.hpp"

namespace lanterne::wire {

/// Hands out the items of one CBOR message, each of the type that the caller names, of definite
/// length and in its shortest form. Nothing is allocated; what is handed out points into the input.
///
/// The first fault stays: from then on every call returns an empty value, so a decoder may read a
/// whole row and ask once. A decoder's last word is `ended()`.
class CborReader {
public:
    /// The input outlives the reader. Larger than `limit`: refused before a byte is looked at.
    CborReader(ByteView input, std::size_t limit);

    /// Opens the message: an array that begins with the format's version. Nothing when it is not
    /// `version`, whatever its length; else the number of items that follow, as claimed.
    std::uint64_t message(std::uint64_t version);

    /// Opens an array; the number of its items, as claimed: never a size to allocate.
    std::uint64_t array();
    /// Opens an array of exactly that many items.
    void array_of(std::uint64_t items);
    /// True when it was such an array, false when it was null.
    bool array_of_or_null(std::uint64_t items);
    void null();
    ByteView byte_string();
    std::optional<ByteView> byte_string_or_null();
    std::string_view text();

    /// A non-negative integer that the type can hold.
    template<std::unsigned_integral T>
    T number() {
        return static_cast<T>(as_number(next(), std::numeric_limits<T>::max()));
    }

    template<std::unsigned_integral T>
    std::optional<T> number_or_null() {
        const Item item = next();
        if (item.kind == Kind::null) {
            return std::nullopt;
        }
        return static_cast<T>(as_number(item, std::numeric_limits<T>::max()));
    }

    /// An integer of either sign that the type can hold.
    template<std::signed_integral T>
    T integer() {
        return as_integer<T>(next());
    }

    template<std::signed_integral T>
    std::optional<T> integer_or_null() {
        const Item item = next();
        if (item.kind == Kind::null) {
            return std::nullopt;
        }
        return as_integer<T>(item);
    }

    std::optional<std::string_view> text_or_null();

    /// Passes over whole items of any definite kind, however nested, without recursion.
    void skip(std::uint64_t items);

    /// Records a fault of the caller's own finding.
    void refuse(Error error);
    /// Refuses unless the condition holds.
    void expect(bool condition, Error error);

    bool failed() const { return error_.has_value(); }

    /// The first fault; without one, whether the whole input was used.
    std::optional<Error> ended() const;

    /// What `ended` says and, when there is no fault, the value.
    template<class T>
    Result<T> result(T value) const {
        if (const std::optional<Error> error = ended()) {
            return tl::unexpected{*error};
        }
        return value;
    }

private:
    enum class Kind { unsigned_number, negative_number, bytes, text, array, map, tag, null, other };

    struct Item {
        Kind kind = Kind::other;
        std::uint64_t value = 0; ///< number (negative: -1 - value), length, count or tag
        ByteView content;        ///< of bytes and text

        friend struct CborCallbacks;
    };

    friend struct CborCallbacks;

    Item next();
    std::uint64_t as_number(const Item& item, std::uint64_t greatest);
    std::int64_t as_integer(const Item& item, std::int64_t least, std::int64_t greatest);

    template<std::signed_integral T>
    T as_integer(const Item& item) {
        using Limits = std::numeric_limits<T>;
        return static_cast<T>(as_integer(item, Limits::min(), Limits::max()));
    }

    ByteView rest_;
    std::optional<Error> error_;
};

} // namespace lanterne::wire
