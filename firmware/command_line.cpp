#include "firmware/command_line.hpp"

#include <CLI/CLI.hpp>

#include "firmware/enrol_words.hpp"
#include "firmware/settings.hpp"
#include "firmware/status_words.hpp"

namespace lanterne::firmware {
namespace {

/// `lanterne-tracker board NAME|FILE [--gpsd | --service | --rauc | --fstab | --check]`
struct BoardWords {
    std::string board;
    std::string boards{installed_boards};
    bool gpsd = false;
    bool service = false;
    bool rauc = false;
    bool fstab = false;
    bool check = false;
    CLI::App* words = nullptr;

    void add_to(CLI::App& app) {
        words = app.add_subcommand("board", "says what a board is, and what follows from it");
        words->add_option("board", board, "its name, or a board.toml")
            ->type_name("NAME|FILE")
            ->required();
        words->add_option("--boards", boards, "the folder where names are looked up")
            ->type_name("FOLDER")
            ->capture_default_str();
        CLI::Option_group* answer = words->add_option_group("answer");
        answer->add_flag("--gpsd", gpsd, "the text of /etc/lanterne/gpsd");
        answer->add_flag("--service", service, "the text of the service's drop-in");
        answer->add_flag("--rauc", rauc, "the text of /etc/rauc/system.conf");
        answer->add_flag("--fstab", fstab, "the text of /etc/fstab, beside RAUC's slots");
        answer->add_flag("--check", check, "whether it is good");
        answer->require_option(0, 1);
    }

    BoardCommand command() const {
        const auto answer = gpsd      ? BoardAnswer::gpsd
                            : service ? BoardAnswer::service
                            : rauc    ? BoardAnswer::rauc
                            : fstab   ? BoardAnswer::fstab
                            : check   ? BoardAnswer::check
                                      : BoardAnswer::summary;
        return {.board = board, .boards = boards, .answer = answer};
    }
};

} // namespace

Command read_command_line(int count, const char* const* words, const std::string& version) {
    CLI::App app{"Takes a unit's fixes from gpsd, keeps them, and sends them to the broker.",
                 "lanterne-tracker"};
    std::string settings;
    bool only_check = false;
    app.add_option("--config", settings, "the settings, a TOML file")->type_name("FILE");
    app.add_flag("--check", only_check, "read settings and board and say whether they are good");
    app.set_version_flag("--version", "lanterne-tracker " + version);
    app.require_subcommand(0, 1);
    BoardWords board;
    board.add_to(app);
    EnrolWords enrol;
    enrol.add_to(app);
    StatusWords status;
    status.add_to(app);
    try {
        app.parse(count, words);
        if (board.words->parsed()) {
            return board.command();
        }
        if (enrol.spoken()) {
            return enrol.command();
        }
        if (status.spoken()) {
            return status.command();
        }
        if (settings.empty()) {
            throw CLI::RequiredError("--config FILE, or a command,");
        }
    } catch (const CLI::ParseError& wish) {
        return NoCommand{app.exit(wish) == 0 ? 0 : 2};
    }
    return RunCommand{.settings = settings, .only_check = only_check};
}

} // namespace lanterne::firmware
