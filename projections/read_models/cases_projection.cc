#include "projections/read_models/cases_projection.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/labels_now.h"
#include "projections/entries/standing.h"
#include "projections/events/naming_fields.h"
#include "projections/read_models/new_entries.h"

namespace casejournal::projections {

std::string CaseRowKey(absl::string_view case_id) { return absl::StrCat("c", case_id); }
std::string LastVisitRowKey(absl::string_view case_id) { return absl::StrCat("v", case_id); }

std::string NumberRowPrefix(absl::string_view number) { return absl::StrCat("n", number, absl::string_view("\0", 1)); }
std::string NumberEverRowPrefix(absl::string_view number) {
  return absl::StrCat("e", number, absl::string_view("\0", 1));
}

std::string StaffSubjectPrefix(absl::string_view subject) {
  return absl::StrCat("w", subject, absl::string_view("\0", 1));
}
std::string StaffRowPrefix(absl::string_view subject, absl::string_view issuer) {
  return absl::StrCat(StaffSubjectPrefix(subject), issuer, absl::string_view("\0", 1));
}
std::string UnitRowPrefix(absl::string_view unit) { return absl::StrCat("u", unit, absl::string_view("\0", 1)); }
std::string CaseOfPersonRowPrefix(absl::string_view person_id) {
  return absl::StrCat("h", person_id, absl::string_view("\0", 1));
}

std::string GrantRowPrefix(absl::string_view subject, absl::string_view issuer) {
  return absl::StrCat("a", subject, absl::string_view("\0", 1), issuer, absl::string_view("\0", 1));
}

std::string LabelsRowKey(absl::string_view case_id) { return absl::StrCat("b", case_id); }

std::optional<LabelSet> LabelsInRow(absl::string_view row) {
  uint32_t bits = 0;
  if (!absl::SimpleAtoi(row, &bits) || bits > LabelSet::All().bits()) return std::nullopt;
  return LabelSet::FromBits(static_cast<uint16_t>(bits));
}

std::string ContinuesRowPrefix(absl::string_view case_id) {
  return absl::StrCat("l", case_id, absl::string_view("\0", 1));
}
std::string ContinuedByRowPrefix(absl::string_view case_id) {
  return absl::StrCat("g", case_id, absl::string_view("\0", 1));
}

std::string CaseDayRowPrefix(CaseDay which, absl::string_view day) {
  return absl::StrCat(std::string(1, static_cast<char>(which)), day, absl::string_view("\0", 1));
}

DayOfCase InCaseDayRowKey(absl::string_view key) {
  const size_t end = key.find('\0');
  if (end == absl::string_view::npos) return {};
  return {key.substr(1, end - 1), key.substr(end + 1)};
}

std::string RecordedDay(int64_t instant_us) { return DayOf(instant_us, absl::UTCTimeZone()); }

namespace {

// The index rows of everything that any entry ever named, and whether each applies now. They follow from the record
// alone, however its entries are batched.
using Index = std::map<std::string, bool>;

void Name(const event::v1::CaseEvent& event, Index& index) {
  if (event.has_participant_joined() && event.participant_joined().has_person_id()) {
    index[CaseOfPersonRowPrefix(event.participant_joined().person_id())] = false;
  }
  if (event.has_case_number_given()) index[NumberRowPrefix(event.case_number_given().number())] = false;
  if (event.has_case_assigned()) {
    index[StaffRowPrefix(event.case_assigned().staff().subject(), event.case_assigned().staff().issuer())] = false;
    if (event.case_assigned().has_unit()) index[UnitRowPrefix(event.case_assigned().unit())] = false;
  }
  if (event.has_access_granted()) {
    const event::v1::Staff& holder = event.access_granted().holder();
    index[GrantRowPrefix(holder.subject(), holder.issuer())] = false;
  }
  if (event.has_case_opened() || event.has_case_received()) {
    index[CaseDayRowPrefix(CaseDay::kOpened, event.effective_on())] = false;
  }
  if (event.has_case_closed()) index[CaseDayRowPrefix(CaseDay::kClosed, event.effective_on())] = false;
}

bool Withholds(const std::vector<event::v1::Label>& labels) {
  return std::any_of(labels.begin(), labels.end(), [](const event::v1::Label label) {
    return label == event::v1::LABEL_ADOPTION || label == event::v1::LABEL_SEALED;
  });
}

// The row of a link with another case. Empty if the link does not say which case continues which.
std::optional<std::string> LinkRowKey(const event::v1::CaseLinked& link, const std::string& case_id) {
  if (link.link() == event::v1::CASE_LINK_KIND_CONTINUES)
    return absl::StrCat(ContinuesRowPrefix(case_id), link.other_case_id());
  if (link.link() == event::v1::CASE_LINK_KIND_GOES_ON_IN)
    return absl::StrCat(ContinuedByRowPrefix(link.other_case_id()), case_id);
  return std::nullopt;
}

void PutLinks(const CaseRecord& record, PutRow put) {
  std::map<std::string, std::string> links;
  for (const Entry& entry : record.entries()) {
    if (!entry.event().has_case_linked()) continue;
    if (const auto key = LinkRowKey(entry.event().case_linked(), record.case_id())) links[*key] = kLinkGone;
  }
  if (links.empty()) return;
  const LabelsNow labels(record.entries());
  for (const Standing& standing : StandingEntries(record.entries(), KnownSet::All())) {
    if (!standing.event().has_case_linked()) continue;
    const auto key = LinkRowKey(standing.event().case_linked(), record.case_id());
    if (!key || links[*key] == kLinkSealed) continue;
    const bool sealed = Withholds(labels.Of(*standing.content)) || Withholds(labels.Of(*standing.original));
    links[*key] = sealed ? kLinkSealed : kLinkOpen;
  }
  for (const auto& [key, value] : links) put(key, value);
}

void PutIndex(const CaseRecord& record, PutRow put) {
  Index index;
  for (const Entry& entry : record.entries()) Name(entry.event(), index);
  const CaseState& state = record.state();
  for (const v1::Participant& participant : state.All<v1::Participant>()) {
    if (!participant.person_id().empty()) index[CaseOfPersonRowPrefix(participant.person_id())] = true;
  }
  for (const v1::CaseNumber& number : state.All<v1::CaseNumber>()) index[NumberRowPrefix(number.number())] = true;
  for (const v1::Assignment& assignment : state.All<v1::Assignment>()) {
    if (!assignment.until().empty()) continue;
    index[StaffRowPrefix(assignment.staff().subject(), assignment.staff().issuer())] = true;
    if (!assignment.unit().empty()) index[UnitRowPrefix(assignment.unit())] = true;
  }
  for (const v1::AccessGrant& grant : state.All<v1::AccessGrant>()) {
    if (grant.ended_on().empty()) index[GrantRowPrefix(grant.holder().subject(), grant.holder().issuer())] = true;
  }
  const v1::CasePlan& fields = state.fields();
  if (!fields.opened_on().empty()) index[CaseDayRowPrefix(CaseDay::kOpened, fields.opened_on())] = true;
  if (!fields.closed_on().empty()) index[CaseDayRowPrefix(CaseDay::kClosed, fields.closed_on())] = true;
  for (const auto& [prefix, holds] : index) put(absl::StrCat(prefix, record.case_id()), holds ? "1" : "0");
}

// PutLinks and PutIndex read all entries of the case, so they are called only for entries that can change what they
// find: a few of a case's entries.
bool MayChangeLinks(const CaseRecord& record, eventstore::Revision first_new) {
  return NewEntriesConcern(record, first_new, [](const event::v1::CaseEvent& event) {
    return event.has_case_linked() || event.has_entry_restricted();
  });
}

// Return whether the entries from `first_new` on may change the index.
bool MayChangeIndex(const CaseRecord& record, eventstore::Revision first_new) {
  return NewEntriesConcern(record, first_new, [](const event::v1::CaseEvent& event) {
    return event.has_participant_joined() || event.has_case_number_given() || event.has_case_assigned() ||
           event.has_case_opened() || event.has_case_received() || event.has_case_closed() ||
           event.has_case_reopened() || event.has_access_granted() || event.has_access_ended();
  });
}

// Put the numbers that the entries from `first_new` on give or name.
void PutNumbersEver(const CaseRecord& record, eventstore::Revision first_new, PutRow put) {
  const auto put_number = [&](const std::string& number) {
    put(absl::StrCat(NumberEverRowPrefix(number), record.case_id()), "");
  };
  for (eventstore::Revision revision = first_new; revision < record.entries().size(); ++revision) {
    const event::v1::CaseEvent& event = record.entries()[revision].event();
    if (event.has_case_number_given()) put_number(event.case_number_given().number());
    VisitNamingFields(event, [&](const NamingValue& named) {
      if (named.options.court_number()) put_number(named.value);
    });
  }
}

// Put the labels of the case, if the entries from `first_new` on may change them. Few entries have one.
void PutLabels(const CaseRecord& record, eventstore::Revision first_new, PutRow put) {
  const bool concerns = NewEntriesConcern(record, first_new, [](const event::v1::CaseEvent& event) {
    return !event.labels().empty() || event.has_entry_restricted();
  });
  if (first_new > 0 && !concerns) return;
  put(LabelsRowKey(record.case_id()), absl::StrCat(LabelsIn(record.entries()).bits()));
}

// Put the day of the last visit of a caseworker that took place, if the entries from `first_new` on may change it.
void PutLastVisit(const CaseRecord& record, eventstore::Revision first_new, PutRow put) {
  const bool concerns =
      NewEntriesConcern(record, first_new, [](const event::v1::CaseEvent& event) { return event.has_contact_made(); });
  if (!concerns) return;
  put(LastVisitRowKey(record.case_id()), LastVisitOf(record));
}

}  // namespace

std::string NumberRowKey(absl::string_view number, absl::string_view case_id) {
  return absl::StrCat(NumberRowPrefix(number), case_id);
}

std::string LastVisitOf(const CaseRecord& record) {
  std::string last;
  for (const Standing& standing : StandingEntries(record.entries(), KnownSet::All())) {
    if (!standing.event().has_contact_made()) continue;
    const event::v1::ContactMade& contact = standing.event().contact_made();
    const bool visit =
        contact.kind() == event::v1::CONTACT_KIND_HOME_VISIT || contact.kind() == event::v1::CONTACT_KIND_MONTHLY_VISIT;
    if (visit && contact.result() == event::v1::CONTACT_RESULT_TOOK_PLACE) last = standing.effective_on();
  }
  return last;
}

v1::CaseSummary SummaryOf(const CaseRecord& record) {
  const CaseState& state = record.state();
  const Entry& last = record.entries().back();
  v1::CaseSummary summary;
  summary.set_case_id(record.case_id());
  summary.set_status(state.fields().status());
  for (const v1::CaseNumber& number : state.All<v1::CaseNumber>()) *summary.add_numbers() = number;
  for (const v1::Assignment& assignment : state.All<v1::Assignment>()) {
    if (assignment.until().empty()) *summary.add_assignments() = assignment;
  }
  summary.set_opened_on(state.fields().opened_on());
  summary.set_closed_on(state.fields().closed_on());
  for (const v1::Participant& participant : state.All<v1::Participant>()) {
    if (participant.capacity() != event::v1::CAPACITY_CHILD) continue;
    summary.add_children(participant.name());
    summary.add_child_ids(participant.participant_id());
  }
  for (const v1::Engagement& engagement : state.All<v1::Engagement>()) {
    if (engagement.last_on() > summary.last_contact_on()) summary.set_last_contact_on(engagement.last_on());
  }
  summary.set_last_revision(last.revision);
  *summary.mutable_last_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(last.recorded_at_us);
  return summary;
}

void CasesProjection::Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const {
  if (MayChangeIndex(record, first_new)) PutIndex(record, put);
  if (MayChangeLinks(record, first_new)) PutLinks(record, put);
  PutLabels(record, first_new, put);
  PutLastVisit(record, first_new, put);
  PutNumbersEver(record, first_new, put);
  for (eventstore::Revision revision = first_new; revision < record.entries().size(); ++revision) {
    const std::string day = RecordedDay(record.entries()[revision].recorded_at_us);
    put(absl::StrCat(CaseDayRowPrefix(CaseDay::kRecorded, day), record.case_id()), "1");
  }
  put(CaseRowKey(record.case_id()), SummaryOf(record).SerializeAsString());
}

}  // namespace casejournal::projections
