#pragma once

#include <optional>

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/live.hpp"

/// The rows of a live frame, one by one. For live.cpp alone.
namespace lanterne::wire {

bool is_within_limits(const LiveEntry& entry);
bool is_within_limits(const LivePassage& passage);
bool is_within_limits(const LiveForecast& forecast);
bool is_within_limits(const LiveGrade& grade);
bool is_within_limits(const LiveEvent& event);

/// Of a row within the limits.
void write(CborWriter& out, const LiveEntry& entry);
void write(CborWriter& out, const LivePassage& passage);
void write(CborWriter& out, const LiveForecast& forecast);
void write(CborWriter& out, const LiveGrade& grade);
void write(CborWriter& out, const LiveEvent& event);

/// Nothing, and the reader has failed, when it cannot be read.
std::optional<LiveEntry> read_entry(CborReader& in);
std::optional<LivePassage> read_passage(CborReader& in);
std::optional<LiveForecast> read_forecast(CborReader& in);
std::optional<LiveGrade> read_grade(CborReader& in);
std::optional<LiveEvent> read_event(CborReader& in);

} // namespace lanterne::wire
