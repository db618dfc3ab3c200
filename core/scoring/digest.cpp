#include "core/scoring/digest.hpp"

#include <fmt/format.h>

#include "core/scoring/fingerprint/sha256.hpp"

namespace lanterne::scoring {
namespace {

bool is_final(Status status) {
    switch (status) {
    case Status::not_started:
    case Status::racing:
    case Status::off_course:
    case Status::stopped:
    case Status::silent: return false;
    default: return true;
    }
}

} // namespace

std::string digest_of(std::span<const EntryRecord> records,
                      const std::vector<Standing>& standings) {
    std::string text = fmt::format("lanterne results {}\n", engine_version);
    for (const EntryRecord& record : records) {
        for (const Passage& passage : record.passages) {
            text += fmt::format("{} {} {} {} {} {}\n", record.entry->bib.text(), passage.point,
                                to_ms(passage.time), passage.standard_error_ms,
                                to_text(passage.source), passage.is_bridged ? "bridged" : "seen");
        }
        for (const Missing& missing : record.missing) {
            text += fmt::format("{} {} missing\n", record.entry->bib.text(), missing.point);
        }
    }
    for (const Standing& standing : standings) {
        text += fmt::format("{} {} {} {}\n", standing.bib.text(), standing.rank.value_or(0),
                            standing.gap ? standing.gap->count() : -1,
                            is_final(standing.status) ? to_text(standing.status) : "open");
    }
    return sha256(text);
}

} // namespace lanterne::scoring
