#pragma once

#include <string_view>

#include <gtest/gtest.h>

#include "tests/tools/systemd/systemd_judge.hpp"

namespace lanterne::tools {

/// Tests of one file of tools/systemd by systemd's own judgement; left out where nobody can judge.
class JudgedService : public testing::Test {
protected:
    explicit JudgedService(std::string_view unit) : judge_{unit} {}

    void SetUp() override {
        if (!SystemdJudge::present()) {
            GTEST_SKIP() << "systemd is not installed: nobody here can judge a service";
        }
    }

    SystemdJudge judge_;
};

} // namespace lanterne::tools
