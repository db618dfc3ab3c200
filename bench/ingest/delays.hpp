#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "bench/ingest/rig.hpp"

namespace lanterne::bench {

/// From the moment that a message was due at its unit to the COMMIT that has it (as PostgreSQL
/// notes it, which is before the disk has it), in milliseconds.
class Delays {
public:
    void add(double ms) { all_.push_back(ms); }

    /// `part` 0.5: the middle one; 0.99: one of a hundred takes longer.
    double at(double part) const;

    std::size_t size() const { return all_.size(); }

private:
    mutable std::vector<double> all_;
};

/// What a sending was: the messages of Riders::messages and their begin.
struct Sending {
    Field field;
    std::size_t in_batch = 0;
    double seconds_between = 0;
    WallTime began;

    /// When that batch was due.
    WallTime due(const Rig::Commit& commit) const;
};

/// Of the sending's batches that were due in [from, to).
Delays delays(std::span<const Rig::Commit> commits, const Sending& sending, WallTime from,
              WallTime to);

} // namespace lanterne::bench
