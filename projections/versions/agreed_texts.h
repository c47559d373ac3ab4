// What the texts of plan versions say, kept: a text never changes, and reading it takes long.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_AGREED_TEXTS_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_AGREED_TEXTS_H_

#include <cstddef>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/v1/case_plan.pb.h"

namespace casejournal::projections {

// What is compared of a plan, as bytes: equal for two contents that ask for the same of the same family. The label is
// left out, and so is who represents whom, and everyone who is no child or adult of the family.
std::string ComparedBytes(v1::PlanContent content);

// Keeps texts of at most `bytes_max` bytes together. Forgets the least recently used first. Safe for concurrent use.
class AgreedTexts {
 public:
  explicit AgreedTexts(size_t bytes_max) : bytes_max_(bytes_max) {}

  // Return ComparedBytes of the content, or null if this build cannot read the text.
  std::shared_ptr<const std::string> In(absl::string_view text);

 private:
  struct Read {
    std::string text;
    std::shared_ptr<const std::string> compared;
  };

  const size_t bytes_max_;
  absl::Mutex mutex_;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Read> by_use_ ABSL_GUARDED_BY(mutex_);  // the last used in front
  absl::flat_hash_map<absl::string_view, std::list<Read>::iterator> by_text_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_AGREED_TEXTS_H_
