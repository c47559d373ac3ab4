#include "projections/versions/agreed_texts.h"

#include <algorithm>
#include <utility>

#include "google/protobuf/util/json_util.h"

namespace casejournal::projections {

std::string ComparedBytes(v1::PlanContent content) {
  content.clear_label();
  v1::CasePlan& plan = *content.mutable_plan();
  plan.clear_representatives();
  auto& all = *plan.mutable_participants();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const v1::Participant& each) {
                             return each.capacity() != event::v1::CAPACITY_CHILD &&
                                    each.capacity() != event::v1::CAPACITY_ADULT;
                           }),
            all.end());
  // No map is in it, so equal contents have equal bytes.
  return content.SerializeAsString();
}

std::shared_ptr<const std::string> AgreedTexts::In(absl::string_view text) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto known = by_text_.find(text); known != by_text_.end()) {
      by_use_.splice(by_use_.begin(), by_use_, known->second);
      return known->second->compared;
    }
  }
  v1::PlanContent content;
  std::shared_ptr<const std::string> compared;
  if (google::protobuf::util::JsonStringToMessage(google::protobuf::StringPiece(text.data(), text.size()), &content)
          .ok()) {
    compared = std::make_shared<const std::string>(ComparedBytes(std::move(content)));
  }
  absl::MutexLock lock(&mutex_);
  if (text.size() > bytes_max_ || by_text_.contains(text)) return compared;
  by_use_.push_front({.text = std::string(text), .compared = compared});
  by_text_.emplace(by_use_.front().text, by_use_.begin());
  bytes_ += text.size();
  while (bytes_ > bytes_max_) {
    bytes_ -= by_use_.back().text.size();
    by_text_.erase(by_use_.back().text);
    by_use_.pop_back();
  }
  return compared;
}

}  // namespace casejournal::projections
