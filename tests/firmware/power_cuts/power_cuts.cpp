#include "tests/firmware/power_cuts/power_cuts.hpp"

#include <algorithm>
#include <functional>
#include <random>

#include <fmt/format.h>

#include "tests/firmware/power_cuts/examination.hpp"
#include "tests/firmware/power_cuts/platter.hpp"

namespace lanterne::firmware::power_cuts {
namespace {

/// Calls with all subsets of what is open, or with so many random ones.
void for_subsets(const Platter& platter, const Effort& effort, std::mt19937_64& random,
                 const std::function<void(const Platter::Chosen&)>& visit) {
    const std::size_t open = platter.open().size();
    Platter::Chosen chosen(open);
    if (open <= effort.all_subsets_up_to) {
        for (std::uint64_t subset = 0; subset < std::uint64_t{1} << open; ++subset) {
            for (std::size_t index = 0; index < open; ++index) {
                chosen[index] = (subset >> index & 1) != 0;
            }
            visit(chosen);
        }
        return;
    }
    for (std::size_t drawn = 0; drawn < effort.random_subsets; ++drawn) {
        std::uint64_t bits = 0;
        for (std::size_t index = 0; index < open; ++index) {
            bits = index % 64 == 0 ? random() : bits >> 1;
            chosen[index] = (bits & 1) != 0;
        }
        visit(chosen);
    }
}

/// What must hold when power is cut between two moments: what was promised at both.
Promise between(const Promise& before, const Promise& after) {
    Promise both{.settled = before.settled, .cursors = before.cursors};
    both.numbered = before.numbered;
    for (const auto& [epoch, kept] : before.kept) {
        if (const auto still = after.kept.find(epoch); still != after.kept.end()) {
            for (const SequenceRange& range : kept.ranges()) {
                for (const SequenceRange& shared : still->second.common_with(range)) {
                    both.kept[epoch].add(shared);
                }
            }
        }
    }
    std::set_intersection(before.events.begin(), before.events.end(), after.events.begin(),
                          after.events.end(), std::inserter(both.events, both.events.end()));
    both.cursors.insert(both.cursors.end(), after.cursors.begin(), after.cursors.end());
    return both;
}

/// A file whose making was cut off may be there without its length.
void cut_while_making(Examination& examination, const Platter& before, const Operation& making,
                      const Promise& promise) {
    for (const std::uint64_t length : {std::uint64_t{0}, making.length / 2}) {
        Operation begun = making;
        begun.length = length;
        Platter platter = before;
        platter.apply(begun);
        examination.open_again(*platter.card(Platter::Chosen(platter.open().size(), true)), promise,
                               fmt::format("{} is made", making.name));
    }
}

} // namespace

Tally cut_everywhere(const Recording& recording, const Effort& effort) {
    Examination examination{recording};
    std::mt19937_64 random{effort.seed};
    Platter platter;
    auto after = recording.promises.begin();
    for (std::size_t done = 0; done <= recording.operations.size(); ++done) {
        while (after + 1 != recording.promises.end() && (after + 1)->operations <= done) {
            ++after;
        }
        // Between two moments the journal is at work on the second.
        const bool at_work = after->operations < done && after + 1 != recording.promises.end();
        const Promise promise = at_work ? between(*after, *(after + 1)) : between(*after, *after);
        examination.count_cut();
        for_subsets(platter, effort, random, [&](const Platter::Chosen& chosen) {
            examination.open_again(*platter.card(chosen), promise,
                                   fmt::format("cut after {} operations", done));
        });
        examination.go_on(*platter.card(Platter::Chosen(platter.open().size())), promise,
                          fmt::format("writing on after {} operations", done));
        if (done < recording.operations.size()) {
            const Operation& next = recording.operations[done];
            if (next.kind == Operation::Kind::create) {
                cut_while_making(examination, platter, next, promise);
            }
            platter.apply(next);
        }
    }
    return examination.tally();
}

namespace {

/// What a segment holds besides what touches the bytes from `from` to `to`.
Promise besides(const std::vector<std::byte>& segment, std::size_t from, std::size_t to) {
    const auto header = journal_format::decode_header(segment).value();
    Promise promise;
    journal_format::scan(
        segment, journal_format::header_bytes,
        journal_format::seal_of(header.epoch, header.segment), journal_format::Room::old_records,
        [&](const journal_format::Record& record) {
            const bool whole = record.offset >= to || record.offset + record.size <= from;
            if (whole && record.kind == journal_format::Kind::fix) {
                promise.kept[header.epoch].add({record.number, record.number + 1});
            }
        });
    return promise;
}

} // namespace

Tally damage_everywhere(const Recording& recording, std::size_t most_segments) {
    Examination examination{recording};
    Platter platter;
    for (const Operation& operation : recording.operations) {
        platter.apply(operation);
    }
    const Platter::Chosen all(platter.open().size(), true);
    const auto whole = platter.card(all);
    const std::vector<Receipts> cursors{recording.promises.back().cursors};
    const auto examine = [&](const std::string& name, std::vector<std::byte> bytes, Promise promise,
                             const std::string& where) {
        const auto card = platter.card(all);
        static_cast<void>(card->remove(name));
        static_cast<void>(card->create(name, bytes.size()));
        card->bytes_of(name) = std::move(bytes);
        promise.cursors = cursors;
        examination.count_cut();
        examination.open_again(*card, promise, where);
    };
    std::vector<std::string> names = whole->list().value();
    std::erase_if(names, [](const std::string& name) { return !parse_segment_name(name); });
    names.resize(std::min(names.size(), most_segments));
    for (const std::string& name : names) {
        const auto bytes = whole->bytes_of(name);
        for (std::size_t kept = 0; kept < bytes.size(); ++kept) {
            examine(name, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(kept)},
                    besides(bytes, kept, bytes.size()), fmt::format("{} cut at {}", name, kept));
        }
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            auto flipped = bytes;
            flipped[bit / 8] ^= std::byte{1} << (bit % 8);
            examine(name, std::move(flipped), besides(bytes, bit / 8, bit / 8 + 1),
                    fmt::format("{} with bit {} flipped", name, bit));
        }
    }
    return examination.tally();
}

} // namespace lanterne::firmware::power_cuts
