#include "simulator/said/recorder.hpp"

#include <exception>
#include <utility>

namespace lanterne::simulator {

Recorder::Recorder(ListenSettings settings, std::function<UtcTime()> now)
    : thread_{[this, settings = std::move(settings), now = std::move(now)] {
          try {
              heard_ = listen(settings, now, [this] { return wish_to_stop_.load(); });
          } catch (const std::exception& error) {
              heard_ = tl::unexpected{std::string{error.what()}};
          }
          has_ended_ = true;
      }} {}

Recorder::~Recorder() { (void)finish(); }

Result<Heard, std::string> Recorder::finish() {
    wish_to_stop_ = true;
    if (thread_.joinable()) {
        thread_.join();
    }
    return heard_;
}

} // namespace lanterne::simulator
