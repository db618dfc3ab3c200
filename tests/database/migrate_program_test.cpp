#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/connection.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::database {
namespace {

using testing::HasSubstr;

struct Outcome {
    int code;
    std::string output;
};

class MigrateProgram : public ::testing::Test {
protected:
    Outcome run(std::vector<std::string> arguments,
                std::map<std::string, std::string> environment = {}) {
        support::Command command{.words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-migrate"},
                                 .environment = std::move(environment),
                                 .output = folder_.path() / "output"};
        command.words.insert(command.words.end(), arguments.begin(), arguments.end());
        std::ofstream{command.output}; // empties it
        support::ChildProcess child{command};
        const auto code = child.wait();
        return {code.value_or(-1), support::read_text(command.output)};
    }

    support::TempFolder folder_;
    std::string conninfo_ = support::shared_postgres().empty_database();
    std::vector<std::string> ours_{"--conninfo", conninfo_, "--folder",
                                   LANTERNE_SOURCE_FOLDER "/database/migrations"};

    std::vector<std::string> with(const std::string& word) const {
        auto words = ours_;
        words.push_back(word);
        return words;
    }
};

TEST_F(MigrateProgram, SaysWhatItApplied) {
    const auto first = run(ours_);
    EXPECT_EQ(first.code, 0);
    EXPECT_THAT(first.output, HasSubstr("applied 0001_plan\napplied 0002_race\n"));

    const auto second = run(ours_);
    EXPECT_EQ(second.code, 0);
    EXPECT_EQ(second.output, "the database is up to date\n");
}

TEST_F(MigrateProgram, TellsWithCheckWhatItWouldDo) {
    const auto behind = run(with("--check"));
    EXPECT_EQ(behind.code, 1);
    EXPECT_THAT(behind.output, HasSubstr("would apply 0001_plan\n"));

    run(ours_);

    EXPECT_EQ(run(with("--check")).code, 0);
}

TEST_F(MigrateProgram, EndsWithOneWhenRefused) {
    run(ours_);
    std::ofstream{folder_.path() / "0001_other.sql"} << "SELECT 1";

    const auto refused = run({"--conninfo", conninfo_, "--folder", folder_.path()});

    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.output,
                HasSubstr("lanterne-migrate: the database has migration 0001_plan"));
}

TEST_F(MigrateProgram, EndsWithOneWhenThereIsNoDatabase) {
    const auto failed = run({"--conninfo", "host=/nonexistent dbname=x"});

    EXPECT_EQ(failed.code, 1);
    EXPECT_THAT(failed.output, testing::StartsWith("lanterne-migrate: "));
}

TEST_F(MigrateProgram, EndsWithTwoForWrongOptions) {
    EXPECT_EQ(run({"--colour"}).code, 2);
    EXPECT_EQ(run({"--help"}).code, 0);
    EXPECT_EQ(run({"--version"}).code, 0);
}

TEST_F(MigrateProgram, TakesTheDatabaseFromTheEnvironment) {
    const auto host = conninfo_.substr(5, conninfo_.find(' ') - 5);
    const auto name = conninfo_.substr(conninfo_.rfind('=') + 1);

    const auto done =
        run({"--folder", ours_.back()},
            {{"PGHOST", host}, {"PGPORT", "5432"}, {"PGUSER", "lanterne"}, {"PGDATABASE", name}});

    EXPECT_EQ(done.code, 0) << done.output;
}

TEST_F(MigrateProgram, SetsTheRightsAfterwardsEachTime) {
    const auto grants = folder_.path() / "grants.sql";
    std::ofstream{grants} << "GRANT SELECT ON plan.race TO PUBLIC";
    auto words = ours_;
    words.insert(words.end(), {"--grants", grants});

    const auto first = run(words);
    const auto second = run(words);

    EXPECT_EQ(first.code, 0) << first.output;
    EXPECT_EQ(second.code, 0) << second.output;
    EXPECT_THAT(second.output, HasSubstr("rights are as " + grants.string() + " says"));
    EXPECT_EQ(Connection{conninfo_}
                  .execute("SELECT has_table_privilege('public', 'plan.race', 'SELECT')")
                  .get<bool>(0, 0),
              true);
}

TEST_F(MigrateProgram, LeavesTheRightsWhenTheirFileFails) {
    const auto grants = folder_.path() / "grants.sql";
    auto words = ours_;
    words.insert(words.end(), {"--grants", grants});

    const auto missing = run(words);
    std::ofstream{grants} << "GRANT SELECT ON plan.race TO PUBLIC; COMMIT; SELECT 1";
    const auto torn = run(words);
    std::ofstream{grants} << "GRANT SELECT ON plan.entry TO PUBLIC; SELECT 1 / 0";
    const auto failed = run(words);

    for (const auto& ended : {missing, torn, failed}) {
        EXPECT_EQ(ended.code, 1) << ended.output;
    }
    EXPECT_THAT(missing.output, HasSubstr("grants.sql: empty, or cannot be read"));
    EXPECT_THAT(torn.output, HasSubstr("grants.sql ends the transaction"));
    EXPECT_EQ(Connection{conninfo_}
                  .execute("SELECT has_table_privilege('public', 'plan.entry', 'SELECT')")
                  .get<bool>(0, 0),
              false);
}

TEST_F(MigrateProgram, DrawsANewStore) {
    run(ours_);

    const auto drawn = run({"--conninfo", conninfo_, "new-store"});

    EXPECT_EQ(drawn.code, 0);
    EXPECT_THAT(drawn.output, HasSubstr("this database is now store "));
}

} // namespace
} // namespace lanterne::database
