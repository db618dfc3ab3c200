#pragma once

#include <memory>
#include <optional>
#include <string>

#include "simulator/run/onlooker.hpp"
#include "simulator/screen/race_screen.hpp"

namespace lanterne::simulator {

/// A person at a terminal: the screen while the race goes on, progress bars before and after.
class ScreenOnlooker final : public Onlooker {
public:
    explicit ScreenOnlooker(const Prepared& prepared);

    void befalls(const MishapEvent& event) override;
    void note(const std::string& text) override;
    void look(RaceDay& day, Pacer& pacer, UtcTime wall) override;
    void works_at(std::string_view what, std::size_t done, std::size_t of) override;

    bool wishes_end() const override { return wishes_end_; }

    void leave() override;

private:
    struct Moment {
        RaceDay& day;
        Pacer& pacer;
        UtcTime wall;
    };

    bool may_open(const RaceDay& day, UtcTime target);
    void grant(const Wish& wish, const Moment& moment);
    void inject(const Mishap& mishap, const Moment& moment);

    const plan::RacePlan& plan_;
    std::unique_ptr<RaceScreen> screen_; ///< gone when it is left
    std::optional<UtcTime> first_turn_;
    bool is_open_ = false; ///< it has the terminal
    bool wishes_end_ = false;
    std::vector<std::string> notes_; ///< for stderr when the terminal is given back
};

} // namespace lanterne::simulator
