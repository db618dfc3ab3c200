#include <filesystem>

#include <gtest/gtest.h>

#include "database/migrations.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::database {
namespace {

using support::shared_postgres;

/// A database of an older Lanterne, with something in it, is brought up to date.
class Upgrade : public ::testing::Test {
protected:
    void migrate_before(const std::string& name) {
        for (const auto& entry : std::filesystem::directory_iterator{all_}) {
            if (entry.path().filename().string() < name) {
                std::filesystem::copy(entry.path(), folder_.path());
            }
        }
        migrate(connection_, folder_.path());
        connection_.run_script(
            "INSERT INTO plan.race (slug, name, time_zone, starts_at) "
            "VALUES ('old', 'Old', 'UTC', '2026-06-14T09:00:00Z');"
            "INSERT INTO plan.entry (race_id, bib, name, sex, category, wave, team) "
            "SELECT race_id, '7', 'Ada', 'female', '', 'all', '' FROM plan.race");
    }

    std::string text(const std::string& sql) {
        return connection_.execute(sql).get<std::string>(0, 0);
    }

    const std::filesystem::path all_{LANTERNE_SOURCE_FOLDER "/database/migrations"};
    support::TempFolder folder_;
    Connection connection_{shared_postgres().empty_database()};
};

TEST_F(Upgrade, KeepsTheCasesFromBeforeTheyHadAnIdentity) {
    migrate_before("0005");
    connection_.run_script("INSERT INTO race.race_case (race_id, entry_id, kind, evidence) "
                           "SELECT race_id, entry_id, 'unscored', '{}' FROM plan.entry;"
                           "INSERT INTO race.race_case (race_id, kind, evidence, closed_at) "
                           "SELECT race_id, 'plan_unreadable', '{}', now() FROM plan.race");

    migrate(connection_, all_);

    EXPECT_EQ(text("SELECT string_agg(concat_ws(' ', identity, stands, closed_by), ', ' "
                   "ORDER BY identity) FROM race.race_case"),
              "plan_unreadable t 0, unscored/7 t");
}

} // namespace
} // namespace lanterne::database
