#include "tests/support/private_ingest.hpp"

#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/ostream.h>

#include "tests/support/private_postgres.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::support {

PrivateIngest::PrivateIngest(std::filesystem::path program, std::uint16_t broker_port,
                             std::string conninfo, std::string client_id)
    : program_{std::move(program)}, broker_port_{broker_port},
      conninfo_{as_role(std::move(conninfo), "lanterne-ingest")}, client_id_{std::move(client_id)} {
}

void PrivateIngest::start() {
    const auto settings = folder_.path() / "ingest.toml";
    const auto port_file = folder_.path() / "port";
    std::filesystem::remove(port_file);
    {
        std::ofstream file{settings};
        fmt::print(file,
                   "[broker]\nhost = \"127.0.0.1\"\nport = {}\nclient_id = \"{}\"\n"
                   "[database]\nconninfo = \"{}\"\n"
                   "[http]\naddress = \"127.0.0.1\"\nport = 0\nport_file = \"{}\"\n",
                   broker_port_, client_id_, conninfo_, port_file.string());
    }
    server_.emplace(
        Command{.words = {program_, "--config", settings}, .output = folder_.path() / "log"});
    const auto serves = [&] { return !read_text(port_file).empty() && listens(http_port()); };
    if (!wait_until([&] { return serves() || !server_->running(); }) || !server_->running()) {
        throw std::runtime_error{"lanterne-ingest did not start: " + log()};
    }
}

void PrivateIngest::expect_alive() {
    if (!server_->running()) {
        throw std::runtime_error{"lanterne-ingest ended by itself: " + log()};
    }
}

void PrivateIngest::kill9() {
    expect_alive();
    server_->kill9();
}

void PrivateIngest::stop() {
    expect_alive();
    server_->terminate();
}

PrivateIngest::Ended PrivateIngest::run(const std::vector<std::string>& words) const {
    const auto output = folder_.path() / "said";
    std::filesystem::remove(output);
    Command command{.words = {program_, "--config", folder_.path() / "ingest.toml"},
                    .output = output};
    command.words.insert(command.words.end(), words.begin(), words.end());
    ChildProcess child{command};
    const int code = child.wait().value_or(-1);
    return {code, read_text(output)};
}

std::uint16_t PrivateIngest::http_port() const {
    return static_cast<std::uint16_t>(std::stoi(read_text(folder_.path() / "port")));
}

std::string PrivateIngest::log() const { return read_text(folder_.path() / "log"); }

} // namespace lanterne::support
