#include "bench/ingest/delays.hpp"

#include <algorithm>
#include <stdexcept>

namespace lanterne::bench {

double Delays::at(double part) const {
    if (all_.empty()) {
        throw std::runtime_error{"nothing was committed in that time"};
    }
    const auto index = static_cast<std::size_t>(part * static_cast<double>(all_.size() - 1));
    const auto found = all_.begin() + static_cast<std::ptrdiff_t>(index);
    std::ranges::nth_element(all_, found);
    return *found;
}

WallTime Sending::due(const Rig::Commit& commit) const {
    const double batch = static_cast<double>(commit.first) / static_cast<double>(in_batch);
    const double turn = static_cast<double>(commit.unit - field.first) / field.count;
    return began + std::chrono::duration_cast<WallTime::duration>(
                       std::chrono::duration<double>{seconds_between * (batch + turn)});
}

Delays delays(std::span<const Rig::Commit> commits, const Sending& sending, WallTime from,
              WallTime to) {
    Delays delays;
    for (const Rig::Commit& commit : commits) {
        const int number = commit.unit - sending.field.first;
        if (number < 0 || number >= sending.field.count) {
            continue;
        }
        const WallTime due = sending.due(commit);
        if (due >= from && due < to) {
            delays.add(std::chrono::duration<double, std::milli>(commit.at - due).count());
        }
    }
    return delays;
}

} // namespace lanterne::bench
