#include "ingest-server/verify/fault.hpp"

#include <fmt/format.h>

namespace lanterne::ingest::verify {

std::string_view to_text(FaultKind kind) {
    switch (kind) {
    case FaultKind::chunk_overlap: return "chunk-overlap";
    case FaultKind::chunk_not_received: return "chunk-not-received";
    case FaultKind::chunk_missing: return "chunk-missing";
    case FaultKind::chunk_unreadable: return "chunk-unreadable";
    case FaultKind::chunk_key: return "chunk-key";
    case FaultKind::chunk_marks: return "chunk-marks";
    case FaultKind::chunk_astray: return "chunk-astray";
    case FaultKind::chunk_default: return "chunk-default";
    case FaultKind::received_and_lost: return "received-and-lost";
    case FaultKind::disputed_not_received: return "disputed-not-received";
    case FaultKind::event_not_noted: return "event-not-noted";
    case FaultKind::event_missing: return "event-missing";
    case FaultKind::event_gap: return "event-gap";
    case FaultKind::event_key: return "event-key";
    case FaultKind::event_astray: return "event-astray";
    case FaultKind::race_event: return "race-event";
    case FaultKind::passage_twice: return "passage-twice";
    case FaultKind::passage_revision: return "passage-revision";
    case FaultKind::wrong_race: return "wrong-race";
    case FaultKind::version: return "version";
    case FaultKind::result: return "result";
    case FaultKind::digest: return "digest";
    case FaultKind::dropped: return "dropped";
    case FaultKind::archive: return "archive";
    }
    return "unknown";
}

std::string to_text(const Fault& fault) {
    return fmt::format("{}: {}: {}; right would be: {}", to_text(fault.kind), fault.where,
                       fault.what, fault.right);
}

} // namespace lanterne::ingest::verify
