// Cases of one run, each with its author.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_CASE_SET_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_CASE_SET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tests/bench/mix/case_author.h"

namespace casejournal::services {

// Two threads may use different cases of a set at the same time.
class CaseSet {
 public:
  // `entries_before_today` are spread over the two years before `today`.
  CaseSet(uint64_t seed, size_t cases, size_t entries_before_today, absl::CivilDay today) {
    for (size_t i = 0; i < cases; ++i) {
      members_.push_back({std::make_unique<CaseAuthor>(CaseCourse{.seed = seed * 1'000'003 + i,
                                                                  .first_day = today - 730,
                                                                  .today = today,
                                                                  .entries_before_today = entries_before_today}),
                          false});
    }
  }

  size_t size() const { return members_.size(); }
  CaseAuthor& at(size_t index) { return *members_[index].author; }
  const CaseAuthor& at(size_t index) const { return *members_[index].author; }
  // A case whose request was refused: its author has written what is not recorded.
  void GiveUp(size_t index) { members_[index].given_up = true; }
  bool GivenUp(size_t index) const { return members_[index].given_up; }
  // Write all cases up to `entries` without a server.
  void WriteAhead(size_t entries) {
    for (Member& member : members_) {
      if (member.author->size() < entries) member.author->Next(entries - member.author->size());
    }
  }

 private:
  struct Member {
    std::unique_ptr<CaseAuthor> author;
    bool given_up;
  };
  std::vector<Member> members_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_CASE_SET_H_
