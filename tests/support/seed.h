// The seed of a random test. It is printed, so that a failure can be repeated.
#ifndef CASEJOURNAL_TESTS_SUPPORT_SEED_H_
#define CASEJOURNAL_TESTS_SUPPORT_SEED_H_

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/numbers.h"

namespace casejournal::testing {

// CASEJOURNAL_SEED from the environment, or else a new seed each time.
inline uint64_t TestSeed() {
  uint64_t seed = 0;
  const char* given = std::getenv("CASEJOURNAL_SEED");
  if (given == nullptr || !absl::SimpleAtoi(given, &seed)) seed = std::random_device{}();
  std::cout << "seed=" << seed << " (run again with CASEJOURNAL_SEED=" << seed << ")\n";
  return seed;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_SEED_H_
