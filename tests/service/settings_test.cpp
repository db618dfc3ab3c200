#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/settings.hpp"

namespace lanterne::service {
namespace {

constexpr std::string_view sample = R"(
[broker]
host = "broker.example.org"
port = 1883

[http]
compress = true
)";

std::string refusal(const std::function<void()>& read) {
    try {
        read();
        return "not refused";
    } catch (const SettingsError& error) {
        return error.what();
    }
}

SettingsFile settings_of(std::string_view text) { return SettingsFile{text, "web.toml"}; }

TEST(SettingsFile, GivesWhatIsThere) {
    auto settings = settings_of(sample);

    EXPECT_EQ(settings.text("broker.host"), "broker.example.org");
    EXPECT_EQ(settings.port("broker.port"), 1883);
    EXPECT_TRUE(settings.flag("http.compress"));
    EXPECT_NO_THROW(settings.refuse_unknown());
}

TEST(SettingsFile, GivesDefaultsForWhatIsMissing) {
    auto settings = settings_of("");

    EXPECT_EQ(settings.text("broker.host", "127.0.0.1"), "127.0.0.1");
    EXPECT_EQ(settings.port("broker.port", 1883), 1883);
    EXPECT_EQ(settings.number("http.workers", {1, 64}, 2), 2);
    EXPECT_FALSE(settings.flag("http.compress", false));
    EXPECT_EQ(settings.optional_text("http.port_file"), std::nullopt);
    EXPECT_EQ(settings.optional_number("sending.next_report_s", {1, 3600}), std::nullopt);
}

TEST(SettingsFile, SaysWhichKeyIsMissing) {
    auto settings = settings_of("");

    EXPECT_EQ(refusal([&] { settings.text("broker.client_id"); }),
              "web.toml: broker.client_id: is missing, must be a text in quotes");
    EXPECT_EQ(refusal([&] {
                  settings.number("http.workers", {1, 64});
              }),
              "web.toml: http.workers: is missing, must be a whole number from 1 to 64");
    EXPECT_EQ(refusal([&] { settings.flag("http.compress"); }),
              "web.toml: http.compress: is missing, must be true or false");
}

TEST(SettingsFile, SaysWhereAValueIsOfTheWrongType) {
    auto settings =
        settings_of("[broker]\nhost = 5\nport = \"1883\"\n[http]\ncompress = 1\nworkers = 2.5\n");

    EXPECT_EQ(refusal([&] { settings.text("broker.host"); }),
              "web.toml:2: broker.host: is 5, must be a text in quotes");
    EXPECT_EQ(refusal([&] { settings.port("broker.port"); }),
              "web.toml:3: broker.port: is \"1883\", must be a whole number from 1 to 65535");
    EXPECT_EQ(refusal([&] { settings.flag("http.compress"); }),
              "web.toml:5: http.compress: is 1, must be true or false");
    EXPECT_EQ(refusal([&] {
                  settings.number("http.workers", {1, 64});
              }),
              "web.toml:6: http.workers: is 2.5, must be a whole number from 1 to 64");
    EXPECT_EQ(refusal([&] { settings.text("http"); }),
              "web.toml:4: http: is a table, must be a text in quotes");
}

TEST(SettingsFile, TakesNumbersUpToBothEndsOfTheirRange) {
    auto settings = settings_of("a = 1\nb = 64\nc = 0\nd = 65\n");

    EXPECT_EQ(settings.number("a", {1, 64}), 1);
    EXPECT_EQ(settings.number("b", {1, 64}), 64);
    EXPECT_THROW(settings.number("c", {1, 64}), SettingsError);
    EXPECT_THROW(settings.number("d", {1, 64}), SettingsError);
}

TEST(SettingsFile, GivesListsOfTexts) {
    auto settings = settings_of("a = [\"x\", \"y\"]\nb = []\n");

    EXPECT_THAT(settings.texts("a", 2), testing::ElementsAre("x", "y"));
    EXPECT_THAT(settings.texts("b", 2), testing::IsEmpty());
    EXPECT_THAT(settings.texts("c", 2), testing::IsEmpty());
}

TEST(SettingsFile, SaysWhereAListIsNone) {
    auto settings =
        settings_of("a = \"x\"\nb = [\"x\", \"y\", \"z\"]\nc = [\"x\",\n1]\nd = [\"\"]\n");

    EXPECT_EQ(refusal([&] { settings.texts("a", 2); }),
              "web.toml:1: a: is \"x\", must be a list of at most 2 texts in quotes");
    EXPECT_THAT(refusal([&] { settings.texts("b", 2); }), testing::StartsWith("web.toml:2: b: "));
    EXPECT_EQ(refusal([&] { settings.texts("c", 2); }),
              "web.toml:4: c: is 1, must be a list of at most 2 texts in quotes");
    EXPECT_THROW(settings.texts("d", 2), SettingsError);
}

TEST(SettingsFile, NamesTheSectionsBelowOne) {
    auto settings = settings_of("[race.one]\nkey = 1\n[race.two.deeper]\nkey = 2\n");

    EXPECT_EQ(settings.sections("race", 2), (std::vector<std::string>{"one", "two"}));
    EXPECT_TRUE(settings.sections("nothing", 2).empty());
    EXPECT_EQ(refusal([&] { settings.sections("race", 1); }),
              "web.toml:1: race: is a table, must be at most 1 sections [race.NAME]");
    EXPECT_EQ(refusal([&] { settings.sections("race.one", 2); }),
              "web.toml:2: race.one.key: is 1, must be at most 2 sections [race.one.NAME]");
}

TEST(SettingsFile, RefusesAKeyThatNobodyKnows) {
    auto settings = settings_of("[broker]\nhost = \"a\"\nprot = 1\n");
    settings.text("broker.host");
    settings.port("broker.port", 1883);

    EXPECT_EQ(refusal([&] { settings.refuse_unknown(); }),
              "web.toml:3: broker.prot: is not known, must be one of broker.host, broker.port");
}

TEST(SettingsFile, RefusesASectionThatNobodyKnows) {
    auto settings = settings_of("[borker]\nhost = \"a\"\n");
    settings.text("broker.host", "b");

    EXPECT_EQ(refusal([&] { settings.refuse_unknown(); }),
              "web.toml:1: borker: is not known, must be one of broker.host");
}

TEST(SettingsFile, RefusesWhatIsNotToml) {
    EXPECT_THAT(refusal([] { settings_of("[broker]\nhost = \n"); }),
                testing::StartsWith("web.toml:2: "));
}

TEST(SettingsFile, SaysACallersOwnRule) {
    auto settings = settings_of("[site]\nfolder = \"x\"\n");

    EXPECT_EQ(refusal([&] { settings.refuse("site.folder", "no such folder"); }),
              "web.toml:2: site.folder: no such folder");
}

TEST(SettingsFile, RefusesAFileThatIsNotThereOrIsNone) {
    EXPECT_THAT(refusal([] { SettingsFile{std::filesystem::path{"/nonexistent.toml"}}; }),
                testing::HasSubstr("/nonexistent.toml: cannot be read"));
    EXPECT_THAT(refusal([] { SettingsFile{std::filesystem::path{"/"}}; }),
                testing::HasSubstr("cannot be read"));
    EXPECT_THAT(refusal([] { SettingsFile{std::filesystem::path{"/dev/zero"}}; }),
                testing::HasSubstr("too long"));
}

} // namespace
} // namespace lanterne::service
