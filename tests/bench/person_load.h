// Persons to search for, and how long it takes to find them.
#ifndef CASEJOURNAL_TESTS_BENCH_PERSON_LOAD_H_
#define CASEJOURNAL_TESTS_BENCH_PERSON_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "casejournal/v1/case_service.grpc.pb.h"
#include "tests/bench/load.h"

namespace casejournal::services {

// A client that records persons. Each has one of 50 given names and one of 50 family names, and the first names of the
// lists are by far the most common: one person in seven is called John, and one in seven Smith. Not for concurrent use.
class PersonLoad {
 public:
  explicit PersonLoad(const std::string& address);

  // Record this many persons, 50 per case, and wait until they can be found. Return the number of failed requests.
  uint64_t Record(size_t persons);
  // Search for `name` `times` times, one search after another.
  LoadResult Search(const std::string& name, size_t times);
  // Return the number of rows that a search for `name` may read: the rows of the index for names that sound like a word
  // of `name`, and one row for each person who may be examined.
  size_t RowsOf(const std::string& name) const;

 private:
  v1::AppendRequest NextCase(size_t persons);

  std::unique_ptr<v1::CaseService::Stub> stub_;
  std::mt19937_64 random_{1};  // the same names in every run
  std::vector<std::string> names_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_PERSON_LOAD_H_
