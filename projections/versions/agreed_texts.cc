#include "projections/versions/agreed_texts.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "projections/versions/plan_text.h"

namespace casejournal::projections {

v1::PlanDocument WhatIsAgreed(v1::PlanDocument document) {
  document.clear_header();
  document.clear_representatives();
  document.clear_participation();
  document.clear_health_and_school();
  document.clear_health_assessments();
  document.clear_schooling();
  document.clear_rights_explained();
  document.clear_offered();
  document.clear_filing_exceptions();
  document.clear_open_parts();
  document.clear_wishes();
  document.clear_milestones();
  auto& all = *document.mutable_people();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const v1::Participant& each) {
                             return each.capacity() != event::v1::CAPACITY_CHILD &&
                                    each.capacity() != event::v1::CAPACITY_ADULT;
                           }),
            all.end());
  return document;
}

Agreed AgreedIn(v1::PlanDocument document) {
  Agreed agreed{.document = WhatIsAgreed(std::move(document)), .bytes = {}};
  // No map is in it, so equal documents have equal bytes.
  agreed.bytes = agreed.document.SerializeAsString();
  return agreed;
}

std::shared_ptr<const Agreed> AgreedTexts::In(absl::string_view digest, const event::v1::PlanText& text) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto known = by_digest_.find(digest); known != by_digest_.end()) {
      by_use_.splice(by_use_.begin(), by_use_, known->second);
      return known->second->agreed;
    }
  }
  absl::StatusOr<v1::PlanDocument> document = ReadPlanText(text);
  const std::shared_ptr<const Agreed> agreed =
      document.ok() ? std::make_shared<const Agreed>(AgreedIn(*std::move(document))) : nullptr;
  const size_t bytes = text.ByteSizeLong();
  absl::MutexLock lock(&mutex_);
  if (bytes > bytes_max_ || by_digest_.contains(digest)) return agreed;
  by_use_.push_front({.digest = std::string(digest), .bytes = bytes, .agreed = agreed});
  by_digest_.emplace(by_use_.front().digest, by_use_.begin());
  bytes_ += bytes;
  while (bytes_ > bytes_max_) {
    bytes_ -= by_use_.back().bytes;
    by_digest_.erase(by_use_.back().digest);
    by_use_.pop_back();
  }
  return agreed;
}

}  // namespace casejournal::projections
