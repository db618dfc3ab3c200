#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web-api/web_settings.hpp"

namespace lanterne::web {

namespace {

WebSettings settings_of(std::string_view text) {
    return read_settings(service::SettingsFile{text, "web.toml"});
}

std::string refusal_of(std::string_view text) {
    try {
        settings_of(text);
        return "not refused";
    } catch (const service::SettingsError& error) {
        return error.what();
    }
}

TEST(WebSettings, TrustNobodyWhenNothingIsSaid) {
    const WebSettings settings = settings_of("");

    EXPECT_TRUE(settings.http_policy.origins.empty());
    EXPECT_TRUE(settings.http_policy.trusted_proxies.empty());
    EXPECT_EQ(settings.http_limits.connections, 10'000U);
    EXPECT_EQ(settings.http_limits.connections_per_address, 1'000U);
}

TEST(WebSettings, SayWhomToTrustAndHowManyMayCome) {
    const WebSettings settings = settings_of("[http]\n"
                                             "origins = [\"https://club.example.org\"]\n"
                                             "trusted_proxies = [\"127.0.0.1\", \"fd00::/8\"]\n"
                                             "connections = 20000\n"
                                             "connections_per_address = 50\n"
                                             "requests_per_second = 0\n"
                                             "requests_burst = 10\n");

    EXPECT_THAT(settings.http_policy.origins, testing::ElementsAre("https://club.example.org"));
    EXPECT_TRUE(settings.http_policy.is_trusted(*service::IpAddress::from("127.0.0.1")));
    EXPECT_TRUE(settings.http_policy.is_trusted(*service::IpAddress::from("fd12::1")));
    EXPECT_FALSE(settings.http_policy.is_trusted(*service::IpAddress::from("192.0.2.1")));
    EXPECT_EQ(settings.http_limits.connections, 20'000U);
    EXPECT_EQ(settings.http_limits.connections_per_address, 50U);
    EXPECT_EQ(settings.request_rates.per_second, 0);
    EXPECT_EQ(settings.request_rates.burst, 10);
}

TEST(WebSettings, SayWhatWouldBeRight) {
    EXPECT_EQ(refusal_of("[http]\norigins = [\"club.example.org\"]\n"),
              "web.toml:2: http.origins: club.example.org is no origin; one like "
              "https://club.example.org, without a path, or * would be right");
    EXPECT_EQ(refusal_of("[http]\ntrusted_proxies = [\"10.0.0.1/8\"]\n"),
              "web.toml:2: http.trusted_proxies: 10.0.0.1/8 is no address; one like 127.0.0.1 or "
              "10.0.0.0/8 would be right");
    EXPECT_EQ(refusal_of("[http]\nconnections_per_address = 0\n"),
              "web.toml:2: http.connections_per_address: is 0, must be a whole number from 1 to "
              "1000000");
}

} // namespace

} // namespace lanterne::web
