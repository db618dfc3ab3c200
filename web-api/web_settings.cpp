#include "web-api/web_settings.hpp"

namespace lanterne::web {

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
    settings.site_folder = file.text("site.folder", standard.site_folder);
    file.refuse_unknown();
    return settings;
}

} // namespace lanterne::web
