// Where the library stepped_clock finds by how much the clock is wrong.
#ifndef PHANCONG_TESTS_FAULTS_STEPPED_CLOCK_H_
#define PHANCONG_TESTS_FAULTS_STEPPED_CLOCK_H_

namespace phancong::faults {

// The environment: a file with a 64-bit number of microseconds.
inline constexpr char kClockVariable[] = "PHANCONG_CLOCK";

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_STEPPED_CLOCK_H_
