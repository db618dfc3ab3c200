#include "web-api/units/unit_faults.hpp"

#include "service/hex.hpp"
#include "service/json_writer.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;
using service::JsonWriter;

namespace {

bool is_known(Connection& connection, const UnitSerial& unit) {
    return connection
        .execute("SELECT EXISTS (SELECT FROM race.unit WHERE serial = $1) OR "
                 "EXISTS (SELECT FROM race.unit_fault WHERE serial = $1) OR "
                 "EXISTS (SELECT FROM plan.assignment WHERE unit = $1)",
                 Parameters{}.add(unit.text()))
        .get<bool>(0, 0);
}

void write_bytes(JsonWriter& json, const std::vector<std::byte>& bytes, ShowBytes show) {
    json.field("bytes", bytes.size()).name("hex");
    if (show == ShowBytes::yes) {
        json.value(service::to_hex(bytes));
    } else {
        json.null();
    }
}

} // namespace

std::optional<UnitFaults> read_unit_faults(Connection& connection, const UnitSerial& unit) {
    if (!is_known(connection, unit)) {
        return std::nullopt;
    }
    UnitFaults found{unit.text(), {}, {}};
    const Rows faults = connection.execute(
        R"(SELECT reason, messages, first_at, last_at, payload FROM race.unit_fault
            WHERE serial = $1 ORDER BY last_at DESC, reason LIMIT $2)",
        Parameters{}.add(unit.text()).add(max_faults_shown));
    for (std::size_t row = 0; row < faults.size(); ++row) {
        found.faults.push_back({.reason = faults.get<std::string>(row, 0),
                                .messages = faults.get<std::int64_t>(row, 1),
                                .first_at = faults.get<UtcTime>(row, 2),
                                .last_at = faults.get<UtcTime>(row, 3),
                                .newest = faults.get<std::vector<std::byte>>(row, 4)});
    }
    const Rows kept = connection.execute(
        R"(SELECT reason, seen_at, payload FROM race.set_aside
            WHERE serial = $1 ORDER BY set_aside_id DESC LIMIT $2)",
        Parameters{}.add(unit.text()).add(max_kept_shown));
    for (std::size_t row = 0; row < kept.size(); ++row) {
        found.kept.push_back({.reason = kept.get<std::string>(row, 0),
                              .seen_at = kept.get<UtcTime>(row, 1),
                              .bytes = kept.get<std::vector<std::byte>>(row, 2)});
    }
    return found;
}

std::string faults_json(const UnitFaults& faults, ShowBytes show) {
    JsonWriter json;
    json.begin_object().field("serial", faults.serial).name("faults").begin_array();
    for (const UnitFault& fault : faults.faults) {
        json.begin_object()
            .field("reason", fault.reason)
            .field("messages", fault.messages)
            .field("first_at", to_text(fault.first_at))
            .field("last_at", to_text(fault.last_at));
        write_bytes(json, fault.newest, show);
        json.end_object();
    }
    json.end_array().name("kept").begin_array();
    for (const KeptMessage& message : faults.kept) {
        json.begin_object()
            .field("reason", message.reason)
            .field("seen_at", to_text(message.seen_at));
        write_bytes(json, message.bytes, show);
        json.end_object();
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
