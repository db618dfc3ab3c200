#include "ingest-server/commands.hpp"

#include <chrono>
#include <iostream>
#include <optional>

#include "database/connection.hpp"
#include "ingest-server/publishing.hpp"
#include "ingest-server/rescoring.hpp"
#include "ingest-server/verifying.hpp"

namespace lanterne::ingest {

namespace {

/// Says at a terminal, or in a log, how far work is that takes long.
class ProgressLines {
public:
    explicit ProgressLines(std::string race) : race_{std::move(race)} {}

    void operator()(std::size_t done, std::size_t all) {
        const auto now = std::chrono::steady_clock::now();
        if (now - said_ >= std::chrono::seconds{2}) {
            said_ = now;
            std::cerr << race_ << ": " << done << " of " << all << " entries scored\n";
        }
    }

private:
    std::string race_;
    std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
};

/// A large store is read for longer than a statement of the ingest may take.
constexpr std::chrono::hours verify_answer_limit{1};

} // namespace

int rescore_command(const Settings& settings, const std::string& race, UtcTime wall) {
    const auto slug = Slug::from(race);
    if (!slug) {
        std::cerr << "lanterne-ingest: " << race << ": no slug of a race\n";
        return 2;
    }
    database::Connection connection{settings.conninfo};
    const auto rescoring = rescore_from_store(connection, *slug, wall, ProgressLines{race});
    if (!rescoring) {
        std::cerr << "lanterne-ingest: " << rescoring.error() << '\n';
        return 2;
    }
    std::cout << to_text(*rescoring, *slug);
    return rescoring->is_same() ? 0 : 1;
}

int publish_command(const Settings& settings, const PublishWords& words) {
    const auto slug = Slug::from(words.race);
    if (!slug) {
        std::cerr << "lanterne-ingest: " << words.race << ": no slug of a race\n";
        return 2;
    }
    database::Connection connection{settings.conninfo};
    const auto published = publish(
        connection, {.race = *slug, .state = words.state, .who = words.who, .why = words.why},
        ProgressLines{words.race});
    if (!published) {
        std::cerr << "lanterne-ingest: " << published.error() << '\n';
        return 2;
    }
    std::cout << to_text(*published, *slug);
    return 0;
}

int verify_command(const Settings& settings, const std::string& race, UtcTime wall) {
    std::optional<Slug> slug;
    if (!race.empty() && !(slug = Slug::from(race))) {
        std::cerr << "lanterne-ingest: " << race << ": no slug of a race\n";
        return 2;
    }
    database::Connection connection{settings.conninfo, verify_answer_limit};
    verify::Report report{[](const std::string& line) { std::cout << line << '\n'; }};
    verify_store(connection, slug, wall, report,
                 ProgressLines{race.empty() ? "scoring anew" : race});
    std::cout << verify::summary(report) << '\n';
    if (report.faults() > 0) {
        return 1;
    }
    return report.is_whole() ? 0 : 2;
}

} // namespace lanterne::ingest
