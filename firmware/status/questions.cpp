#include "firmware/status/questions.hpp"

#include <fmt/format.h>

#include "firmware/status/findings.hpp"
#include "firmware/status/forms.hpp"
#include "firmware/status/in_words.hpp"

namespace lanterne::firmware {
namespace {

bool is_racing(Profile profile) { return profile == Profile::race || profile == Profile::economy; }

void object_to_what_is_ahead(const UnitStatus& status, Objections& objections) {
    const auto& configuration = status.configuration;
    const auto& utc = status.unit.utc;
    if (configuration.time_limit && (!utc || *utc < *configuration.time_limit)) {
        objections.push_back(fmt::format("it must last until {}{}",
                                         lanterne::to_text(*configuration.time_limit),
                                         utc ? "" : ", and what time it is is not known"));
    }
    if (!configuration.next_begins || !is_racing(configuration.next_wished)) {
        return;
    }
    const bool is_over = utc && configuration.next_ends && *utc >= *configuration.next_ends;
    if (!is_over && (!utc || *configuration.next_begins - *utc <= before_race)) {
        objections.push_back(fmt::format("a race is configured from {}{}",
                                         lanterne::to_text(*configuration.next_begins),
                                         utc ? "" : ", and what time it is is not known"));
    }
}

} // namespace

Objections objections_to_proven(const UnitStatus& status) {
    Objections objections;
    if (status.card.journalled == 0) {
        objections.emplace_back("no fix has been journalled since the start");
    }
    if (status.receipts.fixes == 0) {
        objections.emplace_back("no fix since the start has a receipt");
    }
    return objections;
}

Objections objections_to_idle(const UnitStatus& status) {
    Objections objections;
    if (status.call.open) {
        objections.emplace_back("somebody calls for help");
    }
    // Not the one that the battery allows: a unit at rest with a low one is as rare as in a race.
    if (const Profile wished = status.configuration.wished; is_racing(wished)) {
        objections.push_back(fmt::format("its profile is {}", word_of(wished)));
    }
    object_to_what_is_ahead(status, objections);
    if (status.receipts.backlog || is_receipt_overdue(status)) {
        objections.push_back(counted(status.receipts.waiting, "fix", "es") + " without a receipt");
    }
    if (status.receipts.waiting_events > 0) {
        objections.push_back(counted(status.receipts.waiting_events, "event", "s") +
                             " without a receipt");
    }
    return objections;
}

} // namespace lanterne::firmware
