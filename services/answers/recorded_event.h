// Entries of the log as they are served: what is stored, and for people a sentence.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_RECORDED_EVENT_H_
#define CASEJOURNAL_SERVICES_ANSWERS_RECORDED_EVENT_H_

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"
#include "casejournal/v1/entry.pb.h"
#include "eventstore/event_log.h"
#include "projections/items/case_state.h"
#include "projections/state/case_record.h"
#include "projections/words/wording.h"

namespace casejournal::services {

// The size of one message of a stream. Entries are sent in batches, since one message per event is many times slower.
inline constexpr eventstore::ReadLimit kBatch{.events_max = 256, .bytes_max = 192 << 10};

// Set `event` to the entry, without a sentence. The memory that `event` has is used again.
void SetRecordedEvent(const eventstore::RecordedEntry& entry, eventlog::v1::RecordedEvent& event);

// Return the sentence for an entry, and what it is made of, with names as `known` has them: the state of its case right
// after it. An entry that is not of a case needs none.
//   kUnimplemented  this program does not know the event; the message names the position.
absl::StatusOr<projections::Said> SentenceFor(const eventstore::RecordedEntry& entry,
                                              const projections::CaseState& known);

// Writes the sentences of one answer, with names as the record had them right after each entry. The entries of a case
// come in order. It folds the cases of the entries as it goes, and holds a limited number of them. Not for concurrent
// use.
class SentenceWriter {
 public:
  // Beyond `entries_held_max`, what is held is released, and folded again if it is needed. By default, about 40 MB are
  // held. `log` must outlive it.
  explicit SentenceWriter(const eventstore::EventLog& log, size_t entries_held_max = 20'000)
      : log_(log), entries_held_max_(entries_held_max) {}

  // `seen`: the entries of the case as its reader sees them, if some are withheld: names come from these only. Null:
  // the reader sees all.
  //   kUnimplemented      this program does not know an entry of the case; the message names its position.
  //   kResourceExhausted  as ReadForward.
  //   kDataLoss           as EventLog::ReadStream.
  absl::StatusOr<projections::Said> Of(const eventstore::RecordedEntry& entry,
                                       std::shared_ptr<const projections::EntryList> seen = nullptr);

 private:
  struct Folded {
    projections::CaseRecord record;
    std::shared_ptr<const projections::EntryList> seen;  // what it was folded from; null: the log
  };

  absl::Status BringTo(const eventstore::RecordedEntry& entry, projections::CaseRecord& record);

  const eventstore::EventLog& log_;
  const size_t entries_held_max_;
  absl::flat_hash_map<eventstore::Uuid, Folded> records_;
  size_t entries_held_ = 0;
};

// Set the sentence of an entry.
void SetSentence(projections::Said said, v1::OpenedEntry& opened);

// What a reader wants of each entry.
struct EntryForm {
  SentenceWriter* sentences = nullptr;  // if not null, it writes the sentence
  bool exact_bytes_only = false;        // leave out the decoded event
};

// Set `shown` to the entry. The memory that it has is used again. `seen` and errors as SentenceWriter::Of.
// `stored` is in `shown` as the bytes that were recorded, which nobody decodes before the caller of the service does:
// in `shown` itself it is absent, and in the bytes of `shown` it is there.
absl::Status SetEntry(const eventstore::RecordedEntry& entry, const EntryForm& form, v1::CaseEntry& shown,
                      std::shared_ptr<const projections::EntryList> seen = nullptr);

// Fills a list of entries from its beginning. Clearing a list would release the memory of its entries.
class EntryBatch {
 public:
  explicit EntryBatch(google::protobuf::RepeatedPtrField<v1::CaseEntry>& entries) : entries_(entries) {}

  v1::CaseEntry& Next() { return used_ == entries_.size() ? (++used_, *entries_.Add()) : entries_[used_++]; }
  int size() const { return used_; }
  // The list ends here.
  void End() { entries_.DeleteSubrange(used_, entries_.size() - used_); }

 private:
  google::protobuf::RepeatedPtrField<v1::CaseEntry>& entries_;
  int used_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_RECORDED_EVENT_H_
