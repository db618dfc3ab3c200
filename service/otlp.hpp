#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "service/trace_context.hpp"

namespace lanterne::service {

/// One step of a trace, when it is over.
struct Span {
    /// The numbers of opentelemetry.proto.trace.v1.Span.SpanKind.
    enum class Kind : int { internal = 1, producer = 4, consumer = 5 };
    using Time = std::chrono::sys_time<std::chrono::nanoseconds>;

    TraceContext context;
    std::optional<SpanId> parent{}; ///< none: the trace begins here
    std::string name;
    Kind kind = Kind::internal;
    Time began{};
    Time ended{};
    std::vector<std::pair<std::string, std::int64_t>> counts{}; ///< attributes
    std::vector<TraceContext> links{};                          ///< what else it follows from
    bool failed = false;
};

/// Whose spans they are.
struct SpanSource {
    std::string program;
    std::string version;
    std::string instance; ///< tells processes of one program apart
};

/// The body of an OTLP/HTTP request in JSON (ExportTraceServiceRequest; OpenTelemetry protocol
/// 1.x): names in camelCase, ids as hexadecimal digits, 64-bit numbers as text.
std::string otlp_json(std::span<const Span> spans, const SpanSource& source);

} // namespace lanterne::service
