#include "firmware/status/findings.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "firmware/status/forms.hpp"
#include "firmware/status/in_words.hpp"

namespace lanterne::firmware {
namespace {

Urgency look_if(bool bad) { return bad ? Urgency::look : Urgency::well; }

std::string degrees(std::int32_t e6, char positive, char negative) {
    return fmt::format("{:.6f} {}", std::abs(static_cast<double>(e6)) / 1e6,
                       e6 < 0 ? negative : positive);
}

Finding call_for_help(const UnitStatus& status) {
    if (!status.call.open) {
        return {.part = "call", .text = "nobody calls for help"};
    }
    return {.urgency = Urgency::call,
            .part = "call",
            .text = status.call.heard ? "HELP IS CALLED FOR; the server has it"
                                      : "HELP IS CALLED FOR, AND THE SERVER DOES NOT HAVE IT YET"};
}

Finding newest_fix(const UnitStatus& status, Milliseconds since_written) {
    const auto& fix = status.fix;
    if (!fix.age) {
        return {Urgency::look, "fix",
                fmt::format("none since the start, {} ago",
                            in_words(status.unit.running + since_written))};
    }
    const Milliseconds age = *fix.age + since_written;
    std::string text = in_words(age) + " old";
    if (fix.latitude && fix.longitude) {
        text += fmt::format(", {} {}", degrees(fix.latitude->e6, 'N', 'S'),
                            degrees(fix.longitude->e6, 'E', 'W'));
    }
    if (fix.accuracy_dm) {
        text += fmt::format(" within {:.1f} m", *fix.accuracy_dm / 10.0);
    }
    text += fix.satellites > 0 ? fmt::format(", {} satellites", fix.satellites)
                               : std::string{", satellites not said"};
    return {look_if(age > oldest_fix), "fix", std::move(text)};
}

Finding gpsd(const UnitStatus& status) {
    const auto& receiver = status.receiver;
    std::string text = receiver.gpsd ? "heard" : "NOT HEARD (does it run?)";
    if (receiver.losses > 0) {
        text += fmt::format(", lost {}", counted(receiver.losses, "time", "s"));
    }
    return {look_if(!receiver.gpsd), "gpsd", std::move(text)};
}

Finding card(const UnitStatus& status) {
    const auto& card = status.card;
    std::string text = counted(card.journalled, "fix", "es") + " journalled";
    if (card.failing) {
        text = fmt::format("FAILS: of {} {} in memory alone", counted(card.journalled, "fix", "es"),
                           card.uncertain);
    }
    if (card.refused > 0) {
        text += fmt::format(", {} could not be kept", counted(card.refused, "fix", "es"));
    }
    if (card.lost > 0) {
        text += fmt::format(", {} lost", counted(card.lost, "fix", "es"));
    }
    if (card.failed_syncs > 0) {
        text += fmt::format(", {} failed", counted(card.failed_syncs, "sync", "s"));
    }
    text += fmt::format(", room for {} MB", card.room_bytes / 1'000'000);
    return {look_if(card.failing || card.refused > 0 || card.lost > 0), "card", std::move(text)};
}

Finding receipts(const UnitStatus& status, Milliseconds since_written) {
    const auto& receipts = status.receipts;
    std::string text =
        receipts.newest_age
            ? fmt::format("the newest {} ago", in_words(*receipts.newest_age + since_written))
            : std::string{"none since the start"};
    text += fmt::format("; waiting: {}{}", counted(receipts.waiting, "fix", "es"),
                        receipts.backlog ? " (some late)" : "");
    if (receipts.waiting_events > 0) {
        text += " and " + counted(receipts.waiting_events, "event", "s");
    }
    if (receipts.unaccepted > 0) {
        text += fmt::format(", {} NOT ACCEPTED", counted(receipts.unaccepted, "fix", "es"));
    }
    return {look_if(is_receipt_overdue(status) || receipts.unaccepted > 0), "receipts",
            std::move(text)};
}

Finding battery(const UnitStatus& status) {
    const auto& battery = status.battery;
    std::string text =
        battery.percent ? fmt::format("{} %", *battery.percent) : std::string{"charge not known"};
    if (battery.charging.value_or(false)) {
        text += ", charging";
    }
    if (battery.lasts_until) {
        text += ", lasts until " + in_words(*battery.lasts_until);
    }
    if (battery.sparing) {
        text += ", spares it";
    }
    if (battery.falls_short) {
        text += ", WILL NOT LAST";
    }
    const bool is_low =
        battery.percent && *battery.percent < least_percent && !battery.charging.value_or(false);
    return {look_if(is_low || battery.sparing || battery.falls_short), "battery", std::move(text)};
}

Finding configuration(const UnitStatus& status) {
    const auto& configuration = status.configuration;
    std::string text = configuration.version == 0
                           ? std::string{"none, so the unit's own"}
                           : fmt::format("version {}", configuration.version);
    text += fmt::format(", profile {}", word_of(configuration.profile));
    if (configuration.profile != configuration.wished) {
        text += fmt::format(" ({} is wished)", word_of(configuration.wished));
    }
    if (configuration.next_begins) {
        text += fmt::format(", {} from {}", word_of(configuration.next_wished),
                            in_words(*configuration.next_begins));
    }
    if (configuration.refused_reason) {
        text += ", REFUSED the last: " + *configuration.refused_reason;
    }
    return {look_if(configuration.refused_reason.has_value()), "configuration", std::move(text)};
}

Finding broker(const UnitStatus& status, Milliseconds since_written) {
    const auto& broker = status.broker;
    std::string text = fmt::format("{} for {}", broker.connected ? "connected" : "OUT OF REACH",
                                   in_words(broker.since + since_written));
    if (broker.connections > 1) {
        text += fmt::format(", connection {}", broker.connections);
    }
    if (broker.trouble) {
        text +=
            fmt::format("{}{}", broker.connected ? ", the last trouble: " : ": ", *broker.trouble);
    }
    return {look_if(!broker.connected), "broker", std::move(text)};
}

Finding network(const UnitStatus& status) {
    const auto& network = status.network;
    return {Urgency::well, "network",
            fmt::format("{}{}", word_of(network.kind),
                        network.signal_dbm ? fmt::format(", {} dBm", *network.signal_dbm) : "")};
}

Finding unit(const UnitStatus& status, Milliseconds since_written) {
    return {Urgency::well, "unit",
            fmt::format("{}, on {}, running for {}", status.unit.version, status.unit.board,
                        in_words(status.unit.running + since_written))};
}

std::string_view mark_of(Urgency urgency) {
    switch (urgency) {
    case Urgency::call: return "SOS";
    case Urgency::look: return "!";
    case Urgency::well: return "";
    }
    return "";
}

} // namespace

bool is_receipt_overdue(const UnitStatus& status) {
    const auto& receipts = status.receipts;
    const Milliseconds since = receipts.newest_age.value_or(status.unit.running);
    return receipts.waiting > 0 && since > 2 * receipts.next_report + receipt_grace;
}

std::vector<Finding> findings(const UnitStatus& status, Milliseconds since_written) {
    std::vector<Finding> findings{call_for_help(status),
                                  newest_fix(status, since_written),
                                  gpsd(status),
                                  card(status),
                                  receipts(status, since_written),
                                  battery(status),
                                  configuration(status),
                                  broker(status, since_written),
                                  network(status),
                                  unit(status, since_written)};
    std::ranges::stable_sort(findings, {}, &Finding::urgency);
    return findings;
}

std::string to_text(const UnitStatus& status, const std::vector<Finding>& findings) {
    const bool is_well = findings.empty() || findings.front().urgency == Urgency::well;
    std::string text =
        fmt::format("{}: {}\n", status.unit.serial, is_well ? "well" : "needs a look");
    for (const Finding& finding : findings) {
        text += fmt::format("{:3} {:14}{}\n", mark_of(finding.urgency), finding.part, finding.text);
    }
    return text;
}

} // namespace lanterne::firmware
