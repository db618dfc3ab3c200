#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/scoring/publishing/publication.hpp"

namespace lanterne::scoring {
namespace {

std::string rank_text(const std::optional<std::uint32_t>& rank) {
    return rank ? std::to_string(*rank) : "none";
}

std::string gap_text(const std::optional<Milliseconds>& gap) {
    return gap ? fmt::format("{:.3f} s", static_cast<double>(gap->count()) / 1000) : "none";
}

using Passages = std::map<plan::PointLap, PublishedPassage>;

Passages by_point(const PublishedEntry& entry) {
    Passages passages;
    for (const PublishedPassage& passage : entry.passages) {
        passages.emplace(passage.at, passage);
    }
    return passages;
}

// Lines of one entry; too many are only counted.
class Words {
public:
    void say(std::string line) {
        ++said_;
        if (lines_.size() < max_differences) {
            lines_.push_back(std::move(line));
        }
    }

    std::vector<std::string> take() {
        if (said_ > lines_.size()) {
            lines_.push_back(fmt::format("and {} more", said_ - lines_.size()));
        }
        return std::move(lines_);
    }

private:
    std::vector<std::string> lines_;
    std::size_t said_ = 0;
};

void compare_passages(const PublishedEntry& before, const PublishedEntry& now, Words& words) {
    const Passages was = by_point(before);
    const Passages is = by_point(now);
    const std::string& bib = before.bib.text();
    for (const auto& [at, passage] : was) {
        const auto same = is.find(at);
        if (same == is.end()) {
            words.say(fmt::format("{}: no passage at {} lap {} any more", bib, at.point, at.lap));
        } else if (same->second.time != passage.time) {
            const auto moved = static_cast<double>((same->second.time - passage.time).count());
            words.say(fmt::format("{}: {} lap {} at {} -> {} ({:+.3f} s)", bib, at.point, at.lap,
                                  lanterne::to_text(passage.time),
                                  lanterne::to_text(same->second.time), moved / 1000));
        } else if (same->second != passage) {
            words.say(fmt::format("{}: {} lap {} by {} +- {} ms -> by {} +- {} ms", bib, at.point,
                                  at.lap, to_text(passage.source), passage.standard_error_ms,
                                  to_text(same->second.source), same->second.standard_error_ms));
        }
    }
    for (const auto& [at, passage] : is) {
        if (!was.contains(at)) {
            words.say(fmt::format("{}: a passage at {} lap {} more, at {}", bib, at.point, at.lap,
                                  lanterne::to_text(passage.time)));
        }
    }
}

void compare(const PublishedEntry& before, const PublishedEntry& now, Words& words) {
    const std::string& bib = before.bib.text();
    if (before.status != now.status) {
        words.say(fmt::format("{}: {} -> {}", bib, to_text(before.status), to_text(now.status)));
    }
    if (before.rank != now.rank) {
        words.say(
            fmt::format("{}: rank {} -> {}", bib, rank_text(before.rank), rank_text(now.rank)));
    }
    if (before.gap != now.gap) {
        words.say(fmt::format("{}: gap {} -> {}", bib, gap_text(before.gap), gap_text(now.gap)));
    }
    compare_passages(before, now, words);
}

} // namespace

std::vector<std::string> difference(const Publication& published, const Publication& now) {
    Words words;
    if (published.entries == now.entries) {
        return words.take();
    }
    if (published.engine != now.engine) {
        words.say(fmt::format("engine {} -> {}", published.engine, now.engine));
    }
    if (published.input_digest != now.input_digest) {
        words.say("the inputs are others");
    }
    std::map<Bib, const PublishedEntry*> others;
    for (const PublishedEntry& entry : now.entries) {
        others.emplace(entry.bib, &entry);
    }
    for (const PublishedEntry& entry : published.entries) {
        const auto other = others.find(entry.bib);
        if (other == others.end()) {
            words.say(fmt::format("{}: is not entered any more", entry.bib.text()));
            continue;
        }
        compare(entry, *other->second, words);
        others.erase(other);
    }
    for (const auto& [bib, entry] : others) {
        words.say(fmt::format("{}: is entered now", bib.text()));
    }
    return words.take();
}

} // namespace lanterne::scoring
