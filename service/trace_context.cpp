#include "service/trace_context.hpp"

#include <algorithm>
#include <span>

#include "service/hex.hpp"

namespace lanterne::service {

namespace {

/// Eight bytes that are not all zero.
void draw(std::mt19937_64& random, std::span<std::byte, 8> bytes) {
    std::uint64_t number = 0;
    while (number == 0) {
        number = random();
    }
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(number & 0xffU);
        number >>= 8U;
    }
}

} // namespace

std::string to_text(const TraceId& trace) { return to_hex(trace); }

std::string to_text(const SpanId& span) { return to_hex(span); }

std::string traceparent(const TraceContext& context) {
    return "00-" + to_text(context.trace) + "-" + to_text(context.span) + "-01";
}

std::array<std::byte, 24> to_bytes(const TraceContext& context) {
    std::array<std::byte, 24> bytes{};
    std::ranges::copy(context.span, std::ranges::copy(context.trace, bytes.begin()).out);
    return bytes;
}

TraceId TraceIds::trace() {
    TraceId id{};
    const std::span<std::byte, 16> bytes{id};
    draw(random_, bytes.first<8>());
    draw(random_, bytes.last<8>());
    return id;
}

SpanId TraceIds::span() {
    SpanId id{};
    draw(random_, id);
    return id;
}

} // namespace lanterne::service
