#include "web-api/web_settings.hpp"

namespace lanterne::web {

namespace {

constexpr std::size_t max_list = 100; ///< of origins or proxies
constexpr std::int64_t max_connections = 1'000'000;
constexpr std::int64_t max_requests = 1'000'000;

std::size_t connections(service::SettingsFile& file, const std::string& key, std::size_t standard) {
    return static_cast<std::size_t>(file.number(key, {.least = 1, .most = max_connections},
                                                static_cast<std::int64_t>(standard)));
}

service::HttpPolicy read_policy(service::SettingsFile& file) {
    service::HttpPolicy policy;
    policy.origins = file.texts("http.origins", max_list);
    for (const std::string& origin : policy.origins) {
        if (!service::is_origin(origin)) {
            file.refuse("http.origins", origin +
                                            " is no origin; one like https://club.example.org, "
                                            "without a path, or * would be right");
        }
    }
    for (const std::string& proxy : file.texts("http.trusted_proxies", max_list)) {
        const auto range = service::IpRange::from(proxy);
        if (!range) {
            file.refuse("http.trusted_proxies",
                        proxy + " is no address; one like 127.0.0.1 or 10.0.0.0/8 would be right");
        }
        policy.trusted_proxies.push_back(*range);
    }
    return policy;
}

RequestRates read_rates(service::SettingsFile& file) {
    const RequestRates standard;
    return {.per_second = static_cast<double>(
                file.number("http.requests_per_second", {.least = 0, .most = max_requests},
                            static_cast<std::int64_t>(standard.per_second))),
            .burst = static_cast<double>(file.number("http.requests_burst",
                                                     {.least = 1, .most = max_requests},
                                                     static_cast<std::int64_t>(standard.burst)))};
}

} // namespace

WebSettings read_settings(service::SettingsFile file) {
    const WebSettings standard;
    WebSettings settings;
    settings.broker_host = file.text("broker.host", standard.broker_host);
    settings.broker_port = file.port("broker.port", standard.broker_port);
    settings.broker_user = file.text("broker.user", standard.broker_user);
    settings.broker_password = file.text("broker.password", standard.broker_password);
    settings.conninfo = file.text("database.conninfo", standard.conninfo);
    settings.http_address = file.text("http.address", standard.http_address);
    settings.http_port = static_cast<std::uint16_t>(
        file.number("http.port", {.least = 0, .most = 65'535}, standard.http_port));
    settings.http_port_file = file.text("http.port_file", standard.http_port_file);
    settings.http_limits.connections =
        connections(file, "http.connections", standard.http_limits.connections);
    settings.http_limits.connections_per_address = connections(
        file, "http.connections_per_address", standard.http_limits.connections_per_address);
    settings.http_policy = read_policy(file);
    settings.request_rates = read_rates(file);
    settings.site_folder = file.text("site.folder", standard.site_folder);
    settings.tiles.folder = file.text("tiles.folder", standard.tiles.folder);
    settings.tiles.most_sockets = static_cast<std::size_t>(
        file.number("live.sockets", {.least = 1, .most = 1'000'000},
                    static_cast<std::int64_t>(standard.tiles.most_sockets)));
    settings.basemaps = read_basemaps(file);
    file.refuse_unknown();
    return settings;
}

} // namespace lanterne::web
