#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/connection.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::database {
namespace {

using support::shared_postgres;

class ConnectionTest : public ::testing::Test {
protected:
    std::int64_t count() {
        return connection_.execute("SELECT count(*) FROM thing").get<std::int64_t>(0, 0);
    }

    std::string conninfo_ = shared_postgres().empty_database();
    Connection connection_{conninfo_};
};

std::string sqlstate_of(Connection& connection, const std::string& sql) {
    try {
        connection.execute(sql);
        return "none";
    } catch (const StatementFailed& failed) {
        return failed.sqlstate;
    }
}

TEST_F(ConnectionTest, AnswersAStatementAgainAndAgain) {
    for (std::int32_t i = 0; i < 3; ++i) {
        const Rows rows = connection_.execute("SELECT $1 + 1", Parameters{}.add(i));
        EXPECT_EQ(rows.get<std::int32_t>(0, 0), i + 1);
    }
}

TEST_F(ConnectionTest, TakesTheSameTextWithParametersOfAnotherType) {
    EXPECT_EQ(
        connection_.execute("SELECT $1", Parameters{}.add(std::int32_t{1})).get<std::int32_t>(0, 0),
        1);
    EXPECT_EQ(connection_.execute("SELECT $1", Parameters{}.add("a")).get<std::string>(0, 0), "a");
}

TEST_F(ConnectionTest, KeepsALimitedNumberOfPreparedStatements) {
    for (std::size_t i = 0; i <= Connection::prepared_limit; ++i) {
        connection_.execute("SELECT " + std::to_string(i));
    }

    const Rows kept = connection_.execute("SELECT count(*) FROM pg_prepared_statements");

    EXPECT_LE(kept.get<std::int64_t>(0, 0), 3);
}

TEST_F(ConnectionTest, KnowsHowLongStatementsTook) {
    connection_.execute("SELECT pg_sleep(0.05)");

    EXPECT_GE(connection_.waited(), std::chrono::milliseconds{50});
}

TEST_F(ConnectionTest, CountsRowsAndWhatWasTouched) {
    connection_.run_script(
        "CREATE TABLE thing (n integer); INSERT INTO thing VALUES (1), (2), (3)");

    EXPECT_EQ(connection_.execute("UPDATE thing SET n = 0 WHERE n > 1").affected(), 2U);
    EXPECT_TRUE(connection_.execute("SELECT n FROM thing WHERE n > 1").empty());
    EXPECT_EQ(connection_.execute("SELECT n FROM thing").size(), 3U);
    EXPECT_EQ(connection_.execute("DELETE FROM thing RETURNING n").size(), 3U);
}

TEST_F(ConnectionTest, TellsWhyAStatementFailedAndGoesOn) {
    EXPECT_EQ(sqlstate_of(connection_, "SELEC 1"), "42601");
    EXPECT_EQ(sqlstate_of(connection_, "SELECT * FROM nothing"), "42P01");
    EXPECT_EQ(sqlstate_of(connection_, "SELECT 1 / 0"), "22012");
    EXPECT_EQ(sqlstate_of(connection_, "SELECT 1"), "none");
}

TEST_F(ConnectionTest, RefusesRowsAndColumnsThatAreNotThere) {
    const Rows rows = connection_.execute("SELECT 1");

    EXPECT_THROW(rows.get<std::int32_t>(1, 0), std::logic_error);
    EXPECT_THROW(rows.get<std::int32_t>(0, 1), std::logic_error);
}

TEST_F(ConnectionTest, RunsAScriptWholeOrNotAtAll) {
    EXPECT_THROW(connection_.run_script("CREATE TABLE thing (); SELECT 1 / 0"), StatementFailed);

    EXPECT_EQ(sqlstate_of(connection_, "SELECT * FROM thing"), "42P01");
}

TEST_F(ConnectionTest, CarriesAMegabyteBothWays) {
    const std::vector<std::byte> large(8'000'000, std::byte{0xa5});

    const Rows rows = connection_.execute("SELECT $1", Parameters{}.add(large));

    EXPECT_EQ(rows.get<std::vector<std::byte>>(0, 0), large);
}

TEST_F(ConnectionTest, RefusesCopyAndIsLostAfterIt) {
    EXPECT_THROW(connection_.run_script("COPY (SELECT 1) TO STDOUT"), std::logic_error);

    EXPECT_THROW(connection_.execute("SELECT 1"), ConnectionLost);
}

TEST_F(ConnectionTest, CanMove) {
    Connection moved{std::move(connection_)};

    EXPECT_EQ(moved.execute("SELECT 1").size(), 1U);
}

TEST_F(ConnectionTest, CommitsATransaction) {
    connection_.run_script("CREATE TABLE thing (n integer)");

    Transaction transaction{connection_};
    connection_.execute("INSERT INTO thing VALUES (1)");
    transaction.commit();

    EXPECT_EQ(Connection{conninfo_}.execute("SELECT n FROM thing").size(), 1U);
}

TEST_F(ConnectionTest, RollsBackATransactionThatGoesOutOfScope) {
    connection_.run_script("CREATE TABLE thing (n integer)");
    {
        const Transaction transaction{connection_};
        connection_.execute("INSERT INTO thing VALUES (1)");
    }

    EXPECT_EQ(count(), 0);
}

TEST_F(ConnectionTest, NeverTakesARollbackForACommit) {
    connection_.run_script("CREATE TABLE thing (n integer)");
    Transaction transaction{connection_};
    connection_.execute("INSERT INTO thing VALUES (1)");
    EXPECT_EQ(sqlstate_of(connection_, "SELECT 1 / 0"), "22012");

    EXPECT_THROW(transaction.commit(), StatementFailed);

    EXPECT_EQ(count(), 0);
}

TEST_F(ConnectionTest, TellsOfACommitThatAConstraintRefuses) {
    connection_.run_script("CREATE TABLE thing (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    Transaction transaction{connection_};
    connection_.execute("INSERT INTO thing VALUES (1), (1)");

    EXPECT_THROW(transaction.commit(), StatementFailed);

    EXPECT_EQ(count(), 0);
}

TEST_F(ConnectionTest, RefusesATransactionWithinATransaction) {
    const Transaction transaction{connection_};

    EXPECT_THROW(Transaction{connection_}, std::logic_error);
}

TEST_F(ConnectionTest, HearsNotificationsOfOthers) {
    connection_.run_script("LISTEN plan");
    Connection{conninfo_}.execute("SELECT pg_notify('plan', 'race 7')");

    const auto heard = connection_.notifications(std::chrono::seconds{20});

    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].channel, "plan");
    EXPECT_EQ(heard[0].payload, "race 7");
}

TEST_F(ConnectionTest, HearsNotificationsThatCameWithAnAnswer) {
    connection_.run_script("LISTEN plan");
    Connection{conninfo_}.execute("SELECT pg_notify('plan', 'race 7')");
    connection_.execute("SELECT 1");

    EXPECT_EQ(connection_.notifications(std::chrono::seconds{20}).size(), 1U);
    EXPECT_TRUE(connection_.notifications(std::chrono::milliseconds{0}).empty());
}

TEST_F(ConnectionTest, SaysNothingOnStderr) {
    testing::internal::CaptureStderr();

    connection_.run_script("DROP TABLE IF EXISTS nothing");

    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(ConnectionTest, IsLostWhenTheServerEndsIt) {
    const auto process = connection_.execute("SELECT pg_backend_pid()").get<std::int32_t>(0, 0);
    Connection{conninfo_}.execute("SELECT pg_terminate_backend($1)", Parameters{}.add(process));

    EXPECT_THROW(connection_.execute("SELECT 1"), ConnectionLost);
    EXPECT_THROW(connection_.execute("SELECT 1"), ConnectionLost);
    EXPECT_THROW(connection_.notifications(std::chrono::milliseconds{0}), ConnectionLost);
    EXPECT_EQ(connection_.socket(), -1);
}

TEST_F(ConnectionTest, IsLostWhenItsUserGivesAStatementUp) {
    int asked = 0;
    connection_.give_up_when([&] { return ++asked == 3; });

    EXPECT_THROW(connection_.execute("SELECT pg_sleep(30)"), ConnectionLost);

    EXPECT_EQ(asked, 3);
    EXPECT_THROW(connection_.execute("SELECT 1"), ConnectionLost) << "for good";
}

TEST_F(ConnectionTest, IsLostOnceItWasSilentForTooLongInATransaction) {
    connection_.run_script("SET idle_in_transaction_session_timeout = '50ms'");
    const auto process = connection_.execute("SELECT pg_backend_pid()").get<std::int32_t>(0, 0);
    const Transaction silent{connection_};
    Connection other{conninfo_};
    ASSERT_TRUE(support::wait_until([&] {
        return other
            .execute("SELECT FROM pg_stat_activity WHERE pid = $1", Parameters{}.add(process))
            .empty();
    }));

    EXPECT_THROW(connection_.execute("SELECT 1"), ConnectionLost);
}

TEST(Connect, IsLostWhenNobodyListens) {
    EXPECT_THROW(Connection{"host=/nonexistent dbname=lanterne"}, ConnectionLost);
}

TEST(Connect, IsLostWhenTheDatabaseIsMissing) {
    const std::string conninfo = shared_postgres().empty_database();

    EXPECT_THROW(Connection{conninfo + "_not"}, ConnectionLost);
}

TEST(Connect, RefusesSettingsThatLibpqDoesNotKnow) {
    try {
        const Connection connection{"colour=blue"};
        FAIL() << "it connected";
    } catch (const ConnectionLost& lost) {
        EXPECT_THAT(lost.what(), testing::HasSubstr("colour"));
    }
}

} // namespace
} // namespace lanterne::database
