// Files that are the same in every run: public keys of what the corpora hold.
#ifndef CASEJOURNAL_TESTS_FUZZ_TEST_DATA_H_
#define CASEJOURNAL_TESTS_FUZZ_TEST_DATA_H_

#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

// The content of a file in data/, or of one with an absolute path.
inline std::string TestData(const std::string& name) {
  std::ifstream file(name.front() == '/' ? name : std::string(CASEJOURNAL_FUZZ_DATA "/") + name, std::ios::binary);
  Hold(file.is_open(), name.c_str());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace casejournal::fuzz

#endif  // CASEJOURNAL_TESTS_FUZZ_TEST_DATA_H_
