#include "core/scoring/ruling/entry_record.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/ruling/neutral.hpp"

namespace lanterne::scoring {
namespace {

bool is_valid(const ScoredCourse::Meaning& meaning, UtcTime time) {
    return (!meaning.from || time >= *meaning.from) && (!meaning.until || time < *meaning.until);
}

bool starts_by_gun(const EntryInputs& inputs) {
    const course::Course& course = inputs.course.course();
    if (course.points().empty()) {
        return false;
    }
    const course::TimingPoint& first = course.points().front();
    const auto wave = std::ranges::find(inputs.plan.waves, inputs.entry.wave, &plan::Wave::id);
    const bool by_gun = wave == inputs.plan.waves.end() || wave->start_by == plan::StartBy::gun;
    return first.kind == course::PointKind::start &&
           (by_gun || course.legs()[first.leg].sport == course::Sport::swim);
}

// A person's last word on a passage.
struct Word {
    enum class Kind : std::uint8_t { none, corrected, void_, confirmed };
    Kind kind = Kind::none;
    Passage passage;
};

std::map<std::size_t, Word> words_of(const EntryInputs& inputs) {
    std::map<std::size_t, Word> words;
    const course::Course& course = inputs.course.planned();
    for (const plan::Act* act : inputs.rulings.about(inputs.entry.bib)) {
        if (const auto* correct = std::get_if<plan::CorrectPassage>(&act->body)) {
            const std::size_t point = *find_point(course, correct->at);
            words[point] = {Word::Kind::corrected,
                            {.point = point,
                             .time = correct->time,
                             .standard_error_ms = correct->standard_error_ms,
                             .source = Source::official}};
        } else if (const auto* voided = std::get_if<plan::VoidPassage>(&act->body)) {
            words[*find_point(course, voided->at)].kind = Word::Kind::void_;
        } else if (const auto* confirm = std::get_if<plan::ConfirmPassage>(&act->body)) {
            words[*find_point(course, confirm->at)].kind = Word::Kind::confirmed;
        }
    }
    return words;
}

Passage to_passage(std::size_t point, const Observation& seen) {
    return {.point = point,
            .time = seen.time,
            .standard_error_ms = seen.standard_error_ms,
            .source = seen.source,
            .is_bridged = seen.is_bridged,
            .is_settled = seen.is_settled,
            .shared_error_ms = seen.shared_error_ms,
            .clock = clock_mark(seen.clock)};
}

void weigh_witnesses(const EntryInputs& inputs, EntryFindings& found,
                     std::map<std::size_t, Passage>& passages) {
    std::map<std::size_t, std::vector<Observation>> by_point;
    for (const Witness& seen : seen_by_fixes(inputs)) {
        by_point[seen.point].push_back(seen.observation);
    }
    for (const Witness& seen : inputs.witnesses) {
        by_point[seen.point].push_back(seen.observation);
    }
    const EntryRecord& record = found.record;
    if (starts_by_gun(inputs) && record.gun) {
        const std::size_t start = inputs.course.meaning_of(0).point;
        const bool has_started =
            !by_point.empty() || (inputs.athlete != nullptr && inputs.athlete->has_started());
        by_point.erase(start); // whoever starts by gun is not timed there
        if (has_started) {
            by_point[start] = {{.source = Source::gun,
                                .clock = {},
                                .time = *record.gun,
                                .standard_error_ms = record.gun_error_ms}};
        }
    }
    for (auto& [point, witnesses] : by_point) {
        const Verdict verdict = decide(point, std::move(witnesses));
        passages[point] = to_passage(point, verdict.observation);
        if (verdict.disagreement) {
            found.disagreements.push_back(*verdict.disagreement);
        }
    }
}

void hear_words(const EntryInputs& inputs, EntryFindings& found,
                std::map<std::size_t, Passage>& passages) {
    for (const auto& [point, word] : words_of(inputs)) {
        if (word.kind == Word::Kind::corrected) {
            passages[point] = word.passage;
        } else if (word.kind == Word::Kind::void_) {
            passages.erase(point);
        } else if (passages.contains(point)) {
            passages[point].is_bridged = false; // a person vouches for it
        } else {
            found.record.vouched.push_back(point);
        }
        std::erase_if(found.disagreements, [&, at = point](const Disagreement& disagreement) {
            return disagreement.point == at; // a person has decided
        });
    }
}

void note_missing(const EntryInputs& inputs, EntryFindings& found,
                  const std::map<std::size_t, Passage>& passages) {
    if (inputs.athlete == nullptr) {
        return;
    }
    std::set<std::size_t> settled{found.record.vouched.begin(), found.record.vouched.end()};
    for (const auto& [point, word] : words_of(inputs)) {
        settled.insert(point); // also a passage that is void: a person knows
    }
    const auto& all = inputs.ended ? inputs.ended->missed : inputs.athlete->missed();
    for (const Missed& missed : all) {
        const ScoredCourse::Meaning meaning = inputs.course.meaning_of(missed.point);
        if (settled.contains(meaning.point) || !is_valid(meaning, missed.to)) {
            continue;
        }
        const Missing one{.point = meaning.point,
                          .from = missed.from,
                          .to = missed.to,
                          .is_ambiguous = missed.reason != course::MissReason::cut};
        const auto passage = passages.find(meaning.point);
        if (passage == passages.end()) {
            settled.insert(meaning.point);
            found.record.missing.push_back(one);
        } else if (missed.reason == course::MissReason::doubted &&
                   passage->second.source == Source::gps) {
            settled.insert(meaning.point);
            found.doubted.push_back(one);
        }
    }
    std::ranges::sort(found.record.missing, {}, &Missing::point);
    std::ranges::sort(found.doubted, {}, &Missing::point);
}

// Where the last leg is dropped, the last point of what is raced is the finish.
std::optional<std::size_t> finish_of(const EntryInputs& inputs) {
    const course::Course& course = inputs.course.planned();
    const std::vector<std::size_t>& dropped = inputs.course.change().dropped_legs;
    const bool ends_early = !dropped.empty() && dropped.back() + 1 == course.legs().size();
    const auto is_raced = [&](std::size_t point) {
        return !std::ranges::binary_search(dropped, course.points()[point].leg);
    };
    std::optional<std::size_t> finish;
    for (std::size_t point = 0; point < course.points().size(); ++point) {
        if (is_raced(point) &&
            (ends_early || course.points()[point].kind == course::PointKind::finish)) {
            finish = point;
        }
    }
    for (const plan::Act* act : inputs.rulings.about_many()) {
        const auto* shorten = std::get_if<plan::Shorten>(&act->body);
        if (shorten != nullptr && concerns(shorten->whom, inputs.entry)) {
            const auto point = find_point(course, shorten->finish);
            finish = point && is_raced(*point) ? point : finish;
        }
    }
    return finish;
}

void hear_rulings(const EntryInputs& inputs, EntryRecord& record) {
    for (const plan::Act* act : inputs.rulings.about(inputs.entry.bib)) {
        if (const auto* rule = std::get_if<plan::Rule>(&act->body)) {
            record.ruled = *rule;
        } else if (const auto* penalty = std::get_if<plan::Penalise>(&act->body)) {
            record.penalties.push_back(*penalty);
        }
    }
    for (const plan::Act* act : inputs.rulings.about_many()) {
        const auto* extend = std::get_if<plan::Extend>(&act->body);
        if (extend != nullptr && concerns(extend->whom, inputs.entry)) {
            record.extensions.push_back(*extend);
        }
    }
}

std::optional<Whereabouts> seen_now(const EntryInputs& inputs, const EntryRecord& record) {
    if (inputs.athlete == nullptr || !inputs.athlete->has_started()) {
        return std::nullopt;
    }
    const course::Match& match = *inputs.athlete->match();
    const Milliseconds astray{match.on_course ? 0 : std::llround(match.off_course_for * 1000)};
    Whereabouts seen{.along = inputs.course.planned_along(match.along),
                     .speed_mps = match.on_course ? match.speed_mps : 0,
                     .time = match.time,
                     .on_course = match.on_course,
                     .on_course_until = match.time - astray};
    if (!record.passages.empty()) {
        const auto& points = inputs.course.planned().points();
        seen.along = std::max(seen.along, points[record.passages.back().point].along);
    }
    return seen;
}

} // namespace

std::vector<Witness> seen_by_fixes(const EntryInputs& inputs) {
    std::vector<Witness> seen;
    if (inputs.athlete == nullptr) {
        return seen;
    }

    struct Best {
        bool is_valid = false;
        Crossed crossed;
    };

    std::map<std::size_t, Best> best; // of the places where a gate stood, the one that counts
    const auto& all = inputs.ended ? inputs.ended->crossed : inputs.athlete->crossed();
    for (const Crossed& crossed : all) {
        const ScoredCourse::Meaning meaning = inputs.course.meaning_of(crossed.point);
        const Best one{is_valid(meaning, crossed.time), crossed};
        const auto [there, is_new] = best.emplace(meaning.point, one);
        if (!is_new && std::pair{!one.is_valid, one.crossed.time} <
                           std::pair{!there->second.is_valid, there->second.crossed.time}) {
            there->second = one;
        }
    }
    for (const auto& [point, one] : best) {
        seen.push_back({.point = point,
                        .observation = {.source = Source::gps,
                                        .clock = {},
                                        .time = one.crossed.time,
                                        .standard_error_ms = one.crossed.standard_error_ms,
                                        .is_bridged = one.crossed.is_bridged != 0,
                                        .is_settled = one.crossed.is_settled != 0}});
    }
    return seen;
}

std::optional<UtcTime> time_at(const EntryRecord& record, std::size_t point) {
    const auto passage = std::ranges::find(record.passages, point, &Passage::point);
    return passage == record.passages.end() ? std::nullopt : std::optional{passage->time};
}

EntryFindings find(const EntryInputs& inputs) {
    const WaveStart start = inputs.rulings.start_of(inputs.entry);
    EntryFindings found;
    EntryRecord& record = found.record;
    record.entry = &inputs.entry;
    record.course = &inputs.course.planned();
    record.gun = start.gun;
    record.gun_error_ms = start.standard_error_ms;
    record.finish = finish_of(inputs);
    record.dropped_legs = inputs.course.change().dropped_legs;
    std::map<std::size_t, Passage> passages;
    weigh_witnesses(inputs, found, passages);
    hear_words(inputs, found, passages);
    note_missing(inputs, found, passages);
    const auto& points = record.course->points();
    for (const auto& [point, passage] : passages) {
        if (!std::ranges::binary_search(record.dropped_legs, points[point].leg)) {
            record.passages.push_back(passage);
        }
    }
    hear_rulings(inputs, record);
    record.neutral = neutral_of(inputs.rulings, record);
    record.seen = seen_now(inputs, record);
    return found;
}

} // namespace lanterne::scoring
