#include "simulator/screen/controls.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

using Kind = Key::Kind;

constexpr std::size_t longest_number = 12; // characters
constexpr std::size_t longest_bib = 8;

std::optional<double> number_in(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(number)
               ? std::optional{number}
               : std::nullopt;
}

/// Rows that a key moves by; nothing when it is none of those.
std::optional<std::ptrdiff_t> rows_of(Key key, std::size_t page_rows) {
    const auto page = static_cast<std::ptrdiff_t>(page_rows);
    constexpr std::ptrdiff_t all = 1'000'000;
    switch (key.kind) {
    case Kind::up: return -1;
    case Kind::down: return 1;
    case Kind::page_up: return -page;
    case Kind::page_down: return page;
    case Kind::first: return -all;
    case Kind::last: return all;
    case Kind::text:
        if (key.letter == 'j') {
            return 1;
        }
        return key.letter == 'k' ? std::optional<std::ptrdiff_t>{-1} : std::nullopt;
    default: return std::nullopt;
    }
}

std::size_t moved(std::size_t from, std::ptrdiff_t by, std::size_t count) {
    return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
        static_cast<std::ptrdiff_t>(from) + by, 0, static_cast<std::ptrdiff_t>(count) - 1));
}

} // namespace

double usual_amount(MishapKind kind) {
    switch (kind) {
    case MishapKind::battery: return 5;
    case MishapKind::card_fails: return 20;
    case MishapKind::card_slow: return 5;
    case MishapKind::clock_wrong: return 3600;
    case MishapKind::gets_lost: return 150;
    default: return 0;
    }
}

double usual_seconds(MishapKind kind) {
    switch (kind) {
    case MishapKind::power_cut: return 30;
    case MishapKind::stands: return 60;
    default: return 300;
    }
}

Wish Controls::press(Key key, std::span<const std::size_t> order, std::size_t page_rows) {
    if (key.kind == Kind::resize) {
        return {};
    }
    if (mode_ != Mode::watching && key.kind == Kind::escape) {
        ask(Mode::watching);
        return {};
    }
    switch (mode_) {
    case Mode::watching: return watch(key, order, page_rows);
    case Mode::menu: return choose(key);
    case Mode::amount:
    case Mode::lasting: return type_number(key);
    case Mode::finding: return find(key);
    case Mode::ending:
        ask(Mode::watching);
        return {.kind = key.kind == Kind::text && (key.letter == 'y' || key.letter == 'q')
                            ? Wish::Kind::end
                            : Wish::Kind::nothing};
    case Mode::help: ask(Mode::watching); return {};
    }
    return {};
}

Wish Controls::watch(Key key, std::span<const std::size_t> order, std::size_t page_rows) {
    if (const auto rows = rows_of(key, page_rows)) {
        move(*rows, order);
        return {};
    }
    if (key.kind == Kind::tab) {
        sort_ = next(sort_);
    }
    if (key.kind != Kind::text) {
        return {};
    }
    switch (key.letter) {
    case ' ': return {.kind = Wish::Kind::pause_or_go_on};
    case '+':
    case '=': return {.kind = Wish::Kind::faster}; // the same key on many keyboards
    case '-': return {.kind = Wish::Kind::slower};
    case 'm': return open_menu(false);
    case 'M': return open_menu(true);
    case '/': ask(Mode::finding); return {};
    case '?': ask(Mode::help); return {};
    case 'q': ask(Mode::ending); return {};
    default: return {};
    }
}

void Controls::move(std::ptrdiff_t rows, std::span<const std::size_t> order) {
    const auto at = std::ranges::find(order, selected_);
    if (at != order.end()) {
        const auto from = static_cast<std::size_t>(at - order.begin());
        selected_ = order[moved(from, rows, order.size())];
    }
}

void Controls::ask(Mode mode) {
    mode_ = mode;
    typed_.clear();
    fault_.clear();
}

Wish Controls::open_menu(bool for_all) {
    for_all_ = for_all;
    ask(Mode::menu);
    return {};
}

Wish Controls::choose(Key key) {
    const auto rules = mishap_rules();
    if (const auto rows = rows_of(key, rules.size())) {
        menu_row_ = moved(menu_row_, *rows, rules.size());
    }
    if (key.kind != Kind::enter) {
        return {};
    }
    mishap_ = {.kind = chosen().kind};
    if (!for_all_) {
        mishap_.whom.bibs = {plan_.entries[selected_].bib};
    }
    if (!chosen().amount.empty()) {
        ask(Mode::amount);
        return {};
    }
    return ask_lasting();
}

/// Editing the line; true when it was that.
bool Controls::edit(Key key, std::size_t longest) {
    if (key.kind == Kind::backspace) {
        if (!typed_.empty()) {
            typed_.pop_back();
        }
        return true;
    }
    if (key.kind == Kind::text && typed_.size() < longest) {
        typed_ += key.letter;
    }
    return key.kind == Kind::text;
}

Wish Controls::type_number(Key key) {
    if (edit(key, longest_number)) {
        fault_.clear();
        return {};
    }
    if (key.kind != Kind::enter) {
        return {};
    }
    const bool is_amount = mode_ == Mode::amount;
    const double usual = is_amount ? usual_amount(chosen().kind) : usual_seconds(chosen().kind);
    const auto number = typed_.empty() ? std::optional{usual} : number_in(typed_);
    const double least = is_amount ? chosen().least : 1;
    const double most = is_amount ? chosen().most : longest_mishap_s;
    if (!number || *number < least || *number > most) {
        fault_ = fmt::format("{} to {} would be right", least, most);
        return {};
    }
    return step_on(*number);
}

Wish Controls::step_on(double number) {
    if (mode_ == Mode::amount) {
        mishap_.amount = number;
        return ask_lasting();
    }
    mishap_.lasts = Milliseconds{std::llround(number * 1000)};
    return finished_mishap();
}

Wish Controls::ask_lasting() {
    if (chosen().lasts) {
        ask(Mode::lasting);
        return {};
    }
    return finished_mishap();
}

Wish Controls::finished_mishap() {
    ask(Mode::watching);
    return {.kind = Wish::Kind::mishap, .mishap = mishap_};
}

/// The first bib that begins so is selected while it is being typed; one that is the whole text is
/// before it.
Wish Controls::find(Key key) {
    if (key.kind == Kind::enter) {
        ask(Mode::watching);
        return {};
    }
    if (!edit(key, longest_bib) || typed_.empty()) {
        fault_.clear();
        return {};
    }
    const auto& entries = plan_.entries;
    auto found = std::ranges::find(entries, typed_,
                                   [](const plan::Entry& entry) { return entry.bib.text(); });
    if (found == entries.end()) {
        found = std::ranges::find_if(entries, [this](const plan::Entry& entry) {
            return entry.bib.text().starts_with(typed_);
        });
    }
    fault_ = found == entries.end() ? "no bib begins so" : "";
    if (found != entries.end()) {
        selected_ = static_cast<std::size_t>(found - entries.begin());
    }
    return {};
}

} // namespace lanterne::simulator
