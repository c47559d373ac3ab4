// Persons to search among, and how long it takes to find them.
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

// A client that records persons with a given and a family name each, out of fifty of either, where the first ones are
// by far the most common: one person in seven is called John, and one in seven Smith. Not for concurrent use.
class PersonLoad {
 public:
  explicit PersonLoad(const std::string& address);

  // Records so many persons, fifty to a case, and waits until they are found. Returns how many requests failed.
  uint64_t Record(size_t persons);
  // Looks for `name` so many times, one search after another.
  LoadResult Search(const std::string& name, size_t times);
  // The rows that a search for `name` may read: those of the index that lead to who has a word that sounds like one of
  // it, and one for each person who may be looked at.
  size_t RowsOf(const std::string& name) const;

 private:
  v1::AppendRequest NextCase(size_t persons);

  std::unique_ptr<v1::CaseService::Stub> stub_;
  std::mt19937_64 random_{1};  // the same names in every run
  std::vector<std::string> names_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_PERSON_LOAD_H_
