#include "services/answers/exhibits/get_exhibit.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"
#include "eventstore/records/stream_id.h"
#include "eventstore/witnesses/time_stamp.h"
#include "google/protobuf/util/message_differencer.h"
#include "projections/events/event_codec.h"
#include "projections/state/attestation.h"
#include "projections/versions/reduced_text.h"
#include "services/answers/disclosed.h"
#include "services/answers/request_fields.h"
#include "services/cases/plan_salts.h"
#include "services/errors/error_reason.h"
#include "services/exhibit/exhibit.h"
#include "services/exhibit/given_entries.h"
#include "services/verify/check_exhibit.h"

namespace casejournal::services {
namespace {

using event::v1::DisclosureMade;
using event::v1::RevisionRange;

constexpr int kRangesMax = 1'000;
// Limit of the stored size of the chosen events. In the file they take about fifteen times as much, as base64, JSON,
// and HTML.
constexpr size_t kStoredBytesMax = size_t{12} << 20;
// How much larger a checkpoint, and the rest of the file, may be than in the preview.
constexpr size_t kCheckpointGrowth = 1024;
constexpr size_t kPageGrowth = size_t{8} << 10;

absl::Status CheckAsked(const v1::GetExhibitRequest& request) {
  if (request.revisions_size() > kRangesMax) {
    return FieldError("revisions", absl::StrCat(request.revisions_size(), " ranges"), kFieldAtMost,
                      {projections::NumberParameter("most", kRangesMax)});
  }
  if (request.as_of().basis() == v1::BASIS_CLAIMED) {
    return FieldError("asOf.basis", "CLAIMED", kFieldRecordedForExhibit);
  }
  return absl::OkStatus();
}

absl::Status TooFewWitnesses(absl::string_view why) {
  // The remedy comes first, because a long message is cut at its end.
  return WithReason(
      absl::UnavailableError(absl::StrCat(
          "nothing was disclosed; retry later, or request an exhibit without witnesses (--without-witnesses): ", why)),
      v1::WITNESSES_MISSING);
}

// The fields that may be given with `again`. The disclosure determines everything else.
absl::Status CheckAgain(const v1::GetExhibitRequest& request) {
  v1::GetExhibitRequest asked = request;
  for (const auto clear : {&v1::GetExhibitRequest::clear_case_id, &v1::GetExhibitRequest::clear_again,
                           &v1::GetExhibitRequest::clear_preview, &v1::GetExhibitRequest::clear_without_witnesses,
                           &v1::GetExhibitRequest::clear_request_id}) {
    (asked.*clear)();
  }
  return asked.ByteSizeLong() == 0 ? absl::OkStatus() : FieldError("again", "", kFieldNothingWithAgain);
}

v1::ExhibitContents ContentsOf(const DisclosureMade& made, const std::vector<v1::LeftOut>& left_out) {
  v1::ExhibitContents contents;
  *contents.mutable_given() = made.revisions();
  for (const v1::LeftOut& each : left_out) *contents.add_left_out() = each;
  contents.set_plan(made.has_plan());
  return contents;
}

// Makes one exhibit, step by step.
class ExhibitMaking {
 public:
  ExhibitMaking(const ExhibitSources& sources, const v1::GetExhibitRequest& request)
      : sources_(sources),
        request_(request),
        case_id_(),
        access_{.actor = sources.reader.caller().actor,
                .authentication = sources.reader.caller().authentication,
                .program = sources.journal.program()} {}

  // Return what would be given. Records nothing.
  absl::StatusOr<v1::ExhibitContents> Preview() {
    if (absl::Status begun = Begin(); !begun.ok()) return begun;
    if (request_.has_again()) {
      if (absl::Status found = FindDisclosure(); !found.ok()) return found;
    } else if (absl::Status decided = Decide(disclosure_); !decided.ok()) {
      return decided;
    }
    absl::StatusOr<uint64_t> bytes = BytesMax();
    if (!bytes.ok()) return bytes.status();
    v1::ExhibitContents contents = ContentsOf(disclosure_, left_out_);
    contents.set_bytes_max(*bytes);
    if (request_.has_again()) contents.set_disclosure_revision(request_.again());
    return contents;
  }

  // Return the file. `contents` lists what it gives.
  absl::StatusOr<std::string> Make(v1::ExhibitContents* contents) {
    if (absl::Status begun = Begin(); !begun.ok()) return begun;
    if (absl::Status witnessed = MeetWitnessesFirst(); !witnessed.ok()) return witnessed;
    if (absl::Status disclosed = request_.has_again() ? FindDisclosure() : Disclose(); !disclosed.ok())
      return disclosed;
    if (sources_.tell_notice != nullptr) sources_.tell_notice(disclosure_.notice());
    *contents = ContentsOf(disclosure_, left_out_);
    contents->set_disclosure_revision(exhibit_.disclosure.entry.header.revision);
    absl::StatusOr<std::string> file = Written();
    if (!file.ok()) {
      return absl::Status(
          file.status().code(),
          absl::StrCat(file.status().message(), "; the disclosure is recorded as revision ",
                       contents->disclosure_revision(), " of the case's disclosures; fetch it with --again"));
    }
    contents->set_bytes_max(file->size());
    return file;
  }

 private:
  // Return the file for the disclosure, which is already recorded.
  absl::StatusOr<std::string> Written() {
    if (absl::Status gathered = Gather(disclosure_); !gathered.ok()) return gathered;
    if (absl::Status proved = Prove(); !proved.ok()) return proved;
    absl::StatusOr<std::string> file = WriteExhibit(exhibit_);
    if (!file.ok()) return file;
    // An exhibit leaves the server only if its proofs hold.
    absl::StatusOr<eventstore::NoteVerifier> key = eventstore::NoteVerifier::FromVerifierKey(log().verifier_key());
    if (!key.ok()) return key.status();
    absl::Status checked = CheckExhibit(*file, {.key = *key, .policy = {}, .time_stamp_ca = {}}).status();
    if (!checked.ok()) return checked;
    return file;
  }

  absl::Status Begin() {
    // Everything that is recorded must be known, or later readers of the journal would stop here.
    if (absl::Status known = projections::RefuseUnknown(request_); !known.ok())
      return absl::InvalidArgumentError(known.message());
    if (absl::Status terms = CheckTerms(request_); !terms.ok()) return terms;
    if (absl::Status asked = CheckAsked(request_); !asked.ok()) return asked;
    if (absl::Status again = request_.has_again() ? CheckAgain(request_) : absl::OkStatus(); !again.ok()) return again;
    absl::StatusOr<DisclosureIds> ids = IdsOf(request_);
    if (!ids.ok()) return ids.status();
    case_id_ = access_.case_id = ids->case_id;
    access_.request_id = ids->request_id;
    v1::GetExhibitRequest asked = request_;
    asked.clear_request_id();
    asked.clear_without_witnesses();
    access_.digest = std::string(eventstore::AsBytes(eventstore::Sha256().Update(asked.SerializeAsString()).Finish()));
    return absl::OkStatus();
  }

  // Do not record a disclosure that would then fail for lack of witnesses.
  absl::Status MeetWitnessesFirst() {
    if (!sources_.anchor.asks_witnesses() || request_.without_witnesses()) return absl::OkStatus();
    const absl::Status witnessed = sources_.anchor.Witnessed(log().size()).status();
    return absl::IsUnavailable(witnessed) ? TooFewWitnesses(witnessed.message()) : witnessed;
  }

  // Find the disclosure that `again` names. Labels count as of today: an entry that was labeled since is not given
  // again.
  absl::Status FindDisclosure() {
    const absl::StatusOr<SeenCase> seen = sources_.reader.See(request_.case_id(), Act::kGive);
    if (!seen.ok()) return seen.status();
    absl::StatusOr<std::vector<eventstore::RecordedEntry>> page =
        log().ReadStream(eventstore::StreamId::Access(case_id_), request_.again(), {.events_max = 1});
    if (!page.ok()) return page.status();
    if (page->empty())
      return absl::NotFoundError(absl::StrCat("the case's access stream has no revision ", request_.again()));
    absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(page->front().payload());
    if (!stored.ok()) return stored.status();
    disclosure_ = stored->access_event().disclosure_made();
    if (disclosure_.form() != event::v1::DISCLOSURE_FORM_EXHIBIT) {
      return absl::NotFoundError(absl::StrCat("revision ", request_.again(),
                                              " of the case's access stream is not the disclosure of an exhibit"));
    }
    if (disclosure_.exhibit_format() != kExhibitFormat || disclosure_.page_version() != kExhibitPageVersion) {
      return WithReason(
          absl::FailedPreconditionError(absl::StrCat(
              "the exhibit has format ", disclosure_.exhibit_format(), " and page version ", disclosure_.page_version(),
              "; this program makes format ", kExhibitFormat, " and page version ", kExhibitPageVersion)),
          v1::EXHIBIT_NOT_REPEATABLE);
    }
    if (absl::Status open = CheckMayOpen(disclosure_.with_labels(), seen->decision.sees); !open.ok()) return open;
    exhibit_.disclosure.entry = std::move(page->front());
    return CheckStillOpen(seen->whole->record);
  }

  absl::Status CheckStillOpen(const projections::CaseRecord& record) const {
    std::vector<event::v1::Label> opened;
    for (const int label : disclosure_.with_labels()) opened.push_back(static_cast<event::v1::Label>(label));
    const GivenEntries today = ChooseGiven(record, disclosure_.known_revision(), ChosenBy(disclosure_), opened);
    DisclosureMade now;
    *now.mutable_revisions() = today.given;
    AddTexts(record.entries(), today.texts, now);
    DisclosureMade then;
    *then.mutable_revisions() = disclosure_.revisions();
    *then.mutable_texts() = disclosure_.texts();
    if (google::protobuf::util::MessageDifferencer::Equals(now, then)) return absl::OkStatus();
    return WithReason(absl::FailedPreconditionError(
                          "entries of this disclosure now have labels that it did not open; make another exhibit"),
                      v1::EXHIBIT_NOT_REPEATABLE);
  }

  absl::Status Disclose() {
    absl::StatusOr<eventstore::RecordedEntry> entry =
        sources_.disclosures.Record(access_, [this](DisclosureMade& made) { return Decide(made); });
    if (!entry.ok()) return entry.status();
    event::v1::StoredEvent stored;
    if (!stored.ParseFromString(entry->payload())) return absl::DataLossError("the disclosure cannot be read back");
    disclosure_ = stored.access_event().disclosure_made();
    exhibit_.disclosure.entry = *std::move(entry);
    return absl::OkStatus();
  }

  // Decide what is given, as of the current head of the case.
  absl::Status Decide(DisclosureMade& made) {
    absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(sources_.journal, request_.as_of());
    if (!known.ok()) return known.status();
    const absl::StatusOr<SeenCase> seen = sources_.reader.See(request_.case_id(), Act::kGive);
    if (!seen.ok()) return seen.status();
    if (absl::Status open = CheckMayOpen(request_.with_labels(), seen->decision.sees); !open.ok()) return open;
    // What is left out follows from the whole case.
    const projections::CaseRecord& record = seen->whole->record;
    // The case may have been read long ago. What the exhibit states of its head, it states of the log as it is now.
    const absl::StatusOr<eventstore::StreamHead> now = log().Head(eventstore::StreamId::Case(case_id_));
    if (!now.ok()) return now.status();
    const eventstore::StreamHead& read = seen->whole->head;
    const eventstore::StreamHead& head = now->last_revision == read.last_revision ? *now : read;
    const projections::EntryList& entries = record.entries();
    if (absl::Status there = CheckRevisionKnown(request_.as_of(), entries); !there.ok()) return there;
    std::optional<eventstore::Revision> last;
    for (eventstore::Revision at = 0; at <= *head.last_revision && known->Holds(entries[at]); ++at) last = at;
    if (!last) return absl::NotFoundError("no entry of this case was known by then");

    SetTerms(request_, sources_.reader.caller(), *seen, made);
    made.set_form(event::v1::DISCLOSURE_FORM_EXHIBIT);
    made.set_method("GetExhibit");
    if (absl::Status chosen = Choose(record, *last, made); !chosen.ok()) return chosen;
    SayNothingOfWithheld(*seen);
    made.set_known_revision(*last);
    if (request_.as_of().has_effective_on()) made.set_effective_on(request_.as_of().effective_on());
    made.set_head_revision(*head.last_revision);
    made.set_head_leaf(std::string(eventstore::AsBytes(head.last_leaf)));
    made.set_head_observed_at(head.observed_at);
    *made.mutable_entries_today() = EntriesToday(entries, made.revisions());
    if (absl::Status gathered = Gather(made); !gathered.ok()) return gathered;
    made.set_chain_digest(std::string(eventstore::AsBytes(ChainDigest(exhibit_.chain))));
    if (made.revisions_size() == 1 && made.revisions(0).first() == 0 && made.revisions(0).last() == *last) {
      const std::optional<std::string> effective_on = projections::EffectiveOn(request_.as_of());
      const absl::StatusOr<projections::SaltSeed> seed = AttestationSeed(log(), head, *last, effective_on);
      if (!seed.ok()) return seed.status();
      *made.mutable_plan() = projections::AttestPlan(sources_.journal.program(), *seed, record, *last, effective_on);
    }
    made.set_exhibit_format(kExhibitFormat);
    made.set_page_version(kExhibitPageVersion);
    return absl::OkStatus();
  }

  absl::Status CheckChosen(eventstore::Revision last) const {
    std::optional<uint64_t> before;
    for (const RevisionRange& range : request_.revisions()) {
      const std::string given = absl::StrCat(range.first(), " to ", range.last());
      if (range.first() > range.last() || range.last() > last) {
        return FieldError("revisions", given, kFieldKnownRevisions,
                          {projections::NumberParameter("last", static_cast<int64_t>(last))});
      }
      if (before && range.first() <= *before + 1) return FieldError("revisions", given, kFieldAscendingRanges);
      before = range.last();
    }
    return absl::OkStatus();
  }

  // Choose the requested ranges, or all, without the labeled entries; and the notice for the given entries.
  absl::Status Choose(const projections::CaseRecord& record, eventstore::Revision last, DisclosureMade& made) {
    if (absl::Status checked = CheckChosen(last); !checked.ok()) return checked;
    std::vector<event::v1::Label> opened;
    for (const int label : request_.with_labels()) opened.push_back(static_cast<event::v1::Label>(label));
    GivenEntries given = ChooseGiven(record, last, request_.revisions(), opened);
    if (given.given.empty() && !request_.preview()) {
      return absl::NotFoundError(
          "no entry can be given: every requested entry has a label, or rests on one that has; --preview lists them");
    }
    size_t count = 0;
    size_t bytes = 0;
    for (const RevisionRange& range : given.given) {
      count += range.last() - range.first() + 1;
      for (uint64_t revision = range.first(); revision <= range.last(); ++revision)
        bytes += record.entries()[revision].stored_bytes;
    }
    if (count > kExhibitEventsMax || bytes > kStoredBytesMax) {
      return absl::ResourceExhaustedError(
          absl::StrCat(count, " entries with ", bytes, " bytes; the limit of one exhibit is ", kExhibitEventsMax,
                       " entries and ", kStoredBytesMax >> 20, " MiB; choose fewer revisions"));
    }
    made.set_notice(sources_.notices.For(LabelsOfGiven(record.entries(), given.given)));
    AddTexts(record.entries(), given.texts, made);
    *made.mutable_revisions() = std::move(given.given);
    left_out_ = std::move(given.left_out);
    return absl::OkStatus();
  }

  // The list of what is left out tells who asks nothing of entries that they may not see: neither which labels they
  // have, nor whether they have any themselves.
  void SayNothingOfWithheld(const SeenCase& seen) {
    if (seen.sight == nullptr) return;
    std::vector<v1::LeftOut> said;
    const auto add = [&](const v1::LeftOut& of, eventstore::Revision revision, bool withheld) {
      v1::LeftOut one = of;
      one.mutable_revisions()->set_first(revision);
      one.mutable_revisions()->set_last(revision);
      const bool for_labels =
          one.reason() == v1::LEFT_OUT_REASON_LABELED || one.reason() == v1::LEFT_OUT_REASON_RESTS_ON_LABELED;
      if (withheld && for_labels) {
        one.set_reason(v1::LEFT_OUT_REASON_LABELED);
        one.clear_labels();
      }
      if (!said.empty() && said.back().reason() == one.reason() && said.back().revisions().last() + 1 == revision &&
          std::equal(said.back().labels().begin(), said.back().labels().end(), one.labels().begin(),
                     one.labels().end())) {
        said.back().mutable_revisions()->set_last(revision);
      } else {
        said.push_back(std::move(one));
      }
    };
    for (const v1::LeftOut& each : left_out_) {
      for (eventstore::Revision at = each.revisions().first(); at <= each.revisions().last(); ++at)
        add(each, at, seen.sight->Hides(at));
    }
    left_out_ = std::move(said);
  }

  // The revisions that `made` gives, as entries or as texts; ascending, not touching.
  static RevisionRanges ChosenBy(const DisclosureMade& made) {
    std::set<std::pair<uint64_t, uint64_t>> ranges;
    for (const RevisionRange& range : made.revisions()) ranges.emplace(range.first(), range.last());
    for (const event::v1::TextGiven& text : made.texts()) ranges.emplace(text.revision(), text.revision());
    RevisionRanges chosen;
    for (const auto& [first, last] : ranges) {
      if (!chosen.empty() && chosen.rbegin()->last() + 1 >= first) {
        chosen.rbegin()->set_last(std::max(chosen.rbegin()->last(), last));
        continue;
      }
      RevisionRange& range = *chosen.Add();
      range.set_first(first);
      range.set_last(last);
    }
    return chosen;
  }

  static void AddTexts(const projections::EntryList& entries, const std::vector<GivenText>& texts,
                       DisclosureMade& made) {
    made.clear_texts();
    for (const GivenText& text : texts) {
      event::v1::TextGiven& given = *made.add_texts();
      given.set_revision(text.revision);
      given.set_digest(entries[text.revision].event().plan_version_drawn_up().digest());
      given.mutable_withheld()->Add(text.withheld.begin(), text.withheld.end());
    }
  }

  // The text of an entry that is left out, without what `given` withholds.
  static absl::StatusOr<TextInPart> TextOf(const event::v1::TextGiven& given, const eventstore::RecordedEntry& entry) {
    absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
    if (!stored.ok()) return stored.status();
    return TextInPart{
        .revision = given.revision(),
        .text = projections::WithheldAt(stored->case_event().plan_version_drawn_up().text(), given.withheld())};
  }

  // Read the chain of the whole stream, and the entries that `made` gives.
  absl::Status Gather(const DisclosureMade& made) {
    const eventstore::StreamId stream = eventstore::StreamId::Case(case_id_);
    exhibit_.chain.clear();
    exhibit_.events.clear();
    exhibit_.texts.clear();
    exhibit_.journal.clear();
    auto range = made.revisions().begin();
    auto text = made.texts().begin();
    for (eventstore::Revision next = 0; next <= made.head_revision();) {
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> page = log().ReadStream(stream, next, {});
      if (!page.ok()) return page.status();
      if (page->empty())
        return absl::DataLossError(absl::StrCat("case ", case_id_.ToString(), " ends before its head"));
      for (eventstore::RecordedEntry& entry : *page) {
        if (next > made.head_revision()) break;
        ChainLink& link = exhibit_.chain.emplace_back();
        link.position = entry.position;
        link.leaf = eventstore::LeafHash(entry.header_bytes);
        if (range != made.revisions().end() && next > range->last()) ++range;
        if (range != made.revisions().end() && next >= range->first()) {
          link.header = entry.header_bytes;
          exhibit_.events.push_back({.entry = std::move(entry), .proof = {}});
        } else if (text != made.texts().end() && next == text->revision()) {
          absl::StatusOr<TextInPart> in_part = TextOf(*text++, entry);
          if (!in_part.ok()) return in_part.status();
          exhibit_.texts.push_back(*std::move(in_part));
        }
        ++next;
      }
    }
    for (const eventstore::Position position : sources_.journal.foundations().positions) {
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> entry = log().ReadLog(position, {.events_max = 1});
      if (!entry.ok()) return entry.status();
      exhibit_.journal.push_back({.entry = std::move(entry->front()), .proof = {}});
    }
    return absl::OkStatus();
  }

  absl::Status Prove() {
    absl::StatusOr<AnchoredCheckpoint> anchored = sources_.anchor.Covering(exhibit_.disclosure.entry.position + 1);
    if (!anchored.ok()) return anchored.status();
    if (!anchored->quorum_met && !request_.without_witnesses()) {
      return WithReason(
          absl::UnavailableError("a witness stopped answering; retry later, or request an exhibit without "
                                 "witnesses (--without-witnesses)"),
          v1::WITNESSES_MISSING);
    }
    exhibit_.checkpoint = anchored->checkpoint.note;
    exhibit_.time_stamp = std::move(anchored->time_stamp);
    const uint64_t size = anchored->checkpoint.size;
    const auto prove = [&](eventstore::Position position, std::vector<eventstore::Hash>& proof) {
      absl::StatusOr<std::vector<eventstore::Hash>> hashes = log().InclusionProof(position, size);
      if (!hashes.ok()) return hashes.status();
      proof = *std::move(hashes);
      return absl::OkStatus();
    };
    for (ChainLink& link : exhibit_.chain) {
      if (!link.left_out()) continue;
      if (absl::Status proved = prove(link.position, link.proof); !proved.ok()) return proved;
    }
    if (absl::Status proved = prove(exhibit_.disclosure.entry.position, exhibit_.disclosure.proof); !proved.ok())
      return proved;
    for (auto* entries : {&exhibit_.events, &exhibit_.journal}) {
      for (ProvedEntry& proved : *entries) {
        if (absl::Status done = prove(proved.entry.position, proved.proof); !done.ok()) return done;
      }
    }
    return absl::OkStatus();
  }

  // The maximum size of the file: built as the real one, with placeholders for what does not exist before the
  // disclosure is recorded.
  absl::StatusOr<uint64_t> BytesMax() {
    if (request_.has_again()) {
      if (absl::Status gathered = Gather(disclosure_); !gathered.ok()) return gathered;
    } else {
      event::v1::AccessEvent event;
      *event.mutable_disclosure_made() = disclosure_;
      eventstore::RecordedEntry& entry = exhibit_.disclosure.entry;
      entry.position = log().size();
      entry.header.stream = eventstore::StreamId::Access(case_id_);
      entry.header_bytes = eventstore::EncodeHeader(entry.header);
      entry.parts.assign(1, eventstore::OpenedPart());
      entry.parts[0].plaintext = AccessEntry(std::move(event), access_).payload;
    }
    absl::StatusOr<eventstore::SignedCheckpoint> checkpoint =
        sources_.anchor.asks_witnesses() ? sources_.anchor.Witnessed(0) : log().Checkpoint(0);
    if (!checkpoint.ok()) checkpoint = log().Checkpoint(0);
    if (!checkpoint.ok()) return checkpoint.status();
    exhibit_.checkpoint = checkpoint->note;
    const std::vector<eventstore::Hash> longest(absl::bit_width(log().size()) + 1);
    for (ChainLink& link : exhibit_.chain) {
      if (link.left_out()) link.proof = longest;
    }
    exhibit_.disclosure.proof = longest;
    for (auto* entries : {&exhibit_.events, &exhibit_.journal}) {
      for (ProvedEntry& proved : *entries) proved.proof = longest;
    }
    absl::StatusOr<std::string> file = WriteExhibit(exhibit_);
    if (!file.ok()) return file.status();
    // The checkpoint is in each proof, and may have more digits and more signatures than today.
    const size_t notes = exhibit_.events.size() + exhibit_.journal.size() + 2;
    return file->size() + notes * kCheckpointGrowth + eventstore::kTimeStampBytesMax + kPageGrowth;
  }

  const eventstore::EventLog& log() const { return sources_.journal.log(); }

  const ExhibitSources& sources_;
  const v1::GetExhibitRequest& request_;
  eventstore::Uuid case_id_;
  AccessRequest access_;
  DisclosureMade disclosure_;
  std::vector<v1::LeftOut> left_out_;
  Exhibit exhibit_;
};

}  // namespace

absl::Status GetExhibit(const ExhibitSources& sources, const v1::GetExhibitRequest& request,
                        absl::FunctionRef<bool(const v1::GetExhibitResponse&)> send) {
  v1::GetExhibitResponse response;
  if (request.preview()) {
    absl::StatusOr<v1::ExhibitContents> contents = ExhibitMaking(sources, request).Preview();
    if (!contents.ok()) return contents.status();
    *response.mutable_contents() = *std::move(contents);
    return send(response) ? absl::OkStatus() : absl::CancelledError("the client disconnected");
  }
  const absl::StatusOr<std::string> file = ExhibitMaking(sources, request).Make(response.mutable_contents());
  if (!file.ok()) return file.status();
  for (size_t at = 0; at < file->size(); at += kFileChunkBytes) {
    response.set_chunk(file->substr(at, kFileChunkBytes));
    response.set_total_bytes(file->size());
    if (!send(response)) return absl::CancelledError("the client disconnected");
    response.Clear();
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
