// Whether it is known what a random walk of a seed comes past.
#ifndef PHANCONG_TESTS_SUPPORT_KNOWN_WALK_H_
#define PHANCONG_TESTS_SUPPORT_KNOWN_WALK_H_

namespace phancong::support {

// In which order the arguments of a call are drawn is the compiler's to choose: GCC's walk of a seed has been looked
// at, clang's, with which the sanitizers are built, is another one.
#ifdef __clang__
inline constexpr bool kSeedsWalkIsKnown = false;
#else
inline constexpr bool kSeedsWalkIsKnown = true;
#endif

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_KNOWN_WALK_H_
