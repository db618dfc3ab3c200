#include "simulator/doctor/report.hpp"

#include <utility>

#include <fmt/format.h>

#include "service/json_writer.hpp"

namespace lanterne::simulator::doctor {

using std::chrono::milliseconds;

namespace {

std::string_view word_of(Outcome outcome) {
    switch (outcome) {
    case Outcome::ok: return "ok";
    case Outcome::failed: return "FAILED";
    case Outcome::skipped: return "skipped";
    }
    return "";
}

std::string_view key_of(Outcome outcome) {
    return outcome == Outcome::failed ? "failed" : word_of(outcome);
}

} // namespace

Finding ok(std::string words) { return {Outcome::ok, std::move(words)}; }

Finding failed(std::string words) { return {Outcome::failed, std::move(words)}; }

Finding skipped(std::string why) { return {Outcome::skipped, "because " + why}; }

Report::Report(ReportForm form, Write write, const hal::Clock& clock)
    : form_{form}, write_{std::move(write)}, clock_{clock} {}

Outcome Report::step(std::string_view name, const std::function<Finding()>& examine) {
    if (form_ == ReportForm::text) {
        write_(fmt::format("{:<12}", name));
    }
    const auto began = clock_.steady();
    const Finding finding = examine();
    const auto took = std::chrono::duration_cast<milliseconds>(clock_.steady() - began);
    failed_ += finding.outcome == Outcome::failed ? 1 : 0;
    skipped_ += finding.outcome == Outcome::skipped ? 1 : 0;
    form_ == ReportForm::text ? write_text(finding, took) : write_json(name, finding, took);
    return finding.outcome;
}

void Report::write_text(const Finding& finding, milliseconds took) {
    write_(fmt::format("{:<8}{:>6.1f} s  {}\n", word_of(finding.outcome),
                       static_cast<double>(took.count()) / 1000, finding.words));
}

void Report::write_json(std::string_view name, const Finding& finding, milliseconds took) {
    service::JsonWriter json;
    json.begin_object()
        .field("step", name)
        .field("outcome", key_of(finding.outcome))
        .field("took_ms", took.count())
        .field("words", finding.words)
        .end_object();
    write_(json.take() + "\n");
}

void Report::end(const std::vector<std::string>& left_behind) {
    if (form_ == ReportForm::text) {
        write_(left_behind.empty()
                   ? "left behind: nothing\n"
                   : fmt::format("left behind: {}\n", fmt::join(left_behind, "; ")));
        write_(failed_ > 0
                   ? fmt::format("{} of the steps failed, {} were skipped\n", failed_, skipped_)
                   : fmt::format("all is well, {} steps were skipped\n", skipped_));
        return;
    }
    service::JsonWriter json;
    json.begin_object()
        .field("failed", failed_)
        .field("skipped", skipped_)
        .name("left_behind")
        .begin_array();
    for (const std::string& what : left_behind) {
        json.value(what);
    }
    json.end_array().end_object();
    write_(json.take() + "\n");
}

} // namespace lanterne::simulator::doctor
