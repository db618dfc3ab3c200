#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "simulator/scenario/read_scenario.hpp"
#include "simulator/scenario/scenario_keys.hpp"
#include "simulator/scenario/scenario_reader.hpp"

namespace lanterne::simulator {
namespace {

using exchange::Faults;
using exchange::TableReader;
using exchange::TomlValue;

constexpr double longest_s = 2.0 * 24 * 3600;

/// Reads one mishap.
class MishapReader {
public:
    MishapReader(const TomlValue& table, Faults& faults)
        : table_{table}, faults_{faults}, reader_{table, "mishap", faults, {}, scenario_keys()} {}

    Mishap read() {
        Mishap mishap;
        const MishapRule* rule = kind();
        read_when(mishap);
        read_whom(mishap.whom);
        if (rule != nullptr) {
            mishap.kind = rule->kind;
            read_lasting(*rule, mishap);
            read_amount(*rule, mishap);
        }
        return mishap;
    }

private:
    const MishapRule* kind() {
        const auto word = reader_.text("kind");
        const MishapRule* rule = word ? mishap_called(*word) : nullptr;
        if (word && rule == nullptr) {
            std::string known;
            for (const MishapRule& each : mishap_rules()) {
                known += fmt::format("{}{}", known.empty() ? "" : ", ", each.word);
            }
            faults_.add(line("kind"), fmt::format("the kind {} is not known", *word),
                        "one of " + known);
        }
        return rule;
    }

    void read_when(Mishap& mishap) {
        const bool by_time = reader_.value("at") != nullptr;
        const bool by_place = reader_.value("leg") != nullptr || reader_.value("metres") != nullptr;
        if (by_time == by_place) {
            faults_.add(table_.line, "it must be said when it happens, once",
                        "either at, or leg and metres");
        } else if (by_time) {
            read_time(mishap);
        } else {
            PassesPlace place{.leg = reader_.id("leg").value_or(""),
                              .metres = reader_.number("metres", 0, 1e6).value_or(0)};
            place.lap =
                static_cast<std::uint32_t>(reader_.integer("lap", 1, course::max_laps).value_or(1));
            if (place.leg.empty() || reader_.value("metres") == nullptr) {
                faults_.add(table_.line, "a place needs a leg and metres", "both");
            }
            mishap.when = place;
        }
    }

    void read_time(Mishap& mishap) {
        const auto text = reader_.text("at");
        if (!text) {
            return;
        }
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        char sign = ' ';
        char rest = ' ';
        const bool is_read = std::sscanf(text->c_str(), "%c%2d:%2d:%2d%c", &sign, &hours, &minutes,
                                         &seconds, &rest) == 4;
        if (!is_read || (sign != '+' && sign != '-') || hours < 0 || minutes < 0 || minutes > 59 ||
            seconds < 0 || seconds > 59) {
            return reader_.refuse("at");
        }
        const Milliseconds after = std::chrono::hours{hours} + std::chrono::minutes{minutes} +
                                   std::chrono::seconds{seconds};
        mishap.when = sign == '-' ? -after : after;
    }

    void read_whom(Whom& whom) {
        const TomlValue* list = reader_.value("bibs");
        if (list != nullptr) {
            const bool is_list = list->kind == TomlValue::Kind::list && !list->list.empty() &&
                                 list->list.size() <= max_mishap_bibs;
            for (const TomlValue& each : list->list) {
                const auto bib = Bib::from(each.text);
                if (bib && !std::ranges::count(whom.bibs, *bib)) {
                    whom.bibs.push_back(*bib);
                }
            }
            if (!is_list || whom.bibs.size() != list->list.size()) {
                reader_.refuse("bibs");
            }
        }
        if (list != nullptr && reader_.value("share") != nullptr) {
            faults_.add(line("share"), "bibs and share are both there", "one of them");
        }
        whom.share = reader_.number("share", 0, 1).value_or(1);
    }

    void read_lasting(const MishapRule& rule, Mishap& mishap) {
        const auto seconds = reader_.number("lasts_s", 0.001, longest_s);
        if (rule.lasts != (reader_.value("lasts_s") != nullptr)) {
            faults_.add(rule.lasts ? table_.line : line("lasts_s"),
                        fmt::format("{} {}", rule.word, rule.lasts ? "lasts" : "does not last"),
                        rule.lasts ? "lasts_s" : "no lasts_s");
        }
        mishap.lasts = Milliseconds{std::llround(seconds.value_or(0) * 1000)};
    }

    void read_amount(const MishapRule& rule, Mishap& mishap) {
        const bool is_there = reader_.value("amount") != nullptr;
        if (rule.amount.empty() && is_there) {
            faults_.add(line("amount"), fmt::format("{} has no amount", rule.word), "none");
        } else if (!rule.amount.empty()) {
            const auto amount =
                is_there ? amount_between(rule.least, rule.most) : std::optional<double>{};
            if (!amount) {
                faults_.add(is_there ? line("amount") : table_.line,
                            fmt::format("{} needs an amount: {}", rule.word, rule.amount),
                            fmt::format("{:g} to {:g}", rule.least, rule.most));
            }
            mishap.amount = amount.value_or(0);
        }
    }

    std::optional<double> amount_between(double least, double most) const {
        const TomlValue& found = *table_.member("amount");
        const bool is_number =
            found.kind == TomlValue::Kind::number || found.kind == TomlValue::Kind::integer;
        return is_number && found.number >= least && found.number <= most
                   ? std::optional{found.number}
                   : std::nullopt;
    }

    std::size_t line(std::string_view key) const {
        const TomlValue* found = table_.member(key);
        return found != nullptr ? found->line : table_.line;
    }

    const TomlValue& table_;
    Faults& faults_;
    TableReader reader_;
};

} // namespace

Mishap read_mishap(const TomlValue& table, Faults& faults) {
    return MishapReader{table, faults}.read();
}

} // namespace lanterne::simulator
