#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

/// tools/systemd/lanterne-ingest.service, as systemd itself judges it.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string analyze = "/usr/bin/systemd-analyze";

class IngestService : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NE(shipped_.find(installed_), std::string::npos);
        std::string unit = shipped_;
        unit.replace(unit.find(installed_), installed_.size(),
                     fs::absolute(LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest").string());
        std::ofstream{unit_} << unit;
    }

    struct Said {
        int code = -1;
        std::string text;
    };

    Said systemd_says(const std::vector<std::string>& words) const {
        const fs::path output = home_.path() / "said";
        support::Command command{
            .words = {analyze},
            .environment = {{"SYSTEMD_UNIT_PATH", home_.path().string() + ":"}},
            .output = output};
        command.words.insert(command.words.end(), words.begin(), words.end());
        support::ChildProcess child{command};
        const int code = child.wait().value_or(-1);
        return {code, support::read_text(output)};
    }

    const std::string installed_ = "/usr/bin/lanterne-ingest";
    const std::string shipped_ = support::read_text(fs::path{LANTERNE_SOURCE_FOLDER} /
                                                    "tools/systemd/lanterne-ingest.service");
    support::TempFolder home_;
    fs::path unit_ = home_.path() / "lanterne-ingest.service";
};

TEST_F(IngestService, IsReadToTheLastLine) {
    if (!fs::exists(analyze)) {
        GTEST_SKIP() << "systemd is not installed: nobody here can judge a service";
    }
    const Said verified = systemd_says({"verify", "--man=no", unit_.string()});

    EXPECT_EQ(verified.code, 0) << verified.text;
    // It ends with 0 also when it does not know a key: what it says is what counts.
    EXPECT_THAT(verified.text, testing::Not(HasSubstr("lanterne-ingest.service")));
}

TEST_F(IngestService, MayDoLittleBesideItsWork) {
    if (!fs::exists(analyze)) {
        GTEST_SKIP() << "systemd is not installed: nobody here can judge a service";
    }
    // In tenths of its exposure level, which goes to 10.
    const Said judged =
        systemd_says({"security", "--offline=true", "--threshold=15", unit_.string()});

    EXPECT_EQ(judged.code, 0) << judged.text;
}

TEST_F(IngestService, IsWatchedAndStartedAgain) {
    for (const char* line : {"\nType=notify\n", "\nWatchdogSec=120\n", "\nRestart=always\n",
                             "\nStartLimitIntervalSec=0\n", "\nProtectSystem=strict\n",
                             "\nNoNewPrivileges=yes\n", "\nDynamicUser=yes\n"}) {
        EXPECT_THAT(shipped_, HasSubstr(line));
    }
}

} // namespace
} // namespace lanterne::tools
