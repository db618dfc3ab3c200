#include <cmath>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/wire/batch.hpp"
#include "core/wire/sequence_set.hpp"
#include "core/wire/topic.hpp"
#include "database/connection.hpp"
#include "tests/race/soak/soaked_unit.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/tracker/shared_uplink.hpp"
#include "tests/support/waiting.hpp"

/// A race day that goes wrong in every way: the real firmware on simulated boards, against a real
/// broker, a real ingest and PostgreSQL with fsync on, all of which die now and then. In the end
/// every fix that was journalled is in the database once, or declared lost.
///
/// Units live on simulated time, servers on wall time: to the units a server's second is as long as
/// fifteen minutes, so each kill is a long outage and each receipt comes late.
namespace lanterne {
namespace {

using namespace std::chrono_literals;

/// Simulated time in a second of wall time, at most.
constexpr int pace = 1'000;
constexpr Milliseconds stretch = 10s;
/// A cut takes what came since the last sync: 8 fixes, or 5 s of them.
constexpr std::size_t most_unsynced = 16;

UtcTime gun() { return *parse_time("2026-05-17T05:00:00Z"); }

/// Two hours of a day of fourteen.
Milliseconds long_cut(Milliseconds length) { return length / 7; }

using Numbered = std::map<std::pair<Epoch, Sequence>, Fix>;

/// What the database has of a unit.
struct Stored {
    Numbered fixes;
    std::size_t rows = 0; ///< fixes of all chunks; more than `fixes` when some are there twice
    std::map<Epoch, wire::SequenceSet> lost;
};

class Soak : public testing::Test {
protected:
    Soak() {
        std::cout << "seed=" << seed << '\n';
        ingest.start();
        client.subscribe(support::all_receipts_filter, service::Qos::at_most_once);
    }

    void make_units(std::uint64_t card_fixes) {
        for (std::uint64_t index = 0; index < 3; ++index) {
            units.push_back(std::make_unique<SoakedUnit>(
                client, *UnitSerial::from(fmt::format("soak{:04}", index + 1)), card_fixes, gun(),
                seed * 100 + index));
        }
    }

    void pump(std::chrono::milliseconds wait) {
        for (const auto& message : client.receive(wait, 1'000)) {
            for (const auto& unit : units) {
                if (message.topic == wire::receipt_topic(unit->serial())) {
                    unit->deliver_receipt(message.payload);
                }
            }
        }
        client.acknowledge();
    }

    void pump_until(std::chrono::steady_clock::time_point when) {
        do {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(
                when - std::chrono::steady_clock::now());
            pump(std::clamp<std::chrono::milliseconds>(left, 0ms, 20ms));
        } while (std::chrono::steady_clock::now() < when);
    }

    /// Something happens to the servers: by turns to each, killed or restarted.
    void harm_servers() {
        switch (harms++ % 4) {
        case 0:
            broker.kill9();
            broker.start();
            break;
        case 1:
            ingest.kill9();
            ingest.start();
            break;
        case 2:
            broker.stop();
            broker.start();
            break;
        default:
            postgres.kill9();
            postgres.start();
            break;
        }
    }

    void race(std::chrono::minutes length) {
        const auto begin = std::chrono::steady_clock::now();
        const auto harms_in_all = std::max<std::int64_t>(4, length / 1h);
        const Milliseconds harm_each = Milliseconds{length} / (harms_in_all + 1);
        Milliseconds next_harm = harm_each;
        const std::array long_cuts{Milliseconds{length / 4}, Milliseconds{length * 5 / 8}};
        for (Milliseconds at = stretch; at <= length; at += stretch) {
            for (const auto& unit : units) {
                const bool begins = std::ranges::any_of(long_cuts, [&](Milliseconds begin_of_cut) {
                    return at - stretch < begin_of_cut && at >= begin_of_cut;
                });
                if (begins) {
                    unit->cut_link(long_cut(length));
                }
                unit->live_until(at);
            }
            if (at >= next_harm) {
                harm_servers();
                next_harm += harm_each;
            }
            pump_until(begin + at / pace);
        }
    }

    /// Until everybody has every receipt.
    bool evening() {
        for (const auto& unit : units) {
            unit->end_race();
        }
        return support::wait_until(
            [&] {
                pump(5ms);
                bool all = true;
                for (const auto& unit : units) {
                    unit->rest(2s);
                    all = unit->all_receipted() && all;
                }
                return all;
            },
            2 * support::patience);
    }

    Stored stored(const UnitSerial& serial) const {
        database::Connection connection{conninfo};
        const auto chunks =
            connection.execute("SELECT c.epoch, c.first, c.payload FROM race.track_chunk c "
                               "JOIN race.unit u USING (unit_id) WHERE u.serial = $1",
                               database::Parameters{}.add(serial.text()));
        Stored stored;
        for (std::size_t row = 0; row < chunks.size(); ++row) {
            const auto batch =
                wire::decode_batch(chunks.get<std::vector<std::byte>>(row, 2)).value();
            EXPECT_EQ(batch.first, static_cast<Sequence>(chunks.get<std::int64_t>(row, 1)));
            stored.rows += batch.fixes.size();
            for (std::size_t index = 0; index < batch.fixes.size(); ++index) {
                stored.fixes.emplace(std::pair{batch.epoch, batch.first + index},
                                     batch.fixes[index]);
            }
        }
        const auto lost = connection.execute(
            "SELECT e.epoch, lower(r), upper(r) FROM race.unit_epoch e "
            "JOIN race.unit u USING (unit_id), unnest(e.lost) AS r WHERE u.serial = $1",
            database::Parameters{}.add(serial.text()));
        for (std::size_t row = 0; row < lost.size(); ++row) {
            stored.lost[static_cast<Epoch>(lost.get<std::int64_t>(row, 0))].add(
                wire::SequenceRange{static_cast<Sequence>(lost.get<std::int64_t>(row, 1)),
                                    static_cast<Sequence>(lost.get<std::int64_t>(row, 2))});
        }
        return stored;
    }

    /// Numbered = stored + declared lost, and every stored value is the one that was journalled.
    void expect_all_once(const SoakedUnit& unit) {
        const Stored database = stored(unit.serial());
        EXPECT_EQ(database.rows, database.fixes.size()) << "some are stored twice";
        std::size_t known = 0;
        for (const auto& [epoch, life] : unit.epochs()) {
            SCOPED_TRACE(fmt::format("{} epoch {}", unit.serial().text(), epoch));
            EXPECT_EQ(life.journalled, life.fixes.size());
            Sequence number = 0;
            for (; number < life.fixes.size(); ++number) {
                const auto found = database.fixes.find({epoch, number});
                const auto lost = database.lost.find(epoch);
                const bool is_lost = lost != database.lost.end() && lost->second.contains(number);
                if (found != database.fixes.end()) {
                    EXPECT_FALSE(is_lost) << number << " is stored and declared lost";
                    ++known;
                    ++stored_fixes;
                    ASSERT_EQ(found->second, life.fixes[number]) << number;
                    strange_fixes += is_true(unit, found->second) ? 0U : 1U;
                } else if (is_lost) {
                    ++lost_fixes;
                } else {
                    break;
                }
            }
            const std::size_t missing = life.fixes.size() - number;
            EXPECT_LE(missing, life.cut ? most_unsynced : 0U) << "from number " << number;
            cut_fixes += missing;
        }
        EXPECT_EQ(known, database.fixes.size()) << "there are fixes that nobody journalled";
    }

    /// The place is where the unit was then; the steady clock may have dated it, which is less
    /// exact than the receiver.
    static bool is_true(const SoakedUnit& unit, const Fix& fix) {
        const auto truth = firmware::to_fix(unit.truth(fix.time));
        const int seconds_off =
            std::abs(truth->position.longitude.e6 - fix.position.longitude.e6) / 30;
        return seconds_off <= 1;
    }

    void say(std::chrono::minutes length, std::chrono::steady_clock::time_point begin) const {
        Mishaps sum;
        std::uint64_t resent = 0;
        for (const auto& unit : units) {
            const Mishaps& each = unit->mishaps();
            sum.outages += each.outages;
            sum.longest_outage = std::max(sum.longest_outage, each.longest_outage);
            sum.power_cuts += each.power_cuts;
            sum.restarts += each.restarts;
            sum.silences += each.silences;
            sum.wrong_times += each.wrong_times;
            sum.clock_jumps += each.clock_jumps;
            resent += unit->report().resent_messages;
        }
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
        std::cout << fmt::format(
            "soak_hours={:.1f} soak_wall_s={:.1f} soak_stored={} soak_declared_lost={} "
            "soak_cut={} soak_strange={} soak_outages={} soak_longest_outage_s={} "
            "soak_power_cuts={} soak_restarts={} soak_silences={} soak_wrong_times={} "
            "soak_clock_jumps={} soak_server_harms={} soak_resent={}\n",
            static_cast<double>(length.count()) / 60, wall.count(), stored_fixes, lost_fixes,
            cut_fixes, strange_fixes, sum.outages, sum.longest_outage.count() / 1'000,
            sum.power_cuts, sum.restarts, sum.silences, sum.wrong_times, sum.clock_jumps, harms,
            resent);
    }

    /// Of each unit, for the message of a failing test.
    std::string states() const {
        std::string text;
        for (const auto& unit : units) {
            const auto report = unit->report();
            text +=
                fmt::format("{} epoch {}: journalled {}, receipted {}, unreceipted {} fixes and "
                            "{} events, unjournalled {}, failed syncs {}, failed reads {}, "
                            "unaccepted {}, refused receipts {}, torn {}\n",
                            unit->serial().text(), report.epoch, report.journalled,
                            report.receipted, report.unreceipted, report.unreceipted_events,
                            report.unjournalled, report.failed_syncs, report.failed_reads,
                            report.unaccepted, report.refused_receipts, report.torn);
        }
        return text;
    }

    void soak(std::chrono::minutes length) {
        const auto begin = std::chrono::steady_clock::now();
        // Twice the link is away for longer than the card lasts.
        make_units(static_cast<std::uint64_t>(long_cut(length) / 1s) * 4 / 5);
        race(length);
        EXPECT_TRUE(evening()) << states() << ingest.log();
        ingest.stop();
        for (const auto& unit : units) {
            expect_all_once(*unit);
        }
        EXPECT_GT(lost_fixes, 0U) << "no card was ever full";
        // A receiver that was wrong just when it began is believed until it says otherwise.
        EXPECT_LE(strange_fixes * 1'000, stored_fixes);
        say(length, begin);
    }

    static std::uint64_t chosen_seed() {
        const char* wished = std::getenv("LANTERNE_SOAK_SEED");
        return wished != nullptr ? std::stoull(wished) : 20'260'517;
    }

    std::uint64_t seed = chosen_seed();
    support::PrivatePostgres postgres{support::Durability::in_memory};
    support::PrivateBroker broker{"autosave_on_changes false\nlog_type none\nlog_type error"};
    std::string conninfo = postgres.fresh_database();
    support::PrivateIngest ingest{LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", broker.port(),
                                  conninfo};
    service::MqttClient client{{.port = broker.port(), .client_id = "soak"}};
    std::vector<std::unique_ptr<SoakedUnit>> units;
    std::size_t harms = 0;
    std::size_t stored_fixes = 0;
    std::size_t lost_fixes = 0;
    std::size_t cut_fixes = 0;
    std::size_t strange_fixes = 0;
};

TEST_F(Soak, AfterTwoHoursOfMishapsEveryJournalledFixIsStoredOnceOrDeclaredLost) { soak(2h); }

// `./lanterne check soak` runs it, in about a minute: too long for each test run.
TEST_F(Soak, DISABLED_AfterADayOfMishapsEveryJournalledFixIsStoredOnceOrDeclaredLost) { soak(14h); }

} // namespace
} // namespace lanterne
