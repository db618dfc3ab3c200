#include "firmware/command_line.hpp"

#include <CLI/CLI.hpp>

#include "firmware/settings.hpp"

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

/// `lanterne-tracker enrol FOLDER (--serial SERIAL [--again] | --answer FILE)`
struct EnrolWords {
    std::string folder;
    std::string serial;
    std::string answer;
    bool again = false;
    CLI::App* words = nullptr;

    void add_to(CLI::App& app) {
        words = app.add_subcommand("enrol", "makes the unit known: first a request with --serial, "
                                            "then the authority's answer to it with --answer");
        words->add_option("folder", folder, "where the unit's identity lies")
            ->type_name("FOLDER")
            ->required();
        CLI::Option* first =
            words->add_option("--serial", serial, "the unit's serial: makes a key and a request")
                ->type_name("SERIAL")
                ->check([](const std::string& text) {
                    return UnitSerialRule::allows(text) ? ""
                                                        : "must be 6 to 16 small letters or digits";
                });
        words->add_flag("--again", again, "although there is a key or a request")->needs(first);
        words->add_option("--answer", answer, "what the authority answered")
            ->type_name("FILE")
            ->excludes(first);
    }

    EnrolCommand command() const {
        if (serial.empty() && answer.empty()) {
            throw CLI::RequiredError("--serial SERIAL, or --answer FILE,");
        }
        return {
            .folder = folder, .serial = UnitSerial::from(serial), .again = again, .answer = answer};
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
    try {
        app.parse(count, words);
        if (board.words->parsed()) {
            return board.command();
        }
        if (enrol.words->parsed()) {
            return enrol.command();
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
