#include "service/descriptors.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace lanterne::service {

void allow_all_descriptors() {
    constexpr rlim_t most = 1'000'000; // some systems say "infinity", and then refuse it
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
        descriptors.rlim_cur = std::max(descriptors.rlim_cur, std::min(descriptors.rlim_max, most));
        ::setrlimit(RLIMIT_NOFILE, &descriptors); // refused: the server goes by what there is
    }
}

} // namespace lanterne::service
