#include <iostream>
#include <random>
#include <thread>

#include "firmware/board/board_files.hpp"
#include "firmware/board/toml_reader.hpp"
#include "firmware/command_line.hpp"
#include "firmware/connection_watch.hpp"
#include "firmware/identity/certificate.hpp"
#include "firmware/identity/signature.hpp"
#include "firmware/linux/enrolling.hpp"
#include "firmware/linux/hardware.hpp"
#include "firmware/linux/status_answer.hpp"
#include "firmware/linux/told_status.hpp"
#include "firmware/panel/lamp_patterns.hpp"
#include "firmware/report_log.hpp"
#include "firmware/settings.hpp"
#include "firmware/tracker.hpp"
#include "hal/linux/service_manager.hpp"
#include "hal/linux/stop_signals.hpp"
#include "hal/linux/text_file.hpp"

namespace lanterne {
namespace {

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
    firmware::LinuxHardware hardware{settings, board, log};
    firmware::MqttUplink uplink{settings.broker, settings.serial, hardware.clock(),
                                random_number()};
    firmware::Tracker tracker{hardware.devices(), uplink, settings.tracker, random_number()};
    log_report(log, "journal opened", tracker.report());
    uplink.start(tracker.will());
    hal::Clock& clock = hardware.clock();
    firmware::ConnectionWatch gpsd{log, "gpsd", clock.steady()};
    firmware::ConnectionWatch broker{log, "broker", clock.steady()};
    firmware::ToldStatus told{hal::linux_system::runtime_folder(), clock, log};
    while (!stop.wished()) {
        uplink.tend();
        tracker.step(step_time(board));
        gpsd.see(hardware.hears_gpsd(), clock.steady());
        broker.see(uplink.connected(), clock.steady());
        broker.explain(uplink.next_trouble());
        told.tell(tracker, gpsd, broker);
    }
    tracker.flush();
    wait_for(clock, [&] { return uplink.idle(); });
    uplink.close();
    wait_for(clock, [&] { return uplink.closed(); });
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

/// Who is not enrolled yet has none.
std::optional<std::string> file_of_identity(const std::filesystem::path& file) {
    return std::filesystem::exists(file) ? std::optional{text_of(file)} : std::nullopt;
}

void obey(const firmware::RunCommand& command) {
    auto settings = firmware::read_settings(text_of(command.settings), command.settings.string(),
                                            file_of_identity);
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
    case firmware::BoardAnswer::rauc: std::cout << rauc_system(board); break;
    case firmware::BoardAnswer::fstab: std::cout << slot_mounts(board); break;
    case firmware::BoardAnswer::check: std::cout << board.name << ": good\n"; break;
    }
}

void obey(const firmware::EnrolCommand& command) { firmware::enrol(command); }

void obey(const firmware::EnrolCodeCommand& command) { firmware::enrol(command); }

void obey(const firmware::EnrolFileCommand& command) { firmware::enrol(command); }

void obey(const firmware::StatusCommand&) {}

void obey(const firmware::NoCommand&) {}

} // namespace
} // namespace lanterne

int main(int argc, char** argv) {
    const auto command = lanterne::firmware::read_command_line(argc, argv, LANTERNE_VERSION);
    if (const auto* ended = std::get_if<lanterne::firmware::NoCommand>(&command)) {
        return ended->exit_code;
    }
    try {
        if (const auto* asked = std::get_if<lanterne::firmware::StatusCommand>(&command)) {
            return answer(*asked, lanterne::hal::linux_system::Clock{}, std::cout);
        }
        std::visit([](const auto& wanted) { lanterne::obey(wanted); }, command);
    } catch (const lanterne::firmware::DeskUnreachable& reason) {
        std::cerr << "lanterne-tracker: " << reason.what() << '\n';
        return 1; // who started it may try again
    } catch (const std::exception& reason) {
        std::cerr << "lanterne-tracker: " << reason.what() << '\n';
        return 2;
    }
    return 0;
}
