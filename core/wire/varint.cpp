#include "core/wire/varint.hpp"

namespace lanterne::wire {

void append_zigzag(Bytes& out, std::int64_t value) {
    const auto sign = static_cast<std::uint64_t>(value < 0 ? -1 : 0);
    std::uint64_t bits = (static_cast<std::uint64_t>(value) << 1) ^ sign;
    while (bits >= 0x80) {
        out.push_back(static_cast<std::byte>(bits | 0x80));
        bits >>= 7;
    }
    out.push_back(static_cast<std::byte>(bits));
}

Result<std::int64_t> take_zigzag(ByteView& rest) {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; !rest.empty(); shift += 7) {
        const auto byte = std::to_integer<std::uint64_t>(rest.front());
        rest = rest.subspan(1);
        if (shift == 63 && byte > 1) {
            return tl::unexpected{Error::out_of_range};
        }
        bits |= (byte & 0x7F) << shift;
        if (byte >= 0x80) {
            continue;
        }
        if (byte == 0 && shift > 0) {
            return tl::unexpected{Error::not_canonical};
        }
        return static_cast<std::int64_t>((bits >> 1) ^ (0 - (bits & 1)));
    }
    return tl::unexpected{Error::truncated};
}

} // namespace lanterne::wire
