#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/plan/point_lap.hpp"
#include "core/scoring/record/passage.hpp"
#include "core/scoring/record/status.hpp"

namespace lanterne::scoring {

enum class ResultState : std::uint8_t { live, provisional, protest, official, amended, annulled };
std::string_view to_text(ResultState state); ///< the enumerator's name
std::optional<ResultState> parse_result_state(std::string_view text);

/// Whether results may go from the one state to the other. Live ones may be published again and
/// again; provisional ones go to protest and back, and to official; official ones are only amended
/// or annulled, and annulled ones stay so. Nothing goes back to live.
bool may_follow(ResultState before, ResultState next);

struct PublishedPassage {
    plan::PointLap at;
    UtcTime time;
    std::uint32_t standard_error_ms = 0;
    Source source = Source::gps;
    bool is_bridged = false;

    bool operator==(const PublishedPassage&) const = default;
};

struct PublishedEntry {
    Bib bib;
    Status status = Status::not_started;
    std::optional<std::uint32_t> rank;
    std::optional<Milliseconds> gap;
    std::vector<PublishedPassage> passages; ///< by point

    bool operator==(const PublishedEntry&) const = default;
};

/// Results as they were said to the world: a value that is never changed. Bibs stand for people, so
/// that a name that is corrected or withdrawn is so everywhere.
struct Publication {
    std::uint32_t revision = 1;
    ResultState state = ResultState::live;
    std::uint32_t engine = engine_version;
    std::string input_digest;
    std::string digest; ///< of the results
    std::vector<PublishedEntry> entries;
    std::string tables; ///< all of them as results::canonical_text() writes them

    bool operator==(const Publication&) const = default;
};

/// The next publication of a race, or why it may not be, in words. Without entries it publishes
/// nothing new: only the state of `before` changes.
tl::expected<Publication, std::string> next_publication(const std::optional<Publication>& before,
                                                        Publication next);

inline constexpr std::size_t max_publication_bytes = std::size_t{64} * 1024 * 1024;

/// As text, a line each thing, and back. What it cannot read is said with its line.
std::string to_text(const Publication& publication);
tl::expected<Publication, std::string> parse_publication(std::string_view text);

inline constexpr std::size_t max_differences = 1'000; ///< said one by one; of more, how many

/// What an engine or inputs of today would say otherwise, in words, entry by entry: "7: rank 3 ->
/// 2"; then table by table. Nothing: the same results. Whether the engine or the inputs changed
/// comes first.
std::vector<std::string> difference(const Publication& published, const Publication& now);

} // namespace lanterne::scoring
