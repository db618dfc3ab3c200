#pragma once

#include <deque>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "simulator/commands/command.hpp"
#include "simulator/judge/metrics.hpp"

namespace lanterne::simulator {

/// lanterne-sim judge: what the system said of a run, against what really happened.
class JudgeCommand final : public Command {
public:
    explicit JudgeCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    struct LimitOption {
        std::string key;
        CLI::Option* option = nullptr; ///< owned by the program's
        double value = 0;
    };

    void add_limits();
    std::vector<judge::Limit> limits() const;
    Status<std::string> hear(judge::Judging& judging, const std::string& slug) const;
    Status<std::string> look_at_fixes(const Truth& truth, judge::Verdict& verdict) const;

    std::string truth_;
    std::string said_;
    std::string web_;
    std::string archive_;
    std::string fixes_;
    std::string json_;
    std::string picture_;
    double false_beyond_s_ = 60;
    std::deque<LimitOption> limits_; ///< a deque: the parser writes into them
};

} // namespace lanterne::simulator
