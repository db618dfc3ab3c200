#pragma once

namespace lanterne {

// Elementary functions that give the same bits everywhere. A C library's differ in their last bit
// between versions, and between processors with and without fused multiplication; results that are
// compared byte by byte may not. These are made of +, -, *, / and the square root alone, which
// IEEE 754 rounds in one way. (The compiler must not fuse: -ffp-contract=off.) Each is within 2
// units in the last place where it says nothing else. Not-a-number in, not-a-number out. Any
// thread.

double exp(double x);

/// Of a positive number; of 0 minus infinity, of a negative one not-a-number.
double log(double x);

/// log(1 + x), exact near 0; x above -1.
double log1p(double x);

/// x to the power y, of positive x: exp(y log x), within 1e-13 of the value for results up to 1e9.
double pow(double x, double y);

/// Of an angle in radians. Beyond a million the error grows with the angle.
double sin(double x);
double cos(double x);

/// The angle of (x, y) from the x axis, -pi to pi.
double atan2(double y, double x);

/// Length of (x, y), for lengths from 1e-150 to 1e150.
double hypot(double x, double y);

/// The error function; within 1e-14.
double erf(double x);

/// How likely a value of the normal distribution lies below x standard deviations.
double normal_share_below(double x);

} // namespace lanterne
