#include "service/stop.hpp"
#include "web-api/program.hpp"

int main(int argc, char** argv) {
    const lanterne::service::StopSignal stop;
    return lanterne::web::run_program(argc, argv, LANTERNE_VERSION, stop);
}
