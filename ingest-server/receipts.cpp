#include "ingest-server/receipts.hpp"

#include <utility>

namespace lanterne::ingest {

void Receipts::owe(const UnitEpoch& to, std::uint64_t store, const Owed& owed) {
    if (lines_.size() >= max_remembered_epochs && !lines_.contains(to)) {
        forget_the_silent();
    }
    Line& line = lines_[to];
    const bool waits = line.waiting.has_value();
    line.waiting = make_receipt(store, to.epoch, owed.ledger);
    line.at_once = line.at_once || owed.at_once;
    const SteadyTime before = std::exchange(line.due, when_due(line));
    if (!waits || before != line.due) {
        waiting_.erase({before, to});
        waiting_.emplace(line.due, to);
    }
}

std::vector<Receipts::Due> Receipts::take_due(SteadyTime now, std::size_t most) {
    std::vector<Due> due;
    while (!waiting_.empty() && waiting_.begin()->first <= now && due.size() < most) {
        const UnitEpoch to = waiting_.extract(waiting_.begin()).value().second;
        Line& line = lines_.at(to);
        due.push_back({to.unit, *std::move(line.waiting)});
        line = {.sent = now};
    }
    return due;
}

SteadyTime Receipts::when_due(const Line& line) {
    if (!line.sent) {
        return {};
    }
    return *line.sent + (line.at_once ? least_receipt_interval : receipt_interval);
}

void Receipts::forget_the_silent() {
    std::erase_if(lines_, [](const auto& line) { return !line.second.waiting; });
}

} // namespace lanterne::ingest
