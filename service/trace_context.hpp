#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace lanterne::service {

/// The names that W3C Trace Context gives to a way through several programs, and to one step of it.
/// Neither is all zeros when it names something.
using TraceId = std::array<std::byte, 16>;
using SpanId = std::array<std::byte, 8>;

/// One step of a way.
struct TraceContext {
    TraceId trace{};
    SpanId span{};

    bool operator==(const TraceContext&) const = default;
};

/// In lower-case hexadecimal digits.
std::string to_text(const TraceId& trace);
std::string to_text(const SpanId& span);

/// As the header of that name says it: version 00, sampled.
std::string traceparent(const TraceContext& context);

/// Trace and span one behind the other, for messages that have no header.
std::array<std::byte, 24> to_bytes(const TraceContext& context);

/// Draws names at random; no secrets.
class TraceIds {
public:
    /// The same seed draws the same names.
    explicit TraceIds(std::uint64_t seed) : random_{seed} {}

    TraceId trace();
    SpanId span();

private:
    std::mt19937_64 random_;
};

} // namespace lanterne::service
