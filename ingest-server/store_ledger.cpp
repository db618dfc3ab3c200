#include "ingest-server/store_ledger.hpp"

#include <algorithm>

namespace lanterne::ingest::store {

SequenceSet set_of(const database::Rows& rows, std::size_t row, std::size_t column) {
    SequenceSet set;
    for (const auto& range : rows.get<std::vector<database::Int8Range>>(row, column)) {
        set.add({static_cast<Sequence>(range.from), static_cast<Sequence>(range.to)});
    }
    return set;
}

Ledger to_ledger(const database::Rows& rows, std::size_t row, std::size_t first) {
    return {.month = rows.get<std::string>(row, first),
            .received = set_of(rows, row, first + 1),
            .lost = set_of(rows, row, first + 2),
            .events = set_of(rows, row, first + 3),
            .disputed = set_of(rows, row, first + 4)};
}

std::string to_array_text(std::span<const std::int16_t> marks) {
    std::string text;
    for (const std::int16_t mark : marks) {
        text += (text.empty() ? "{" : ",") + std::to_string(mark);
    }
    return text.empty() ? text : text + "}";
}

std::pair<UtcTime, UtcTime> times_of(std::span<const Fix> fixes) {
    const auto [least, greatest] = std::ranges::minmax_element(fixes, {}, &Fix::time);
    return {least->time, greatest->time};
}

} // namespace lanterne::ingest::store
