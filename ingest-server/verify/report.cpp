#include "ingest-server/verify/report.hpp"

#include <iterator>

#include <fmt/format.h>

namespace lanterne::ingest::verify {

void Report::fault(const Fault& fault) {
    ++faults_[fault.kind];
    tell_(to_text(fault));
}

void Report::note(const std::string& line) { tell_("note: " + line); }

void Report::not_looked_at(const std::string& what) {
    is_whole_ = false;
    tell_("not looked at: " + what);
}

std::size_t Report::faults() const {
    std::size_t all = 0;
    for (const auto& [kind, count] : faults_) {
        all += count;
    }
    return all;
}

std::size_t Report::faults_of(FaultKind kind) const {
    const auto found = faults_.find(kind);
    return found == faults_.end() ? 0 : found->second;
}

std::string summary(const Report& report) {
    const Counts& counts = report.counts;
    std::string text = fmt::format(
        "{} units, {} epochs, {} chunks with {} fixes, {} declared lost, {} owed, {} events; "
        "{} races, {} of them scored anew: {} faults",
        counts.units, counts.epochs, counts.chunks, counts.fixes, counts.lost, counts.owed,
        counts.events, counts.races, counts.scored, report.faults());
    if (counts.dropped > 0) {
        text += fmt::format(" ({} fixes are kept no longer)", counts.dropped);
    }
    if (counts.archives > 0) {
        text += fmt::format(" ({} archives)", counts.archives);
    }
    std::string kinds;
    for (int kind = 0; kind <= static_cast<int>(FaultKind::archive); ++kind) {
        const auto of_kind = static_cast<FaultKind>(kind);
        if (const std::size_t count = report.faults_of(of_kind); count > 0) {
            kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, to_text(of_kind));
        }
    }
    text += kinds.empty() ? "" : " (" + kinds + ")";
    return text + (report.is_whole() ? "" : "; not all could be looked at");
}

} // namespace lanterne::ingest::verify
