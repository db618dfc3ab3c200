#include "database/rows.hpp"

#include <bit>
#include <charconv>
#include <initializer_list>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "database/binary.hpp"

namespace lanterne::database {
namespace {

constexpr std::uint32_t name_oid = 19;
constexpr std::uint32_t json_oid = 114;
constexpr std::uint32_t varchar_oid = 1043;
constexpr std::uint32_t jsonb_oid = 3802;

/// One value with its type, checked against what the caller thinks it is.
struct Value {
    std::uint32_t oid;
    std::span<const char> bytes;

    binary::Reader as(std::initializer_list<std::uint32_t> expected) const {
        for (const std::uint32_t one : expected) {
            if (one == oid) {
                return binary::Reader{bytes};
            }
        }
        throw std::logic_error{
            fmt::format("column has type {}, asked for as {}", oid, *expected.begin())};
    }
};

void read(const Value& value, bool& result) {
    result = value.as({type_oid::boolean}).take<std::uint8_t>() != 0;
}

void read(const Value& value, std::int16_t& result) {
    result = value.as({type_oid::int2}).take<std::int16_t>();
}

void read(const Value& value, std::int32_t& result) {
    result = value.as({type_oid::int4}).take<std::int32_t>();
}

void read(const Value& value, std::int64_t& result) {
    result = value.as({type_oid::int8}).take<std::int64_t>();
}

void read(const Value& value, double& result) {
    result = std::bit_cast<double>(value.as({type_oid::float8}).take<std::int64_t>());
}

void read(const Value& value, UtcTime& result) {
    result = binary::from_timestamptz(value.as({type_oid::timestamptz}).take<std::int64_t>());
}

void read(const Value& value, std::string& result) {
    value.as({type_oid::text, varchar_oid, name_oid, json_oid, jsonb_oid});
    const auto text = value.bytes.subspan(value.oid == jsonb_oid ? 1 : 0); // jsonb: a version first
    result.assign(text.begin(), text.end());
}

void read(const Value& value, std::vector<std::byte>& result) {
    value.as({type_oid::bytea});
    const auto bytes = std::as_bytes(value.bytes);
    result.assign(bytes.begin(), bytes.end());
}

void read(const Value& value, std::vector<Int8Range>& result) {
    binary::Reader reader = value.as({type_oid::int8multirange});
    const auto count = reader.take<std::int32_t>();
    for (std::int32_t i = 0; i < count; ++i) {
        reader.take<std::int32_t>(); // the range's length
        if (reader.take<std::uint8_t>() != binary::range_has_from) {
            throw std::logic_error{"a range without an end is not one of ours"};
        }
        Int8Range range;
        reader.take<std::int32_t>();
        range.from = reader.take<std::int64_t>();
        reader.take<std::int32_t>();
        range.to = reader.take<std::int64_t>();
        result.push_back(range);
    }
}

template<class T>
constexpr std::uint32_t array_oid();

// clang-format off
template<> constexpr std::uint32_t array_oid<std::int16_t>() { return type_oid::int2_array; }
template<> constexpr std::uint32_t array_oid<std::int32_t>() { return type_oid::int4_array; }
template<> constexpr std::uint32_t array_oid<std::int64_t>() { return type_oid::int8_array; }
template<> constexpr std::uint32_t array_oid<std::string>() { return type_oid::text_array; }
template<> constexpr std::uint32_t array_oid<UtcTime>() { return type_oid::timestamptz_array; }

// clang-format on

template<class T>
void read(const Value& value, std::vector<T>& result) {
    binary::Reader reader = value.as({array_oid<T>()});
    const auto dimensions = reader.take<std::int32_t>();
    if (dimensions == 0) {
        return;
    }
    reader.take<std::int32_t>(); // whether there are NULLs: seen below
    const auto element_oid = reader.take<std::uint32_t>();
    const auto count = reader.take<std::int32_t>();
    reader.take<std::int32_t>(); // the first index
    if (dimensions != 1) {
        throw std::logic_error{"an array of more than one dimension"};
    }
    for (std::int32_t i = 0; i < count; ++i) {
        const auto length = reader.take<std::int32_t>();
        if (length == binary::null_length) {
            throw std::logic_error{"NULL in an array"};
        }
        read(Value{element_oid, reader.take(static_cast<std::size_t>(length))},
             result.emplace_back());
    }
}

} // namespace

void ClearResult::operator()(pg_result* result) const noexcept { PQclear(result); }

Rows::Rows(std::shared_ptr<const Data> data) : data_{std::move(data)} {}

std::size_t Rows::size() const { return static_cast<std::size_t>(PQntuples(data_->result.get())); }

std::size_t Rows::affected() const {
    const std::string_view text = PQcmdTuples(data_->result.get());
    std::size_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

bool Rows::is_null(std::size_t row, std::size_t column) const {
    if (row >= size() || column >= static_cast<std::size_t>(PQnfields(data_->result.get()))) {
        throw std::logic_error{fmt::format("no row {} or no column {}", row, column)};
    }
    return PQgetisnull(data_->result.get(), static_cast<int>(row), static_cast<int>(column)) == 1;
}

template<class T>
T Rows::get(std::size_t row, std::size_t column) const {
    auto value = get_optional<T>(row, column);
    if (!value) {
        throw std::logic_error{fmt::format("row {}, column {} is NULL", row, column)};
    }
    return std::move(*value);
}

template<class T>
std::optional<T> Rows::get_optional(std::size_t row, std::size_t column) const {
    if (is_null(row, column)) {
        return std::nullopt;
    }
    const PGresult* result = data_->result.get();
    const int r = static_cast<int>(row);
    const int c = static_cast<int>(column);
    const auto length = static_cast<std::size_t>(PQgetlength(result, r, c));
    T value{};
    read(Value{PQftype(result, c), std::span{PQgetvalue(result, r, c), length}}, value);
    return value;
}

std::span<const std::byte> Rows::bytes(std::size_t row, std::size_t column) const {
    const PGresult* result = data_->result.get();
    const int r = static_cast<int>(row);
    const int c = static_cast<int>(column);
    if (is_null(row, column) || PQftype(result, c) != type_oid::bytea) {
        throw std::logic_error{fmt::format("row {}, column {} is no bytea", row, column)};
    }
    const auto length = static_cast<std::size_t>(PQgetlength(result, r, c));
    return std::as_bytes(std::span{PQgetvalue(result, r, c), length});
}

#define LANTERNE_ROWS_READ(Type)                                                                   \
    template Type Rows::get<Type>(std::size_t, std::size_t) const;                                 \
    template std::optional<Type> Rows::get_optional<Type>(std::size_t, std::size_t) const

LANTERNE_ROWS_READ(bool);
LANTERNE_ROWS_READ(std::int16_t);
LANTERNE_ROWS_READ(std::int32_t);
LANTERNE_ROWS_READ(std::int64_t);
LANTERNE_ROWS_READ(double);
LANTERNE_ROWS_READ(std::string);
LANTERNE_ROWS_READ(UtcTime);
LANTERNE_ROWS_READ(std::vector<std::byte>);
LANTERNE_ROWS_READ(std::vector<Int8Range>);
LANTERNE_ROWS_READ(std::vector<std::int16_t>);
LANTERNE_ROWS_READ(std::vector<std::int32_t>);
LANTERNE_ROWS_READ(std::vector<std::int64_t>);
LANTERNE_ROWS_READ(std::vector<std::string>);
LANTERNE_ROWS_READ(std::vector<UtcTime>);
#undef LANTERNE_ROWS_READ

} // namespace lanterne::database
