#include <regex>
#include <set>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/private_postgres.hpp"
#include "web-api/openapi/document.hpp"
#include "web-api/site_server.hpp"

namespace lanterne::web {

namespace {

/// Each "GET /api/v1/races/{slug}" of the description.
std::set<std::string> described() {
    std::set<std::string> routes;
    const auto document = boost::json::parse(openapi_document());
    for (const auto& path : document.at("paths").as_object()) {
        for (const auto& method : path.value().as_object()) {
            routes.insert((method.key() == "get" ? "GET " : "? ") + std::string{path.key()});
        }
    }
    return routes;
}

/// The same of a server with all its routes.
std::set<std::string> served() {
    WebSettings settings;
    settings.conninfo =
        support::as_role(support::shared_postgres().fresh_database(), "lanterne-web");
    settings.http_port = 0;
    service::Log log{"test", service::LogLevel::error};
    const SiteServer server{
        settings, log, {[] { return UtcTime{}; }, std::chrono::steady_clock::now}};
    std::set<std::string> routes;
    for (const auto& [method, pattern] : server.routes()) {
        if (pattern.starts_with("/api/")) {
            routes.insert(method + ' ' +
                          std::regex_replace(pattern, std::regex{":([a-z]+)"}, "{$1}"));
        }
    }
    return routes;
}

TEST(OpenApi, DescribesEveryRouteOfTheServerAndNoOther) { EXPECT_EQ(described(), served()); }

TEST(OpenApi, SaysOfEveryRouteWhatIsTrueOfAll) {
    const auto document = boost::json::parse(openapi_document());
    std::set<std::string> names;

    for (const auto& path : document.at("paths").as_object()) {
        const auto& get = path.value().at("get").as_object();
        const auto& responses = get.at("responses").as_object();
        names.insert(get.at("operationId").as_string().c_str());
        for (const char* status : {"200", "400", "429", "503"}) {
            EXPECT_TRUE(responses.contains(status)) << path.key() << status;
        }
        EXPECT_EQ(responses.contains("404"), path.key().find('{') != std::string::npos);
        EXPECT_TRUE(responses.at("200").as_object().contains("description"));
    }

    EXPECT_EQ(names.size(), document.at("paths").as_object().size()) << "each has its own";
}

} // namespace

} // namespace lanterne::web
