#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/site_server.hpp"

namespace lanterne::web {
namespace {

using namespace std::chrono_literals;
using support::RaceBroker;
using support::wait_until;

/// The web server at a broker as it is in the field, where everybody needs a password.
class Password : public testing::Test {
protected:
    WebSettings settings(const std::string& password) const {
        WebSettings settings;
        settings.broker_port = broker.servers_port();
        settings.broker_user = "web-api";
        settings.broker_password = password;
        settings.conninfo = conninfo;
        settings.http_port = 0;
        settings.site_folder = "/nonexistent";
        return settings;
    }

    static bool is_well(const SiteServer& server) {
        const auto reply = service::http_get(
            "http://127.0.0.1:" + std::to_string(server.port()) + "/healthz", 30s);
        return reply && reply->status == 200;
    }

    support::PrivateAuthority authority;
    RaceBroker broker{authority};
    std::string conninfo =
        support::as_role(support::shared_postgres().fresh_database(), "lanterne-web");
    service::Log log{"test", service::LogLevel::error};
    Clocks clocks{[] { return UtcTime{} + 1h; }, std::chrono::steady_clock::now};
};

TEST_F(Password, IsSaidToTheBroker) {
    SiteServer server{settings(RaceBroker::password), log, clocks};
    server.start();

    EXPECT_TRUE(wait_until([&] { return is_well(server); })) << broker.log();
}

TEST_F(Password, ThatIsWrongKeepsTheServerFromItsFeed) {
    SiteServer server{settings("guessed"), log, clocks};
    server.start();

    EXPECT_TRUE(wait_until([&] {
        return broker.log().find("disconnected, not authorised") != std::string::npos;
    })) << broker.log();
    EXPECT_FALSE(is_well(server));
}

} // namespace
} // namespace lanterne::web
