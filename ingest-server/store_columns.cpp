#include "ingest-server/store_columns.hpp"

#include <algorithm>

namespace lanterne::ingest::store {

namespace {

/// As PostgreSQL reads a smallint[]; nothing to say when there are no marks.
std::string to_array_text(std::span<const std::int16_t> marks) {
    std::string text;
    for (const std::int16_t mark : marks) {
        text += (text.empty() ? "{" : ",") + std::to_string(mark);
    }
    return text.empty() ? text : text + "}";
}

} // namespace

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

void ChunkColumns::add(Epoch epoch, Sequence first, std::span<const Fix> fixes,
                       std::span<const std::int16_t> implausible, const wire::Bytes& payload) {
    const auto [least, greatest] = std::ranges::minmax(fixes, {}, &Fix::time);
    epochs.push_back(std::int64_t{epoch});
    firsts.push_back(static_cast<std::int64_t>(first));
    counts.push_back(static_cast<std::int16_t>(fixes.size()));
    first_times.push_back(least.time);
    last_times.push_back(greatest.time);
    marks.push_back(to_array_text(implausible));
    payloads.push_back(payload);
}

void ChunkColumns::add_to(database::Parameters& parameters) const {
    parameters.add_array(epochs).add_array(firsts).add_array(counts);
    parameters.add_array(first_times).add_array(last_times).add_array(marks);
    parameters.add_array(payloads);
}

} // namespace lanterne::ingest::store
