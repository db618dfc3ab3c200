#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/exchange/act_fields.hpp"
#include "core/exchange/act_keys.hpp"
#include "core/exchange/act_text.hpp"
#include "core/exchange/act_words.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

using plan::ActBody;

constexpr double longest_cap_s = 7 * 86'400;
constexpr double longest_penalty_s = 86'400;
constexpr double most_extension_s = 86'400;
constexpr double most_wrong_clock_s = 10 * 86'400;
constexpr std::int64_t most_penalty_count = 10'000;

ActBody start_wave(ActFields& act) {
    return plan::StartWave{act.id("wave"), act.standard_error_ms()};
}

ActBody hold_wave(ActFields& act) { return plan::HoldWave{act.id("wave")}; }

ActBody neutralise(ActFields& act) {
    plan::Neutralise neutral{.whom = act.whom()};
    const bool has_stretch = act.has("from_point") && act.has("to_point");
    const bool has_some =
        act.has("from_point") || act.has("to_point") || act.has("from_lap") || act.has("to_lap");
    if (has_some != has_stretch || has_some == act.has("until")) {
        act.say("neither a stretch nor a time", "either from_point and to_point, or until");
        return neutral;
    }
    if (has_stretch) {
        neutral.from = act.point_lap("from_point", "from_lap");
        neutral.to = act.point_lap("to_point", "to_lap");
    }
    neutral.until = act.time("until");
    neutral.cap = act.seconds("cap_s", 0, longest_cap_s);
    return neutral;
}

ActBody shorten(ActFields& act) { return plan::Shorten{act.whom(), act.point_lap()}; }

ActBody drop_leg(ActFields& act) { return plan::DropLeg{act.whom(), act.id("leg")}; }

ActBody correct(ActFields& act) {
    return plan::CorrectPassage{act.bib(), act.point_lap(), act.time("time").value_or(UtcTime{}),
                                act.standard_error_ms()};
}

ActBody void_passage(ActFields& act) { return plan::VoidPassage{act.bib(), act.point_lap()}; }

ActBody confirm(ActFields& act) { return plan::ConfirmPassage{act.bib(), act.point_lap()}; }

ActBody read(ActFields& act) {
    plan::Read read{.source = act.id("source"),
                    .clock = act.id("clock"),
                    .point = act.id("point"),
                    .lap = act.lap(),
                    .bib = act.optional_bib(),
                    .time = act.time("time"),
                    .standard_error_ms = act.standard_error_ms(),
                    .order = {}};
    if (const auto order = act.integer("order", 1, plan::max_acts)) {
        read.order = static_cast<std::uint32_t>(*order);
    }
    if (!read.source.empty() && !is_read_source(read.source)) {
        act.refuse("source");
    }
    if (!act.has("time") && !act.has("order")) {
        act.say("a read without time and order", "one of them, or both,");
    }
    return read;
}

ActBody set_clock(ActFields& act) {
    return plan::SetClock{
        act.id("clock"),
        act.seconds("add_s", -most_wrong_clock_s, most_wrong_clock_s).value_or(Milliseconds{0}),
        act.standard_error_ms()};
}

ActBody finish_order(ActFields& act) { return plan::FinishOrder{act.point_lap(), act.places()}; }

ActBody rule(ActFields& act) {
    plan::Rule rule{.bib = act.bib(), .article = act.text("article")};
    const auto status = value_of<plan::Ruled>(ruled_words, act.text("status"));
    if (!status && act.has("status")) {
        act.refuse("status");
    }
    rule.status = status.value_or(plan::Ruled::racing);
    return rule;
}

/// What a penalty of that kind has: a time, a count, a card.
struct PenaltyShape {
    plan::PenaltyKind kind;
    bool has_time, has_count, has_card;
};

constexpr std::array<PenaltyShape, 7> penalty_shapes{{
    {plan::PenaltyKind::warning, false, false, false},
    {plan::PenaltyKind::card, false, false, true},
    {plan::PenaltyKind::time, true, false, false},
    {plan::PenaltyKind::box, true, false, false},
    {plan::PenaltyKind::laps, false, true, false},
    {plan::PenaltyKind::places, false, true, false},
    {plan::PenaltyKind::points, false, true, false},
}};

void check_shape(ActFields& act, plan::PenaltyKind kind) {
    const PenaltyShape& shape = penalty_shapes.at(static_cast<std::size_t>(kind));
    const auto check = [&](const char* key, bool belongs) {
        if (act.has(key) != belongs) {
            act.say(fmt::format("a penalty of {} {} {}", word(penalty_words, kind),
                                belongs ? "without" : "with", key),
                    belongs ? fmt::format("one with {}", key) : fmt::format("one without {}", key));
        }
    };
    check("time_s", shape.has_time);
    check("count", shape.has_count);
    check("card", shape.has_card);
    if (act.has("served") && kind != plan::PenaltyKind::box) {
        act.say("a penalty that is not served in a box has the time when it was served",
                "served with penalty = \"box\" alone");
    }
}

ActBody penalise(ActFields& act) {
    plan::Penalise penalty{.bib = act.bib(), .article = act.text("article")};
    const auto kind = value_of<plan::PenaltyKind>(penalty_words, act.text("penalty"));
    if (!kind) {
        if (act.has("penalty")) {
            act.refuse("penalty");
        }
        return penalty;
    }
    penalty.kind = *kind;
    check_shape(act, *kind);
    penalty.time = act.seconds("time_s", 0.001, longest_penalty_s).value_or(Milliseconds{0});
    penalty.count =
        static_cast<std::uint32_t>(act.integer("count", 1, most_penalty_count).value_or(0));
    penalty.card = act.id("card");
    penalty.served = act.time("served");
    return penalty;
}

ActBody extend(ActFields& act) {
    return plan::Extend{
        act.whom(), act.id("point"),
        act.seconds("by_s", -most_extension_s, most_extension_s).value_or(Milliseconds{0})};
}

ActBody move_gate(ActFields& act) {
    return plan::MoveGate{act.id("location"),
                          act.position("position").value_or(Position{Latitude{0}, Longitude{0}})};
}

ActBody close_case(ActFields& act) {
    return plan::CloseCase{act.text("identity"), act.text("verdict")};
}

ActBody undo(ActFields& act) {
    return plan::Undo{
        act.integer("number", 1, std::numeric_limits<std::int32_t>::max()).value_or(0)};
}

/// In the order of act_kinds().
constexpr std::array<ActBody (*)(ActFields&), 17> readers{
    start_wave,   hold_wave, neutralise, shorten,    drop_leg,     correct,
    void_passage, confirm,   read,       set_clock,  finish_order, rule,
    penalise,     extend,    move_gate,  close_case, undo};

std::optional<std::size_t> kind_in(const TomlValue& table, Faults& faults) {
    const TomlValue* kind = table.member("kind");
    if (kind == nullptr) {
        faults.add(table.line, "kind is missing",
                   fmt::format("one of {}", fmt::join(act_kinds(), ", ")));
        return std::nullopt;
    }
    const auto found = std::ranges::find(act_kinds(), kind->text);
    if (kind->kind == TomlValue::Kind::text && found != act_kinds().end()) {
        return static_cast<std::size_t>(found - act_kinds().begin());
    }
    const std::vector<std::string> known{act_kinds().begin(), act_kinds().end()};
    faults.add(
        kind->line, fmt::format("kind is {}", shown(*kind)),
        most_alike(kind->text, known).value_or(fmt::format("one of {}", fmt::join(known, ", "))));
    return std::nullopt;
}

std::optional<ActBody> read_body(const TomlValue& table, Faults& faults) {
    const auto kind = kind_in(table, faults);
    if (!kind) {
        return std::nullopt;
    }
    ActFields fields{table, act_kinds()[*kind], faults};
    return readers.at(*kind)(fields);
}

std::optional<UtcTime> read_effective(const TomlValue& table, Faults& faults) {
    if (table.member("effective") == nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> looked_at_elsewhere;
    for (const auto& [key, value] : table.members) {
        looked_at_elsewhere.push_back(key);
    }
    return TableReader{table, "", faults, looked_at_elsewhere, act_keys()}.time("effective");
}

} // namespace

Result<ActBody, std::vector<Fault>> read_act_body(std::string_view name, std::string_view bytes) {
    Faults faults{name};
    if (bytes.size() > max_act_bytes) {
        faults.add(0, fmt::format("has {} bytes", bytes.size()),
                   fmt::format("at most {}", max_act_bytes));
        return tl::unexpected{faults.take()};
    }
    const auto document = parse_toml(name, bytes);
    if (!document) {
        return tl::unexpected{document.error()};
    }
    auto body = read_body(*document, faults);
    if (document->member("effective") != nullptr) {
        faults.add(document->member("effective")->line, "effective stands in a body",
                   "an act without it");
    }
    if (!body || !faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    return std::move(*body);
}

Result<std::vector<GivenAct>, std::vector<Fault>> read_acts(std::string_view file,
                                                            std::string_view bytes) {
    const auto document = parse_toml(file, bytes);
    if (!document) {
        return tl::unexpected{document.error()};
    }
    Faults faults{file};
    std::vector<GivenAct> acts;
    for (const auto& [key, value] : document->members) {
        if (key != "act") {
            faults.add(value.line, fmt::format("the key {} is not known", shown(key)),
                       "a file of [[act]] tables alone");
        }
    }
    for (const TomlValue* table : tables_of(*document, "act", max_acts_in_a_file, faults)) {
        if (auto body = read_body(*table, faults)) {
            const auto effective = read_effective(*table, faults);
            acts.push_back({effective, std::move(*body), table->line});
        }
    }
    if (acts.empty() && faults.empty()) {
        faults.add(0, "has no act", "at least one [[act]] table");
    }
    if (!faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    return acts;
}

} // namespace lanterne::exchange
