#include <cstdlib>

#include <fmt/format.h>

#include "core/exchange/act_keys.hpp"
#include "core/exchange/act_text.hpp"
#include "core/exchange/act_words.hpp"

namespace lanterne::exchange {

namespace {

/// A basic string of TOML. Names hold no control characters.
std::string quoted(std::string_view text) {
    std::string result{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += c;
    }
    return result + '"';
}

std::string seconds(std::int64_t ms) {
    const std::int64_t size = std::abs(ms);
    return fmt::format("{}{}.{:03}", ms < 0 ? "-" : "", size / 1'000, size % 1'000);
}

std::string degrees(std::int32_t e6) {
    const std::int64_t size = std::abs(std::int64_t{e6});
    return fmt::format("{}{}.{:06}", e6 < 0 ? "-" : "", size / 1'000'000, size % 1'000'000);
}

class Writer {
public:
    explicit Writer(std::string_view kind) { text("kind", kind); }

    std::string take() { return std::move(text_); }

    void operator()(const plan::StartWave& act) {
        text("wave", act.wave);
        error(act.standard_error_ms);
    }

    void operator()(const plan::HoldWave& act) { text("wave", act.wave); }

    void operator()(const plan::Neutralise& act) {
        whom(act.whom);
        if (act.from) {
            text("from_point", act.from->point);
            number("from_lap", act.from->lap);
        }
        if (act.to) {
            text("to_point", act.to->point);
            number("to_lap", act.to->lap);
        }
        time("until", act.until);
        if (act.cap) {
            line("cap_s", seconds(act.cap->count()));
        }
    }

    void operator()(const plan::Shorten& act) {
        whom(act.whom);
        at(act.finish);
    }

    void operator()(const plan::DropLeg& act) {
        whom(act.whom);
        text("leg", act.leg);
    }

    void operator()(const plan::CorrectPassage& act) {
        text("bib", act.bib.text());
        at(act.at);
        time("time", act.time);
        error(act.standard_error_ms);
    }

    void operator()(const plan::VoidPassage& act) {
        text("bib", act.bib.text());
        at(act.at);
    }

    void operator()(const plan::ConfirmPassage& act) {
        text("bib", act.bib.text());
        at(act.at);
    }

    void operator()(const plan::Read& act) {
        text("source", act.source);
        text("clock", act.clock);
        text("point", act.point);
        if (act.lap) {
            number("lap", *act.lap);
        }
        if (act.bib) {
            text("bib", act.bib->text());
        }
        time("time", act.time);
        error(act.standard_error_ms);
        if (act.order) {
            number("order", *act.order);
        }
    }

    void operator()(const plan::SetClock& act) {
        text("clock", act.clock);
        line("add_s", seconds(act.add.count()));
        error(act.standard_error_ms);
    }

    void operator()(const plan::FinishOrder& act) {
        at(act.at);
        std::vector<std::string> places;
        for (const auto& place : act.places) {
            const std::vector<std::string> bibs = names(place.bibs);
            places.push_back(bibs.size() == 1 ? bibs.front()
                                              : fmt::format("[{}]", fmt::join(bibs, ", ")));
        }
        line("places", fmt::format("[{}]", fmt::join(places, ", ")));
    }

    void operator()(const plan::Rule& act) {
        text("bib", act.bib.text());
        text("status", word(ruled_words, act.status));
        unless_empty("article", act.article);
    }

    void operator()(const plan::Penalise& act) {
        text("bib", act.bib.text());
        text("penalty", word(penalty_words, act.kind));
        unless_empty("article", act.article);
        if (act.time != Milliseconds{0}) {
            line("time_s", seconds(act.time.count()));
        }
        if (act.count != 0) {
            number("count", act.count);
        }
        unless_empty("card", act.card);
        time("served", act.served);
    }

    void operator()(const plan::Extend& act) {
        whom(act.whom);
        text("point", act.point);
        line("by_s", seconds(act.by.count()));
    }

    void operator()(const plan::MoveGate& act) {
        text("location", act.location);
        line("position", fmt::format("[{}, {}]", degrees(act.position.latitude.e6),
                                     degrees(act.position.longitude.e6)));
    }

    void operator()(const plan::CloseCase& act) {
        text("identity", act.identity);
        text("verdict", act.verdict);
    }

    void operator()(const plan::Undo& act) { line("number", fmt::format("{}", act.number)); }

private:
    void line(std::string_view key, std::string_view value) {
        text_ += fmt::format("{} = {}\n", key, value);
    }

    void text(std::string_view key, std::string_view value) { line(key, quoted(value)); }

    void unless_empty(std::string_view key, std::string_view value) {
        if (!value.empty()) {
            text(key, value);
        }
    }

    void number(std::string_view key, std::uint32_t value) { line(key, fmt::format("{}", value)); }

    void time(std::string_view key, std::optional<UtcTime> value) {
        if (value) {
            line(key, lanterne::to_text(*value));
        }
    }

    void error(std::uint32_t ms) {
        if (ms != 0) {
            line("standard_error_s", seconds(ms));
        }
    }

    void at(const plan::PointLap& at) {
        text("point", at.point);
        number("lap", at.lap);
    }

    void whom(const plan::Whom& whom) {
        if (!whom.bibs.empty()) {
            line("bibs", fmt::format("[{}]", fmt::join(names(whom.bibs), ", ")));
        }
        if (!whom.waves.empty()) {
            std::vector<std::string> waves;
            for (const std::string& wave : whom.waves) {
                waves.push_back(quoted(wave));
            }
            line("waves", fmt::format("[{}]", fmt::join(waves, ", ")));
        }
    }

    static std::vector<std::string> names(const std::vector<Bib>& bibs) {
        std::vector<std::string> names;
        for (const Bib& bib : bibs) {
            names.push_back(quoted(bib.text()));
        }
        return names;
    }

    std::string text_;
};

} // namespace

std::string_view kind_of(const plan::ActBody& body) { return act_kinds()[body.index()]; }

std::string to_text(const plan::ActBody& body) {
    Writer writer{kind_of(body)};
    std::visit(writer, body);
    return writer.take();
}

} // namespace lanterne::exchange
