#include "simulator/doctor/doctor.hpp"

#include <array>
#include <utility>

#include "simulator/doctor/examination.hpp"

namespace lanterne::simulator::doctor {

bool examine(const DoctorSettings& settings, const DoctorTools& tools) {
    Examination examination{settings, tools};
    using Step = Finding (Examination::*)();
    constexpr std::array<std::pair<std::string_view, Step>, 7> steps{{
        {"certificate", &Examination::certificate},
        {"broker", &Examination::broker},
        {"ingest", &Examination::ingest},
        {"database", &Examination::database},
        {"access", &Examination::access},
        {"live", &Examination::live},
        {"page", &Examination::page},
    }};
    for (const auto& [name, step] : steps) {
        tools.report.step(name, [&, does = step] {
            return tools.stop() ? skipped("it was stopped") : (examination.*does)();
        });
    }
    tools.report.end(examination.leave());
    return !tools.report.has_failed();
}

} // namespace lanterne::simulator::doctor
