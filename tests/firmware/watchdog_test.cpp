#include <functional>
#include <utility>

#include <gtest/gtest.h>

#include "tests/firmware/tracker_world.hpp"

/// When a unit is fed to its watchdog, and when not: hal/watchdog.hpp has the rule.
namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

/// Says nothing, after it has done what it is told to do meanwhile.
class SlowReceiver final : public hal::GnssReceiver {
public:
    Result<std::optional<hal::GnssReading>, hal::GnssError>
    next(std::chrono::milliseconds) override {
        meanwhile();
        return std::nullopt;
    }

    std::function<void()> meanwhile = [] {};
};

/// A file whose sync does what it is told to do meanwhile.
class SlowFile final : public hal::StorageFile {
public:
    SlowFile(std::unique_ptr<hal::StorageFile> file, const std::function<void()>& meanwhile)
        : file_{std::move(file)}, meanwhile_{meanwhile} {}

    hal::StorageResult<void> write_at(std::uint64_t offset,
                                      std::span<const std::byte> bytes) override {
        return file_->write_at(offset, bytes);
    }

    hal::StorageResult<std::vector<std::byte>> read_at(std::uint64_t offset,
                                                       std::size_t limit) override {
        return file_->read_at(offset, limit);
    }

    hal::StorageResult<std::uint64_t> size() override { return file_->size(); }

    hal::StorageResult<void> sync() override {
        meanwhile_();
        return file_->sync();
    }

private:
    std::unique_ptr<hal::StorageFile> file_;
    const std::function<void()>& meanwhile_;
};

class SlowCard final : public hal::Storage {
public:
    hal::StorageResult<std::vector<std::string>> list() override { return card_.list(); }

    hal::StorageResult<std::unique_ptr<hal::StorageFile>> open(const std::string& name) override {
        return slow(card_.open(name));
    }

    hal::StorageResult<std::unique_ptr<hal::StorageFile>> create(const std::string& name,
                                                                 std::uint64_t bytes) override {
        return slow(card_.create(name, bytes));
    }

    hal::StorageResult<void> rename(const std::string& from, const std::string& to) override {
        return card_.rename(from, to);
    }

    hal::StorageResult<void> remove(const std::string& name) override { return card_.remove(name); }

    hal::StorageResult<std::uint64_t> free_bytes() override { return card_.free_bytes(); }

    std::function<void()> meanwhile = [] {};

private:
    hal::StorageResult<std::unique_ptr<hal::StorageFile>>
    slow(hal::StorageResult<std::unique_ptr<hal::StorageFile>> file) {
        if (!file) {
            return file;
        }
        return std::make_unique<SlowFile>(std::move(*file), meanwhile);
    }

    hal::simulated::Storage card_;
};

class WatchdogTest : public TrackerWorld {
protected:
    /// Longer than the watchdog's patience.
    void hang() {
        clock.advance(21s);
        starved_meanwhile = watchdog.starved();
    }

    /// As ride(), with a step for as many readings as its patience allows.
    void ride_in_gulps(std::uint64_t seconds) {
        constexpr std::uint64_t gulp = 19;
        for (std::uint64_t gone = 0; gone < seconds; gone += gulp) {
            for (std::uint64_t second = 0; second < gulp; ++second) {
                receiver.readings.push_back(example_reading(ridden++));
            }
            clock.advance(std::chrono::seconds{gulp});
            tracker->step(0ms);
        }
    }

    bool starved_meanwhile = false;
};

TEST_F(WatchdogTest, IsFedWhileTheUnitTurnsAndNotLonger) {
    boot();
    ride(120);
    EXPECT_EQ(watchdog.readies(), 1U);
    EXPECT_FALSE(watchdog.starved());

    clock.advance(21s);

    EXPECT_TRUE(watchdog.starved());
}

TEST_F(WatchdogTest, IsFedAlsoWhenTheReceiverSaysNothing) {
    boot();
    ride(3);

    pass(120s);

    EXPECT_FALSE(watchdog.starved());
}

TEST_F(WatchdogTest, IsFedAlsoWhenTheReceiverHasGone) {
    boot();
    receiver.gone = true;

    pass(120s);

    EXPECT_FALSE(watchdog.starved());
}

TEST_F(WatchdogTest, BitesWhenTheReceiverHangs) {
    SlowReceiver slow;
    tracker = std::make_unique<Tracker>(
        Devices{slow, clock, disk, battery, button, lamp, network, watchdog}, link,
        TrackerSettings{}, 1);
    pass(60s);
    ASSERT_FALSE(watchdog.starved());

    slow.meanwhile = [this] { hang(); };
    tracker->step(0ms);

    EXPECT_TRUE(starved_meanwhile);
}

TEST_F(WatchdogTest, BitesWhenTheCardHangs) {
    SlowCard slow;
    tracker = std::make_unique<Tracker>(
        Devices{receiver, clock, slow, battery, button, lamp, network, watchdog}, link,
        TrackerSettings{}, 1);
    ride(60);
    ASSERT_FALSE(watchdog.starved());

    slow.meanwhile = [this] { hang(); };
    ride(8); // as many as are synced together

    EXPECT_TRUE(starved_meanwhile);
}

TEST_F(WatchdogTest, IsFedAlsoWhenTheCardFails) {
    boot();
    disk.fail_syncs(1'000);

    ride(120);

    EXPECT_FALSE(watchdog.starved());
}

TEST_F(WatchdogTest, IsFedAlsoWhenACardHasFailedForSoLongThatMemoryIsFull) {
    boot();
    disk.fail_syncs(1'000'000);

    ride_in_gulps(Journal::max_uncertain + 100);

    EXPECT_GT(tracker->report().unjournalled, 0U);
    EXPECT_FALSE(watchdog.starved());
}

TEST_F(WatchdogTest, BitesWhenFixesAreTakenByNeitherCardNorMemoryAndNoCardFails) {
    // A file that has room for its header, and for no fix.
    boot({.segment_bytes = journal_format::header_bytes + 1});
    ASSERT_FALSE(watchdog.starved());

    ride(30);

    ASSERT_EQ(tracker->report().unjournalled, 30U);
    EXPECT_TRUE(watchdog.starved());
}

TEST_F(WatchdogTest, IsFedAlsoWhenTheLinkTakesNothing) {
    link.capacity = 0;
    link.connect();
    boot();

    ride(120);

    EXPECT_FALSE(watchdog.starved());
}

TEST_F(WatchdogTest, KnowsOfTheOrderlyEnd) {
    boot();
    ride(5);
    tracker->flush();

    clock.advance(60s);

    EXPECT_TRUE(watchdog.is_stopping());
    EXPECT_FALSE(watchdog.starved());
}

/// A journal that nobody asks to make certain what is due.
TEST(Recorder, StandsStillWhenWhatWaitsIsNotTriedInTime) {
    scripted::Clock clock;
    hal::simulated::Storage disk;
    const Receipts receipts;
    Recorder recorder{clock, disk, receipts, {}, {.interval = 5s, .fixes = 1'000}, 1};
    ASSERT_TRUE(recorder.keep(example_fix(0), false));

    clock.advance(10s);
    EXPECT_TRUE(recorder.moves());
    clock.advance(1s);
    EXPECT_FALSE(recorder.moves());
    recorder.sync_when_due();
    EXPECT_TRUE(recorder.moves());
}

} // namespace
} // namespace lanterne::firmware
