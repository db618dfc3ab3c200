#include "core/course/way/coordinate.hpp"

namespace lanterne::course {

WayVector times(const WayMatrix& p, const WayVector& v) {
    WayVector product{};
    for (std::size_t i = 0; i < v.size(); ++i) {
        for (std::size_t j = 0; j < v.size(); ++j) {
            product[i] += p[i][j] * v[j];
        }
    }
    return product;
}

double dot_of(const WayVector& a, const WayVector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

} // namespace lanterne::course
