// The dockets of the cases that changed last, kept so that a new entry only changes what it concerns.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_KEPT_DOCKETS_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_KEPT_DOCKETS_H_

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/store/v1/due_case.pb.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/docket/growing_docket.h"
#include "projections/law/law.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Keeps cases in about `bytes_max` bytes, and always the latest case. Forgets the least recently used first. Not safe
// for concurrent use.
class KeptDockets {
 public:
  explicit KeptDockets(size_t bytes_max) : bytes_max_(bytes_max) {}

  // What a case of so many entries is counted as, besides the entries themselves.
  static size_t BytesFor(size_t entries);

  // Forget all cases. The next ones are computed for this law and day.
  void Begin(std::shared_ptr<const Law> law, absl::CivilDay day, absl::TimeZone zone);

  // What is due in a case.
  struct Due {
    const store::v1::DueCase* now = nullptr;   // valid until the next call
    std::optional<store::v1::DueCase> before;  // what was due when this was called last; absent: forgotten, or as now
    bool is_as_before = false;                 // nothing changed since this was called last
  };
  // Requires Begin. `findings` are the items of the case's findings; absent: those of the last time.
  Due In(const CaseRecord& record, std::optional<std::vector<v1::DocketItem>> findings = std::nullopt);

  bool Keeps(const std::string& case_id) const { return by_id_.contains(case_id); }
  // How many cases are kept.
  size_t size() const { return cases_.size(); }

 private:
  struct Kept {
    std::string case_id;
    GrowingDocket docket;
    std::optional<store::v1::DueCase> due = {};
    std::vector<v1::DocketItem> findings = {};
    std::string besides_docket = {};  // the items of the plan and of findings, serialized
  };

  Kept& Find(const std::string& case_id);
  void MakeRoom();

  const size_t bytes_max_;
  std::shared_ptr<const Law> law_;
  absl::CivilDay day_;
  absl::TimeZone zone_;
  std::list<Kept> cases_;  // the latest first
  absl::flat_hash_map<std::string, std::list<Kept>::iterator> by_id_;
  size_t bytes_ = 0;  // of all cases
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_KEPT_DOCKETS_H_
