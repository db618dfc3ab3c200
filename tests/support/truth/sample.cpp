#include "tests/support/truth/sample.hpp"

#include "tests/support/truth/behaviours.hpp"

namespace lanterne::truth {
namespace {

constexpr std::uint64_t behaviour_streams = 4'000'000;

} // namespace

Sample sample_of(const Shape& shape, const simulator::Conditions& conditions, std::uint64_t seed,
                 std::uint64_t number) {
    const course::Course& course = shape.truth.course;
    const plan::Wave& wave = shape.truth.waves.front();
    hal::simulated::Random random{seed, behaviour_streams + number};
    simulator::Behaviour behaviour = shape.behave(course, random);
    if (shape.turns_off) {
        turn_off(behaviour, random);
    }
    Sample sample{.journey = {course, wave, behaviour, seed, number}, .reception = {}};
    sample.reception = receive(sample.journey, wave.gun, conditions, seed, number);
    return sample;
}

} // namespace lanterne::truth
