#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"
#include "ingest-server/after/entry_fixes.hpp"

/// The files of an archive as text and bytes, written and read. Pure; an error is for a person. Who
/// reads one does not believe it: it may be older than the program, or damaged.
namespace lanterne::ingest::after {

inline constexpr std::string_view archive_format = "lanterne race archive 1\n";

/// Entries as scoring needs them: bibs stand for people, whose names an archive does not hold.
std::vector<plan::Entry> without_names(std::vector<plan::Entry> entries);

/// Empty: no rehearsal.
std::string clock_text(const RehearsalClock& clock);
Result<RehearsalClock, std::string> read_clock(std::string_view text);

using BibOfEntry = std::map<std::int32_t, Bib>;
using EntryOfBib = std::map<Bib, std::int32_t>;

/// In their order. Each entry must have a bib.
std::string assignments_text(std::span<const Assignment> assignments, const BibOfEntry& bibs);
Result<std::vector<Assignment>, std::string> read_assignments(std::string_view text,
                                                              const EntryOfBib& entries);

/// All of the acts but their bodies, which are files of their own.
std::string acts_text(std::span<const plan::Act> acts);
std::string act_file(std::int64_t number); ///< the name of a body's file
/// `body`: what the file of that name has.
Result<std::vector<plan::Act>, std::string>
read_acts(std::string_view text, const std::function<std::string(const std::string&)>& body);

/// The chunks of one unit, verbatim, each with its length and when it was received.
void append_chunk(std::string& file, std::span<const std::byte> payload, UtcTime received);
/// Answers whether the whole file could be read; shows what comes before a fault.
bool read_chunks(std::string_view file, const LookAtChunk& look);

} // namespace lanterne::ingest::after
