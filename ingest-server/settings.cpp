#include "ingest-server/settings.hpp"

#include "service/http_client.hpp"

namespace lanterne::ingest {

Settings read_settings(service::SettingsFile& file) {
    Settings settings;
    settings.broker.host = file.text("broker.host", "127.0.0.1");
    settings.broker.port = file.port("broker.port", std::uint16_t{1883});
    settings.broker.client_id = file.text("broker.client_id", "ingest");
    settings.broker.user = file.text("broker.user", "");
    settings.broker.password = file.text("broker.password", "");
    settings.conninfo = file.text("database.conninfo", "");
    settings.http_address = file.text("http.address", "127.0.0.1");
    settings.http_port =
        static_cast<std::uint16_t>(file.number("http.port", {.least = 0, .most = 65'535}, 0));
    if (const auto path = file.optional_text("http.port_file")) {
        settings.port_file = *path;
    }
    settings.trace_endpoint = file.optional_text("tracing.endpoint");
    if (settings.trace_endpoint) {
        if (const auto address = service::parse_http_address(*settings.trace_endpoint); !address) {
            file.refuse("tracing.endpoint", address.error());
        }
    }
    if (const auto days = file.optional_number("retention.fixes_days",
                                               {.least = least_fixes_days, .most = 36'500})) {
        settings.fixes_kept = std::chrono::days{*days};
    }
    file.refuse_unknown();
    return settings;
}

} // namespace lanterne::ingest
