#include "tests/firmware/broker/held_thread.hpp"

#include <cerrno>
#include <system_error>

#include <sys/ptrace.h>
#include <sys/wait.h>

namespace lanterne::firmware {
namespace {

void require(bool went_well, const char* what) {
    if (!went_well) {
        throw std::system_error{errno, std::generic_category(), what};
    }
}

} // namespace

HeldThread::HeldThread(pid_t id) : id_{id} {
    require(::ptrace(PTRACE_SEIZE, id_, nullptr, nullptr) == 0, "PTRACE_SEIZE");
    require(::ptrace(PTRACE_INTERRUPT, id_, nullptr, nullptr) == 0, "PTRACE_INTERRUPT");
    int stopped = 0;
    require(::waitpid(id_, &stopped, __WALL) == id_ && WIFSTOPPED(stopped), "waitpid");
}

HeldThread::~HeldThread() { ::ptrace(PTRACE_DETACH, id_, nullptr, nullptr); }

} // namespace lanterne::firmware
