#include "core/exchange/rules_toml.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/exchange/rules_rewards.hpp"

namespace lanterne::exchange {

namespace {

constexpr double longest_s = 1e6;

constexpr std::array<std::string_view, 8> tables{
    "results", "segment", "ranking", "cutoff", "card", "team_ranking", "points_ranking", "award"};

constexpr std::array<Word<plan::Outcome>, 9> outcomes{
    {{"finished", plan::Outcome::finished},
     {"racing", plan::Outcome::racing},
     {"not_started", plan::Outcome::not_started},
     {"lapped", plan::Outcome::lapped},
     {"over_time_limit", plan::Outcome::over_time_limit},
     {"not_classified", plan::Outcome::not_classified},
     {"did_not_finish", plan::Outcome::did_not_finish},
     {"disqualified", plan::Outcome::disqualified},
     {"did_not_start", plan::Outcome::did_not_start}}};
constexpr std::array<Word<plan::EndBy>, 4> ends{{{"all", plan::EndBy::all},
                                                 {"leader", plan::EndBy::leader},
                                                 {"laps", plan::EndBy::laps},
                                                 {"time", plan::EndBy::time}}};
constexpr std::array<Word<plan::Lapped>, 2> lapped{
    {{"go-on", plan::Lapped::go_on}, {"pulled", plan::Lapped::pulled}}};
constexpr std::array<Word<plan::TimeBasis>, 5> bases{{{"planned", plan::TimeBasis::planned},
                                                      {"gun", plan::TimeBasis::gun},
                                                      {"net", plan::TimeBasis::net},
                                                      {"slot", plan::TimeBasis::slot},
                                                      {"segment", plan::TimeBasis::segment}}};
constexpr std::array<Word<plan::Measure>, 2> measures{
    {{"time", plan::Measure::time}, {"laps", plan::Measure::laps}}};
constexpr std::array<Word<plan::Rounding>, 3> roundings{{{"down", plan::Rounding::down},
                                                         {"nearest", plan::Rounding::nearest},
                                                         {"up", plan::Rounding::up}}};

bool has_line(const RulesScope& scope, const std::string& line) {
    return scope.courses.empty() ||
           std::ranges::any_of(scope.courses, [&](const course::Course* course) {
               return std::ranges::find(course->points(), line, &course::TimingPoint::id) !=
                      course->points().end();
           });
}

plan::RaceEnd read_end(RulesReader& reader, const RulesScope& scope) {
    plan::RaceEnd end;
    end.by = reader.word<plan::EndBy>("end", ends).value_or(end.by);
    end.lapped = reader.word<plan::Lapped>("lapped", lapped).value_or(end.lapped);
    end.line = reader.table().id("line").value_or("");
    end.laps = static_cast<std::uint32_t>(reader.table().integer("laps", 0, 1'000).value_or(0));
    if (const auto minutes = reader.table().number("minutes", 0.01, 10'000)) {
        end.minutes = Milliseconds{std::llround(*minutes * 60'000)};
    }
    const bool needs_line = end.by != plan::EndBy::all || end.lapped == plan::Lapped::pulled;
    if (!end.line.empty() && !has_line(scope, end.line)) {
        reader.table().refuse("line");
    } else if (needs_line && end.line.empty()) {
        reader.say("end", "line is missing", "the id of the timing point that counts laps");
    }
    if (end.by == plan::EndBy::laps && end.laps == 0) {
        reader.say("end", "laps is missing", "how many laps the first goes");
    }
    if (end.by == plan::EndBy::time && end.minutes == Milliseconds{0}) {
        reader.say("end", "minutes is missing", "after how many minutes the last laps begin");
    }
    return end;
}

void read_results(const TomlValue& document, const RulesScope& scope, plan::Rules& rules,
                  Faults& faults) {
    const TomlValue* table = document.member("results");
    if (table == nullptr) {
        return;
    }
    if (table->kind != TomlValue::Kind::table) {
        faults.add(table->line, fmt::format("results is {}", shown(*table)), "one [results] table");
        return;
    }
    RulesReader reader{*table, "results", scope, faults};
    const auto order = reader.words<plan::Outcome>("order", outcomes);
    rules.order = order.empty() ? rules.order : order;
    rules.end = read_end(reader, scope);
    if (const auto draft = reader.table().number("draft_m", 1, 100)) {
        rules.draft = Metres{*draft};
    }
}

std::vector<plan::Segment> read_segments(const TomlValue& document, const RulesScope& scope,
                                         Faults& faults) {
    std::vector<plan::Segment> segments;
    Ids ids;
    for (const TomlValue* table : tables_of(document, "segment", plan::max_rules, faults)) {
        RulesReader reader{*table, "segment", scope, faults};
        plan::Segment segment;
        segment.id = ids.take(reader.table(), faults);
        segment.name = reader.name_or(segment.id);
        segment.from = reader.point("from").value_or(plan::PointLap{});
        segment.to = reader.point("to").value_or(plan::PointLap{});
        segments.push_back(std::move(segment));
    }
    return segments;
}

/// The segments that rules may name: those of the file, else the legs.
std::vector<std::string> segment_ids(const plan::Rules& rules, const RulesScope& scope) {
    std::vector<std::string> ids;
    for (const plan::Segment& segment : rules.segments) {
        ids.push_back(segment.id);
    }
    for (const course::Course* course : scope.courses) {
        for (const course::Leg& leg : course->legs()) {
            if (rules.segments.empty()) {
                ids.push_back(leg.id);
            }
        }
    }
    return ids;
}

/// Where no segment is known, because the courses are not, none can be refused.
bool may_name(const std::vector<std::string>& segments, const std::string& id) {
    return segments.empty() || std::ranges::find(segments, id) != segments.end();
}

std::vector<plan::TieRule> read_ties(RulesReader& reader,
                                     const std::vector<std::string>& segments) {
    std::vector<plan::TieRule> ties;
    for (const std::string& text : reader.texts("ties")) {
        const bool is_age = text == "older" || text == "younger";
        const bool is_segment = !is_age && may_name(segments, text);
        if (!is_segment && !is_age) {
            reader.table().refuse("ties");
            return {};
        }
        ties.push_back({.by = is_segment        ? plan::TieBreak::segment
                              : text == "older" ? plan::TieBreak::older
                                                : plan::TieBreak::younger,
                        .segment = is_segment ? text : ""});
    }
    return ties;
}

plan::Display read_display(RulesReader& reader) {
    plan::Display display;
    display.rounding =
        reader.word<plan::Rounding>("rounding", roundings).value_or(display.rounding);
    if (const auto unit = reader.seconds("unit_s", 0.01, 1)) {
        display.unit = *unit;
        if (*unit != Milliseconds{1'000} && *unit != Milliseconds{100} &&
            *unit != Milliseconds{10}) {
            reader.table().refuse("unit_s");
        }
    }
    return display;
}

std::optional<std::uint32_t> places(RulesReader& reader, std::string_view key) {
    const auto places = reader.table().integer(key, 0, 1'000);
    return places ? std::optional{static_cast<std::uint32_t>(*places)} : std::nullopt;
}

plan::Ranking read_ranking(RulesReader& reader, const std::vector<std::string>& segments, Ids& ids,
                           Faults& faults) {
    plan::Ranking ranking;
    ranking.id = ids.take(reader.table(), faults);
    ranking.name = reader.name_or(ranking.id);
    ranking.who = reader.filter();
    ranking.basis = reader.word<plan::TimeBasis>("basis", bases).value_or(ranking.basis);
    ranking.by = reader.word<plan::Measure>("by", measures).value_or(ranking.by);
    ranking.display = read_display(reader);
    ranking.ties = read_ties(reader, segments);
    ranking.group_gap = reader.seconds("group_gap_s", 0.1, 60);
    ranking.prizes = places(reader, "prizes").value_or(ranking.prizes);
    ranking.qualifies = places(reader, "qualifies").value_or(ranking.qualifies);
    ranking.segment = reader.table().id("segment").value_or("");
    const bool is_over_segment = ranking.basis == plan::TimeBasis::segment;
    if (is_over_segment != (reader.table().value("segment") != nullptr)) {
        reader.say("basis", "basis and segment do not go together",
                   "basis = \"segment\" with a segment, or neither");
    } else if (is_over_segment && std::ranges::find(segments, ranking.segment) == segments.end()) {
        reader.table().refuse("segment");
    }
    return ranking;
}

plan::CutOff read_cut_off(RulesReader& reader) {
    plan::CutOff cut_off;
    cut_off.at = reader.point("at").value_or(plan::PointLap{});
    cut_off.who = reader.filter();
    std::size_t said = 0;
    const auto note = [&](plan::LimitFrom from) {
        cut_off.from = from;
        ++said;
    };
    if (const auto clock = reader.table().time("clock")) {
        note(plan::LimitFrom::clock);
        cut_off.clock = *clock;
    }
    if (const auto limit = reader.seconds("after_gun_s", 0, longest_s)) {
        note(plan::LimitFrom::gun);
        cut_off.limit = *limit;
    }
    if (const auto limit = reader.seconds("after_start_s", 0, longest_s)) {
        note(plan::LimitFrom::start);
        cut_off.limit = *limit;
    }
    if (const auto percent = reader.table().number("winner_percent", 100, 1'000)) {
        note(plan::LimitFrom::winner);
        cut_off.share_permille = static_cast<std::uint32_t>(std::llround(*percent * 10));
    }
    if (said != 1) {
        reader.say("at", fmt::format("the cut-off has {} limits", said),
                   "one of clock, after_gun_s, after_start_s, winner_percent");
    }
    return cut_off;
}

std::vector<plan::Card> read_cards(const TomlValue& document, const RulesScope& scope,
                                   Faults& faults) {
    std::vector<plan::Card> cards;
    for (const TomlValue* table : tables_of(document, "card", plan::max_rules, faults)) {
        RulesReader reader{*table, "card", scope, faults};
        const std::string name = reader.table().text("name").value_or("");
        if (std::ranges::find(cards, name, &plan::Card::name) != cards.end()) {
            reader.table().refuse("name");
        }
        cards.push_back({.name = name,
                         .time = reader.seconds("time_s", 0, longest_s).value_or(Milliseconds{0}),
                         .disqualified_at = static_cast<std::uint32_t>(
                             reader.table().integer("disqualified_at", 1, 100).value_or(0))});
    }
    return cards;
}

} // namespace

std::span<const std::string_view> rules_tables() { return tables; }

plan::Rules read_rules(const TomlValue& document, const RulesScope& scope, Faults& faults) {
    plan::Rules rules;
    read_results(document, scope, rules, faults);
    rules.segments = read_segments(document, scope, faults);
    const std::vector<std::string> segments = segment_ids(rules, scope);
    Ids ids;
    std::vector<std::string> rankings;
    for (const TomlValue* table : tables_of(document, "ranking", plan::max_rules, faults)) {
        RulesReader reader{*table, "ranking", scope, faults};
        rules.rankings.push_back(read_ranking(reader, segments, ids, faults));
        rankings.push_back(rules.rankings.back().id);
    }
    if (rankings.empty()) {
        rankings.emplace_back("overall");
        for (const std::string& variant : scope.variants) {
            rankings.push_back("overall-" + variant);
        }
    }
    for (const TomlValue* table : tables_of(document, "cutoff", plan::max_rules, faults)) {
        RulesReader reader{*table, "cutoff", scope, faults};
        rules.cut_offs.push_back(read_cut_off(reader));
    }
    rules.cards = read_cards(document, scope, faults);
    rules.teams = read_teams(document, scope, rankings, faults);
    rules.points = read_points(document, scope, rankings, faults);
    return rules;
}

} // namespace lanterne::exchange
