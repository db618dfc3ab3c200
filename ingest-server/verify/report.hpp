#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "ingest-server/verify/fault.hpp"

namespace lanterne::ingest::verify {

/// How much was looked at.
struct Counts {
    std::size_t units = 0;
    std::size_t epochs = 0;
    std::size_t chunks = 0;
    std::uint64_t fixes = 0;
    std::uint64_t lost = 0; ///< numbers that units declared lost
    std::uint64_t owed = 0; ///< numbers below a received one that are neither received nor lost
    std::size_t events = 0;
    std::size_t races = 0;
    std::uint64_t dropped = 0; ///< numbers whose fixes retention dropped
    std::size_t archives = 0;
    std::size_t scored = 0; ///< races whose results were made anew
};

/// Tells each line as it is found and keeps only how many there were.
class Report {
public:
    using Tell = std::function<void(const std::string& line)>;

    /// What `tell` refers to must outlive the report.
    explicit Report(Tell tell) : tell_{std::move(tell)} {}

    void fault(const Fault& fault);
    /// Something that is no fault, and that a person should know.
    void note(const std::string& line);
    /// A part that could not be looked at: nobody knows whether it is sound.
    void not_looked_at(const std::string& what);

    std::size_t faults() const;

    std::size_t faults_of(FaultKind kind) const;

    bool is_whole() const { return is_whole_; }

    Counts counts;

private:
    Tell tell_;
    std::map<FaultKind, std::size_t> faults_;
    bool is_whole_ = true;
};

/// The last line: what was looked at, and how many faults of which kind.
std::string summary(const Report& report);

} // namespace lanterne::ingest::verify
