#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/stream_id.h"
#include "projections/events/event_codec.h"
#include "services/exhibit/check_exhibit.h"
#include "services/exhibit/exhibit.h"
#include "services/pages/utf8.h"
#include "services/queries/court_queries.h"
#include "services/queries/request_fields.h"
#include "services/recorder/access_recorder.h"
#include "services/recorder/attestation.h"

namespace casejournal::services {
namespace {

using event::v1::DisclosureMade;
using event::v1::RevisionRange;

constexpr size_t kWordsMax = 1'000;
constexpr int kRangesMax = 1'000;
// Of the chosen events as they are stored: in the file they stand up to some fifteen times as long, as base64, as JSON, as HTML.
constexpr size_t kStoredBytesMax = size_t{12} << 20;
constexpr size_t kChunkBytes = size_t{1} << 20;

absl::Status CheckWords(const v1::GetExhibitRequest& request) {
  for (const auto& [field, text] : {std::pair("recipient", &request.recipient()), std::pair("purpose", &request.purpose()),
                                    std::pair("authority", &request.authority())}) {
    if (HasUnprintable(*text)) return FieldError(field, "", "text without control characters or marks of direction");
    if (text->size() > kWordsMax) return FieldError(field, absl::StrCat(text->size(), " bytes"), absl::StrCat("at most ", kWordsMax, " bytes"));
  }
  if (!event::v1::RecipientClass_IsValid(request.recipient_class())) {
    return FieldError("recipientClass", absl::StrCat(request.recipient_class()), "one of the enumeration");
  }
  if (request.revisions_size() > kRangesMax) {
    return FieldError("revisions", absl::StrCat(request.revisions_size(), " ranges"), absl::StrCat("at most ", kRangesMax));
  }
  if (request.as_of().basis() == v1::BASIS_CLAIMED) {
    return FieldError("asOf.basis", "CLAIMED", "RECORDED: an exhibit rests on the journal's own recorded time");
  }
  return absl::OkStatus();
}

absl::Status TooFewWitnesses(absl::string_view why) {
  return absl::UnavailableError(absl::StrCat(why, "; nothing was given. Try again later, or ask for an exhibit without them (--without-witnesses)"));
}

// Everything about one exhibit, step by step.
class ExhibitMaking {
 public:
  ExhibitMaking(const Backend& backend, const event::v1::Staff& actor, const v1::GetExhibitRequest& request)
      : backend_(backend), request_(request), case_id_(), access_{.actor = actor, .program = backend.program} {}

  absl::StatusOr<std::string> Make() {
    for (const auto step : {&ExhibitMaking::Begin, &ExhibitMaking::Disclose, &ExhibitMaking::Gather, &ExhibitMaking::Prove}) {
      if (absl::Status made = (this->*step)(); !made.ok()) return made;
    }
    absl::StatusOr<std::string> file = WriteExhibit(exhibit_);
    if (!file.ok()) return file;
    // Nothing leaves that does not prove itself.
    absl::StatusOr<eventstore::NoteVerifier> key = eventstore::NoteVerifier::FromVerifierKey(backend_.log().verifier_key());
    if (!key.ok()) return key.status();
    absl::Status checked = CheckExhibit(*file, {.key = *key, .policy = {}, .time_stamp_ca = {}}).status();
    if (!checked.ok()) return checked;
    return file;
  }

 private:
  absl::Status Begin() {
    // What is recorded must be known wholly, or nobody could read the journal behind it.
    if (absl::Status known = projections::RefuseUnknown(request_); !known.ok()) return absl::InvalidArgumentError(known.message());
    if (absl::Status words = CheckWords(request_); !words.ok()) return words;
    absl::StatusOr<eventstore::Uuid> case_id = eventstore::Uuid::Parse(request_.case_id());
    if (!case_id.ok()) return FieldError("caseId", request_.case_id(), "a UUID in lower case");
    case_id_ = access_.case_id = *case_id;
    access_.request_id = eventstore::Uuid::Random();
    if (!request_.request_id().empty()) {
      absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(request_.request_id());
      if (!id.ok()) return FieldError("requestId", request_.request_id(), "a UUID in lower case");
      access_.request_id = *id;
    }
    // Nothing is disclosed that would be refused for want of witnesses.
    if (backend_.anchor.asks_witnesses() && !request_.without_witnesses()) {
      const absl::Status witnessed = backend_.anchor.Witnessed(backend_.log().size()).status();
      if (absl::IsUnavailable(witnessed)) return TooFewWitnesses(witnessed.message());
      if (!witnessed.ok()) return witnessed;
    }
    v1::GetExhibitRequest asked = request_;
    asked.clear_request_id();
    asked.clear_without_witnesses();
    access_.digest = std::string(eventstore::AsBytes(eventstore::Sha256().Update(asked.SerializeAsString()).Finish()));
    return absl::OkStatus();
  }

  absl::Status Disclose() {
    absl::StatusOr<eventstore::RecordedEntry> entry =
        RecordAccess(backend_.log(), access_, [this]() -> absl::StatusOr<event::v1::AccessEvent> {
          event::v1::AccessEvent event;
          if (absl::Status decided = Decide(*event.mutable_disclosure_made()); !decided.ok()) return decided;
          return event;
        });
    if (!entry.ok()) return entry.status();
    event::v1::StoredEvent stored;
    if (!stored.ParseFromString(entry->payload())) return absl::DataLossError("the disclosure cannot be read back");
    disclosure_ = stored.access_event().disclosure_made();
    exhibit_.disclosure.entry = *std::move(entry);
    return absl::OkStatus();
  }

  // What is given, as of the head that the case has now.
  absl::Status Decide(DisclosureMade& made) {
    absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(backend_, request_.as_of());
    if (!known.ok()) return known.status();
    absl::StatusOr<std::shared_ptr<const CaseAt>> exists = ExistingCase(backend_, request_.case_id());
    if (!exists.ok()) return exists.status();
    absl::StatusOr<eventstore::StreamHead> head = backend_.log().Head(eventstore::StreamId::Case(case_id_));
    if (!head.ok()) return head.status();
    absl::StatusOr<projections::CaseRecord> record = backend_.cases.RecordWith(case_id_, *head->last_revision);
    if (!record.ok()) return record.status();
    const projections::EntryList& entries = record->entries();
    if (absl::Status there = CheckRevisionKnown(request_.as_of(), entries); !there.ok()) return there;
    std::optional<eventstore::Revision> last;
    for (eventstore::Revision at = 0; at <= *head->last_revision && known->Holds(entries[at]); ++at) last = at;
    if (!last) return absl::NotFoundError("nothing of this case was known by then");

    made.set_recipient(request_.recipient().empty() ? Caller() : request_.recipient());
    made.set_purpose(request_.purpose().empty() ? "the agency's own use" : request_.purpose());
    if (!request_.authority().empty()) made.set_authority(request_.authority());
    made.set_recipient_class(request_.recipient().empty() && request_.recipient_class() == event::v1::RECIPIENT_CLASS_UNSPECIFIED
                                 ? event::v1::RECIPIENT_CLASS_OWN_AGENCY
                                 : request_.recipient_class());
    made.set_form(event::v1::DISCLOSURE_FORM_EXHIBIT);
    if (absl::Status chosen = Choose(entries, *last, made); !chosen.ok()) return chosen;
    made.set_known_revision(*last);
    if (request_.as_of().has_effective_on()) made.set_effective_on(request_.as_of().effective_on());
    made.set_head_revision(*head->last_revision);
    made.set_head_leaf(std::string(eventstore::AsBytes(head->last_leaf)));
    made.set_head_observed_at(head->observed_at);
    if (made.revisions_size() == 1 && made.revisions(0).first() == 0 && made.revisions(0).last() == *last) {
      *made.mutable_plan() = AttestPlan(backend_.program, *record, *last, EffectiveOn(request_.as_of()));
    }
    made.set_exhibit_format(kExhibitFormat);
    made.set_page_version(kExhibitPageVersion);
    return absl::OkStatus();
  }

  std::string Caller() const { return access_.actor.name().empty() ? "the caller" : access_.actor.name(); }

  // The ranges asked for, or all; and the notice that goes with what is in them.
  absl::Status Choose(const projections::EntryList& entries, eventstore::Revision last, DisclosureMade& made) const {
    if (request_.revisions().empty()) {
      made.add_revisions()->set_last(last);
    } else {
      *made.mutable_revisions() = request_.revisions();
    }
    std::optional<uint64_t> before;
    size_t count = 0;
    size_t bytes = 0;
    std::vector<event::v1::Label> labels;
    for (const RevisionRange& range : made.revisions()) {
      const std::string given = absl::StrCat(range.first(), " to ", range.last());
      if (range.first() > range.last() || range.last() > last) {
        return FieldError("revisions", given, absl::StrCat("revisions from 0 to ", last, ", which were known by then"));
      }
      if (before && range.first() <= *before + 1) return FieldError("revisions", given, "ascending ranges that do not touch");
      before = range.last();
      for (uint64_t revision = range.first(); revision <= range.last(); ++revision) {
        bytes += entries[revision].stored_bytes;
        for (const int label : entries[revision].event().labels()) labels.push_back(static_cast<event::v1::Label>(label));
        if (++count > kExhibitEventsMax || bytes > kStoredBytesMax) {
          return absl::ResourceExhaustedError(absl::StrCat("over ", kExhibitEventsMax, " entries, or ", kStoredBytesMax >> 20,
                                                           " MiB of them, for one exhibit; choose fewer revisions"));
        }
      }
    }
    made.set_notice(backend_.notices.For(labels));
    return absl::OkStatus();
  }

  // The headers of the whole stream, and what was chosen of it.
  absl::Status Gather() {
    const eventstore::StreamId stream = eventstore::StreamId::Case(case_id_);
    auto range = disclosure_.revisions().begin();
    for (eventstore::Revision next = 0; next <= disclosure_.head_revision();) {
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> page = backend_.log().ReadStream(stream, next, {});
      if (!page.ok()) return page.status();
      if (page->empty()) return absl::DataLossError(absl::StrCat("case ", case_id_.ToString(), " ends before its head"));
      for (eventstore::RecordedEntry& entry : *page) {
        if (next > disclosure_.head_revision()) break;
        exhibit_.chain.push_back(entry.header_bytes);
        exhibit_.chain_end = entry.position;
        if (range != disclosure_.revisions().end() && next > range->last()) ++range;
        if (range != disclosure_.revisions().end() && next >= range->first()) {
          exhibit_.events.push_back({.entry = std::move(entry), .proof = {}});
        }
        ++next;
      }
    }
    for (const eventstore::Position position : backend_.journal.foundations().positions) {
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> entry = backend_.log().ReadLog(position, {.events_max = 1});
      if (!entry.ok()) return entry.status();
      exhibit_.journal.push_back({.entry = std::move(entry->front()), .proof = {}});
    }
    return absl::OkStatus();
  }

  absl::Status Prove() {
    absl::StatusOr<AnchoredCheckpoint> anchored = backend_.anchor.Covering(exhibit_.disclosure.entry.position + 1);
    if (!anchored.ok()) return anchored.status();
    if (!anchored->quorum_met && !request_.without_witnesses()) {
      return TooFewWitnesses("one that answered a moment ago does no more");
    }
    exhibit_.checkpoint = anchored->checkpoint.note;
    exhibit_.time_stamp = std::move(anchored->time_stamp);
    const uint64_t size = anchored->checkpoint.size;
    const auto prove = [&](eventstore::Position position, std::vector<eventstore::Hash>& proof) {
      absl::StatusOr<std::vector<eventstore::Hash>> hashes = backend_.log().InclusionProof(position, size);
      if (!hashes.ok()) return hashes.status();
      proof = *std::move(hashes);
      return absl::OkStatus();
    };
    if (absl::Status proved = prove(exhibit_.chain_end, exhibit_.chain_proof); !proved.ok()) return proved;
    if (absl::Status proved = prove(exhibit_.disclosure.entry.position, exhibit_.disclosure.proof); !proved.ok()) return proved;
    for (auto* entries : {&exhibit_.events, &exhibit_.journal}) {
      for (ProvedEntry& proved : *entries) {
        if (absl::Status done = prove(proved.entry.position, proved.proof); !done.ok()) return done;
      }
    }
    return absl::OkStatus();
  }

  const Backend& backend_;
  const v1::GetExhibitRequest& request_;
  eventstore::Uuid case_id_;
  AccessRequest access_;
  DisclosureMade disclosure_;
  Exhibit exhibit_;
};

}  // namespace

absl::Status GetExhibit(const Backend& backend, const event::v1::Staff& actor, const v1::GetExhibitRequest& request,
                        absl::FunctionRef<bool(const v1::GetExhibitResponse&)> send) {
  const absl::StatusOr<std::string> file = ExhibitMaking(backend, actor, request).Make();
  if (!file.ok()) return file.status();
  for (size_t at = 0; at < file->size(); at += kChunkBytes) {
    v1::GetExhibitResponse response;
    response.set_chunk(file->substr(at, kChunkBytes));
    response.set_total_bytes(file->size());
    if (!send(response)) return absl::CancelledError("the caller is gone");
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
