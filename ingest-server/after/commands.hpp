#pragma once

#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "ingest-server/settings.hpp"

namespace CLI {
class App;
}

namespace lanterne::ingest::after {

/// What lanterne-ingest does with a race that is over, as its command line says it.
class Commands {
public:
    /// Adds them to the program's; both must stay where they are until run().
    explicit Commands(CLI::App& app);

    /// After the command line was read: does what was asked for and answers the code that the
    /// program ends with: 0: done; 1: done, and there is something to look at; 2: not done.
    /// Nothing: none of these was asked for. `wall` is now. Throws as database::Connection does.
    std::optional<int> run(const Settings& settings, UtcTime wall) const;

private:
    int write_out(const Settings& settings) const;
    int archive(const Settings& settings, UtcTime wall) const;
    int compact(const Settings& settings) const;
    int drop_old(const Settings& settings, UtcTime wall) const;

    std::string race_;
    std::string format_;
    std::string file_;
    bool only_check_ = false;
    bool reopen_ = false;
    bool rewrite_ = false;
    bool dry_run_ = false;
    std::string month_;
    const CLI::App* export_ = nullptr;
    const CLI::App* archive_ = nullptr;
    const CLI::App* compact_ = nullptr;
    const CLI::App* retention_ = nullptr;
};

} // namespace lanterne::ingest::after
