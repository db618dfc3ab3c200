#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "core/base/ids.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/scenario/mishap.hpp"
#include "simulator/screen/order.hpp"

namespace lanterne::simulator {

/// A key as it was pressed.
struct Key {
    enum class Kind : std::uint8_t {
        text, ///< see `letter`
        up,
        down,
        page_up,
        page_down,
        first,
        last,
        enter,
        escape,
        tab,
        backspace,
        resize, ///< the terminal has another size
    };

    Kind kind = Kind::text;
    char letter = ' '; ///< printable ASCII
};

/// What somebody wants to happen to the run.
struct Wish {
    enum class Kind : std::uint8_t { nothing, pause_or_go_on, faster, slower, mishap, end };

    Kind kind = Kind::nothing;
    Mishap mishap{};
};

/// What the keys do next.
enum class Mode : std::uint8_t {
    watching,
    menu,    ///< of mishaps
    amount,  ///< of the mishap that was chosen
    lasting, ///< seconds
    finding, ///< a bib
    ending,  ///< sure?
    help,
};

/// What a mishap gets that is not said otherwise.
double usual_amount(MishapKind kind);
double usual_seconds(MishapKind kind);                      ///< of race time
inline constexpr double longest_mishap_s = 2.0 * 24 * 3600; ///< as in scenarios

/// What the keys have done so far: which athlete is selected, what is being asked. A state machine
/// without a clock; the plan outlives it and has an entry.
class Controls {
public:
    explicit Controls(const plan::RacePlan& plan) : plan_{plan} {}

    /// `order` is the table's, all entries; a page of it has that many rows.
    Wish press(Key key, std::span<const std::size_t> order, std::size_t page_rows);

    Mode mode() const { return mode_; }

    std::size_t selected() const { return selected_; } ///< entry

    Sort sort() const { return sort_; }

    std::size_t menu_row() const { return menu_row_; } ///< index into mishap_rules()

    bool is_for_all() const { return for_all_; } ///< the mishap that is being chosen

    const std::string& typed() const { return typed_; }

    const std::string& fault() const { return fault_; } ///< of what was typed; empty: none

    const MishapRule& chosen() const { return mishap_rules()[menu_row_]; }

private:
    Wish watch(Key key, std::span<const std::size_t> order, std::size_t page_rows);
    Wish choose(Key key);
    Wish type_number(Key key);
    Wish find(Key key);
    Wish step_on(double number);
    Wish ask_lasting();
    Wish finished_mishap();
    Wish open_menu(bool for_all);
    bool edit(Key key, std::size_t longest);
    void ask(Mode mode);
    void move(std::ptrdiff_t rows, std::span<const std::size_t> order);

    const plan::RacePlan& plan_;
    Mode mode_ = Mode::watching;
    std::size_t selected_ = 0;
    Sort sort_ = Sort::bib;
    std::size_t menu_row_ = 0;
    bool for_all_ = false;
    std::string typed_;
    std::string fault_;
    Mishap mishap_;
};

} // namespace lanterne::simulator
