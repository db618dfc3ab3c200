#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/configurations.hpp"
#include "tests/support/private_postgres.hpp"
#include "web-api/units/configuration_store.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const UnitSerial first = *UnitSerial::from("walker01");
const UnitSerial second = *UnitSerial::from("walker02");

class ConfigurationsTest : public ::testing::Test {
protected:
    void make(const std::vector<UnitSerial>& units) {
        web::offer_config(connection_, units,
                          {.body = {std::byte{0x80}}, .expires = UtcTime{std::chrono::hours{1}}},
                          [](wire::ByteView) { return wire::Signature{}; });
    }

    void withdraw(const UnitSerial& unit) { web::withdraw_configs(connection_, {unit}); }

    void says_applied(const UnitSerial& unit, int version) {
        connection_.execute("INSERT INTO race.unit (serial, applied_version) VALUES ($1, $2)",
                            database::Parameters{}.add(unit.text()).add(std::int64_t{version}));
    }

    /// "walker01 2" for its version 2, "walker01 -" for a message that takes away.
    std::vector<std::string> look(std::size_t taken = 1'000) {
        std::vector<std::string> offers;
        configurations_.look(
            connection_, broker_connections_, [&](const UnitSerial& unit, wire::ByteView message) {
                if (offers.size() == taken) {
                    return false;
                }
                const auto config = wire::decode_signed_config(message);
                offers.push_back(unit.text() + " " +
                                 (config ? std::to_string(config->version)
                                         : std::string(message.empty() ? "-" : "?")));
                return true;
            });
        return offers;
    }

    std::uint64_t broker_connections_ = 1;
    Configurations configurations_;
    database::Connection connection_{support::shared_postgres().fresh_database()};
};

TEST_F(ConfigurationsTest, EachIsOfferedOnce) {
    make({first, second});

    EXPECT_THAT(look(), ElementsAre("walker01 1", "walker02 1"));
    EXPECT_THAT(look(), IsEmpty());
    make({second});
    EXPECT_THAT(look(), ElementsAre("walker02 2"));
}

TEST_F(ConfigurationsTest, OfSeveralVersionsOnlyTheNewestIs) {
    make({first});
    make({first});

    EXPECT_THAT(look(), ElementsAre("walker01 2"));
}

TEST_F(ConfigurationsTest, AWithdrawnOneIsTakenAwayAndOlderOnesDoNotComeBack) {
    make({first});
    make({first});
    look();

    withdraw(first);

    EXPECT_THAT(look(), ElementsAre("walker01 -"));
    EXPECT_THAT(look(), IsEmpty());
    make({first});
    EXPECT_THAT(look(), ElementsAre("walker01 3"));
}

TEST_F(ConfigurationsTest, WhatTheBrokerDoesNotTakeComesAgainInItsOrder) {
    make({first, second});

    EXPECT_THAT(look(1), ElementsAre("walker01 1"));
    EXPECT_THAT(look(0), IsEmpty());
    EXPECT_THAT(look(), ElementsAre("walker02 1"));
}

TEST_F(ConfigurationsTest, NothingIsOfferedBeforeThereIsABroker) {
    make({first});
    broker_connections_ = 0;

    EXPECT_THAT(look(), IsEmpty());

    broker_connections_ = 1;
    EXPECT_THAT(look(), SizeIs(1));
}

TEST_F(ConfigurationsTest, AfterANewConnectionAllIsOfferedButWhatAUnitHas) {
    make({first, second});
    look();
    says_applied(first, 1);
    ++broker_connections_;

    EXPECT_THAT(look(), ElementsAre("walker02 1"));

    configurations_.forget();
    EXPECT_THAT(look(), ElementsAre("walker02 1")) << "the same after a lost database";
}

TEST_F(ConfigurationsTest, ALookOffersABoundedNumber) {
    std::vector<UnitSerial> fleet;
    for (int i = 0; i <= max_offers_a_look; ++i) {
        fleet.push_back(*UnitSerial::from("fleet" + std::to_string(1'000 + i)));
    }
    make(fleet);

    EXPECT_THAT(look(), SizeIs(max_offers_a_look));
    EXPECT_THAT(look(), SizeIs(1));
}

} // namespace
} // namespace lanterne::ingest
