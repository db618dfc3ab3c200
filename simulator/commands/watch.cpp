#include "simulator/commands/watch.hpp"

#include <unistd.h>

namespace lanterne::simulator {

WatchCommand::WatchCommand(CLI::App& program)
    : Command{program.add_subcommand("watch", "draw a race on the console")} {
    words()
        .add_option("url", settings_.url, "of lanterne-web, e.g. http://127.0.0.1:8080")
        ->required();
    words().add_option("slug", settings_.slug, "of the race")->required();
    words().add_option("--note", settings_.notes, "a line to show with it (repeatable)");
    words().add_flag("--until-finished", settings_.until_finished,
                     "end when nobody races any more");
}

int WatchCommand::run(const std::function<bool()>& stop) {
    settings_.redraw = isatty(STDOUT_FILENO) == 1;
    return watch(settings_, stop) ? 0 : 1;
}

} // namespace lanterne::simulator
