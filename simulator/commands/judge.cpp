#include "simulator/commands/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "simulator/judge/picture.hpp"
#include "simulator/judge/stored_fixes.hpp"
#include "simulator/judge/verdict_text.hpp"
#include "simulator/said/bodies.hpp"
#include "simulator/truth/output_file.hpp"

namespace lanterne::simulator {

namespace {

std::string option_of(const judge::MetricName& name) {
    std::string text =
        fmt::format("--{}-{}", name.better == judge::Better::more ? "min" : "max", name.key);
    std::ranges::replace(text, '_', '-');
    return text;
}

void keep(const std::string& file, const std::string& text) {
    if (!file.empty()) {
        if (const auto written = replace_file(file, text); !written) {
            throw std::runtime_error{written.error()};
        }
    }
}

/// The last word of a folder, when it has it.
Status<std::string> hear_end(const std::string& folder, judge::Judging& judging) {
    const auto standings = kept_body(folder, "standings.json");
    const auto passages = kept_body(folder, "passages.json");
    if (!standings) {
        return tl::unexpected{standings.error()};
    }
    if (!passages) {
        return tl::unexpected{passages.error()};
    }
    auto rows = read_said_standings(*standings);
    auto times = read_said_passages(*passages);
    if (!rows) {
        return tl::unexpected{fmt::format("{}/standings.json: {}", folder, rows.error())};
    }
    if (!times) {
        return tl::unexpected{fmt::format("{}/passages.json: {}", folder, times.error())};
    }
    judging.hear_end(std::move(*rows), std::move(*times));
    return {};
}

Status<std::string> hear_frames(const std::string& path, judge::Judging& judging) {
    auto log = FrameLog::open(path);
    if (!log) {
        return tl::unexpected{log.error()};
    }
    for (;;) {
        const auto heard = log->next();
        if (!heard) {
            return tl::unexpected{heard.error()};
        }
        const std::optional<HeardFrame>& frame = *heard;
        if (!frame) {
            return {};
        }
        if (auto done = judging.hear(*frame); !done) {
            return done;
        }
    }
}

/// A folder that is gone with this object.
class ShortFolder {
public:
    ShortFolder()
        : path_{(std::filesystem::temp_directory_path() / "lanterne-judge-XXXXXX").string()} {
        if (mkdtemp(path_.data()) == nullptr) {
            throw std::runtime_error{fmt::format("{}: cannot be made", path_)};
        }
    }

    ~ShortFolder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }

    ShortFolder(const ShortFolder&) = delete;
    ShortFolder& operator=(const ShortFolder&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

} // namespace

JudgeCommand::JudgeCommand(CLI::App& program)
    : Command{program.add_subcommand("judge",
                                     "compare what the system said of a run with what happened")} {
    words().add_option("truth", truth_, "folder that a run wrote")->required();
    auto* said = words().add_option("--said", said_, "folder that lanterne-sim listen wrote");
    words()
        .add_option("--web", web_, "lanterne-web, to ask for results alone: http://127.0.0.1:8080")
        ->excludes(said);
    auto* archive = words().add_option("--archive", archive_, "folder with an archive's files");
    words()
        .add_option("--fixes", fixes_, "file of lanterne-ingest export --format csv")
        ->excludes(archive);
    words().add_option("--json", json_, "file for the verdict as JSON");
    words().add_option("--picture", picture_, "file for the verdict as a picture (SVG)");
    words()
        .add_option("--false-beyond", false_beyond_s_,
                    "seconds by which a time of a passage may be off before it is none of it")
        ->check(CLI::Range(0.1, 86'400.0))
        ->capture_default_str();
    add_limits();
}

void JudgeCommand::add_limits() {
    for (const judge::MetricName& name : judge::metric_names()) {
        if (name.better == judge::Better::neither) {
            continue;
        }
        LimitOption& limit = limits_.emplace_back(LimitOption{.key = std::string{name.key}});
        const std::string shown = name.limit ? fmt::format("{} [{:g}]", name.label, *name.limit)
                                             : std::string{name.label};
        limit.option = words().add_option(option_of(name), limit.value, shown)->group("Limits");
    }
}

std::vector<judge::Limit> JudgeCommand::limits() const {
    std::vector<judge::Limit> given;
    for (const LimitOption& limit : limits_) {
        if (limit.option->count() > 0) {
            given.push_back({.key = limit.key, .value = limit.value});
        }
    }
    return given;
}

Status<std::string> JudgeCommand::hear(judge::Judging& judging, const std::string& slug) const {
    if (!said_.empty()) {
        const auto frames = hear_frames(said_ + "/frames.ndjson", judging);
        return frames ? hear_end(said_, judging) : frames;
    }
    const ShortFolder folder;
    const auto kept = keep_bodies(web_, slug, folder.path());
    return kept ? hear_end(folder.path(), judging) : kept;
}

Status<std::string> JudgeCommand::look_at_fixes(const Truth& truth, judge::Verdict& verdict) const {
    if (!truth.units) {
        verdict.fixes_unknown = "the run did not end: its units have not told what they numbered";
        return {};
    }
    if (archive_.empty() && fixes_.empty()) {
        verdict.fixes_unknown = "what the server has stored is not known without --archive or "
                                "--fixes: REST does not tell it";
        return {};
    }
    judge::FixesJudge fixes{*truth.units};
    auto read =
        archive_.empty() ? judge::read_export(fixes_, fixes) : judge::read_archive(archive_, fixes);
    if (read) {
        verdict.fixes = fixes.verdict();
    }
    return read;
}

int JudgeCommand::run(const std::function<bool()>& /*stop*/) {
    if (said_.empty() && web_.empty()) {
        throw std::invalid_argument{"judge: --said FOLDER or --web URL would be right"};
    }
    auto truth = read_truth(truth_);
    if (!truth) {
        throw std::runtime_error{truth.error()};
    }
    judge::Judging judging{*truth, Milliseconds{std::llround(false_beyond_s_ * 1000)}};
    if (const auto heard = hear(judging, truth->run.slug); !heard) {
        throw std::runtime_error{heard.error()};
    }
    auto verdict = judging.verdict();
    if (!verdict) {
        throw std::runtime_error{verdict.error()};
    }
    if (const auto looked = look_at_fixes(*truth, *verdict); !looked) {
        throw std::runtime_error{looked.error()};
    }
    const auto judged = judge::against_limits(*verdict, limits());
    fmt::print("{}", judge::verdict_text(*verdict, judged));
    keep(json_, judge::verdict_json(truth->run, *verdict, judged));
    keep(picture_, judge::verdict_picture(*truth, *verdict, judged));
    return judge::is_good(judged) ? 0 : 1;
}

} // namespace lanterne::simulator
