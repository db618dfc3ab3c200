#include <fstream>
#include <optional>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "service/http_client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_authority.hpp"
#include "tests/support/waiting.hpp"
#include "tests/tools/server/server_root.hpp"

/// What lanterne-server-setup makes, running: mosquitto, lanterne-ingest and lanterne-web by the
/// lines of their services, with other ports.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using support::ChildProcess;
using support::read_text;
using support::wait_until;

/// Every `from` becomes `to`. Throws when there is none.
void replace(std::string& text, std::string_view from, const std::string& to) {
    std::size_t at = text.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error{"the settings no longer say " + std::string{from}};
    }
    for (; at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

class ServerRuns : public testing::Test {
protected:
    /// A copy of a file of /etc/lanterne, beside it, with other words.
    fs::path changed(const std::string& file,
                     const std::vector<std::pair<std::string, std::string>>& words) const {
        std::string text = read_text(root.etc() / file);
        for (const auto& [from, to] : words) {
            replace(text, from, to);
        }
        const fs::path copy = root.path() / fs::path{file}.filename();
        std::ofstream{copy} << text;
        return copy;
    }

    void start_broker() {
        const auto account = support::unprivileged_account();
        const auto listener = root.etc() / "broker/listeners/units.conf";
        fs::create_directories(root.path() / "var/lib/lanterne-broker");
        const auto settings =
            changed("broker/mosquitto.conf",
                    {{"/etc/lanterne/broker", root.etc() / "broker"},
                     {"/var/lib/lanterne-broker", root.path() / "var/lib/lanterne-broker"},
                     {"listener 1883 ", fmt::format("listener {} ", servers_port)}});
        if (fs::exists(listener)) {
            std::string units = read_text(listener);
            replace(units, "/etc/lanterne/broker", root.etc() / "broker");
            replace(units, "listener 8883", fmt::format("listener {} 127.0.0.1", units_port));
            fs::remove(listener);
            std::ofstream{listener} << units;
        }
        if (account) { // the service's group may read them, which an account of this test is not in
            for (const auto& entry : fs::recursive_directory_iterator{root.path()}) {
                EXPECT_EQ(lchown(entry.path().c_str(), account->user, account->group), 0);
            }
        }
        broker.emplace(
            support::Command{.words = {support::find_program("mosquitto"), "-c", settings},
                             .output = root.path() / "broker.log",
                             .account = account});
        ASSERT_TRUE(
            wait_until([&] { return support::listens(servers_port) || !broker->running(); }) &&
            broker->running())
            << read_text(root.path() / "broker.log");
    }

    ChildProcess start(const std::string& name, const fs::path& settings) const {
        auto environment = root.environment();
        environment["PGUSER"] = "lanterne-" + name; // the service's user
        return ChildProcess{
            {.words = {root.path() / "usr/bin" / ("lanterne-" + name), "--config", settings},
             .environment = environment,
             .output = root.path() / (name + ".log")}};
    }

    bool is_well(const std::string& name) const {
        return wait_until([&] {
            const std::string port = read_text(root.path() / (name + ".port"));
            const auto reply =
                port.empty()
                    ? tl::unexpected{std::string{}}
                    : service::http_get(fmt::format("http://127.0.0.1:{}/healthz", std::stoi(port)),
                                        support::patience);
            return reply && reply->status == 200;
        });
    }

    std::pair<std::string, std::string> any_port(const std::string& said,
                                                 const std::string& name) const {
        return {said,
                fmt::format("port = 0\nport_file = \"{}/{}.port\"", root.path().string(), name)};
    }

    ServerRoot root;
    const std::uint16_t servers_port = support::free_port();
    const std::uint16_t units_port = support::free_port();
    std::optional<ChildProcess> broker;
};

// So a server can be looked at before the units have certificates.
TEST_F(ServerRuns, WithoutAnAuthorityTheServersMeetAtTheBrokerAndUnitsCannotCome) {
    ASSERT_EQ(root.set_up({"--no-nginx"}).code, 0);
    start_broker();
    const std::pair<std::string, std::string> broker_port{"port = 1883",
                                                          fmt::format("port = {}", servers_port)};

    ChildProcess ingest =
        start("ingest", changed("ingest.toml", {broker_port, any_port("port = 9101", "ingest")}));
    ChildProcess web =
        start("web", changed("web.toml", {broker_port,
                                          any_port("port = 8080", "web"),
                                          {"/usr/share/lanterne/site", root.path() / "none"},
                                          {"/var/lib/lanterne-web", root.path() / "var/tiles"}}));

    EXPECT_TRUE(is_well("ingest")) << read_text(root.path() / "ingest.log");
    EXPECT_TRUE(is_well("web")) << read_text(root.path() / "web.log");
    EXPECT_FALSE(support::listens(units_port));
}

TEST_F(ServerRuns, WithTheBundleOfAnAuthorityUnitsCome) {
    support::PrivateAuthority authority;
    authority.run("bundle", {root.path() / "bundle"});
    ASSERT_EQ(root.set_up({"--no-nginx", "--bundle", root.path() / "bundle"}).code, 0);

    start_broker();

    const support::Credentials unit = authority.enrol("walker01");
    const auto said =
        root.run({support::find_program("openssl"), "s_client", "-brief", "-connect",
                  fmt::format("127.0.0.1:{}", units_port), "-CAfile", authority.certificate(),
                  "-verify_return_error", "-cert", unit.certificate, "-key", unit.key});
    EXPECT_THAT(said.said, testing::HasSubstr("Protocol version: TLSv1.3"))
        << read_text(root.path() / "broker.log");
    EXPECT_THAT(said.said, testing::HasSubstr("Verification: OK"));
}

} // namespace
} // namespace lanterne::tools
