#include <charconv>

#include <fmt/format.h>

#include "core/scoring/publishing/publication.hpp"

namespace lanterne::scoring {
namespace {

constexpr std::string_view title = "lanterne publication 1";
constexpr std::string_view tables_begin = "tables\n"; ///< all behind it is theirs

template<class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number}
                                                                    : std::nullopt;
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

template<class Value>
bool set(Value& to, const std::optional<Value>& from) {
    if (from) {
        to = *from;
    }
    return from.has_value();
}

// "-" or a number.
template<class Number>
bool set_or_none(std::optional<Number>& to, std::string_view text) {
    to = text == "-" ? std::nullopt : number_in<Number>(text);
    return to.has_value() || text == "-";
}

bool read_head(std::string_view key, std::string_view value, Publication& publication) {
    if (key == "revision") {
        return set(publication.revision, number_in<std::uint32_t>(value));
    }
    if (key == "state") {
        return set(publication.state, parse_result_state(value));
    }
    if (key == "engine") {
        return set(publication.engine, number_in<std::uint32_t>(value));
    }
    std::string& digest = key == "inputs" ? publication.input_digest : publication.digest;
    digest = value;
    return (key == "inputs" || key == "results") && value.size() == 64;
}

bool read_entry(const std::vector<std::string_view>& words, Publication& publication) {
    const auto bib = Bib::from(words[1]);
    const auto status = parse_status(words[2]);
    std::optional<std::uint32_t> rank;
    std::optional<std::int64_t> gap;
    if (!bib || !status || !set_or_none(rank, words[3]) || !set_or_none(gap, words[4])) {
        return false;
    }
    publication.entries.push_back(
        {.bib = *bib, .status = *status, .rank = rank, .gap = {}, .passages = {}});
    if (gap) {
        publication.entries.back().gap = Milliseconds{*gap};
    }
    return true;
}

bool read_passage(const std::vector<std::string_view>& words, Publication& publication) {
    const auto lap = number_in<std::uint32_t>(words[2]);
    const auto time = parse_time(words[3]);
    const auto error = number_in<std::uint32_t>(words[4]);
    const auto source = parse_source(words[5]);
    const bool is_bridged = words[6] == "bridged";
    if (!lap || !time || !error || !source || (!is_bridged && words[6] != "seen") ||
        publication.entries.empty()) {
        return false;
    }
    publication.entries.back().passages.push_back({.at = {std::string{words[1]}, *lap},
                                                   .time = *time,
                                                   .standard_error_ms = *error,
                                                   .source = *source,
                                                   .is_bridged = is_bridged});
    return true;
}

bool read_line(std::string_view line, Publication& publication) {
    const std::vector<std::string_view> words = words_of(line);
    if (words.size() == 5 && words[0] == "entry") {
        return read_entry(words, publication);
    }
    if (words.size() == 7 && words[0] == "passage") {
        return read_passage(words, publication);
    }
    return words.size() == 2 && read_head(words[0], words[1], publication);
}

} // namespace

std::string to_text(const Publication& publication) {
    std::string text =
        fmt::format("{}\nrevision {}\nstate {}\nengine {}\ninputs {}\nresults {}\n", title,
                    publication.revision, to_text(publication.state), publication.engine,
                    publication.input_digest, publication.digest);
    for (const PublishedEntry& entry : publication.entries) {
        text += fmt::format("entry {} {} {} {}\n", entry.bib.text(), to_text(entry.status),
                            entry.rank ? std::to_string(*entry.rank) : "-",
                            entry.gap ? std::to_string(entry.gap->count()) : "-");
        for (const PublishedPassage& passage : entry.passages) {
            text += fmt::format("passage {} {} {} {} {} {}\n", passage.at.point, passage.at.lap,
                                lanterne::to_text(passage.time), passage.standard_error_ms,
                                to_text(passage.source), passage.is_bridged ? "bridged" : "seen");
        }
    }
    if (!publication.tables.empty()) {
        text += tables_begin;
        text += publication.tables;
    }
    return text;
}

tl::expected<Publication, std::string> parse_publication(std::string_view text) {
    if (text.size() > max_publication_bytes) {
        return tl::unexpected{fmt::format("a publication has at most {} bytes, this one {}",
                                          max_publication_bytes, text.size())};
    }
    Publication publication;
    std::size_t number = 0;
    while (!text.empty()) {
        if (number > 0 && text.starts_with(tables_begin)) {
            publication.tables = text.substr(tables_begin.size());
            break;
        }
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool is_right = number == 1 ? line == title : read_line(line, publication);
        if (!is_right) {
            return tl::unexpected{
                fmt::format("line {} is none of a publication: '{}'", number, line.substr(0, 80))};
        }
    }
    if (number == 0 || publication.input_digest.empty() || publication.digest.empty()) {
        return tl::unexpected{std::string{"the publication ends before it says what it is of"}};
    }
    return publication;
}

} // namespace lanterne::scoring
