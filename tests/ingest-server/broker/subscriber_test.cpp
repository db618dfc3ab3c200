#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ingest-server/subscriber.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::milliseconds;
using support::wait_until;

const UnitSerial first_unit = *UnitSerial::from("first0001");
const UnitSerial second_unit = *UnitSerial::from("second001");

/// A Subscriber on a broker of its own, and somebody who publishes as units do.
class SubscriberTest : public ::testing::Test {
protected:
    SubscriberTest() {
        EXPECT_TRUE(wait_until([&] {
            units_.receive(milliseconds{10}, 0);
            return units_.connected();
        }));
    }

    void subscribe(Subscriber& subscriber, const Shards& shards) {
        subscriber.follow(shards);
        ASSERT_TRUE(wait_until([&] {
            subscriber.receive(milliseconds{20});
            return subscriber.is_subscribed();
        }));
    }

    /// The broker has them when it returns, and so whoever reads that topic.
    void publish(const wire::UnitTopic& topic, const std::vector<wire::Batch>& batches) {
        for (const wire::Batch& batch : batches) {
            while (!units_.publish(wire::to_text(topic), bytes_of(batch),
                                   service::Qos::at_least_once, service::Retain::no)) {
                units_.receive(milliseconds{1}, 0);
            }
        }
        ASSERT_TRUE(wait_until([&] {
            units_.receive(milliseconds{1}, 0);
            return units_.room() == service::MqttClient::unsent_limit;
        }));
    }

    std::vector<wire::Batch> batches(std::size_t count, std::size_t fixes_each) {
        std::vector<wire::Batch> batches;
        for (std::size_t i = 0; i < count; ++i) {
            batches.push_back(batch_of(journal_, i * fixes_each % 1'000, fixes_each));
        }
        return batches;
    }

    /// One turn with something in it.
    Subscriber::Taken take(Subscriber& subscriber) {
        Subscriber::Taken taken;
        EXPECT_TRUE(wait_until([&] {
            taken = subscriber.receive(milliseconds{100});
            return !taken.arrivals.empty();
        }));
        return taken;
    }

    static std::size_t fixes_of(const Subscriber::Taken& taken) {
        std::size_t fixes = 0;
        for (const Arrival& arrival : taken.arrivals) {
            fixes += std::get<wire::Batch>(arrival.content).fixes.size();
        }
        return fixes;
    }

    std::vector<Fix> journal_ = walk(2'000);
    support::PrivateBroker broker_{"autosave_on_changes false"};
    service::MqttSettings settings_{.port = broker_.port(), .client_id = "ingest"};
    service::MqttClient units_{{.port = broker_.port(), .client_id = "units"}};
    service::Log log_{"test", service::LogLevel::error};
    service::Registry registry_;
    Clock clock_{[] { return UtcTime{}; }, [] { return std::chrono::steady_clock::now(); }};
    Watch watch_{log_, registry_, clock_};
};

TEST_F(SubscriberTest, ReadsItsShardsAndNoOthers) {
    Subscriber subscriber{settings_, watch_, clock_};
    subscribe(subscriber, {3, 5});

    publish({4, first_unit, wire::UnitChannel::fixes}, batches(1, 10));
    publish({5, second_unit, wire::UnitChannel::fixes}, batches(1, 10));

    const auto taken = take(subscriber);
    ASSERT_EQ(taken.arrivals.size(), 1U);
    EXPECT_EQ(taken.arrivals[0].unit, second_unit);
}

TEST_F(SubscriberTest, TakesWhoIsLiveBeforeWhatIsLate) {
    Subscriber subscriber{settings_, watch_, clock_};
    subscribe(subscriber, {0, 1});

    publish({0, first_unit, wire::UnitChannel::backlog}, batches(5, 100));
    publish({1, second_unit, wire::UnitChannel::fixes}, batches(1, 5));

    const auto taken = take(subscriber);
    ASSERT_EQ(taken.arrivals.size(), 6U);
    EXPECT_EQ(taken.arrivals[0].unit, second_unit) << "though it was sent last";
    EXPECT_EQ(taken.late_fixes, 500U);
}

TEST_F(SubscriberTest, TakesNoMoreLateFixesInATurnThanTheirBudget) {
    Subscriber subscriber{settings_, watch_, clock_};
    subscribe(subscriber, {0});
    constexpr std::size_t fitting = BacklogBudget::least / 120;

    publish({0, first_unit, wire::UnitChannel::backlog}, batches(fitting + 1, 120));

    const auto full = take(subscriber);
    EXPECT_EQ(full.late_fixes, BacklogBudget::least);
    EXPECT_TRUE(full.more);
    EXPECT_EQ(take(subscriber).late_fixes, 120U);
}

TEST_F(SubscriberTest, TakesNoMoreFixesInATurnThanItsLimit) {
    Subscriber subscriber{settings_, watch_, clock_};
    subscribe(subscriber, {0});
    constexpr std::size_t fitting = max_fixes_a_turn / 120;

    publish({0, first_unit, wire::UnitChannel::fixes}, batches(fitting + 1, 120));

    const auto full = take(subscriber);
    EXPECT_EQ(fixes_of(full), fitting * 120);
    EXPECT_TRUE(full.more);
    EXPECT_EQ(fixes_of(take(subscriber)), 120U);
}

TEST_F(SubscriberTest, TakesNoMoreMessagesInATurnThanItsLimit) {
    Subscriber subscriber{settings_, watch_, clock_};
    subscribe(subscriber, {0});

    publish({0, first_unit, wire::UnitChannel::fixes}, batches(max_messages_a_turn + 1, 1));

    const auto full = take(subscriber);
    EXPECT_EQ(full.arrivals.size(), max_messages_a_turn);
    EXPECT_TRUE(full.more);
    subscriber.acknowledge();
    EXPECT_EQ(take(subscriber).arrivals.size(), 1U);
}

TEST_F(SubscriberTest, LeavesWhatItDidNotAcknowledgeToWhoeverFollows) {
    Subscriber subscriber{settings_, watch_, clock_};
    Subscriber successor{settings_, watch_, clock_};
    subscribe(subscriber, {7});
    publish({7, first_unit, wire::UnitChannel::fixes}, batches(2, 10));
    ASSERT_EQ(take(subscriber).arrivals.size(), 2U);
    subscriber.acknowledge();
    publish({7, first_unit, wire::UnitChannel::fixes}, batches(3, 10));
    ASSERT_EQ(take(subscriber).arrivals.size(), 3U);
    publish({7, first_unit, wire::UnitChannel::backlog}, batches(1, 10));

    subscriber.follow({});
    successor.follow({7});

    std::size_t came = 0;
    EXPECT_TRUE(wait_until([&] {
        came += successor.receive(milliseconds{50}).arrivals.size();
        return came == 4;
    })) << came;
}

} // namespace
} // namespace lanterne::ingest
