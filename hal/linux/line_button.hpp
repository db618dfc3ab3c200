#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "hal/button.hpp"
#include "hal/clock.hpp"
#include "hal/linux/lines.hpp"
#include "hal/linux/opened.hpp"

namespace lanterne::hal::linux_system {

/// A button on a GPIO line. When the kernel has said all its events but the line stands otherwise
/// than they say, some were lost: the missing edge is made up, as of now. A button that is down at
/// the start has not been pressed: its first edge is the release. A line that goes is a button that
/// was let go; it is tried again every 10 s, then begins as at the start, and its owner hears
/// of both.
class LineButton final : public hal::Button {
public:
    /// An event's time counts when it lies at most so long ago; else (a kernel before 5.7 counts
    /// otherwise) the edge is as of when it was taken.
    static constexpr std::chrono::seconds most_age{60};

    /// Between two attempts to open a line that has gone.
    static constexpr std::chrono::seconds reopen_pause{10};

    using Open = std::function<Opened<InputLine>()>;

    /// Called within next_edge(): once with false when the line has gone, once with true when it is
    /// there again.
    using Tell = std::function<void(bool there)>;

    /// `open` opens the line anew. The clock must outlive it.
    LineButton(std::unique_ptr<InputLine> line, Open open, Tell tell, const hal::Clock& clock);

    std::optional<ButtonEdge> next_edge() override;

private:
    using Instant = std::chrono::steady_clock::time_point;

    ButtonEdge edge(bool pressed, Instant at);
    std::optional<ButtonEdge> lost_edge();
    std::optional<ButtonEdge> lose();
    void open_again();

    std::unique_ptr<InputLine> line_; ///< none while it has gone
    Open open_;
    Tell tell_;
    Instant next_try_{};
    const hal::Clock& clock_;
    bool pressed_;
    Instant newest_; ///< no edge is older than the one before
};

} // namespace lanterne::hal::linux_system
