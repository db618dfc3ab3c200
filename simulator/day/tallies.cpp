#include "simulator/day/tallies.hpp"

#include <algorithm>
#include <map>

#include "core/wire/event.hpp"
#include "core/wire/sequence_set.hpp"
#include "firmware/journal/cursor.hpp"
#include "firmware/journal/segment.hpp"
#include "simulator/truth/fixes_checksum.hpp"

namespace lanterne::simulator {
namespace {

using firmware::Segment;
using wire::SequenceRange;
using wire::SequenceSet;

/// What one epoch left on the card.
struct Life {
    std::uint64_t first_segment = 0;
    std::map<Sequence, Fix> fixes;
    SequenceSet lost;
};

class CardReader {
public:
    explicit CardReader(hal::Storage& card) : card_{card} {}

    std::map<Epoch, Life> read() {
        for (const std::string& name : card_.list().value_or(std::vector<std::string>{})) {
            read_segment(name);
        }
        return std::move(lives_);
    }

private:
    void read_segment(const std::string& name) {
        const auto segment = Segment::recover(
            card_, name, [this](Epoch, const auto& record) { hear_event(record.payload); });
        if (!segment) {
            return;
        }
        const auto& header = segment->header();
        const auto [life, is_new] =
            lives_.try_emplace(header.epoch, Life{.first_segment = header.segment});
        life->second.first_segment = std::min(life->second.first_segment, header.segment);
        for (const SequenceRange& range : segment->fixes().ranges()) {
            take(life->second, *segment, range);
        }
    }

    void take(Life& life, const Segment& segment, const SequenceRange& range) {
        for (Sequence next = range.from; next < range.to;) {
            const auto fixes = segment.read(card_, {next, range.to});
            if (!fixes || fixes->empty()) {
                return;
            }
            for (const Fix& fix : *fixes) {
                life.fixes.insert_or_assign(next++, fix);
            }
        }
    }

    /// An epoch's loss may be declared by a later life.
    void hear_event(wire::ByteView bytes) {
        const auto event = wire::decode_event(bytes);
        if (!event) {
            return;
        }
        if (const auto* lost = std::get_if<wire::Lost>(&event->body)) {
            lives_[lost->epoch].lost.add(lost->range);
        }
    }

    hal::Storage& card_;
    std::map<Epoch, Life> lives_;
};

UnitTally tally(const UnitSerial& unit, Epoch epoch, const Life& life,
                const SequenceSet& receipted) {
    FixesChecksum checksum;
    SequenceSet numbered = life.lost;
    for (const auto& [number, fix] : life.fixes) {
        checksum.add(fix);
        numbered.add({number, number + 1});
    }
    const auto ranges = numbered.ranges();
    SequenceSet known = receipted;
    known.add(life.lost);
    std::uint64_t unreceipted = 0;
    for (const SequenceRange& range : wire::difference(numbered, known)) {
        unreceipted += range.to - range.from;
    }
    return {.unit = unit,
            .epoch = epoch,
            .fixes = ranges.empty() ? 0 : ranges.back().to,
            .lost = life.lost.count(),
            .unreceipted = unreceipted,
            .crc32c = checksum.value()};
}

} // namespace

std::vector<UnitTally> tallies(hal::Storage& card, const UnitSerial& unit) {
    const firmware::Receipts receipts = firmware::Cursor{card}.load();
    const std::map<Epoch, Life> lives = CardReader{card}.read();
    std::vector<std::pair<Epoch, const Life*>> order;
    for (const auto& [epoch, life] : lives) {
        order.emplace_back(epoch, &life);
    }
    std::ranges::stable_sort(order, {}, [](const auto& one) { return one.second->first_segment; });
    std::vector<UnitTally> all;
    for (const auto& [epoch, life] : order) {
        all.push_back(tally(unit, epoch, *life, receipts.fixes(epoch)));
    }
    return all;
}

} // namespace lanterne::simulator
