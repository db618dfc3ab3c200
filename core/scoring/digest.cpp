#include "core/scoring/digest.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/scoring/fingerprint/sha256.hpp"
#include "core/scoring/record/status.hpp"

namespace lanterne::scoring {

std::string digest_of(const RaceRecord& record, const results::Tables& tables) {
    std::vector<const EntryRecord*> entries;
    for (const EntryRecord& entry : record.entries) {
        entries.push_back(&entry);
    }
    std::ranges::sort(entries, {}, [](const EntryRecord* entry) { return entry->entry->bib; });
    std::string text = fmt::format("lanterne results {}\n", engine_version);
    for (const EntryRecord* entry : entries) {
        const std::string& bib = entry->entry->bib.text();
        for (const Passage& passage : entry->passages) {
            text += fmt::format("{} {} {} {} {} {}\n", bib, passage.point, to_ms(passage.time),
                                passage.standard_error_ms, to_text(passage.source),
                                passage.is_bridged ? "bridged" : "seen");
        }
        for (const Missing& missing : entry->missing) {
            text += fmt::format("{} {} missing\n", bib, missing.point);
        }
    }
    return sha256(text + results::canonical_text(tables));
}

} // namespace lanterne::scoring
