#include "services/answers/cases/list_notes.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/labels_now.h"
#include "projections/entries/standing.h"
#include "projections/history/history.h"
#include "projections/words/names.h"
#include "services/answers/paging.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::Standing;

v1::NoteKind KindOf(const event::v1::CaseEvent& event) {
  if (event.has_case_note_written()) return v1::NOTE_KIND_NARRATIVE;
  if (!event.has_contact_made()) return v1::NOTE_KIND_UNSPECIFIED;
  const event::v1::ContactKind kind = event.contact_made().kind();
  return kind == event::v1::CONTACT_KIND_HOME_VISIT || kind == event::v1::CONTACT_KIND_MONTHLY_VISIT
             ? v1::NOTE_KIND_VISIT
             : v1::NOTE_KIND_CONTACT;
}

bool IsWanted(const Standing& standing, const v1::ListNotesRequest& request) {
  const event::v1::CaseEvent& event = standing.event();
  const v1::NoteKind kind = KindOf(event);
  if (kind == v1::NOTE_KIND_UNSPECIFIED) return false;
  if (!request.kinds().empty() &&
      std::find(request.kinds().begin(), request.kinds().end(), kind) == request.kinds().end())
    return false;
  if (!request.participant_id().empty()) {
    const auto& with = event.contact_made().with_ids();
    const auto& about = event.about();
    if (std::find(with.begin(), with.end(), request.participant_id()) == with.end() &&
        std::find(about.begin(), about.end(), request.participant_id()) == about.end()) {
      return false;
    }
  }
  return projections::WithinDays(event.effective_on(), request.effective_from(), request.effective_until());
}

v1::Note NoteOf(const Standing& standing, const projections::LabelsNow& labels, const projections::Names& names) {
  const event::v1::CaseEvent& event = standing.event();
  v1::Note note;
  note.set_revision(standing.revision());
  note.set_kind(KindOf(event));
  note.set_effective_on(event.effective_on());
  note.set_effective_time(event.effective_time());
  *note.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(standing.original->recorded_at_us);
  *note.mutable_actor() = standing.original->stored->admission().actor();
  for (const event::v1::Label label : labels.Of(*standing.content)) note.add_labels(label);
  if (standing.corrected()) note.set_corrected_by(standing.content->revision);
  if (event.has_case_note_written()) {
    note.set_occasion(event.case_note_written().occasion());
    note.set_text(event.case_note_written().text());
    return note;
  }
  note.set_text(event.contact_made().summary());
  *note.mutable_contact() = event.contact_made();
  for (const std::string& id : event.contact_made().with_ids()) note.add_with_names(names.Find(id));
  return note;
}

// The revision after which a page of the list `of` begins; each note has another one.
absl::StatusOr<std::optional<eventstore::Revision>> RevisionBefore(const std::string& of,
                                                                   const v1::ListNotesRequest& request) {
  const absl::StatusOr<std::string> place = PlaceInToken(of, request.page_token());
  if (!place.ok()) return place.status();
  if (place->empty()) return std::nullopt;
  eventstore::Revision revision = 0;
  if (!absl::SimpleAtoi(*place, &revision)) return FieldError("pageToken", request.page_token(), kFieldPageToken);
  return revision;
}

absl::Status CheckListNotes(const v1::ListNotesRequest& request) {
  absl::Status days =
      CheckDays({{"effectiveFrom", request.effective_from()}, {"effectiveUntil", request.effective_until()}});
  if (!days.ok()) return days;
  for (const int kind : request.kinds()) {
    if (!v1::NoteKind_IsValid(kind) || kind == v1::NOTE_KIND_UNSPECIFIED)
      return FieldError("kinds", absl::StrCat(kind), kFieldKnownNotes);
  }
  if (request.page_size() > kPageMax)
    return FieldError("pageSize", absl::StrCat(request.page_size()), kFieldOneTo,
                      {projections::NumberParameter("most", kPageMax)});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListNotesResponse> ListNotes(const Journal& journal, const Reader& reader,
                                                const v1::ListNotesRequest& request, eventstore::Deadline deadline) {
  if (absl::Status checked = CheckListNotes(request); !checked.ok()) return checked;
  const std::string of = ListOf(reader, request);
  const absl::StatusOr<std::optional<eventstore::Revision>> before = RevisionBefore(of, request);
  if (!before.ok()) return before.status();
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(reader, Act::kReadPlan, request.case_id());
  if (!at.ok()) return at.status();
  const projections::CaseRecord& record = (*at)->record;
  if (!request.participant_id().empty() && !projections::IsNamedIn(record.entries(), request.participant_id()))
    return absl::NotFoundError("participantId: the case has never had a participant with this id");

  v1::ListNotesResponse page;
  page.set_as_of_position(as_of_position);
  const projections::LabelsNow labels(record.entries());
  const projections::Names names({&record.state()});
  const std::vector<Standing> standing = projections::StandingEntries(record.entries(), projections::KnownSet::All());
  const int size = static_cast<int>(request.page_size() == 0 ? kPageDefault : request.page_size());
  auto each = standing.rbegin();
  if (*before) {
    each = std::find_if(standing.rbegin(), standing.rend(),
                        [&](const Standing& one) { return one.revision() == **before; });
    // The note was withdrawn since.
    if (each == standing.rend())
      return absl::AbortedError("the notes changed since the page before; request the first page again");
    ++each;
  }
  for (; each != standing.rend(); ++each) {
    if (!IsWanted(*each, request)) continue;
    if (page.notes_size() == size) {
      page.set_next_page_token(PlaceToken(of, absl::StrCat(page.notes(size - 1).revision())));
      break;
    }
    *page.add_notes() = NoteOf(*each, labels, names);
  }
  return page;
}

}  // namespace casejournal::services
