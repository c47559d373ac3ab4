// A case that one caseworker is assigned to, and notes in it.
#ifndef CASEJOURNAL_TESTS_BENCH_ACCESS_ASSIGNED_CASE_H_
#define CASEJOURNAL_TESTS_BENCH_ACCESS_ASSIGNED_CASE_H_

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::services {

class AssignedCase {
 public:
  AssignedCase(event::v1::Staff caseworker, absl::CivilDay today);

  const std::string& id() const { return id_; }
  // The request that opens the case and assigns it. Nothing else may be appended before it.
  v1::AppendRequest Opening();
  // The request with the next note. All requests before it must have been recorded.
  v1::AppendRequest NextNote();

 private:
  const event::v1::Staff caseworker_;
  const std::string today_;
  const std::string id_;
  uint64_t next_revision_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ACCESS_ASSIGNED_CASE_H_
