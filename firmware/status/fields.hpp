#pragma once

#include "firmware/status/unit_status.hpp"

namespace lanterne::firmware {

/// Shows every field of a status to the visitor, as (section, name, value): one list for who writes
/// it, in whatever form, and who reads it. A name says no unit: that is the form's.
template<class Status, class Visitor>
void visit_fields(Status& status, Visitor& visit) {
    visit("unit", "serial", status.unit.serial);
    visit("unit", "board", status.unit.board);
    visit("unit", "version", status.unit.version);
    visit("unit", "written", status.unit.written);
    visit("unit", "running", status.unit.running);
    visit("unit", "utc", status.unit.utc);
    visit("receiver", "gpsd", status.receiver.gpsd);
    visit("receiver", "losses", status.receiver.losses);
    visit("fix", "age", status.fix.age);
    visit("fix", "time", status.fix.time);
    visit("fix", "latitude", status.fix.latitude);
    visit("fix", "longitude", status.fix.longitude);
    visit("fix", "accuracy_dm", status.fix.accuracy_dm);
    visit("fix", "satellites", status.fix.satellites);
    visit("fix", "mode", status.fix.mode);
    visit("card", "failing", status.card.failing);
    visit("card", "journalled", status.card.journalled);
    visit("card", "uncertain", status.card.uncertain);
    visit("card", "refused", status.card.refused);
    visit("card", "lost", status.card.lost);
    visit("card", "failed_syncs", status.card.failed_syncs);
    visit("card", "room_bytes", status.card.room_bytes);
    visit("receipts", "fixes", status.receipts.fixes);
    visit("receipts", "newest_age", status.receipts.newest_age);
    visit("receipts", "waiting", status.receipts.waiting);
    visit("receipts", "backlog", status.receipts.backlog);
    visit("receipts", "waiting_events", status.receipts.waiting_events);
    visit("receipts", "unaccepted", status.receipts.unaccepted);
    visit("receipts", "next_report", status.receipts.next_report);
    visit("call", "open", status.call.open);
    visit("call", "heard", status.call.heard);
    visit("battery", "percent", status.battery.percent);
    visit("battery", "charging", status.battery.charging);
    visit("battery", "sparing", status.battery.sparing);
    visit("battery", "falls_short", status.battery.falls_short);
    visit("battery", "lasts_until", status.battery.lasts_until);
    visit("configuration", "version", status.configuration.version);
    visit("configuration", "wished", status.configuration.wished);
    visit("configuration", "profile", status.configuration.profile);
    visit("configuration", "time_limit", status.configuration.time_limit);
    visit("configuration", "next_begins", status.configuration.next_begins);
    visit("configuration", "next_ends", status.configuration.next_ends);
    visit("configuration", "next_wished", status.configuration.next_wished);
    visit("configuration", "refused_reason", status.configuration.refused_reason);
    visit("broker", "connected", status.broker.connected);
    visit("broker", "since", status.broker.since);
    visit("broker", "connections", status.broker.connections);
    visit("broker", "trouble", status.broker.trouble);
    visit("network", "kind", status.network.kind);
    visit("network", "signal_dbm", status.network.signal_dbm);
}

} // namespace lanterne::firmware
