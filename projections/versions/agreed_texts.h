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
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/plan_document.pb.h"

namespace casejournal::projections {

// What the family and the agency agreed to. Left out: the heading, who represents whom, who took part, health and
// school, what was offered before, filing exceptions, parts left open, wishes, milestones, and everyone who is no child
// or adult of the family. These change, or become known, without anyone agreeing to them.
v1::PlanDocument WhatIsAgreed(v1::PlanDocument document);

// What is agreed in one text.
struct Agreed {
  v1::PlanDocument document;
  std::string bytes;  // of the document: equal bytes say the same
};
Agreed AgreedIn(v1::PlanDocument document);

// Keeps what is agreed in texts of at most `bytes_max` bytes together. Forgets the least recently used first. Safe for
// concurrent use.
class AgreedTexts {
 public:
  explicit AgreedTexts(size_t bytes_max) : bytes_max_(bytes_max) {}

  // What is agreed in what is left of `text`, which has this digest. Null if this build cannot read the text.
  std::shared_ptr<const Agreed> In(absl::string_view digest, const event::v1::PlanText& text);

 private:
  struct Read {
    std::string key;  // the digest, and which parts are withheld
    size_t bytes = 0;
    std::shared_ptr<const Agreed> agreed;
  };

  const size_t bytes_max_;
  absl::Mutex mutex_;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Read> by_use_ ABSL_GUARDED_BY(mutex_);  // the last used in front
  absl::flat_hash_map<absl::string_view, std::list<Read>::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_AGREED_TEXTS_H_
