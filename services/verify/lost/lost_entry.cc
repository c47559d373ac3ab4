#include "services/verify/lost/lost_entry.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/time_util.h"
#include "projections/events/event_words.h"

namespace casejournal::services {
namespace {

using google::protobuf::util::TimeUtil;
using projections::EnumWords;
using Ids = std::vector<std::pair<std::string, std::string>>;

std::string SubjectOf(const event::v1::Staff& staff) {
  return staff.issuer().empty() ? staff.subject() : absl::StrCat(staff.issuer(), "/", staff.subject());
}

// The names that options take: "part2", "reporter-identity".
std::string LabelsIn(const google::protobuf::RepeatedField<int>& labels) {
  return absl::StrJoin(labels, ", ", [](std::string* out, int label) {
    absl::StrAppend(out, absl::StrReplaceAll(EnumWords(static_cast<event::v1::Label>(label)), {{" ", "-"}}));
  });
}

std::string EntryAt(uint64_t revision) { return absl::StrCat("r", revision); }

// What somebody leaves out is not shown as empty.
void AddId(Ids& ids, absl::string_view name, const std::string& value) {
  if (!value.empty()) ids.emplace_back(name, value);
}

void AddRole(Ids& ids, const std::string& role_id, const event::v1::Staff& holder, event::v1::Role role) {
  AddId(ids, "role", role_id);
  AddId(ids, "subject", SubjectOf(holder));
  AddId(ids, "as", EnumWords(role));
}

std::optional<LossMatter> MatterIn(const event::v1::JournalEvent& event, Ids& ids) {
  if (event.has_role_given()) {
    AddRole(ids, event.role_given().role_id(), event.role_given().holder(), event.role_given().role());
  } else if (event.has_role_ended()) {
    AddRole(ids, event.role_ended().role_id(), event.role_ended().holder(), event.role_ended().role());
  } else if (event.has_rights_confirmed()) {
    AddId(ids, "restored-at", absl::StrCat(event.rights_confirmed().restored_at_position()));
  } else if (!event.has_restored()) {
    return std::nullopt;
  }
  return LossMatter::kRights;
}

std::optional<LossMatter> MatterIn(const event::v1::CaseEvent& event, Ids& ids) {
  if (event.has_corrects()) AddId(ids, "corrects", EntryAt(event.corrects().revision()));
  std::optional<LossMatter> matter;
  if (event.has_case_assigned()) {
    matter = LossMatter::kRights;
    AddId(ids, "subject", SubjectOf(event.case_assigned().staff()));
    AddId(ids, "as", EnumWords(event.case_assigned().part()));
  } else if (event.has_access_granted()) {
    matter = LossMatter::kRights;
    AddId(ids, "grant", event.access_granted().grant_id());
    AddId(ids, "subject", SubjectOf(event.access_granted().holder()));
    AddId(ids, "as", EnumWords(event.access_granted().role()));
    AddId(ids, "opens", LabelsIn(event.access_granted().opens()));
  } else if (event.has_access_ended()) {
    matter = LossMatter::kRights;
    AddId(ids, "grant", event.access_ended().grant_id());
  } else if (event.has_entry_restricted()) {
    matter = LossMatter::kLabels;
    AddId(ids, "entry", EntryAt(event.entry_restricted().revision()));
    AddId(ids, "labels", LabelsIn(event.entry_restricted().labels()));
    return matter;
  } else if (event.has_entry_retracted()) {
    matter = LossMatter::kWithdrawal;
    AddId(ids, "entry", EntryAt(event.entry_retracted().revision()));
  } else if (!event.labels().empty()) {
    matter = LossMatter::kLabels;
  }
  if (matter) AddId(ids, "labels", LabelsIn(event.labels()));
  return matter;
}

void AddDisclosure(Ids& ids, const event::v1::DisclosureMade& made) {
  AddId(ids, "form", EnumWords(made.form()));
  AddId(ids, "recipient", EnumWords(made.recipient_class()));
  AddId(ids, "with-labels", LabelsIn(made.with_labels()));
}

void AddRange(Ids& ids, const event::v1::EntriesDisclosed& range) {
  AddId(ids, "positions", absl::StrCat(range.first_position(), " to ", range.last_position()));
  AddId(ids, "subject", SubjectOf(range.reader()));
}

}  // namespace

absl::string_view NameOf(LossMatter matter) {
  switch (matter) {
    case LossMatter::kRights:
      return "rights";
    case LossMatter::kLabels:
      return "labels";
    case LossMatter::kWithdrawal:
      return "withdrawal";
    case LossMatter::kDisclosure:
      return "disclosure";
  }
  return "";
}

std::optional<LostEntry> LostEntryOf(uint64_t position, const eventstore::Header& header,
                                     const event::v1::StoredEvent& stored) {
  LostEntry entry{
      .position = position, .type = projections::EventTypeName(stored), .recorded_at_us = header.recorded_at_us};
  std::optional<LossMatter> matter;
  if (stored.has_case_event()) {
    entry.case_id = header.stream.uuid.ToString();
    matter = MatterIn(stored.case_event(), entry.ids);
  } else if (stored.has_journal_event()) {
    matter = MatterIn(stored.journal_event(), entry.ids);
  } else if (stored.has_access_event() && stored.access_event().has_disclosure_made()) {
    entry.case_id = header.stream.uuid.ToString();
    matter = LossMatter::kDisclosure;
    AddDisclosure(entry.ids, stored.access_event().disclosure_made());
  } else if (stored.has_reader_event() && stored.reader_event().has_entries_disclosed()) {
    matter = LossMatter::kDisclosure;
    AddRange(entry.ids, stored.reader_event().entries_disclosed());
  }
  if (!matter) return std::nullopt;
  entry.matter = *matter;
  return entry;
}

LostEntry LostEntryOf(const v1::Disclosure& disclosure) {
  LostEntry entry{.position = disclosure.position(),
                  .matter = LossMatter::kDisclosure,
                  .case_id = disclosure.case_id(),
                  .recorded_at_us = TimeUtil::TimestampToMicroseconds(disclosure.recorded_at())};
  if (disclosure.has_of_range()) {
    entry.type = "EntriesDisclosed";
    AddRange(entry.ids, disclosure.of_range());
  } else {
    entry.type = "DisclosureMade";
    AddDisclosure(entry.ids, disclosure.of_case());
  }
  return entry;
}

LostEntry GivenIn(const v1::GivenRole& role) {
  LostEntry entry{.position = role.position(),
                  .type = "RoleGiven",
                  .recorded_at_us = TimeUtil::TimestampToMicroseconds(role.given_at())};
  AddRole(entry.ids, role.role_id(), role.holder(), role.role());
  return entry;
}

std::optional<LostEntry> EndedIn(const v1::GivenRole& role) {
  if (!role.has_ended_at()) return std::nullopt;
  LostEntry entry{.type = "RoleEnded", .recorded_at_us = TimeUtil::TimestampToMicroseconds(role.ended_at())};
  AddRole(entry.ids, role.role_id(), role.holder(), role.role());
  return entry;
}

}  // namespace casejournal::services
