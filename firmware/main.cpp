#include <iostream>
#include <random>
#include <thread>

#include "firmware/board_files.hpp"
#include "firmware/certificate.hpp"
#include "firmware/command_line.hpp"
#include "firmware/connection_watch.hpp"
#include "firmware/enrolment.hpp"
#include "firmware/lamp_patterns.hpp"
#include "firmware/report_log.hpp"
#include "firmware/settings.hpp"
#include "firmware/signature.hpp"
#include "firmware/toml_reader.hpp"
#include "firmware/tracker.hpp"
#include "hal/absent.hpp"
#include "hal/linux/battery.hpp"
#include "hal/linux/clock.hpp"
#include "hal/linux/file_storage.hpp"
#include "hal/linux/gpio.hpp"
#include "hal/linux/gpsd_receiver.hpp"
#include "hal/linux/identity_folder.hpp"
#include "hal/linux/lamps.hpp"
#include "hal/linux/line_button.hpp"
#include "hal/linux/link.hpp"
#include "hal/linux/stop_signals.hpp"
#include "hal/linux/text_file.hpp"
#include "hal/linux/watchdog.hpp"

namespace {

using namespace lanterne;

constexpr std::chrono::milliseconds unseen_step_time{200};
constexpr std::chrono::milliseconds farewell_time{2'000};

std::string text_of(const std::filesystem::path& file) {
    return hal::linux_system::read_text_file(file, firmware::TomlReader::size_limit);
}

firmware::Board board_of(const std::string& name_or_file, const std::filesystem::path& boards) {
    const auto file = firmware::board_file(name_or_file, boards);
    return firmware::read_board(text_of(file), file.string());
}

std::optional<firmware::PinnedKey> key_of(const std::optional<std::filesystem::path>& file) {
    if (!file) {
        return std::nullopt;
    }
    auto key = firmware::PinnedKey::from_pem(text_of(*file));
    if (!key) {
        throw firmware::SettingsError{file->string() + ": must be an Ed25519 public key (PEM)"};
    }
    return key;
}

std::uint64_t random_number() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

/// Waits for the condition, but not for ever.
template<class Condition>
void wait_for(const hal::Clock& clock, Condition condition) {
    const auto until = clock.steady() + farewell_time;
    while (!condition() && clock.steady() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

/// The part, or its absent form: a unit that lost its lamp still tracks, and the log says why.
template<class Absent, class Part>
std::unique_ptr<Part> or_absent(hal::linux_system::Opened<Part> opened, firmware::Log& log) {
    if (opened) {
        return std::move(*opened);
    }
    log.warning("a part of the board is not there", {{"reason", opened.error()}});
    return std::make_unique<Absent>();
}

hal::linux_system::Bias bias_of(firmware::Bias bias) {
    switch (bias) {
    case firmware::Bias::none: return hal::linux_system::Bias::none;
    case firmware::Bias::pull_up: return hal::linux_system::Bias::pull_up;
    case firmware::Bias::pull_down: return hal::linux_system::Bias::pull_down;
    }
    return hal::linux_system::Bias::none;
}

hal::linux_system::LineAddress address_of(const firmware::GpioLine& line,
                                          firmware::Bias bias = firmware::Bias::none) {
    return {
        .chip = line.chip, .line = line.line, .active_low = line.active_low, .bias = bias_of(bias)};
}

/// The parts of a board as Linux shows them.
class Hardware {
public:
    Hardware(const firmware::UnitSettings& settings, const firmware::Board& board,
             firmware::Log& log)
        : receiver_{{settings.gpsd_host, settings.gpsd_port}},
          storage_{settings.journal_folder.value()}, battery_{battery(board)},
          button_{button(board, log)}, lamp_{lamp(board, log)},
          link_{{.interfaces = board.network.interfaces, .modem = board.network.modem}, clock_} {}

    firmware::Devices devices() {
        return {receiver_, clock_, storage_, *battery_, *button_, *lamp_, link_, watchdog_};
    }

    hal::Clock& clock() { return clock_; }

    bool hears_gpsd() const { return receiver_.connected(); }

private:
    static std::unique_ptr<hal::Battery> battery(const firmware::Board& board) {
        if (board.gauge) {
            return std::make_unique<hal::linux_system::Battery>(*board.gauge);
        }
        return std::make_unique<hal::absent::Battery>();
    }

    std::unique_ptr<hal::Button> button(const firmware::Board& board, firmware::Log& log) {
        using hal::linux_system::LineButton;
        if (!board.button) {
            return std::make_unique<hal::absent::Button>();
        }
        auto button =
            open_input(address_of(board.button->line, board.button->bias), "lanterne button")
                .map([&](auto line) -> std::unique_ptr<hal::Button> {
                    return std::make_unique<LineButton>(std::move(line), clock_);
                });
        return or_absent<hal::absent::Button>(std::move(button), log);
    }

    static std::unique_ptr<hal::Lamp> lamp(const firmware::Board& board, firmware::Log& log) {
        using hal::linux_system::LineLamp;
        if (const auto* led = std::get_if<firmware::KernelLed>(&board.lamp)) {
            return or_absent<hal::absent::Lamp>(hal::linux_system::open_led(led->name), log);
        }
        const auto* line = std::get_if<firmware::GpioLine>(&board.lamp);
        if (line == nullptr) {
            return std::make_unique<hal::absent::Lamp>();
        }
        auto lamp = open_output(address_of(*line), "lanterne lamp")
                        .map([](auto opened) -> std::unique_ptr<hal::Lamp> {
                            return std::make_unique<LineLamp>(std::move(opened));
                        });
        return or_absent<hal::absent::Lamp>(std::move(lamp), log);
    }

    hal::linux_system::Clock clock_;
    hal::linux_system::GpsdReceiver receiver_;
    hal::linux_system::FileStorage storage_;
    std::unique_ptr<hal::Battery> battery_;
    std::unique_ptr<hal::Button> button_;
    std::unique_ptr<hal::Lamp> lamp_;
    hal::linux_system::Link link_;
    hal::linux_system::Watchdog watchdog_{clock_};
};

/// How long a turn may wait: a lamp's patterns can be read at their own step, and without a lamp
/// each turn that is not needed is saved.
std::chrono::milliseconds step_time(const firmware::Board& board) {
    return std::holds_alternative<std::monostate>(board.lamp) ? unseen_step_time
                                                              : firmware::lamp_step;
}

void run(const firmware::UnitSettings& settings, const firmware::Board& board) {
    hal::linux_system::StopSignals stop;
    firmware::Log log;
    if (!fits(board, firmware::own_architecture())) {
        log.warning("the board is another than this program was built for",
                    {{"board", to_text(board.architecture)},
                     {"program", to_text(firmware::own_architecture())}});
    }
    Hardware hardware{settings, board, log};
    firmware::MqttUplink uplink{settings.broker, settings.serial, hardware.clock(),
                                random_number()};
    firmware::Tracker tracker{hardware.devices(), uplink, settings.tracker, random_number()};
    log_report(log, "journal opened", tracker.report());
    uplink.start(tracker.will());
    firmware::ConnectionWatch gpsd{log, "gpsd"};
    firmware::ConnectionWatch broker{log, "broker"};
    while (!stop.wished()) {
        uplink.tend();
        tracker.step(step_time(board));
        gpsd.see(hardware.hears_gpsd());
        broker.see(uplink.connected());
        broker.explain(uplink.next_trouble());
    }
    tracker.flush();
    wait_for(hardware.clock(), [&] { return uplink.idle(); });
    uplink.close();
    wait_for(hardware.clock(), [&] { return uplink.closed(); });
    log_report(log, "ended", tracker.report());
}

/// Before the unit goes out: a key that cannot be read would be found at the start line.
void check_identity(const firmware::UnitSettings& settings, const std::string& source) {
    if (!settings.broker.tls) {
        return;
    }
    const auto& broker = settings.broker;
    try {
        firmware::check_identity(text_of(broker.ca_file), text_of(broker.certificate_file),
                                 text_of(broker.key_file), settings.serial);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error{source + ": [broker] tls: " + error.what()};
    }
}

void obey(const firmware::RunCommand& command) {
    auto settings = firmware::read_settings(text_of(command.settings), command.settings.string());
    const firmware::Board board = board_of(settings.board, settings.boards);
    settings = firmware::on_board(std::move(settings), board);
    settings.tracker.firmware_version = LANTERNE_VERSION;
    settings.tracker.conduct.key = key_of(settings.configuration_key_file);
    check_identity(settings, command.settings.string());
    if (command.only_check) {
        std::cout << command.settings.string() << ": good, on the board " << board.name << '\n';
        return;
    }
    run(settings, board);
}

void obey(const firmware::BoardCommand& command) {
    const firmware::Board board = board_of(command.board, command.boards);
    switch (command.answer) {
    case firmware::BoardAnswer::summary: std::cout << summary(board); break;
    case firmware::BoardAnswer::gpsd: std::cout << gpsd_defaults(board); break;
    case firmware::BoardAnswer::service: std::cout << service_drop_in(board); break;
    case firmware::BoardAnswer::check: std::cout << board.name << ": good\n"; break;
    }
}

void obey(const firmware::EnrolCommand& command) {
    hal::linux_system::IdentityFolder store{command.folder};
    if (command.serial) {
        firmware::begin_enrolment(store, *command.serial,
                                  command.again ? firmware::Again::yes : firmware::Again::no);
        std::cout << (store.prepared_folder() / firmware::identity_file::request).string()
                  << ": the request; the key stays here. Next, where the authority is:\n"
                  << "  lanterne-authority sign FOLDER unit.csr --serial " << command.serial->text()
                  << '\n';
        return;
    }
    const auto unit =
        firmware::end_enrolment(store, text_of(command.answer), hal::linux_system::Clock{}.utc());
    std::cout << unit.text() << " is enrolled. Its settings need:\n"
              << firmware::settings_for_identity(unit, store.current().string());
}

void obey(const firmware::NoCommand&) {}

} // namespace

int main(int argc, char** argv) {
    const auto command = firmware::read_command_line(argc, argv, LANTERNE_VERSION);
    if (const auto* ended = std::get_if<firmware::NoCommand>(&command)) {
        return ended->exit_code;
    }
    try {
        std::visit([](const auto& wanted) { obey(wanted); }, command);
    } catch (const std::exception& reason) {
        std::cerr << "lanterne-tracker: " << reason.what() << '\n';
        return 2;
    }
    return 0;
}
