#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/migrations.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::database {
namespace {

using support::shared_postgres;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Migrations : public ::testing::Test {
protected:
    void write(const std::string& file, const std::string& sql) const {
        std::ofstream{folder() / file} << sql;
    }

    void write_two() const {
        write("0001_first.sql", "CREATE TABLE first (n integer);");
        write("0002_second.sql",
              "CREATE TABLE second (n integer);\nINSERT INTO second VALUES (1), (2);");
    }

    const std::filesystem::path& folder() const { return folder_.path(); }

    std::vector<std::string> run() { return migrate(connection_, folder()); }

    /// What it says when it refuses.
    std::string refusal() {
        try {
            run();
            return "not refused";
        } catch (const MigrationRefused& refused) {
            return refused.what();
        }
    }

    std::int64_t count(const std::string& table) {
        return connection_.execute("SELECT count(*) FROM " + table).get<std::int64_t>(0, 0);
    }

    bool has(const std::string& table) {
        return connection_.execute("SELECT to_regclass($1) IS NOT NULL", Parameters{}.add(table))
            .get<bool>(0, 0);
    }

    support::TempFolder folder_;
    std::string conninfo_ = shared_postgres().empty_database();
    Connection connection_{conninfo_};
};

TEST_F(Migrations, AreAppliedInOrderToAnEmptyDatabase) {
    write_two();

    EXPECT_THAT(run(), ElementsAre("0001_first", "0002_second"));

    EXPECT_EQ(count("second"), 2);
    const Rows rows =
        connection_.execute("SELECT version, name, sha256 FROM schema_migration ORDER BY version");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows.get<std::int32_t>(0, 0), 1);
    EXPECT_EQ(rows.get<std::string>(0, 1), "0001_first");
    EXPECT_EQ(rows.get<std::string>(0, 2),
              "c5bbbc901999dbd85e0ca8fe7969b7ae21f6f2eaef731b438e8cf2c1e8eab0c4");
}

TEST_F(Migrations, AreAppliedOnce) {
    write_two();
    run();

    EXPECT_THAT(run(), IsEmpty());

    EXPECT_EQ(count("second"), 2);
}

TEST_F(Migrations, AreAppliedWhenTheyAreNew) {
    write_two();
    run();
    write("0003_third.sql", "CREATE TABLE third ()");

    EXPECT_THAT(run(), ElementsAre("0003_third"));
}

TEST_F(Migrations, AreRefusedWhenChanged) {
    write_two();
    run();
    write("0001_first.sql", "CREATE TABLE first (n bigint);");

    EXPECT_THAT(refusal(), HasSubstr("0001_first.sql was changed after it was applied"));
}

TEST_F(Migrations, AreRefusedWhenTheDatabaseHasOneThatTheFolderLacks) {
    write_two();
    run();
    std::filesystem::remove(folder() / "0002_second.sql");

    EXPECT_THAT(refusal(), HasSubstr("the database has migration 0002_second"));
}

TEST_F(Migrations, AreRefusedWhenRenamed) {
    write_two();
    run();
    std::filesystem::rename(folder() / "0002_second.sql", folder() / "0002_other.sql");

    EXPECT_THAT(refusal(), HasSubstr("the database has migration 0002_second"));
}

TEST_F(Migrations, AreRefusedWhenTheyComeBeforeOneThatIsApplied) {
    write("0001_first.sql", "CREATE TABLE first ()");
    write("0003_third.sql", "CREATE TABLE third ()");
    run();
    write("0002_second.sql", "CREATE TABLE second ()");

    EXPECT_THAT(refusal(), HasSubstr("0002_second.sql comes before 0003_third"));
    EXPECT_FALSE(has("second"));
}

TEST_F(Migrations, AreRefusedUnderAnotherName) {
    for (const char* name : {"1_first.sql", "0000_zero.sql", "first.sql", "0001-first.sql",
                             "0001_First.sql", "0001_.sql"}) {
        write(name, "SELECT 1");
        EXPECT_THAT(refusal(), HasSubstr("NNNN_words_in_small_letters.sql")) << name;
        std::filesystem::remove(folder() / name);
    }
}

TEST_F(Migrations, AreRefusedWithOneNumberTwice) {
    write("0001_first.sql", "SELECT 1");
    write("0001_second.sql", "SELECT 1");

    EXPECT_THAT(refusal(), HasSubstr("0001_first and 0001_second have one number"));
}

TEST_F(Migrations, AreRefusedWhenThereAreNone) {
    EXPECT_THAT(refusal(), HasSubstr("no folder with migrations"));

    write("0001_first.sql", "");
    EXPECT_THAT(refusal(), HasSubstr("empty"));
    EXPECT_THROW(read_migrations("/nonexistent"), MigrationRefused);
}

TEST_F(Migrations, LeaveNothingHalfDoneWhenOneFails) {
    write_two();
    write("0003_third.sql", "CREATE TABLE third (); INSERT INTO nowhere VALUES (1);");

    EXPECT_THROW(run(), StatementFailed);

    EXPECT_TRUE(has("second"));
    EXPECT_FALSE(has("third"));
    EXPECT_EQ(count("schema_migration"), 2);
    write("0003_third.sql", "CREATE TABLE third ();");
    EXPECT_THAT(run(), ElementsAre("0003_third"));
}

TEST_F(Migrations, AreRefusedWhenTheyEndTheirTransaction) {
    write("0001_first.sql", "CREATE TABLE first (); COMMIT;");
    EXPECT_THAT(refusal(), HasSubstr("take COMMIT, ROLLBACK and BEGIN out"));

    write("0001_first.sql", "COMMIT; BEGIN; CREATE TABLE second ();");
    EXPECT_THAT(refusal(), HasSubstr("take COMMIT, ROLLBACK and BEGIN out"));
    EXPECT_EQ(count("schema_migration"), 0);
}

TEST_F(Migrations, WaitForEachOther) {
    write("0001_first.sql", "CREATE TABLE first (); SELECT pg_sleep(0.3);");
    std::vector<std::string> by_other;
    std::thread other{[&] {
        Connection connection{conninfo_};
        by_other = migrate(connection, folder());
    }};

    const auto by_us = run();

    other.join();
    EXPECT_EQ(by_us.size() + by_other.size(), 1U);
}

TEST_F(Migrations, LetTheNextOneInAfterAFailure) {
    write("0001_first.sql", "SELECT 1 / 0");
    EXPECT_THROW(run(), StatementFailed);
    write("0001_first.sql", "CREATE TABLE first ()");

    Connection next{conninfo_};

    EXPECT_THAT(migrate(next, folder()), ElementsAre("0001_first"));
}

TEST_F(Migrations, AreOnlyToldOfWhenChecked) {
    write_two();

    const auto pending = pending_migrations(connection_, folder());

    ASSERT_EQ(pending.size(), 2U);
    EXPECT_EQ(pending[0].name, "0001_first");
    EXPECT_EQ(pending[1].version, 2);
    EXPECT_FALSE(has("first"));
    EXPECT_FALSE(has("schema_migration"));
}

TEST(OurMigrations, BringAnEmptyDatabaseUpToDate) {
    Connection connection{shared_postgres().fresh_database()};
    const std::filesystem::path folder = LANTERNE_SOURCE_FOLDER "/database/migrations";

    EXPECT_THAT(pending_migrations(connection, folder), IsEmpty());
    EXPECT_EQ(
        connection.execute("SELECT max(version) FROM schema_migration").get<std::int32_t>(0, 0),
        read_migrations(folder).back().version);
}

TEST(OurMigrations, NameEachDatabaseAnew) {
    Connection connection{shared_postgres().fresh_database()};
    const auto store = [&] {
        return connection.execute("SELECT store FROM race.store").get<std::int64_t>(0, 0);
    };
    const auto first = store();

    const auto second = draw_new_store(connection);

    EXPECT_GT(first, 0);
    EXPECT_GT(second, 0);
    EXPECT_NE(second, first);
    EXPECT_EQ(store(), second);
}

} // namespace
} // namespace lanterne::database
