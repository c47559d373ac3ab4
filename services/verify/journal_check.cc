#include "services/verify/journal_check.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/seal/commitment.h"
#include "google/protobuf/util/time_util.h"
#include "projections/events/event_words.h"
#include "services/verify/recorded_entry.h"

namespace casejournal::services {

using eventstore::Hash;
using eventstore::Header;

absl::Status JournalCheck::Require(bool holds, absl::string_view what) const {
  if (holds) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("position ", size(), ": ", what));
}

absl::Status JournalCheck::Add(const eventlog::v1::RecordedEvent& event) {
  if (auto s =
          Require(event.position() == size(), absl::StrCat("the server sent position ", event.position(), " instead"));
      !s.ok()) {
    return s;
  }
  const absl::StatusOr<Header> header = eventstore::DecodeHeader(event.header());
  if (!header.ok()) return Require(false, header.status().message());
  if (auto s = CheckPayload(event); !s.ok()) return s;
  const auto micros = google::protobuf::util::TimeUtil::TimestampToMicroseconds(event.recorded_at());
  const bool as_said = event.stream_kind() == static_cast<uint32_t>(header->stream.kind) &&
                       event.stream_id() == header->stream.uuid.ToString() && event.revision() == header->revision &&
                       micros == header->recorded_at_us && event.request_id() == header->request_id.ToString();
  if (auto s = Require(as_said, "the fields next to the header do not match the header"); !s.ok()) {
    return s;
  }
  if (auto s = CheckRequest(*header); !s.ok()) return s;
  const Hash leaf = eventstore::LeafHash(event.header());
  if (auto s = CheckStream(*header, leaf); !s.ok()) return s;
  tree_.Append(leaf);
  last_ = *header;
  withheld_since_last_ = 0;
  return absl::OkStatus();
}

absl::Status JournalCheck::AddWithheld(const v1::WithheldEntry& withheld) {
  absl::Status placed = Require(withheld.position() == size(),
                                absl::StrCat("the server sent position ", withheld.position(), " instead"));
  if (!placed.ok()) return placed;
  const absl::StatusOr<Hash> leaf = eventstore::HashFromBytes(withheld.leaf_hash());
  if (!leaf.ok()) return Require(false, "the leaf of an entry that is withheld is malformed");
  tree_.Append(*leaf);
  withheld_leaves_.insert(withheld.leaf_hash());
  ++withheld_count_;
  ++withheld_since_last_;
  return absl::OkStatus();
}

absl::Status JournalCheck::Finish() const {
  if (auto s = Require(size() == 0 || StillToCome() <= withheld_since_last_, "the last request is cut off"); !s.ok()) {
    return s;
  }
  return Require(!origin_.empty(), "the first entry does not name the journal");
}

absl::Status JournalCheck::CheckPayload(const eventlog::v1::RecordedEvent& event) {
  if (event.parts().empty()) return Require(false, "its payload is missing");
  if (absl::Status opened = RecordedEntryOf(event).status(); !opened.ok()) return opened;
  event::v1::StoredEvent stored;
  if (!stored.ParseFromString(event.parts(0).plaintext())) {
    return Require(false, "its payload is not an event");
  }
  if (size() == 0) origin_ = stored.journal_event().opened().origin();
  if (size() > 0 && stored.journal_event().has_continued()) {
    if (auto s = CheckContinued(stored.journal_event().continued()); !s.ok()) return s;
  }
  // A type that this program does not know has no name here.
  const std::string type = projections::EventTypeName(stored);
  return Require(type.empty() || type == event.type(), "its type is not the type next to the header");
}

// Check that the entry that continues an older log names this place and the state before it.
absl::Status JournalCheck::CheckContinued(const event::v1::JournalContinued& continued) {
  const bool here = continued.earlier_origin() == origin_ && continued.kept_size() == size() &&
                    continued.kept_root() == eventstore::AsBytes(Root());
  origin_ = continued.origin();
  return Require(here, "it continues the journal from a state other than the one before it");
}

absl::Status JournalCheck::CheckStream(const Header& header, const Hash& leaf) {
  const auto [head, fresh] = heads_.try_emplace(header.stream);
  bool follows = fresh ? header.revision == 0 && header.prev_stream_leaf == Hash{}
                       : header.revision == head->second.revision + 1 && header.prev_stream_leaf == head->second.leaf;
  if (!follows && header.revision > (fresh ? 0 : head->second.revision + 1)) {
    follows = withheld_leaves_.erase(eventstore::AsBytes(header.prev_stream_leaf)) == 1;
  }
  head->second = {header.revision, leaf};
  return Require(follows, "it does not follow the entry before it in its stream");
}

uint64_t JournalCheck::StillToCome() const {
  return size() == withheld_count_ ? 0 : last_.events_in_request - last_.index_in_request - 1U;
}

// The entries that are withheld may be the rest of the last request, whole requests, and the beginning of this one.
bool JournalCheck::FitsAfterWithheld(const Header& header) const {
  if (header.index_in_request >= header.events_in_request) return false;
  const uint64_t rest = StillToCome();
  if (rest <= withheld_since_last_) return header.index_in_request <= withheld_since_last_ - rest;
  return header.index_in_request == last_.index_in_request + withheld_since_last_ + 1 &&
         header.events_in_request == last_.events_in_request && header.request_id == last_.request_id &&
         header.recorded_at_us == last_.recorded_at_us;
}

absl::Status JournalCheck::CheckRequest(const Header& header) {
  const bool whole = StillToCome() == 0;
  const bool fits = withheld_since_last_ > 0 ? FitsAfterWithheld(header)
                                             : header.index_in_request < header.events_in_request &&
                                                   (whole ? header.index_in_request == 0
                                                          : header.index_in_request == last_.index_in_request + 1 &&
                                                                header.events_in_request == last_.events_in_request &&
                                                                header.request_id == last_.request_id &&
                                                                header.recorded_at_us == last_.recorded_at_us);
  if (auto s = Require(fits, "it does not continue the request before it"); !s.ok()) return s;
  return Require(size() == 0 || header.recorded_at_us >= last_.recorded_at_us,
                 "it was recorded before the entry before it");
}

}  // namespace casejournal::services
