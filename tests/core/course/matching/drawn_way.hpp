#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/course/matching/matcher.hpp"

namespace lanterne::course::drawn {

/// A course drawn as text, ten metres a character, north up. The capitals A, B, C, ... are its
/// corners in their order; a small letter is a gate on the line, named so, passed in each lap; +, -
/// and | are for the eye. More places that tracks go by are digits.
struct Drawing {
    Sport sport = Sport::run;
    std::uint32_t laps = 1;
    bool is_closed = false; ///< from the last corner on to the first
    /// There a second leg begins, on a bike; its gates are the letters from n on.
    std::optional<char> change = std::nullopt;
    std::vector<std::string_view> rows;
};

/// One who goes by the drawing's places at 4 m/s with a fix each second, undisturbed, and what the
/// matcher makes of it.
class Walk {
public:
    explicit Walk(const Drawing& drawing);

    /// Straight from place to place, by their characters, beginning where it is; the first call
    /// begins at its first place. So many times slower than usual.
    Walk& go(std::string_view places, double times_slower = 1);
    /// Part of the straight way there, and on the same way back it may come again.
    Walk& go_metres(double metres, char towards);
    Walk& stand(int seconds);
    /// Goes, but is not heard.
    Walk& unheard(std::string_view places);
    Walk& stand_unheard(int seconds);
    /// From now on a fix comes each so many seconds.
    Walk& report_each(int seconds);
    /// So long before the gun all of this begins; at once, before the first go().
    Walk& begin_before_gun(int seconds);

    /// What was said to be passed, in order: "a b a"; "(a)" where it was bridged.
    std::string passed() const;
    /// The points that were missed: "a".
    std::string missed() const;
    /// Those that were said to be passed, but not beyond doubt: "a".
    std::string doubted() const;

    /// What was said, the settled time where there is one.
    const std::vector<Crossing>& crossings() const { return crossings_; }

    /// The same at the end of the track.
    Walk& end();

    double along() const { return matcher_.match() ? matcher_.match()->along.value : 0; }

private:
    geo::PlanePoint place(char name) const;
    void step(geo::PlanePoint to, double speed, bool is_heard);
    void see(double speed, geo::PlanePoint direction);
    void note(const Findings& findings);

    Drawing drawing_;
    Course course_;
    Matcher matcher_;
    std::optional<geo::PlanePoint> at_;
    int now_ = 0;
    int interval_ = 1;
    std::vector<Crossing> crossings_;
    std::vector<Miss> misses_;
};

} // namespace lanterne::course::drawn
