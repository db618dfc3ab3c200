#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/firmware/status/a_status.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"
#include "tests/tools/update/stand_in.hpp"
#include "tests/tools/update/told_status.hpp"

/// tools/update/mark-good: a system is good once a fix of it is stored.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;

class MarkGood : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(stamp.parent_path());
        stand_in(bin / "rauc", "echo \"rauc $*\" >>" + marks.string() + "\nexit $(cat " +
                                   (home.path() / "rauc_code").string() +
                                   " 2>/dev/null || echo 0)\n");
    }

    support::ChildProcess start() const {
        const std::string script = LANTERNE_SOURCE_FOLDER "/tools/update/mark-good";
        return support::ChildProcess{
            {.words = {script, "--root", home.path(), "--every", "0.1"},
             .environment = {{"PATH", bin.string() + ":" + path_with_the_tracker()}},
             .output = said}};
    }

    support::TempFolder home;
    const fs::path bin = home.path() / "bin";
    const firmware::UnitStatus proven = firmware::a_status();
    const fs::path marks = home.path() / "marks";
    const fs::path said = home.path() / "said";
    const fs::path stamp = home.path() / "var/lib/lanterne-update/proven";
};

TEST_F(MarkGood, WaitsForAFixAndItsReceiptThenMarksOnce) {
    firmware::UnitStatus status = proven;
    status.receipts.fixes = 0;
    support::ChildProcess script = start();
    ASSERT_TRUE(support::wait_until([&] {
        tell(home.path(), status);
        return support::read_text(said).ends_with(
            "mark-good: not yet: no: no fix since the start has a receipt\n");
    }));
    EXPECT_FALSE(fs::exists(marks));

    ASSERT_TRUE(support::wait_until([&] {
        tell(home.path(), proven);
        return !script.running();
    }));

    EXPECT_EQ(script.wait(), 0);
    EXPECT_EQ(support::read_text(marks), "rauc status mark-good\n");
    EXPECT_TRUE(fs::exists(stamp));
}

TEST_F(MarkGood, MarksAtOnceWhatWasProvenBefore) {
    touch(stamp);

    EXPECT_EQ(start().wait(), 0);
    EXPECT_EQ(support::read_text(marks), "rauc status mark-good\n");
}

TEST_F(MarkGood, RemembersNoProofThatRaucDidNotTake) {
    std::ofstream{home.path() / "rauc_code"} << 1;
    support::ChildProcess script = start();

    ASSERT_TRUE(support::wait_until([&] {
        tell(home.path(), proven);
        return !script.running();
    }));

    EXPECT_NE(script.wait(), 0);
    EXPECT_FALSE(fs::exists(stamp));
}

} // namespace
} // namespace lanterne::tools
