#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/settings.hpp"

namespace lanterne::ingest {
namespace {

Settings read(const std::string& text) {
    service::SettingsFile file{text, "ingest.toml"};
    return read_settings(file);
}

TEST(IngestSettings, SendSpansNowhereUnlessTheyAreToldTo) {
    EXPECT_EQ(read("").trace_endpoint, std::nullopt);
    EXPECT_EQ(read("[tracing]\nendpoint = \"http://127.0.0.1:4318/v1/traces\"\n").trace_endpoint,
              "http://127.0.0.1:4318/v1/traces");
}

TEST(IngestSettings, RefuseACollectorThatCannotBeReached) {
    for (const char* endpoint : {"https://collector.example.org", "127.0.0.1:4318", "http://"}) {
        try {
            read(std::string{"[tracing]\nendpoint = \""} + endpoint + "\"\n");
            ADD_FAILURE() << endpoint;
        } catch (const service::SettingsError& wrong) {
            EXPECT_THAT(wrong.what(), testing::HasSubstr("ingest.toml:2"));
            EXPECT_THAT(wrong.what(), testing::HasSubstr("http://host:port/path"));
        }
    }
}

} // namespace
} // namespace lanterne::ingest
