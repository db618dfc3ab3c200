#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

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

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(at), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

// Of each table the first line of each row, by the table's name and the row's: what follows of a
// row are its splits, which passages tell. Of teams the counted end a line, and name the row.
using TableRows = std::map<std::pair<std::string, std::string>, std::string>;

TableRows rows_of(std::string_view tables) {
    TableRows rows;
    std::string table;
    for (const std::string_view line : split(tables, '\n')) {
        const std::vector<std::string_view> words = split(line, ' ');
        const bool is_title = words.size() == 2 && (words[0] == "ranking" || words[0] == "teams" ||
                                                    words[0] == "points");
        if (is_title) {
            table = line;
        } else if (!words.empty()) {
            const bool is_team = table.starts_with("teams");
            const std::size_t named = is_team ? std::min<std::size_t>(words.size() - 1, 3) : 0;
            rows.try_emplace({table, std::string{words[named]}}, line);
        }
    }
    return rows;
}

void compare_tables(const std::string& before, const std::string& now, Words& words) {
    const TableRows was = rows_of(before);
    const TableRows is = rows_of(now);
    const auto line = [](const TableRows& rows, const auto& key) {
        const auto found = rows.find(key);
        return found == rows.end() ? std::string{"none"} : found->second;
    };
    TableRows all = was;
    all.insert(is.begin(), is.end());
    for (const auto& [key, any] : all) {
        if (line(was, key) != line(is, key)) {
            words.say(fmt::format("{}: {} -> {}", key.first, line(was, key), line(is, key)));
        }
    }
}

} // namespace

std::vector<std::string> difference(const Publication& published, const Publication& now) {
    Words words;
    if (published.entries == now.entries && published.tables == now.tables) {
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
    compare_tables(published.tables, now.tables, words);
    return words.take();
}

} // namespace lanterne::scoring
