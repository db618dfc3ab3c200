#include "web-api/spectator/runs.hpp"

namespace lanterne::web {

std::optional<unsigned> short_code(std::int64_t value) {
    constexpr std::uint64_t first_long_code = 250;
    const std::uint64_t code = FrameWriter::zigzag(value);
    return code < first_long_code ? std::optional{static_cast<unsigned>(code)} : std::nullopt;
}

void write_runs(FrameWriter& out, const std::vector<std::size_t>& indexes) {
    FrameWriter runs;
    std::uint64_t count = 0;
    std::size_t behind = 0;
    for (std::size_t i = 0; i < indexes.size();) {
        std::size_t length = 1;
        while (i + length < indexes.size() && indexes[i + length] == indexes[i] + length) {
            ++length;
        }
        runs.number(indexes[i] - behind);
        runs.number(length);
        behind = indexes[i] + length;
        i += length;
        ++count;
    }
    out.number(count);
    out.append(runs);
}

} // namespace lanterne::web
