#include "simulator/replay/journal_replay.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "firmware/journal/segment.hpp"
#include "simulator/replay/fix_track.hpp"
#include "simulator/replay/read_only_folder.hpp"

namespace lanterne::simulator {

namespace {

namespace fs = std::filesystem;

constexpr Sequence fixes_a_read = 256;
constexpr std::size_t max_units = 20'000;

/// The segments of a card in the order of their writing, by name: each is opened when its turn has
/// come.
std::vector<std::string> segments_in(ReadOnlyFolder& card) {
    std::vector<std::pair<std::uint64_t, std::string>> segments;
    for (const std::string& name : card.list().value_or(std::vector<std::string>{})) {
        if (const auto said = firmware::parse_segment_name(name)) {
            segments.emplace_back(said->segment, name);
        }
    }
    std::ranges::sort(segments);
    std::vector<std::string> names;
    std::ranges::transform(segments, std::back_inserter(names),
                           [](const auto& segment) { return segment.second; });
    return names;
}

std::optional<firmware::Segment> segment_in(ReadOnlyFolder& card, const std::string& name) {
    return firmware::Segment::recover(card, name,
                                      [](Epoch, const firmware::journal_format::Record&) {});
}

class JournalTrack final : public FixTrack {
public:
    explicit JournalTrack(const fs::path& folder)
        : folder_{folder.string()}, card_{folder}, names_{segments_in(card_)} {}

protected:
    Result<std::vector<Fix>, std::string> more() override {
        while (ranges_.empty()) {
            if (next_ == names_.size()) {
                return std::vector<Fix>{};
            }
            segment_ = segment_in(card_, names_[next_++]);
            ranges_ =
                segment_ ? segment_->fixes().ranges() : std::vector<firmware::SequenceRange>{};
        }
        firmware::SequenceRange& range = ranges_.front();
        const firmware::SequenceRange part{range.from,
                                           std::min(range.to, range.from + fixes_a_read)};
        const auto fixes = segment_->read(card_, part);
        if (!fixes || fixes->empty()) {
            return tl::unexpected{fmt::format("{}/{}: the fixes from number {} on cannot be read",
                                              folder_, segment_->name(), part.from)};
        }
        range.from += fixes->size();
        if (range.from >= range.to) {
            ranges_.erase(ranges_.begin());
        }
        return *fixes;
    }

private:
    std::string folder_;
    ReadOnlyFolder card_;
    std::vector<std::string> names_;
    std::size_t next_ = 0;
    std::optional<firmware::Segment> segment_;
    std::vector<firmware::SequenceRange> ranges_; ///< of the segment, what is left
};

/// Of the first segment that can be read.
std::optional<UnitSerial> serial_in(const fs::path& folder) {
    ReadOnlyFolder card{folder};
    for (const std::string& name : segments_in(card)) {
        if (const auto segment = segment_in(card, name)) {
            return UnitSerial::from(segment->header().unit);
        }
    }
    return std::nullopt;
}

class JournalSource final : public ReplaySource {
public:
    /// Empty: taken; else what is wrong.
    std::string add(const fs::path& folder) {
        auto serial = serial_in(folder);
        if (!serial) {
            serial = UnitSerial::from(fs::absolute(folder).filename().string());
        }
        if (!serial) {
            return fmt::format(
                "{}: the journal does not say its unit, and the folder is not called "
                "by a serial",
                folder.string());
        }
        if (!folders_.emplace(*serial, folder).second) {
            return fmt::format("{}: another journal is of unit {} too", folder.string(),
                               serial->text());
        }
        units_.push_back(*serial);
        return {};
    }

    const std::vector<UnitSerial>& units() const override { return units_; }

    Result<std::unique_ptr<ReplayTrack>, std::string> open(const UnitSerial& unit) override {
        return std::make_unique<JournalTrack>(folders_.at(unit));
    }

private:
    std::vector<UnitSerial> units_;
    std::map<UnitSerial, fs::path> folders_;
};

} // namespace

bool is_journal(const std::string& folder) {
    ReadOnlyFolder card{folder};
    return !segments_in(card).empty();
}

ReplaySources open_journals(const std::string& folder) {
    std::vector<fs::path> cards;
    std::error_code error;
    if (is_journal(folder)) {
        cards.emplace_back(folder);
    } else {
        for (const auto& item : fs::directory_iterator{folder, error}) {
            if (is_journal(item.path().string())) {
                cards.push_back(item.path());
            }
        }
    }
    if (error || cards.empty() || cards.size() > max_units) {
        return tl::unexpected{error ? fmt::format("{}: {}", folder, error.message())
                                    : fmt::format("{}: {} journals; 1 to {} would be right", folder,
                                                  cards.size(), max_units)};
    }
    std::ranges::sort(cards);
    auto source = std::make_unique<JournalSource>();
    for (const fs::path& card : cards) {
        if (const std::string fault = source->add(card); !fault.empty()) {
            return tl::unexpected{fault};
        }
    }
    return source;
}

} // namespace lanterne::simulator
