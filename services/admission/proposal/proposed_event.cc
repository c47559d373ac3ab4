#include "services/admission/proposal/proposed_event.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"

namespace casejournal::services {
namespace {

using projections::CaseRecord;
using projections::Entry;
using projections::EntryRole;

const Entry* OriginalOf(const CaseRecord& record, const event::v1::CaseEvent& event) {
  if (!event.has_corrects() || event.has_entry_retracted()) return nullptr;
  const eventstore::Revision revision = event.corrects().revision();
  if (revision >= record.entries().size() || record.Undone(revision)) return nullptr;
  const Entry& entry = record.entries()[revision];
  if (projections::RoleOf(entry) != EntryRole::kOriginal) return nullptr;
  const bool same_type = projections::BodyField(entry.event()) == projections::BodyField(event);
  return same_type ? &entry : nullptr;
}

}  // namespace

ProposedEvent::ProposedEvent(const CaseRecord& record, const event::v1::CaseEvent& event, const AdmitContext& context)
    : record_(record), event_(event), context_(context), original_(OriginalOf(record, event)) {}

const CaseRecord& ProposedEvent::Base() const {
  if (original_ == nullptr) return record_;
  if (!without_original_) {
    // A withdrawal of the original shows the record without it.
    event::v1::CaseEvent withdrawal;
    withdrawal.set_effective_on(context_.today);
    withdrawal.mutable_entry_retracted()->set_revision(original_->revision);
    without_original_ = With(record_, withdrawal, context_.now_us);
  }
  return *without_original_;
}

const projections::CaseState& ProposedEvent::State() const { return Base().state(); }

const projections::CaseState& ProposedEvent::StateThen() const {
  if (state_then_) return *state_then_;
  if (Base().last_day() <= day()) return State();
  return state_then_.emplace(Base().StateOn(day()));
}

std::string ProposedEvent::Field(absl::string_view rest) const {
  const google::protobuf::FieldDescriptor* body = projections::BodyField(event_);
  return body == nullptr ? std::string(rest) : absl::StrCat(body->json_name(), ".", rest);
}

CaseRecord With(const CaseRecord& record, const event::v1::CaseEvent& event, int64_t now_us) {
  CaseRecord with = record;
  Entry entry;
  entry.revision = record.entries().size();
  entry.position = record.entries().empty() ? 0 : record.entries().back().position + 1;
  entry.recorded_at_us = now_us;
  auto stored = std::make_shared<event::v1::StoredEvent>();
  *stored->mutable_case_event() = event;
  entry.stored = std::move(stored);
  with.Evolve(std::move(entry));
  return with;
}

}  // namespace casejournal::services
