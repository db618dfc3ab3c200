#include "ingest-server/receipts.hpp"

#include <utility>

namespace lanterne::ingest {

void Receipts::owe(const UnitEpoch& to, std::uint64_t store, const Owed& owed) {
    if (lines_.size() >= max_remembered_epochs && !lines_.contains(to)) {
        forget_the_silent();
    }
    Line& line = lines_[to];
    line.waiting = make_receipt(store, to.epoch, owed.ledger);
    line.at_once = line.at_once || owed.at_once;
    waiting_.insert_or_assign(to, &line);
}

std::vector<Receipts::Due> Receipts::take_due(SteadyTime now, std::size_t most) {
    std::vector<Due> due;
    for (auto next = waiting_.begin(); next != waiting_.end() && due.size() < most;) {
        Line& line = *next->second;
        if (!is_due(line, now)) {
            ++next;
            continue;
        }
        due.push_back({next->first.unit, std::move(*line.waiting)});
        line = {.sent = now};
        next = waiting_.erase(next);
    }
    return due;
}

bool Receipts::is_due(const Line& line, SteadyTime now) {
    if (!line.sent) {
        return true;
    }
    const std::chrono::seconds interval = line.at_once ? least_receipt_interval : receipt_interval;
    return now - *line.sent >= interval;
}

void Receipts::forget_the_silent() {
    std::erase_if(lines_, [](const auto& line) { return !line.second.waiting; });
}

} // namespace lanterne::ingest
