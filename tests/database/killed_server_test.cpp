#include <memory>

#include <gtest/gtest.h>

#include "database/connection.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::database {
namespace {

using support::Durability;
using support::PrivatePostgres;

class KilledServer : public ::testing::Test {
protected:
    // Each test leaves it running.
    static void SetUpTestSuite() { postgres_ = std::make_unique<PrivatePostgres>(Durability::on); }

    static void TearDownTestSuite() { postgres_.reset(); }

    static inline std::unique_ptr<PrivatePostgres> postgres_;
    std::string conninfo_ = postgres_->empty_database();
    Connection connection_{conninfo_};
};

TEST_F(KilledServer, LosesTheConnectionAndNothingThatWasCommitted) {
    connection_.run_script("CREATE TABLE thing (n integer)");
    {
        Transaction transaction{connection_};
        connection_.execute("INSERT INTO thing VALUES (1)");
        transaction.commit();
    }
    const Transaction open{connection_};
    connection_.execute("INSERT INTO thing VALUES (2)");

    postgres_->kill9();

    EXPECT_THROW(connection_.execute("SELECT 1"), ConnectionLost);
    EXPECT_THROW(Connection{conninfo_}, ConnectionLost);
    postgres_->start();
    EXPECT_EQ(Connection{conninfo_}.execute("SELECT n FROM thing").size(), 1U);
}

TEST_F(KilledServer, EndsAWaitForNotifications) {
    connection_.run_script("LISTEN plan");

    postgres_->kill9();

    EXPECT_THROW(connection_.notifications(std::chrono::seconds{20}), ConnectionLost);
    postgres_->start();
}

TEST_F(KilledServer, IsNotWaitedForWhenItDoesNotAnswer) {
    postgres_->freeze();
    const auto before = std::chrono::steady_clock::now();

    EXPECT_THROW(Connection{conninfo_ + " connect_timeout=2"}, ConnectionLost);

    EXPECT_LT(std::chrono::steady_clock::now() - before, support::patience);
    postgres_->thaw();
    EXPECT_EQ(connection_.execute("SELECT 1").size(), 1U);
}

TEST_F(KilledServer, IsNotWaitedForWhenItStopsAnswering) {
    Connection connection{conninfo_, std::chrono::milliseconds{300}};
    postgres_->freeze();

    EXPECT_THROW(connection.execute("SELECT 1"), ConnectionLost);

    EXPECT_THROW(connection.execute("SELECT 1"), ConnectionLost);
    postgres_->thaw();
}

TEST_F(KilledServer, IsNotWaitedForWhenItStopsTaking) {
    Connection connection{conninfo_, std::chrono::milliseconds{300}};
    postgres_->freeze();
    const std::string more_than_a_socket_holds(8'000'000, 'x');

    EXPECT_THROW(connection.execute("SELECT $1", Parameters{}.add(more_than_a_socket_holds)),
                 ConnectionLost);

    postgres_->thaw();
}

TEST_F(KilledServer, IsThereAgainAfterAnOrderlyStop) {
    postgres_->stop();
    EXPECT_THROW(connection_.execute("SELECT 1"), ConnectionLost);

    postgres_->start();

    EXPECT_EQ(Connection{conninfo_}.execute("SELECT 1").size(), 1U);
}

} // namespace
} // namespace lanterne::database
