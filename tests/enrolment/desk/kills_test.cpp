#include <fstream>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "firmware/identity/certificate.hpp"
#include "tests/enrolment/desk/enrolment_world.hpp"

namespace lanterne::enrolment {
namespace {

namespace fs = std::filesystem;

constexpr int boards = 6;

class KillsTest : public EnrolmentWorld {
protected:
    static std::string serial(int number) { return fmt::format("unit{:02}", number); }

    void provision_all() {
        std::string list = "serial\n";
        for (int i = 0; i < boards; ++i) {
            list += serial(i) + "\n";
        }
        ASSERT_EQ(provision(list).code, 0);
    }

    /// Starts it for each board that has no identity yet.
    std::vector<support::ChildProcess> start_boards() {
        std::vector<support::ChildProcess> started;
        for (int i = 0; i < boards; ++i) {
            if (!fs::exists(board(serial(i)) / "current")) {
                started.emplace_back(support::Command{
                    .words = enrol_words(serial(i),
                                         {"--file", out() / serial(i) / "lanterne-enrol.toml"})});
            }
        }
        return started;
    }

    /// In front of lanterne-authority: kills it, and all that it started, after up to that long.
    void kill_who_signs(int most_ms) {
        const fs::path front = folder.path() / "front";
        fs::create_directory(front);
        const std::string real = fs::absolute(LANTERNE_SOURCE_FOLDER "/tools/authority");
        std::ofstream{front / "lanterne-authority"}
            << "#!/bin/bash\n"
            << "exec timeout -s KILL $(printf '0.%03d' $((RANDOM % " << most_ms << " + 1))) "
            << real << "/lanterne-authority \"$@\"\n";
        fs::permissions(front / "lanterne-authority", fs::perms::owner_all);
        path_before = front.string() + ":";
    }

    void end_in_peace() {
        start_desk();
        for (auto& child : start_boards()) {
            EXPECT_EQ(child.wait(), 0) << desk_log();
        }
    }

    void expect_one_certificate_each() {
        for (int i = 0; i < boards; ++i) {
            SCOPED_TRACE(serial(i));
            EXPECT_EQ(valid_certificates(serial(i)), 1U);
            EXPECT_EQ(current(serial(i), "unit.crt") + current(serial(i), "authority.crt") +
                          current(serial(i), "configuration.pub") + "broker " +
                          current(serial(i), "broker"),
                      support::read_text(made.answer(serial(i))));
        }
        EXPECT_EQ(valid_certificates(), static_cast<std::size_t>(boards));
    }
};

TEST_F(KillsTest, ADeskThatIsKilledEnrolsEachUnitOnce) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random{seed};
    provision_all();

    for (int round = 0; round < 5; ++round) {
        start_desk();
        const auto trying = start_boards();
        // A moment of the work, wherever that falls.
        EXPECT_FALSE(
            support::wait_until([] { return false; }, std::chrono::milliseconds{random() % 300}));
        desk->kill9();
    }
    end_in_peace();

    expect_one_certificate_each();
}

TEST_F(KillsTest, AnAuthorityThatIsKilledWhileItSignsSignsForEachUnitOnce) {
    provision_all();
    kill_who_signs(80);
    start_desk();

    for (int round = 0; round < 4; ++round) {
        for (auto& child : start_boards()) {
            child.wait();
        }
    }
    EXPECT_THAT(desk_log(), testing::HasSubstr("the authority does not sign")) << "none was killed";
    path_before.clear();
    end_in_peace();

    expect_one_certificate_each();
}

} // namespace
} // namespace lanterne::enrolment
