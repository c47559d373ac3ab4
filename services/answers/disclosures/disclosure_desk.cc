#include "services/answers/disclosures/disclosure_desk.h"

#include <algorithm>

#include "eventstore/proofs/hash.h"
#include "services/answers/disclosed.h"
#include "services/exhibit/given_entries.h"

namespace casejournal::services {
namespace {

// The revisions from `first` to `last` for which `is` holds; ascending, not touching.
template <typename Is>
void AddRanges(eventstore::Revision first, eventstore::Revision last, Is is, RevisionRanges& ranges) {
  bool open = false;
  for (eventstore::Revision revision = first; revision <= last; ++revision) {
    const bool in = is(revision);
    if (in && !open) ranges.Add()->set_first(revision);
    if (in) ranges.rbegin()->set_last(revision);
    open = in;
  }
}

}  // namespace

event::v1::DisclosureMade DisclosureOf(const Reader& reader, const SeenCase& seen, const GivenOfCase& given,
                                       const Notices& notices) {
  const projections::EntryList& entries = seen.at->record.entries();
  const event::v1::Role under = seen.decision.under;
  event::v1::DisclosureMade made;
  made.set_recipient(RecipientWords(reader.caller()));
  made.set_purpose(PurposeWords(reader.caller(), under));
  if (!reader.caller().authority.empty()) made.set_authority(reader.caller().authority);
  made.set_recipient_class(RecipientClassOf(under));
  made.set_under_role(under);
  made.set_form(given.form);
  made.set_method(std::string(given.method));
  const eventstore::Revision head = *seen.at->head.last_revision;
  const eventstore::Revision last = std::min(given.last.value_or(head), head);
  const projections::Sight* sight = seen.sight.get();
  const auto hidden = [&](eventstore::Revision revision) { return sight != nullptr && sight->Hides(revision); };
  AddRanges(
      given.first, last, [&](eventstore::Revision revision) { return !hidden(revision); }, *made.mutable_revisions());
  if (sight != nullptr) AddRanges(given.first, last, hidden, *made.mutable_withheld());
  made.set_known_revision(last);
  if (given.effective_on) made.set_effective_on(*given.effective_on);
  made.set_head_revision(head);
  made.set_head_leaf(std::string(eventstore::AsBytes(seen.at->head.last_leaf)));
  made.set_head_observed_at(seen.at->head.observed_at);
  made.set_notice(notices.For(LabelsOfGiven(entries, made.revisions())));
  return made;
}

absl::Status DisclosureDesk::Record(const Reader& reader, const std::string& case_id, const SeenCase& seen,
                                    const GivenOfCase& given) const {
  if (!options_.reads) return absl::OkStatus();
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id);
  if (!id.ok()) return id.status();
  return recorder_.RecordCall(reader.caller(), options_.program, *id, DisclosureOf(reader, seen, given, notices_));
}

absl::Status DisclosureDesk::RecordAnswer(const Reader& reader, const std::string& case_id,
                                          absl::string_view method) const {
  if (!options_.all_reads) return absl::OkStatus();
  const absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, Act::kReadPlan, case_id);
  if (!seen.ok()) return seen.status();
  return Record(reader, case_id, *seen, {.form = event::v1::DISCLOSURE_FORM_ANSWER, .method = method});
}

absl::Status DisclosureDesk::RecordRange(const Caller& caller, event::v1::Role under, absl::string_view method,
                                         eventstore::Position first, eventstore::Position last) const {
  if (!options_.reads) return absl::OkStatus();
  event::v1::EntriesDisclosed disclosed;
  disclosed.set_recipient(RecipientWords(caller));
  disclosed.set_purpose(PurposeWords(caller, under));
  if (!caller.authority.empty()) disclosed.set_authority(caller.authority);
  disclosed.set_method(std::string(method));
  disclosed.set_first_position(first);
  disclosed.set_last_position(last);
  *disclosed.mutable_reader() = caller.actor;
  disclosed.set_under_role(under);
  disclosed.set_recipient_class(RecipientClassOf(under));
  return recorder_.RecordRange(caller, options_.program, disclosed);
}

}  // namespace casejournal::services
