#include "firmware/settings.hpp"

#include <limits>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace lanterne::firmware {
namespace {

/// The settings' text with the keys that were asked for, so that the others can be refused.
class Reader {
public:
    Reader(const toml::table& root, std::string_view source) : root_{root}, source_{source} {}

    std::string text(std::string_view section, std::string_view key, std::string fallback) {
        const toml::node* node = find(section, key);
        if (node == nullptr) {
            return fallback;
        }
        const auto value = node->value_exact<std::string>();
        if (!value || value->empty() || !is_printable(*value)) {
            refuse(section, key, *node, "must be text in quotes, printable ASCII");
        }
        return *value;
    }

    std::optional<std::int64_t> number(std::string_view section, std::string_view key,
                                       std::int64_t least, std::int64_t most) {
        const toml::node* node = find(section, key);
        if (node == nullptr) {
            return std::nullopt;
        }
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) {
            refuse(section, key, *node,
                   fmt::format("must be a whole number from {} to {}", least, most));
        }
        return value;
    }

    [[noreturn]] void refuse(std::string_view section, std::string_view key,
                             std::string_view what) const {
        throw std::runtime_error(fmt::format("{}: [{}] {} {}", source_, section, key, what));
    }

    void refuse_unknown() const {
        for (const auto& [section, content] : root_) {
            const toml::table* table = content.as_table();
            if (table == nullptr || !sections_.contains(std::string{section.str()})) {
                throw std::runtime_error(fmt::format("{}:{}: there is no setting \"{}\"", source_,
                                                     content.source().begin.line, section.str()));
            }
            for (const auto& [key, value] : *table) {
                if (!asked_.contains(fmt::format("{}.{}", section.str(), key.str()))) {
                    refuse(section.str(), key.str(), value, "is no setting");
                }
            }
        }
    }

private:
    static bool is_printable(const std::string& text) {
        return std::all_of(text.begin(), text.end(),
                           [](char letter) { return letter >= ' ' && letter <= '~'; });
    }

    const toml::node* find(std::string_view section, std::string_view key) {
        sections_.insert(std::string{section});
        asked_.insert(fmt::format("{}.{}", section, key));
        return root_[section][key].node();
    }

    [[noreturn]] void refuse(std::string_view section, std::string_view key, const toml::node& node,
                             std::string_view what) const {
        throw std::runtime_error(fmt::format("{}:{}: [{}] {} {}", source_, node.source().begin.line,
                                             section, key, what));
    }

    const toml::table& root_;
    std::string_view source_;
    std::set<std::string> sections_;
    std::set<std::string> asked_;
};

toml::table parse(std::string_view text, std::string_view source) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw std::runtime_error(
            fmt::format("{}:{}: {}", source, error.source().begin.line, error.description()));
    }
}

std::uint16_t port(Reader& reader, std::string_view section, std::uint16_t fallback) {
    return static_cast<std::uint16_t>(reader.number(section, "port", 1, 65'535).value_or(fallback));
}

std::chrono::milliseconds interval(Reader& reader, std::string_view key,
                                   std::chrono::milliseconds fallback) {
    return std::chrono::milliseconds{
        reader.number("sending", key, 50, 3'600'000).value_or(fallback.count())};
}

TrackerSettings read_tracker(Reader& reader, const UnitSerial& serial) {
    TrackerSettings settings;
    settings.unit = serial.text();
    settings.board = reader.text("unit", "board", settings.board);
    if (settings.board.size() > 32) {
        reader.refuse("unit", "board", "must have at most 32 letters");
    }
    settings.report_interval = interval(reader, "report_interval_ms", settings.report_interval);
    settings.sync.interval = interval(reader, "sync_interval_ms", settings.sync.interval);
    settings.sync.fixes = static_cast<std::uint32_t>(
        reader.number("sending", "sync_fixes", 1, 1'000).value_or(settings.sync.fixes));
    if (const auto seconds = reader.number("sending", "next_report_s", 1, 86'400)) {
        settings.next_report_s = static_cast<std::uint32_t>(*seconds);
    }
    return settings;
}

} // namespace

UnitSettings read_settings(std::string_view text, std::string_view source) {
    const toml::table root = parse(text, source);
    Reader reader{root, source};
    const auto serial = UnitSerial::from(reader.text("unit", "serial", ""));
    if (!serial) {
        reader.refuse("unit", "serial", "must be 6 to 16 small letters or digits");
    }
    UnitSettings settings{.serial = *serial};
    settings.broker.shard =
        static_cast<std::uint8_t>(reader.number("unit", "shard", 0, 63).value_or(0));
    settings.gpsd_host = reader.text("gpsd", "host", settings.gpsd_host);
    settings.gpsd_port = port(reader, "gpsd", settings.gpsd_port);
    settings.journal_folder = reader.text("journal", "folder", "");
    if (settings.journal_folder.empty()) {
        reader.refuse("journal", "folder", "is missing: it says where the fixes are kept");
    }
    settings.broker.host = reader.text("broker", "host", settings.broker.host);
    settings.broker.port = port(reader, "broker", settings.broker.port);
    settings.tracker = read_tracker(reader, settings.serial);
    reader.refuse_unknown();
    return settings;
}

} // namespace lanterne::firmware
