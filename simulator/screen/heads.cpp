#include <fmt/format.h>

#include "simulator/screen/screen_view.hpp"
#include "simulator/screen/words.hpp"

namespace lanterne::simulator {
namespace {

constexpr Milliseconds much_behind{5000}; // of race time

/// Writes one word after the other.
class Line {
public:
    Line(Picture& picture, Place at) : picture_{picture}, at_{at} {}

    void say(const std::string& text, Ink ink = Ink::plain) {
        at_.column = picture_.put(at_, text, ink);
    }

private:
    Picture& picture_;
    Place at_;
};

void draw_clock(Picture& picture, Box box, const Scene& scene) {
    const RaceNow& now = scene.now;
    const std::string clock = race_clock(now.race_time - now.gun);
    const std::string speed = speed_words(now.pace);
    const std::size_t width = clock.size() + 2 + speed.size();
    const std::size_t column = box.size.columns - std::min(width, box.size.columns);
    picture.put(box.at, scene.title, Ink::heading, column - std::min(column, std::size_t{2}));
    const std::size_t behind_clock = picture.put({box.at.row, column}, clock, Ink::heading);
    picture.put({box.at.row, behind_clock + 2}, speed,
                now.pace.is_paused || now.pace.factor != 1 ? Ink::warning : Ink::plain);
}

std::string behind_words(const PaceNow& pace) {
    const double seconds = static_cast<double>(pace.behind.count()) / 1000;
    const bool may_catch_up = pace.has_server && pace.behind > much_behind;
    return fmt::format("{:.0f} s behind{}", seconds,
                       may_catch_up && pace.factor <= 1 && !pace.is_paused ? ", + catches up" : "");
}

} // namespace

void draw_heads(Picture& picture, Box box, const Scene& scene) {
    const RaceNow& now = scene.now;
    draw_clock(picture, box, scene);
    Line counts{picture, {box.at.row + 1, box.at.column}};
    counts.say(fmt::format("racing {}  finished {}  out {}   ", now.racing, now.finished, now.out));
    counts.say(fmt::format("units {}: on {}, ", now.units, now.on),
               now.on < now.units ? Ink::warning : Ink::plain);
    counts.say(fmt::format("connected {}   ", now.connected),
               now.connected < now.on ? Ink::warning : Ink::plain);
    counts.say(fmt::format("mishaps {}", now.mishaps), now.mishaps > 0 ? Ink::bad : Ink::plain);

    Line fixes{picture, {box.at.row + 2, box.at.column}};
    fixes.say(now.broker.empty() ? "broker ok" : "broker: " + now.broker,
              now.broker.empty() ? Ink::good : Ink::bad);
    fixes.say(fmt::format("   fixes {}, queued {}   ", now.journalled, now.unreceipted));
    fixes.say(behind_words(now.pace), now.pace.behind > much_behind ? Ink::warning : Ink::plain);
    if (!now.work.empty()) {
        fixes.say("   " + now.work, Ink::warning);
    }
}

} // namespace lanterne::simulator
