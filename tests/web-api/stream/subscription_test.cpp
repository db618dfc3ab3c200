#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "tests/support/played_server.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/site_server.hpp"

namespace lanterne::web {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using support::wait_until;

// What is published between the two goes past the server: it said that it was well.
TEST(Subscription, IsTakenByTheBrokerBeforeTheServerIsWell) {
    support::PlayedServer broker;
    WebSettings settings;
    settings.broker_port = broker.port();
    settings.conninfo =
        support::as_role(support::shared_postgres().fresh_database(), "lanterne-web");
    settings.http_port = 0;
    settings.site_folder = "/nonexistent";
    service::Log log{"test", service::LogLevel::error};
    SiteServer server{
        settings, log, {[] { return UtcTime{} + 1h; }, std::chrono::steady_clock::now}};
    server.start();
    const std::string health = "http://127.0.0.1:" + std::to_string(server.port()) + "/healthz";
    const auto is_well = [&] {
        const auto reply = service::http_get(health, support::patience);
        return reply && reply->status == 200;
    };

    ASSERT_TRUE(broker.take());
    ASSERT_TRUE(broker.say("\x20\x02\x00\x00"sv)); // CONNACK
    EXPECT_FALSE(wait_until(is_well, 500ms));

    ASSERT_TRUE(broker.say("\x90\x03\x00\x01\x01"sv)); // SUBACK
    EXPECT_TRUE(wait_until(is_well));
}

} // namespace
} // namespace lanterne::web
