#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/batch.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/topic.hpp"
#include "service/mqtt_client.hpp"
#include "simulator/load/batch_maker.hpp"
#include "simulator/load/load_run.hpp"
#include "tests/simulator/support/small_race.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/waiting.hpp"

/// Batches of a field that has no firmware, at a set rate.
namespace lanterne::simulator {
namespace {

using testing::SizeIs;

plan::RacePlan race(int units) {
    plan::RacePlan plan = small_race({{.steps = {{3000, 0}}}}, units);
    for (plan::Entry& entry : plan.entries) {
        entry.unit = UnitSerial::from("unit" + entry.bib.text() + "00000").value();
    }
    return plan;
}

TEST(MadeBatches, AreThoseOfOneEpochAUnitNumberedWithoutAHole) {
    const plan::RacePlan plan = race(3);
    BatchMaker maker{plan, {.fixes_a_batch = 5, .receipt_each = 10}};
    std::map<std::size_t, Sequence> next;
    std::size_t wanted = 0;

    for (int count = 0; count < 60; ++count) {
        const auto made = maker.next();
        ASSERT_TRUE(made);
        const auto batch = wire::decode_batch(made->payload);
        ASSERT_TRUE(batch);
        EXPECT_EQ(batch->epoch, maker.epoch(made->unit));
        EXPECT_EQ(batch->first, next[made->unit]);
        EXPECT_THAT(batch->fixes, SizeIs(5));
        EXPECT_EQ(batch->info.receipt_wanted, made->receipt_wanted);
        EXPECT_GT(batch->fixes.back().time, small_gun);
        next[made->unit] += 5;
        wanted += made->receipt_wanted ? 1U : 0U;
    }

    EXPECT_THAT(next, SizeIs(3));
    EXPECT_EQ(wanted, 6U);
}

TEST(MadeBatches, EndWithTheRace) {
    const plan::RacePlan plan = race(1);
    BatchMaker maker{plan, {}};
    std::size_t count = 0;

    while (maker.next()) {
        ++count;
    }

    EXPECT_GT(count, 100U);
    EXPECT_LT(count, 600U);
}

TEST(MadeBatches, NeedAUnitAndABatchThatIsOne) {
    const plan::RacePlan nobody = small_race({{.steps = {{3000, 0}}}}, 2);
    const plan::RacePlan plan = race(1);

    EXPECT_THROW((BatchMaker{nobody, {}}), std::invalid_argument);
    EXPECT_THROW((BatchMaker{plan, {.fixes_a_batch = 0}}), std::invalid_argument);
    EXPECT_THROW((BatchMaker{plan, {.fixes_a_batch = 61}}), std::invalid_argument);
}

TEST(AStepOfLoad, IsTooMuchWhenItWasNotTakenOrReceiptsStayAwayOrComeLate) {
    const LoadStep good{.wished_per_s = 100, .sent_per_s = 99, .asked = 100, .came = 99};
    LoadStep slow = good;
    slow.sent_per_s = 90;
    LoadStep unanswered = good;
    unanswered.came = 90;

    EXPECT_FALSE(judged(good, {0.1, 0.2}, 2).is_too_much);
    EXPECT_TRUE(judged(slow, {0.1, 0.2}, 2).is_too_much);
    EXPECT_TRUE(judged(unanswered, {0.1, 0.2}, 2).is_too_much);
    EXPECT_TRUE(judged(good, {0.1, 3}, 2).is_too_much);
}

TEST(AStepOfLoad, SaysQuantilesOfWhatItMeasured) {
    EXPECT_EQ(quantile({}, 0.5), std::nullopt);
    EXPECT_EQ(quantile({3, 1, 2}, 0.5), 2);
    EXPECT_EQ(quantile({3, 1, 2}, 0.95), 3);
}

/// A server that receipts whatever comes.
class Receipting {
public:
    explicit Receipting(std::uint16_t port) : client_{{.port = port, .client_id = "server"}} {
        client_.subscribe(std::string{wire::all_units_filter}, service::Qos::at_least_once);
        while (!client_.subscribed()) {
            client_.receive(std::chrono::milliseconds{5}, 10);
        }
    }

    /// Called by the one who sends, between its own turns.
    void turn() {
        for (const auto& message : client_.receive(std::chrono::milliseconds{0}, 1000)) {
            const auto topic = wire::parse_unit_topic(message.topic).value();
            const auto batch = wire::decode_batch(message.payload).value();
            fixes += batch.fixes.size();
            if (batch.info.receipt_wanted) {
                const wire::Receipt receipt{
                    .store = 1, .epoch = batch.epoch, .next = batch.first + batch.fixes.size()};
                client_.publish(wire::receipt_topic(topic.unit), wire::encode(receipt).value(),
                                service::Qos::at_most_once, service::Retain::no);
            }
        }
        client_.acknowledge();
    }

    std::size_t fixes = 0;

private:
    service::MqttClient client_;
};

TEST(Load, SendsWhatWasWishedAndHearsItsReceipts) {
    const plan::RacePlan plan = race(20);
    support::PrivateBroker broker{"autosave_on_changes false"};
    Receipting server{broker.port()};
    std::vector<LoadStep> steps;
    const LoadSettings settings{.broker = {.port = broker.port()},
                                .fixes_per_s = 1000,
                                .factor = 1,
                                .step = std::chrono::milliseconds{1000}};

    (void)run_load(
        plan, settings, [&](const LoadStep& step) { steps.push_back(step); },
        [&] {
            server.turn();
            return false;
        });

    ASSERT_THAT(steps, SizeIs(1));
    EXPECT_EQ(steps[0].asked, 2U);
    EXPECT_EQ(steps[0].came, 2U);
    EXPECT_TRUE(support::wait_until([&] {
        server.turn();
        return server.fixes >= 1000;
    }));
    EXPECT_TRUE(steps[0].lag_50_s);
}

TEST(Load, SaysThatThereIsNoBroker) {
    const plan::RacePlan plan = race(1);
    std::uint16_t port = 0;
    {
        support::PrivateBroker broker;
        port = broker.port();
        broker.stop();
        int asked = 0;
        const auto impatient = [&] { return ++asked > 5; };
        EXPECT_EQ(run_load(
                      plan, {.broker = {.port = port}}, [](const LoadStep&) {}, impatient),
                  std::nullopt);
    }
}

} // namespace
} // namespace lanterne::simulator
