#include "firmware/settings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "firmware/board/toml_reader.hpp"
#include "firmware/identity/certificate.hpp"
#include "firmware/identity/enrolment.hpp"

namespace lanterne::firmware {
namespace {

constexpr TextRule serial_rule{"6 to 16 small letters or digits", UnitSerialRule::allows};

constexpr TextRule pace_rule{
    "real or free", [](std::string_view text) { return text == "real" || text == "free"; }};

std::uint16_t port(TomlReader& reader, std::string_view section, std::uint16_t fallback) {
    return static_cast<std::uint16_t>(
        reader.optional_number({section, "port"}, 1, 65'535).value_or(fallback));
}

std::optional<std::chrono::milliseconds> interval(TomlReader& reader, std::string_view key) {
    const auto ms = reader.optional_number({"sending", key}, 50, 3'600'000);
    return ms ? std::optional{std::chrono::milliseconds{*ms}} : std::nullopt;
}

TrackerSettings read_tracker(TomlReader& reader, const UnitSerial& serial) {
    TrackerSettings settings;
    settings.conduct.unit = serial;
    settings.conduct.report_interval = interval(reader, "report_interval_ms");
    settings.sync.interval = interval(reader, "sync_interval_ms").value_or(settings.sync.interval);
    settings.sync.fixes = static_cast<std::uint32_t>(
        reader.optional_number({"sending", "sync_fixes"}, 1, 1'000).value_or(settings.sync.fixes));
    if (const auto seconds = reader.optional_number({"sending", "next_report_s"}, 1, 86'400)) {
        settings.conduct.next_report_s = static_cast<std::uint32_t>(*seconds);
    }
    settings.pace =
        reader.optional_text({"gpsd", "pace"}, pace_rule) == "free" ? Pace::free : Pace::real;
    return settings;
}

/// Named by itself, or by the name that enrolment gave it in the identity's folder.
std::string file_of_identity(TomlReader& reader, std::string_view key, std::string_view name) {
    const auto folder = reader.optional_text({"identity", "folder"}, absolute_path);
    return folder ? reader.optional_text({"broker", key}, absolute_path)
                        .value_or(fmt::format("{}/{}", *folder, name))
                  : reader.text({"broker", key}, absolute_path);
}

std::optional<std::filesystem::path> configuration_key(TomlReader& reader) {
    const auto folder = reader.optional_text({"identity", "folder"}, absolute_path);
    if (auto named = reader.optional_text({"configuration", "key_file"}, absolute_path)) {
        return *named;
    }
    return folder ? std::optional{std::filesystem::path{*folder} / identity_file::configuration_key}
                  : std::nullopt;
}

/// What the identity says, asked only where the settings are silent.
class IdentityWords {
public:
    IdentityWords(TomlReader& toml, const IdentityReader& files)
        : folder_{toml.optional_text({"identity", "folder"}, absolute_path)}, files_{files} {}

    bool has_folder() const { return folder_.has_value(); }

    std::optional<UnitSerial> serial() const {
        const auto text = content(identity_file::serial);
        if (!text) {
            return std::nullopt;
        }
        const std::string_view line{text->data(), std::min(text->find('\n'), text->size())};
        auto serial = UnitSerial::from(line);
        if (!serial) {
            throw SettingsError{fmt::format("{}: must hold a serial: {}",
                                            file(identity_file::serial), serial_rule.right)};
        }
        return serial;
    }

    std::optional<BrokerAddress> broker() const {
        const auto text = content(identity_file::broker);
        try {
            return text ? std::optional{read_broker_address(*text)} : std::nullopt;
        } catch (const IdentityError& error) {
            throw SettingsError{fmt::format("{}: {}", file(identity_file::broker), error.what())};
        }
    }

private:
    std::string file(std::string_view name) const {
        return fmt::format("{}/{}", folder_.value_or(""), name);
    }

    std::optional<std::string> content(std::string_view name) const {
        return folder_ && files_ ? files_(file(name)) : std::nullopt;
    }

    std::optional<std::string> folder_;
    const IdentityReader& files_;
};

UnitSerial read_serial(TomlReader& reader, const IdentityWords& identity) {
    const auto said = reader.optional_text({"unit", "serial"}, serial_rule);
    if (const auto serial = said ? UnitSerial::from(*said) : identity.serial()) {
        return *serial;
    }
    if (identity.has_folder()) {
        reader.refuse({"unit", "serial"}, "is missing, here and in the identity's folder: enrol "
                                          "the unit (lanterne-tracker enrol)");
    }
    reader.text({"unit", "serial"}, serial_rule);
    reader.refuse({"unit", "serial"}, "is no serial"); // the line above has seen to it
}

/// The identity's broker speaks TLS, and nothing else.
void read_address(TomlReader& reader, const IdentityWords& identity, MqttUplinkSettings& broker) {
    const auto host = reader.optional_text({"broker", "host"}, printable_text);
    const auto port = reader.optional_number({"broker", "port"}, 1, 65'535);
    const auto known = broker.tls && !(host && port) ? identity.broker() : std::nullopt;
    broker.host = host.value_or(known ? known->host : broker.host);
    broker.port = static_cast<std::uint16_t>(port.value_or(known ? known->port : broker.port));
}

MqttUplinkSettings read_broker(TomlReader& reader, const IdentityWords& identity) {
    MqttUplinkSettings broker;
    broker.qos = reader.optional_number({"broker", "qos"}, 0, 1) == 0 ? Qos::at_most_once
                                                                      : Qos::at_least_once;
    broker.tls = reader.optional_flag({"broker", "tls"}).value_or(broker.tls);
    read_address(reader, identity, broker);
    if (broker.tls) {
        broker.ca_file = file_of_identity(reader, "ca_file", identity_file::authority);
        broker.certificate_file =
            file_of_identity(reader, "certificate_file", identity_file::certificate);
        broker.key_file = file_of_identity(reader, "key_file", identity_file::key);
    }
    broker.shard =
        static_cast<std::uint8_t>(reader.optional_number({"unit", "shard"}, 0, 63).value_or(0));
    return broker;
}

} // namespace

UnitSettings read_settings(std::string_view text, const std::string& source,
                           const IdentityReader& files) {
    TomlReader reader{text, source};
    const IdentityWords identity{reader, files};
    UnitSettings settings{.serial = read_serial(reader, identity)};
    settings.board =
        reader.optional_text({"unit", "board"}, printable_text).value_or(settings.board);
    settings.boards = reader.optional_text({"unit", "boards"}, printable_text)
                          .value_or(std::string{installed_boards});
    settings.gpsd_host =
        reader.optional_text({"gpsd", "host"}, printable_text).value_or(settings.gpsd_host);
    settings.gpsd_port = port(reader, "gpsd", settings.gpsd_port);
    settings.configuration_key_file = configuration_key(reader);
    settings.journal_folder = reader.optional_text({"journal", "folder"}, printable_text);
    settings.broker = read_broker(reader, identity);
    settings.tracker = read_tracker(reader, settings.serial);
    settings.tracker.conduct.defaults.shard = settings.broker.shard;
    settings.tracker.conduct.defaults.qos = settings.broker.qos;
    reader.refuse_unknown();
    return settings;
}

UnitSettings on_board(UnitSettings settings, const Board& board) {
    settings.tracker.board = board.name;
    settings.tracker.segment_bytes = board.storage.segment_bytes;
    settings.tracker.journal_bytes = board.storage.capacity_bytes;
    settings.tracker.conduct.power = board.power;
    if (!settings.journal_folder) {
        settings.journal_folder = board.storage.folder;
    }
    return settings;
}

} // namespace lanterne::firmware
