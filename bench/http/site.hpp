#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

inline constexpr const char* slug = "harbour-sprint";
inline constexpr int entries = 100;
inline constexpr int events = 50'000;

/// Which core a server runs on: beside whoever asks it, or wherever the system likes.
enum class Core { first, any };

/// The words that start a program there.
std::vector<std::string> words_on(Core core, std::vector<std::string> words);

/// The real lanterne-web on a PostgreSQL of its own, in which a hundred athletes race and have
/// passed half of their timing points. No broker. Gone with this object.
class Site {
public:
    Site();

    /// Returns when it answers; ends the one before it.
    void start(Core core);

    std::uint16_t port() const { return port_; }

    std::string url(const std::string& path) const;

private:
    void fill();

    support::PrivatePostgres postgres_;
    std::string conninfo_;
    support::TempFolder folder_;
    std::uint16_t port_ = 0;
    std::optional<support::ChildProcess> server_;
};

} // namespace lanterne::bench
