#include "bench/scoring/chosen.hpp"

#include <algorithm>

#include "tests/support/truth/shapes.hpp"

namespace lanterne::bench {

std::vector<const truth::Shape*> chosen_shapes(const Options& options) {
    std::vector<const truth::Shape*> chosen;
    for (const truth::Shape& shape : truth::shapes()) {
        if (options.shapes.empty() ||
            std::ranges::find(options.shapes, shape.name) != options.shapes.end()) {
            chosen.push_back(&shape);
        }
    }
    return chosen;
}

} // namespace lanterne::bench
