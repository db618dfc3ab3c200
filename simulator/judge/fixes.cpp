#include "simulator/judge/fixes.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::simulator::judge {

namespace {

constexpr std::size_t most_examples = 20;

std::uint64_t count_of(const std::vector<wire::SequenceRange>& ranges) {
    std::uint64_t count = 0;
    for (const wire::SequenceRange& range : ranges) {
        count += range.to - range.from;
    }
    return count;
}

} // namespace

FixesJudge::FixesJudge(std::span<const UnitTally> units) {
    for (const UnitTally& tally : units) {
        lives_[{tally.unit, tally.epoch}].tally = &tally;
        units_.insert(tally.unit);
    }
}

FixesJudge::Life* FixesJudge::life_of(const UnitSerial& unit, Epoch epoch) {
    return units_.contains(unit) ? &lives_[{unit, epoch}] : nullptr;
}

void FixesJudge::take(Life& life, wire::SequenceRange range) {
    life.doubled += count_of(life.stored.common_with(range));
    life.stored.add(range);
}

void FixesJudge::store(const UnitSerial& unit, Epoch epoch, Sequence first,
                       std::span<const Fix> fixes) {
    Life* life = life_of(unit, epoch);
    if (life == nullptr) {
        return;
    }
    take(*life, {first, first + fixes.size()});
    if (first == life->summed) {
        std::ranges::for_each(fixes, [&](const Fix& fix) { life->sum.add(fix); });
        life->summed += fixes.size();
    }
}

void FixesJudge::store(const UnitSerial& unit, Epoch epoch, Sequence number) {
    if (Life* life = life_of(unit, epoch)) {
        take(*life, {number, number + 1});
    }
}

void FixesJudge::declare_lost(const UnitSerial& unit, Epoch epoch, wire::SequenceRange range) {
    knows_lost_ = true;
    if (Life* life = life_of(unit, epoch)) {
        life->lost.add(range);
    }
}

void FixesJudge::judge(const Life& life, FixesVerdict& verdict) const {
    const std::uint64_t numbered = life.tally == nullptr ? 0 : life.tally->fixes;
    const wire::SequenceRange all{0, numbered};
    const std::uint64_t stored = count_of(life.stored.common_with(all));
    wire::SequenceSet known = life.stored;
    known.add(life.lost);
    const std::uint64_t untold = numbered - count_of(known.common_with(all));
    const std::uint64_t by_unit =
        knows_lost_ || life.tally == nullptr ? 0 : std::min(untold, life.tally->lost);
    verdict.numbered += numbered;
    verdict.stored += stored;
    verdict.lost += numbered - stored - untold + by_unit;
    verdict.missing += untold - by_unit;
    verdict.doubled += life.doubled;
    verdict.unknown += life.stored.count() - stored;
    const bool is_summed = life.tally != nullptr && numbered > 0 && life.summed == numbered;
    verdict.changed += is_summed && life.sum.value() != life.tally->crc32c ? 1U : 0U;
}

FixesVerdict FixesJudge::verdict() const {
    FixesVerdict verdict;
    for (const auto& [key, life] : lives_) {
        FixesVerdict one;
        judge(life, one);
        verdict.numbered += one.numbered;
        verdict.stored += one.stored;
        verdict.lost += one.lost;
        verdict.missing += one.missing;
        verdict.doubled += one.doubled;
        verdict.unknown += one.unknown;
        verdict.changed += one.changed;
        const bool is_right =
            one.missing == 0 && one.doubled == 0 && one.unknown == 0 && one.changed == 0;
        if (!is_right && verdict.examples.size() < most_examples) {
            verdict.examples.push_back(fmt::format(
                "unit {} epoch {}: {} numbered, {} stored, {} missing, {} twice, {} unknown{}",
                key.first.text(), key.second, one.numbered, one.stored, one.missing, one.doubled,
                one.unknown, one.changed > 0 ? ", other bytes" : ""));
        }
    }
    return verdict;
}

} // namespace lanterne::simulator::judge
