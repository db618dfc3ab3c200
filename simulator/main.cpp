#include "simulator/commands/program.hpp"

int main(int argc, char** argv) {
    return lanterne::simulator::run_program(argc, argv, LANTERNE_VERSION);
}
