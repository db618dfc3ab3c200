#include <bit>
#include <limits>

#include "database/binary.hpp"
#include "database/connection.hpp"

namespace lanterne::database {
namespace {

using Bytes = std::vector<char>;

constexpr UtcTime epoch_2000 =
    std::chrono::sys_days{std::chrono::year{2000} / std::chrono::January / 1};

void append_value(Bytes& bytes, std::integral auto value) { binary::append(bytes, value); }

void append_value(Bytes& bytes, UtcTime value) {
    binary::append(bytes, binary::to_timestamptz(value));
}

void append_value(Bytes& bytes, const std::string& value) {
    binary::append(bytes, std::span{value.data(), value.size()});
}

void append_value(Bytes& bytes, std::span<const std::byte> value) {
    const auto* first = reinterpret_cast<const char*>(value.data());
    bytes.insert(bytes.end(), first, first + value.size());
}

constexpr std::int32_t size_of(std::integral auto value) { return sizeof value; }

constexpr std::int32_t size_of(UtcTime) { return sizeof(std::int64_t); }

std::int32_t size_of(std::string_view value) { return static_cast<std::int32_t>(value.size()); }

std::int32_t size_of(std::span<const std::byte> value) {
    return static_cast<std::int32_t>(value.size());
}

template<class T>
void append_element(Bytes& bytes, const T& value) {
    binary::append(bytes, size_of(value));
    append_value(bytes, value);
}

template<class T>
void append_element(Bytes& bytes, const std::optional<T>& value) {
    if (value) {
        append_element(bytes, *value);
    } else {
        binary::append(bytes, binary::null_length);
    }
}

/// An array of one dimension counted from 1; an empty one has no dimension.
template<class T>
Bytes array(std::span<const T> values, std::uint32_t element_oid, std::int32_t has_null) {
    constexpr std::size_t head = 5 * sizeof(std::int32_t);
    Bytes bytes;
    bytes.reserve(head + values.size() * (sizeof(std::int32_t) + sizeof(std::int64_t)));
    binary::append(bytes, std::int32_t{values.empty() ? 0 : 1});
    binary::append(bytes, has_null);
    binary::append(bytes, element_oid);
    if (!values.empty()) {
        binary::append(bytes, static_cast<std::int32_t>(values.size()));
        binary::append(bytes, std::int32_t{1});
    }
    for (const T& value : values) {
        append_element(bytes, value);
    }
    return bytes;
}

template<class T>
Bytes array(std::span<const std::optional<T>> values, std::uint32_t element_oid) {
    std::int32_t has_null = 0;
    for (const auto& value : values) {
        has_null = value ? has_null : 1;
    }
    return array(values, element_oid, has_null);
}

template<std::integral T>
Bytes number(T value) {
    Bytes bytes;
    binary::append(bytes, value);
    return bytes;
}

} // namespace

std::int64_t binary::to_timestamptz(UtcTime time) {
    // MIN_TIMESTAMP and END_TIMESTAMP of PostgreSQL: 4714-11-24 BC and the year 294277.
    constexpr UtcTime first = epoch_2000 - Milliseconds{211'813'488'000'000};
    constexpr UtcTime end = epoch_2000 + Milliseconds{9'223'371'331'200'000};
    if (time < first) {
        return std::numeric_limits<std::int64_t>::min();
    }
    if (time >= end) {
        return std::numeric_limits<std::int64_t>::max();
    }
    return std::chrono::microseconds{time - epoch_2000}.count();
}

UtcTime binary::from_timestamptz(std::int64_t microseconds) {
    if (microseconds == std::numeric_limits<std::int64_t>::max()) {
        return UtcTime::max();
    }
    if (microseconds == std::numeric_limits<std::int64_t>::min()) {
        return UtcTime::min();
    }
    return epoch_2000 + std::chrono::floor<Milliseconds>(std::chrono::microseconds{microseconds});
}

Parameters& Parameters::add(bool value) {
    items_.push_back({type_oid::boolean, Bytes{value ? '\1' : '\0'}});
    return *this;
}

Parameters& Parameters::add(std::int16_t value) {
    items_.push_back({type_oid::int2, number(value)});
    return *this;
}

Parameters& Parameters::add(std::int32_t value) {
    items_.push_back({type_oid::int4, number(value)});
    return *this;
}

Parameters& Parameters::add(std::int64_t value) {
    items_.push_back({type_oid::int8, number(value)});
    return *this;
}

Parameters& Parameters::add(double value) {
    items_.push_back({type_oid::float8, number(std::bit_cast<std::int64_t>(value))});
    return *this;
}

Parameters& Parameters::add(std::string_view value) {
    items_.push_back({type_oid::text, Bytes(value.begin(), value.end())});
    return *this;
}

Parameters& Parameters::add(UtcTime value) {
    items_.push_back({type_oid::timestamptz, number(binary::to_timestamptz(value))});
    return *this;
}

Parameters& Parameters::add(std::span<const std::byte> value) {
    Bytes bytes;
    bytes.reserve(value.size());
    append_value(bytes, value);
    items_.push_back({type_oid::bytea, std::move(bytes)});
    return *this;
}

Parameters& Parameters::add(std::span<const Int8Range> value) {
    constexpr std::int32_t bound_size = sizeof(std::int64_t);
    constexpr std::int32_t range_size = 1 + 2 * (4 + bound_size);
    Bytes bytes;
    binary::append(bytes, static_cast<std::int32_t>(value.size()));
    for (const Int8Range range : value) {
        binary::append(bytes, range_size);
        binary::append(bytes, binary::range_has_from);
        binary::append(bytes, bound_size);
        binary::append(bytes, range.from);
        binary::append(bytes, bound_size);
        binary::append(bytes, range.to);
    }
    items_.push_back({type_oid::int8multirange, std::move(bytes)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::int16_t> values) {
    items_.push_back({type_oid::int2_array, array(values, type_oid::int2, 0)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::int32_t> values) {
    items_.push_back({type_oid::int4_array, array(values, type_oid::int4, 0)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::int64_t> values) {
    items_.push_back({type_oid::int8_array, array(values, type_oid::int8, 0)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::string> values) {
    items_.push_back({type_oid::text_array, array(values, type_oid::text, 0)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const UtcTime> values) {
    items_.push_back({type_oid::timestamptz_array, array(values, type_oid::timestamptz, 0)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::vector<std::byte>> values) {
    items_.push_back({type_oid::bytea_array, array(values, type_oid::bytea, 0)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::optional<std::int32_t>> values) {
    items_.push_back({type_oid::int4_array, array(values, type_oid::int4)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::optional<std::int64_t>> values) {
    items_.push_back({type_oid::int8_array, array(values, type_oid::int8)});
    return *this;
}

Parameters& Parameters::add_array(std::span<const std::optional<UtcTime>> values) {
    items_.push_back({type_oid::timestamptz_array, array(values, type_oid::timestamptz)});
    return *this;
}

Parameters& Parameters::add_null(std::uint32_t type_oid) {
    items_.push_back({type_oid, std::nullopt});
    return *this;
}

} // namespace lanterne::database
