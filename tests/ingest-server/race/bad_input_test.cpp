#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/race_folder.hpp"
#include "ingest-server/watch.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/units/unit_faults.hpp"

/// Whatever a unit sends: it is counted, said once, shown to the technician with the last bytes,
/// and costs nobody else anything. A flood of one unit is in flood_test.cpp, a stranger's
/// certificate in stranger_test.cpp.
namespace lanterne::ingest {
namespace {

using std::chrono::milliseconds;
using support::wait_until;

using SteadyClock = std::chrono::steady_clock;

SteadyClock::time_point began() {
    static const SteadyClock::time_point began = SteadyClock::now();
    return began;
}

IngestWorld& world() {
    began(); // before it can have said anything
    static IngestWorld world;
    return world;
}

/// What the technician is shown of one reason; nothing: it is not there.
std::optional<web::UnitFault> fault_of(const UnitSerial& unit, const std::string& reason) {
    database::Connection connection{world().conninfo()};
    const auto all = web::read_unit_faults(connection, unit);
    if (!all) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(all->faults, reason, &web::UnitFault::reason);
    return found == all->faults.end() ? std::nullopt : std::optional{*found};
}

std::size_t times_said(const std::string& cause) {
    const std::string log = world().log();
    const std::string words = fmt::format("\"cause\":\"{}\"", cause);
    std::size_t times = 0;
    for (auto at = log.find(words); at != std::string::npos; at = log.find(words, at + 1)) {
        ++times;
    }
    return times;
}

/// The log has it, and no more than once a minute.
testing::AssertionResult is_said_sparingly(const std::string& cause) {
    if (!wait_until([&] { return times_said(cause) > 0; })) {
        return testing::AssertionFailure() << "it is not said";
    }
    const std::size_t times = times_said(cause);
    const auto minutes = static_cast<std::size_t>((SteadyClock::now() - began()) / saying_interval);
    return times <= 1 + minutes
               ? testing::AssertionSuccess()
               : testing::AssertionFailure() << times << " times in " << minutes << " minutes";
}

/// The store has what the metric counts, a moment before.
bool comes_to(const std::string& metric, double value) {
    return wait_until([&] { return world().metric(metric) == value; });
}

/// A unit that sends what it should beside each case. It is somebody else each time.
class Bystander {
public:
    explicit Bystander(const std::string& serial)
        : unit_{world(), *UnitSerial::from(serial)}, serial_{unit_.serial()} {}

    /// Three turns at least.
    void sends_on(const std::function<void()>& meanwhile) {
        for (Sequence first = 0; first < journal_.size(); first += 10) {
            meanwhile();
            wire::Batch batch = batch_of(journal_, first, 10);
            batch.info.receipt_wanted = true;
            unit_.send(batch);
            unit_.drive(milliseconds{120});
        }
    }

    bool is_unharmed() {
        return unit_.is_receipted(1, journal_.size()) &&
               world().stored_fixes(serial_).size() == journal_.size() &&
               !fault_of(serial_, "truncated") && !fault_of(serial_, "implausible_time");
    }

private:
    std::vector<Fix> journal_ = walk(40);
    Unit unit_;
    UnitSerial serial_;
};

wire::Bytes bytes(std::initializer_list<unsigned> values) {
    wire::Bytes result;
    for (const unsigned value : values) {
        result.push_back(static_cast<std::byte>(value));
    }
    return result;
}

TEST(BadInput, HostileCborIsCountedByReasonAndCostsNobodyElseAnything) {
    Unit hostile{world(), *UnitSerial::from("hostile01")};
    Bystander runner{"besides001"};
    const std::vector<wire::Bytes> messages{
        {},                                                            // nothing
        bytes({0x9f, 0xff}),                                           // an array without length
        wire::Bytes(3'000, std::byte{0x81}),                           // arrays in arrays
        bytes({0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}), // longer than memory
        wire::Bytes(60'000, std::byte{0x5a}),                          // longer than any batch
    };

    runner.sends_on([&] {
        for (const wire::Bytes& message : messages) {
            hostile.send_bytes(message);
        }
    });

    EXPECT_TRUE(runner.is_unharmed()) << world().log();
    const auto seen = [&] {
        database::Connection connection{world().conninfo()};
        std::int64_t total = 0;
        const auto all = web::read_unit_faults(connection, hostile.serial());
        for (const auto& fault : all ? all->faults : std::vector<web::UnitFault>{}) {
            total += fault.messages;
            EXPECT_LE(fault.newest.size(), 4'096U);
        }
        return total;
    };
    EXPECT_TRUE(wait_until([&] { return seen() == 20; })) << seen();
    EXPECT_TRUE(is_said_sparingly("unreadable"));
    EXPECT_GE(world().number("SELECT count(DISTINCT reason) FROM race.unit_fault "
                             "WHERE serial = 'hostile01'"),
              2);
}

TEST(BadInput, AClockIn2036IsStoredMarkedAndSaid) {
    Unit dreamer{world(), *UnitSerial::from("future2036")};
    Bystander runner{"besides002"};
    auto journal = walk(40);
    for (Fix& fix : journal) {
        fix.time += std::chrono::hours{24 * 366 * 18};
    }
    ASSERT_GT(journal.front().time, parse_time("2036-01-01T00:00:00Z").value());
    Sequence first = 0;

    runner.sends_on([&] {
        dreamer.send(batch_of(journal, first, 10));
        first += 10;
    });

    EXPECT_TRUE(runner.is_unharmed()) << world().log();
    EXPECT_TRUE(wait_until([&] { return world().stored_fixes(dreamer.serial()).size() == 40; }));
    const auto fault = fault_of(dreamer.serial(), "implausible_time");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->messages, 4);
    EXPECT_EQ(fault->newest, bytes_of(batch_of(journal, 30, 10)));
    EXPECT_TRUE(comes_to("lanterne_ingest_implausible_fixes_total{kind=\"time\"}", 40));
    EXPECT_TRUE(is_said_sparingly("implausible_time"));
}

TEST(BadInput, AUnitThatIsElsewhereForAMomentIsStoredMarkedAndSaid) {
    Unit jumper{world(), *UnitSerial::from("teleport01")};
    Bystander runner{"besides003"};
    auto journal = walk(40);
    for (const std::size_t i : {5U, 15U, 25U, 35U}) {
        journal[i].position = {Latitude{-33'000'000}, Longitude{151'000'000}};
    }
    Sequence first = 0;

    runner.sends_on([&] {
        jumper.send(batch_of(journal, first, 10));
        first += 10;
    });

    EXPECT_TRUE(runner.is_unharmed()) << world().log();
    EXPECT_TRUE(wait_until([&] { return world().stored_fixes(jumper.serial()).size() == 40; }));
    const auto fault = fault_of(jumper.serial(), "implausible_place");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->messages, 4);
    EXPECT_EQ(fault->newest, bytes_of(batch_of(journal, 30, 10)));
    EXPECT_TRUE(comes_to("lanterne_ingest_implausible_fixes_total{kind=\"place\"}", 4));
    EXPECT_TRUE(is_said_sparingly("implausible_place"));
}

TEST(BadInput, TheSameNumberWithOtherBytesIsKeptAsideAndSaid) {
    Unit copied{world(), *UnitSerial::from("twocards01")};
    Bystander runner{"besides004"};
    auto journal = walk(10);
    auto other = journal;
    other[3].satellites = 3;
    copied.send(batch_of(journal, 0, 10));
    ASSERT_TRUE(copied.is_receipted(1, 10));

    runner.sends_on([&] { copied.send(batch_of(other, 0, 10)); });

    EXPECT_TRUE(runner.is_unharmed()) << world().log();
    EXPECT_TRUE(wait_until([&] {
        const auto fault = fault_of(copied.serial(), "conflict");
        return fault && fault->messages == 4 && fault->newest == bytes_of(batch_of(other, 0, 10));
    }));
    EXPECT_TRUE(is_said_sparingly("conflict"));
}

// Its certificate is ours, as the broker has let it in; nobody expected it.
TEST(BadInput, AUnitThatNobodyKnowsIsStoredAndCounted) {
    Unit stranger{world(), *UnitSerial::from("stranger01")};
    const double before = world().metric("lanterne_ingest_units_registered_total");

    stranger.send(batch_of(walk(10), 0, 10));

    EXPECT_TRUE(stranger.is_receipted(1, 10));
    EXPECT_EQ(world().metric("lanterne_ingest_units_registered_total"), before + 1);
    EXPECT_EQ(world().text("SELECT state FROM race.unit WHERE serial = 'stranger01'"), "new");
}

/// The sample as a race that began a minute ago.
plan::RacePlan import_sample(database::Connection& connection) {
    auto files =
        web::read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint");
    files.at("entries.csv") = "bib,name,sex,birth_year,category,wave,team,unit\n"
                              "1,Ada,female,1990,open,all,,sample0001\n"
                              "2,Bo,male,1991,open,all,,sample0002\n";
    auto plan = exchange::read_race_folder(files).value();
    web::import_race(connection, plan, files);
    connection.run_script("UPDATE plan.race SET revision = revision + 1, retired_at = NULL, "
                          "rehearsal_rate = 1, "
                          "rehearsal_wall_start = now() - interval '1 minute', "
                          "rehearsal_race_start = starts_at");
    return plan;
}

std::vector<Fix> track_near(const plan::RacePlan& plan, std::size_t count) {
    auto fixes = walk(count);
    for (std::size_t i = 0; i < count; ++i) {
        fixes[i].time = plan.start + std::chrono::seconds{static_cast<std::int64_t>(i)};
    }
    return fixes;
}

TEST(BadInput, TwoUnitsOnOneBibAreACaseForTheDesk) {
    database::Connection connection{world().conninfo()};
    const plan::RacePlan plan = import_sample(connection);
    connection.run_script("INSERT INTO plan.assignment (entry_id, unit, during) "
                          "SELECT entry_id, 'sample0003', during FROM plan.assignment "
                          "WHERE unit = 'sample0001'; "
                          "UPDATE plan.race SET revision = revision + 1");
    Unit one{world(), *UnitSerial::from("sample0001")};
    Unit other{world(), *UnitSerial::from("sample0003")};
    Bystander runner{"besides005"};
    const auto journal = track_near(plan, 40);
    Sequence first = 0;

    runner.sends_on([&] {
        one.send(batch_of(journal, first, 10));
        other.send(batch_of(journal, first, 10));
        first += 10;
    });

    EXPECT_TRUE(runner.is_unharmed()) << world().log();
    EXPECT_TRUE(wait_until([&] {
        return world().number(
                   "SELECT count(*) FROM race.race_case JOIN plan.entry USING (entry_id) "
                   "WHERE kind = 'two-units' AND bib = '1'") == 1;
    })) << world().log();
    EXPECT_EQ(world().stored_fixes(one.serial()).size(), 40U);
    EXPECT_EQ(world().stored_fixes(other.serial()).size(), 40U);
}

TEST(BadInput, WhatComesForARaceThatEndedIsStoredCountedAndSaid) {
    database::Connection connection{world().conninfo()};
    if (world().number("SELECT count(*) FROM plan.race") == 0) {
        import_sample(connection);
    }
    connection.run_script("UPDATE plan.race SET retired_at = now(), revision = revision + 1");
    const auto plan =
        exchange::read_race_folder(web::read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} /
                                                    "races/harbour-sprint"))
            .value();
    Unit late{world(), *UnitSerial::from("sample0002")};
    Bystander runner{"besides006"};
    const auto journal = track_near(plan, 4'000);
    Sequence first = 0;

    EXPECT_TRUE(wait_until([&] {
        late.send(batch_of(journal, first, 1));
        late.drive(milliseconds{200});
        first += 1;
        return world().metric("lanterne_ingest_fixes_after_the_end_total") > 0;
    })) << world().log();
    runner.sends_on([&] {
        late.send(batch_of(journal, first, 10));
        first += 10;
    });

    EXPECT_TRUE(runner.is_unharmed()) << world().log();
    EXPECT_TRUE(wait_until([&] { return world().stored_fixes(late.serial()).size() == first; }));
    const auto fault = fault_of(late.serial(), "race_ended");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->newest, bytes_of(batch_of(journal, first - 10, 10)));
    EXPECT_TRUE(is_said_sparingly("race_ended"));
}

} // namespace
} // namespace lanterne::ingest
