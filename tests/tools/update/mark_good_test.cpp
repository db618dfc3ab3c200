#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"
#include "tests/tools/update/stand_in.hpp"

/// tools/update/mark-good: a system is good once a fix of it is stored.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class MarkGood : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(stamp.parent_path());
        stand_in(bin / "rauc", "echo \"rauc $*\" >>" + marks.string() + "\nexit $(cat " +
                                   (home.path() / "rauc_code").string() +
                                   " 2>/dev/null || echo 0)\n");
        stand_in(bin / "lanterne-tracker", "[ \"$*\" = 'status --proven' ] || exit 2\n"
                                           "[ -e " +
                                               proof.string() +
                                               " ] || { echo 'no fix yet'; exit 1; }\n");
    }

    support::ChildProcess start() const {
        return support::ChildProcess{{.words = {LANTERNE_SOURCE_FOLDER "/tools/update/mark-good",
                                                "--root", home.path(), "--every", "0.1"},
                                      .environment = {{"PATH", bin.string() + ":/usr/bin:/bin"}},
                                      .output = said}};
    }

    support::TempFolder home;
    const fs::path bin = home.path() / "bin";
    const fs::path proof = home.path() / "proof";
    const fs::path marks = home.path() / "marks";
    const fs::path said = home.path() / "said";
    const fs::path stamp = home.path() / "var/lib/lanterne-update/proven";
};

TEST_F(MarkGood, WaitsForAFixAndItsReceiptThenMarksOnce) {
    support::ChildProcess script = start();
    ASSERT_TRUE(support::wait_until(
        [&] { return support::read_text(said) == "mark-good: not yet: no fix yet \n"; }));
    EXPECT_FALSE(fs::exists(marks));

    touch(proof);

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
    touch(proof);
    std::ofstream{home.path() / "rauc_code"} << 1;

    EXPECT_NE(start().wait(), 0);
    EXPECT_FALSE(fs::exists(stamp));
}

} // namespace
} // namespace lanterne::tools
