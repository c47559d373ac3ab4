#include "services/answers/recorded_event.h"

#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/util/time_util.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_words.h"
#include "projections/read_models/read_forward.h"
#include "projections/register/sentence.h"
#include "projections/words/names.h"

namespace casejournal::services {
namespace {

absl::Status AtPosition(const eventstore::RecordedEntry& entry, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("position ", entry.position, ": ", status.message()));
}

// Let the bytes of `opened` have these as the field `stored`, or none. To decode an event and encode it again would
// take more than half of the time of an entry. Each payload was encoded from a StoredEvent when it was admitted.
void SetStored(const std::string* payload, v1::OpenedEntry& opened) {
  opened.clear_stored();
  if (payload == nullptr && opened.GetReflection()->GetUnknownFields(opened).empty()) return;
  google::protobuf::UnknownFieldSet& fields = *opened.GetReflection()->MutableUnknownFields(&opened);
  const bool has_room = fields.field_count() == 1 && fields.field(0).number() == v1::OpenedEntry::kStoredFieldNumber &&
                        fields.field(0).type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED;
  if (payload != nullptr && has_room) {
    *fields.mutable_field(0)->mutable_length_delimited() = *payload;
    return;
  }
  fields.Clear();
  if (payload != nullptr) fields.AddLengthDelimited(v1::OpenedEntry::kStoredFieldNumber, *payload);
}

}  // namespace

void SetRecordedEvent(const eventstore::RecordedEntry& entry, eventlog::v1::RecordedEvent& event) {
  event.set_position(entry.position);
  event.set_stream_kind(static_cast<uint32_t>(entry.header.stream.kind));
  event.set_stream_id(entry.header.stream.uuid.ToString());
  event.set_revision(entry.header.revision);
  *event.mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry.header.recorded_at_us);
  event.set_request_id(entry.header.request_id.ToString());
  const absl::string_view type = projections::EventTypeNameIn(entry.payload());
  event.set_type(type.data(), type.size());
  event.clear_sentence();
  event.set_header(entry.header_bytes);
  event.clear_parts();
  for (const eventstore::OpenedPart& part : entry.parts) {
    eventlog::v1::OpenedPart& opened = *event.add_parts();
    opened.set_label(part.label);
    opened.set_salt(part.salt.data(), part.salt.size());
    opened.set_plaintext(part.plaintext);
  }
}

absl::StatusOr<projections::Said> SentenceFor(const eventstore::RecordedEntry& entry,
                                              const projections::CaseState& known) {
  const absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
  if (!stored.ok()) return AtPosition(entry, stored.status());
  if (stored->has_journal_event()) return projections::SayEvent(stored->journal_event());
  if (stored->has_access_event()) return projections::SayEvent(stored->access_event());
  if (stored->has_reader_event()) return projections::SayEvent(stored->reader_event());
  return projections::SayEvent(stored->case_event(), projections::Names({&known}));
}

absl::StatusOr<projections::Said> SentenceWriter::Of(const eventstore::RecordedEntry& entry,
                                                     std::shared_ptr<const projections::EntryList> seen) {
  if (entry.header.stream.kind != eventstore::StreamKind::kCase) {
    return SentenceFor(entry, projections::CaseState(""));
  }
  if (entries_held_ > entries_held_max_) {
    records_.clear();
    entries_held_ = 0;
  }
  const eventstore::Uuid& case_id = entry.header.stream.uuid;
  Folded& folded =
      records_.try_emplace(case_id, Folded{.record = projections::CaseRecord(case_id.ToString()), .seen = seen})
          .first->second;
  if (folded.seen != seen) folded = {.record = projections::CaseRecord(case_id.ToString()), .seen = std::move(seen)};
  projections::CaseRecord& record = folded.record;
  const size_t before = record.entries().size();
  if (folded.seen != nullptr) {
    while (record.entries().size() <= entry.header.revision) record.Evolve((*folded.seen)[record.entries().size()]);
  } else if (absl::Status brought = BringTo(entry, record); !brought.ok()) {
    return brought;
  }
  entries_held_ += record.entries().size() - before;
  return projections::SayEvent(record.entries().back().event(), projections::Names({&record.state()}));
}

// Let the record end with the entry.
absl::Status SentenceWriter::BringTo(const eventstore::RecordedEntry& entry, projections::CaseRecord& record) {
  if (record.entries().size() < entry.header.revision) {
    absl::StatusOr<projections::CaseRecord> read =
        projections::ReadForward(log_, entry.header.stream.uuid, record, entry.header.revision - 1);
    if (!read.ok()) return read.status();
    record = *std::move(read);
  }
  absl::StatusOr<projections::Entry> last = projections::ToEntry(entry);
  if (!last.ok()) return AtPosition(entry, last.status());
  record.Evolve(*std::move(last));
  return absl::OkStatus();
}

void SetSentence(projections::Said said, v1::OpenedEntry& opened) {
  opened.mutable_recorded()->set_sentence(std::move(said.says));
  *opened.mutable_wording() = std::move(said.wording);
}

absl::Status SetEntry(const eventstore::RecordedEntry& entry, const EntryForm& form, v1::CaseEntry& shown,
                      std::shared_ptr<const projections::EntryList> seen) {
  v1::OpenedEntry& opened = *shown.mutable_opened();
  opened.clear_wording();
  SetRecordedEvent(entry, *opened.mutable_recorded());
  SetStored(form.exact_bytes_only ? nullptr : &entry.payload(), opened);
  if (form.sentences == nullptr) return absl::OkStatus();
  absl::StatusOr<projections::Said> said = form.sentences->Of(entry, std::move(seen));
  if (!said.ok()) return said.status();
  SetSentence(*std::move(said), opened);
  return absl::OkStatus();
}

}  // namespace casejournal::services
