// Queues of requests for the same case. The requests of each case run one after another, in the order of arrival.
#ifndef CASEJOURNAL_SERVICES_RECORDER_CASE_LINES_H_
#define CASEJOURNAL_SERVICES_RECORDER_CASE_LINES_H_

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::services {

// `Waiting` has a member `int cases_before = 0`: the number of queues in which it is not the first. A request joins the
// queues of all its cases at once, so that no two wait for each other. Not safe for concurrent use.
template <typename Waiting>
class CaseLines {
 public:
  // Return whether no request is queued for a case of `request`.
  bool AreFree(const v1::AppendRequest& request) const {
    for (const v1::CaseAppend& part : request.cases()) {
      if (lines_.contains(part.case_id())) return false;
    }
    return true;
  }

  // Join the queues of the cases of `request`. Return whether `waiting` may run now.
  bool Join(const std::shared_ptr<Waiting>& waiting, const v1::AppendRequest& request) {
    for (const std::string& case_id : CasesOf(request)) {
      std::deque<std::shared_ptr<Waiting>>& line = lines_[case_id];
      if (!line.empty()) ++waiting->cases_before;
      line.push_back(waiting);
    }
    return waiting->cases_before == 0;
  }

  // Leave the queues after running. Return the requests that may run now.
  std::vector<std::shared_ptr<Waiting>> Leave(const Waiting& waiting, const v1::AppendRequest& request) {
    std::vector<std::shared_ptr<Waiting>> next;
    for (const std::string& case_id : CasesOf(request)) {
      const auto line = lines_.find(case_id);
      if (line == lines_.end() || line->second.front().get() != &waiting) continue;
      line->second.pop_front();
      if (line->second.empty()) {
        lines_.erase(line);
      } else if (--line->second.front()->cases_before == 0) {
        next.push_back(line->second.front());
      }
    }
    return next;
  }

 private:
  static std::set<std::string> CasesOf(const v1::AppendRequest& request) {
    std::set<std::string> cases;
    for (const v1::CaseAppend& part : request.cases()) cases.insert(part.case_id());
    return cases;
  }

  absl::flat_hash_map<std::string, std::deque<std::shared_ptr<Waiting>>> lines_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_CASE_LINES_H_
