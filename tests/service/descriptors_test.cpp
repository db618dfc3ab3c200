#include <algorithm>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "service/descriptors.hpp"

namespace lanterne::service {
namespace {

TEST(Descriptors, AreAsManyAsTheSystemAllows) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{std::min<rlim_t>(256, before.rlim_max), before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);

    allow_all_descriptors();

    rlimit after{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
    EXPECT_EQ(after.rlim_cur, std::min<rlim_t>(before.rlim_max, 1'000'000));
    ::setrlimit(RLIMIT_NOFILE, &before);
}

} // namespace
} // namespace lanterne::service
