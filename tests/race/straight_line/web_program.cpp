#include "tests/race/straight_line/web_program.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "service/http_client.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {

using support::read_text;

namespace {

const std::string program = LANTERNE_BUILD_FOLDER "/bin/lanterne-web";

} // namespace

WebProgram::WebProgram(std::uint16_t broker_port, const std::string& conninfo)
    : settings_{folder_.path() / "web.toml"} {
    std::ofstream{settings_} << fmt::format(
        "[broker]\nport = {}\n[database]\nconninfo = \"{}\"\n"
        "[http]\nport = 0\nport_file = \"{}\"\n[site]\nfolder = \"{}/none\"\n",
        broker_port, support::as_role(conninfo, "lanterne-web"), (folder_.path() / "port").string(),
        folder_.path().string());
}

WebProgram::Ended WebProgram::run(std::vector<std::string> words) const {
    const auto output = folder_.path() / "output";
    std::filesystem::remove(output);
    words.insert(words.begin(), {program, "--config", settings_});
    support::ChildProcess child{{.words = std::move(words), .output = output}};
    const int code = child.wait().value_or(-1);
    return {code, read_text(output)};
}

void WebProgram::serve() {
    server_.emplace(support::Command{.words = {program, "--config", settings_, "serve"},
                                     .output = folder_.path() / "web.log"});
    const auto port = [&] { return read_text(folder_.path() / "port"); };
    if (!support::wait_until([&] { return !port().empty(); })) {
        throw std::runtime_error{"lanterne-web does not start: " +
                                 read_text(folder_.path() / "web.log")};
    }
    url_ = fmt::format("http://127.0.0.1:{}", std::stoi(port()));
}

std::optional<boost::json::object> WebProgram::unit(const std::string& serial) const {
    const auto reply = service::http_get(url_ + "/api/v1/units", std::chrono::seconds{10});
    if (!reply || reply->status != 200) {
        return std::nullopt;
    }
    const boost::json::value all = boost::json::parse(reply->body);
    for (const boost::json::value& unit : all.at("units").as_array()) {
        if (unit.at("serial") == boost::json::string_view{serial}) {
            return unit.as_object();
        }
    }
    return std::nullopt;
}

} // namespace lanterne
