#include "simulator/screen/race_screen.hpp"

#include <algorithm>
#include <utility>

#include "simulator/screen/screen_view.hpp"

namespace lanterne::simulator {

RaceScreen::RaceScreen(const plan::RacePlan& plan, std::string title)
    : plan_{plan}, title_{std::move(title)}, observer_{plan}, controls_{plan}, map_{plan} {
    order_ = ordered(observer_.now(), controls_.sort());
}

std::vector<Wish> RaceScreen::turn(const RaceDay& day, const Pace& pace, Steady::time_point now) {
    if (!terminal_) {
        terminal_ = std::make_unique<Terminal>();
    }
    std::vector<Wish> wishes = take_keys();
    if (now >= next_picture_) {
        next_picture_ = now + picture_interval;
        draw_now(day, pace, now);
    }
    return wishes;
}

std::vector<Wish> RaceScreen::take_keys() {
    std::vector<Wish> wishes;
    for (;;) {
        const auto key = terminal_->key();
        if (!key) {
            return wishes;
        }
        const Sort sorted = controls_.sort();
        Wish wish = controls_.press(*key, order_, table_rows(terminal_->size()));
        if (wish.kind != Wish::Kind::nothing) {
            wishes.push_back(std::move(wish));
        }
        if (controls_.sort() != sorted) {
            order_ = ordered(observer_.now(), controls_.sort());
        }
    }
}

void RaceScreen::draw_now(const RaceDay& day, const Pace& pace, Steady::time_point now) {
    const Size size = terminal_->size();
    observer_.now().race_time = std::min(day.now(), pace.target);
    observer_.now().pace = pace.now;
    observer_.look(day, shown(order_, controls_.selected(), table_rows(size)));
    if (now >= next_log_) { // and once a second is often enough for the order of a table
        next_log_ = now + log_interval;
        observer_.write_log(day);
        order_ = ordered(observer_.now(), controls_.sort());
    }
    terminal_->show(draw({.plan = plan_,
                          .title = title_,
                          .now = observer_.now(),
                          .controls = controls_,
                          .order = order_,
                          .map = map_},
                         size));
}

} // namespace lanterne::simulator
