// Cases with children in care, and requests for what is due in them, for `casejournal-bench`.
#ifndef CASEJOURNAL_TESTS_BENCH_DUE_LOAD_H_
#define CASEJOURNAL_TESTS_BENCH_DUE_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>

#include "casejournal/v1/case_service.grpc.pb.h"
#include "tests/bench/load.h"

namespace casejournal::services {

// A client that records cases of one child each, removed on one of the last 600 days and placed, with 20 cases per
// worker. Not for concurrent use.
class DueLoad {
 public:
  // `today` is the journal's day, YYYY-MM-DD.
  DueLoad(const std::string& address, const std::string& today);

  // Record this many cases, and wait until what is due in them is listed. Return the number of failed requests.
  uint64_t Record(size_t cases);
  // Request a page `times` times, one after another; if `any_worker`, the page of a worker of the load.
  LoadResult Ask(v1::ListWorkRequest request, bool any_worker, size_t times);

 private:
  v1::AppendRequest NextCases(size_t cases);

  std::unique_ptr<v1::CaseService::Stub> stub_;
  const std::string today_;
  std::mt19937_64 random_{1};  // the same days in every run
  size_t recorded_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_DUE_LOAD_H_
