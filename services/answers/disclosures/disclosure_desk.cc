#include "services/answers/disclosures/disclosure_desk.h"

#include <algorithm>

#include "eventstore/proofs/hash.h"
#include "services/answers/disclosed.h"
#include "services/cases/given_by.h"
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

// The revisions that an answer gives of a case, and those that are withheld from its reader.
void SetRevisions(const SeenCase& seen, const GivenOfCase& given, event::v1::DisclosureMade& made) {
  const eventstore::Revision head = *seen.at->head.last_revision;
  const eventstore::Revision last = std::min(given.last.value_or(head), head);
  const projections::Sight* sight = seen.sight.get();
  const auto hidden = [&](eventstore::Revision revision) { return sight != nullptr && sight->Hides(revision); };
  AddRanges(
      given.first, last, [&](eventstore::Revision revision) { return !hidden(revision); }, *made.mutable_revisions());
  if (sight != nullptr) AddRanges(given.first, last, hidden, *made.mutable_withheld());
  made.set_known_revision(last);
}

// The labels of what an answer gives of several cases.
std::vector<event::v1::Label> LabelsOf(absl::Span<const CaseGiven> cases) {
  std::vector<event::v1::Label> labels;
  for (const CaseGiven& each : cases) {
    event::v1::DisclosureMade made;
    SetRevisions(*each.seen, each.given, made);
    const std::vector<event::v1::Label> of_case = LabelsOfGiven(each.seen->at->record.entries(), made.revisions());
    labels.insert(labels.end(), of_case.begin(), of_case.end());
  }
  return labels;
}

}  // namespace

event::v1::DisclosureMade DisclosureOf(const Reader& reader, const SeenCase& seen, const GivenOfCase& given,
                                       const Notices& notices) {
  const event::v1::Role under = seen.decision.under;
  event::v1::DisclosureMade made;
  made.set_recipient(RecipientWords(reader.caller()));
  made.set_purpose(PurposeWords(reader.caller(), under));
  if (!reader.caller().authority.empty()) made.set_authority(reader.caller().authority);
  made.set_recipient_class(RecipientClassOf(under));
  SetRight(seen, made);
  made.set_form(given.form);
  made.set_method(std::string(given.method));
  SetRevisions(seen, given, made);
  if (given.effective_on) made.set_effective_on(*given.effective_on);
  made.set_head_revision(*seen.at->head.last_revision);
  made.set_head_leaf(std::string(eventstore::AsBytes(seen.at->head.last_leaf)));
  made.set_head_observed_at(seen.at->head.observed_at);
  made.set_notice(notices.For(LabelsOfGiven(seen.at->record.entries(), made.revisions())));
  return made;
}

absl::Status DisclosureDesk::Record(const Reader& reader, const std::string& case_id, const SeenCase& seen,
                                    const GivenOfCase& given) const {
  const CaseGiven only = {.case_id = case_id, .seen = &seen, .given = given};
  return RecordEach(reader, absl::MakeConstSpan(&only, 1));
}

absl::Status DisclosureDesk::RecordEach(const Reader& reader, absl::Span<const CaseGiven> cases) const {
  if (!options_.reads) return absl::OkStatus();
  for (const CaseGiven& each : cases) {
    const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(each.case_id);
    if (!id.ok()) return id.status();
    absl::Status recorded = recorder_.RecordCall(reader.caller(), options_.program, *id,
                                                 DisclosureOf(reader, *each.seen, each.given, notices_));
    if (!recorded.ok()) return recorded;
  }
  TellAgain(cases);
  return absl::OkStatus();
}

void DisclosureDesk::TellAgain(absl::Span<const CaseGiven> cases) const {
  if (options_.reads && tell_ != nullptr && !cases.empty()) tell_(notices_.For(LabelsOf(cases)));
}

absl::Status DisclosureDesk::RecordAnswer(const Reader& reader, const std::string& case_id,
                                          absl::string_view method) const {
  if (!options_.all_reads) return absl::OkStatus();
  const absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, Act::kReadPlan, case_id);
  if (!seen.ok()) return seen.status();
  return Record(reader, case_id, *seen, {.form = event::v1::DISCLOSURE_FORM_ANSWER, .method = method});
}

std::string DisclosureDesk::RangeNotice(const Decision& may) const { return notices_.For(may.sees.Labels()); }

void DisclosureDesk::TellRange(const Decision& may) const {
  if (options_.reads && tell_ != nullptr) tell_(RangeNotice(may));
}

absl::Status DisclosureDesk::RecordRange(const Caller& caller, const Decision& may, absl::string_view method,
                                         eventstore::Position first, eventstore::Position last) const {
  if (!options_.reads) return absl::OkStatus();
  event::v1::EntriesDisclosed disclosed;
  disclosed.set_recipient(RecipientWords(caller));
  disclosed.set_purpose(PurposeWords(caller, may.under));
  if (!caller.authority.empty()) disclosed.set_authority(caller.authority);
  disclosed.set_method(std::string(method));
  disclosed.set_first_position(first);
  disclosed.set_last_position(last);
  *disclosed.mutable_reader() = caller.actor;
  disclosed.set_under_role(may.under);
  disclosed.set_recipient_class(RecipientClassOf(may.under));
  if (may.given_at) disclosed.set_granted_at_position(*may.given_at);
  disclosed.set_notice(RangeNotice(may));
  return recorder_.RecordRange(caller, options_.program, disclosed);
}

}  // namespace casejournal::services
