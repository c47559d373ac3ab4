#include "projections/versions/agreed_texts.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
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

namespace {

// A text from which parts are withheld has the digest of the whole.
std::string KeyOf(absl::string_view digest, const event::v1::PlanText& text) {
  std::string key(digest);
  for (int i = 0; i < text.parts_size(); ++i) {
    if (text.parts(i).has_withheld()) absl::StrAppend(&key, ",", i);
  }
  return key;
}

}  // namespace

std::shared_ptr<const Agreed> AgreedTexts::In(absl::string_view digest, const event::v1::PlanText& text) {
  std::string key = KeyOf(digest, text);
  {
    absl::MutexLock lock(&mutex_);
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
      by_use_.splice(by_use_.begin(), by_use_, known->second);
      return known->second->agreed;
    }
  }
  absl::StatusOr<v1::PlanDocument> document = ReadPlanText(text);
  const std::shared_ptr<const Agreed> agreed =
      document.ok() ? std::make_shared<const Agreed>(AgreedIn(*std::move(document))) : nullptr;
  const size_t bytes = text.ByteSizeLong();
  absl::MutexLock lock(&mutex_);
  if (bytes > bytes_max_ || by_key_.contains(key)) return agreed;
  by_use_.push_front({.key = std::move(key), .bytes = bytes, .agreed = agreed});
  by_key_.emplace(by_use_.front().key, by_use_.begin());
  bytes_ += bytes;
  while (bytes_ > bytes_max_) {
    bytes_ -= by_use_.back().bytes;
    by_key_.erase(by_use_.back().key);
    by_use_.pop_back();
  }
  return agreed;
}

}  // namespace casejournal::projections
