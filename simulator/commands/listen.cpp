#include "simulator/commands/listen.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "core/base/ids.hpp"
#include "service/http_client.hpp"
#include "simulator/commands/wall_clock.hpp"

namespace lanterne::simulator {

ListenCommand::ListenCommand(CLI::App& program)
    : Command{program.add_subcommand("listen", "keep what a spectator hears of a race")} {
    words()
        .add_option("url", settings_.url, "of lanterne-web, e.g. http://127.0.0.1:8080")
        ->required();
    words().add_option("slug", settings_.slug, "of the race")->required();
    words()
        .add_option("folder", settings_.folder, "takes frames.ndjson and what REST says")
        ->required();
    words().add_flag("--until-finished", settings_.until_finished, "end when the race is over");
}

int ListenCommand::run(const std::function<bool()>& stop) {
    if (!Slug::from(settings_.slug)) {
        throw std::invalid_argument{
            fmt::format("listen: {} is no race; a-z, 0-9 and - would be right", settings_.slug)};
    }
    if (const auto address = service::parse_http_address(settings_.url); !address) {
        throw std::invalid_argument{fmt::format("listen: {}: {}", settings_.url, address.error())};
    }
    while (settings_.url.ends_with('/')) {
        settings_.url.pop_back();
    }
    const auto heard = listen(settings_, wall_clock, stop);
    if (!heard) {
        throw std::runtime_error{heard.error()};
    }
    fmt::print("{} frames kept, {} times connected again\n", heard->frames, heard->reconnections);
    return 0;
}

} // namespace lanterne::simulator
