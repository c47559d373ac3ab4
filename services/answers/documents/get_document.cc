#include "services/answers/documents/get_document.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/known_set.h"
#include "projections/events/event_codec.h"
#include "projections/state/attestation.h"
#include "projections/versions/plan_text.h"
#include "projections/versions/plan_versions.h"
#include "services/answers/cases/get_case_plan.h"
#include "services/answers/cases/get_docket.h"
#include "services/answers/disclosed.h"
#include "services/answers/disclosures/seen_disclosure.h"
#include "services/answers/documents/court_answers.h"
#include "services/answers/request_fields.h"
#include "services/documents/court/register_document.h"
#include "services/documents/timeline.h"
#include "services/exhibit/given_entries.h"
#include "services/pages/headings.h"
#include "services/pages/html_layout.h"
#include "services/pages/plan/plan_page.h"
#include "services/paper/pdf_layout.h"

namespace casejournal::services {
namespace {

using event::v1::DisclosureMade;

// Of the entries that a document rests on: a longer record takes too long to lay out.
constexpr size_t kEntriesMax = 20'000;

// Makes one document, step by step.
class DocumentMaking {
 public:
  DocumentMaking(const DocumentSources& sources, const v1::GetDocumentRequest& request)
      : asks_(sources.reader),
        recipient_(sources.reader.Opening(projections::LabelSet::Of(request.with_labels()))),
        sources_{sources.journal, recipient_, sources.notices, sources.disclosures, sources.tell_notice},
        request_(request),
        access_{.actor = asks_.caller().actor,
                .authentication = asks_.caller().authentication,
                .program = sources.journal.program()} {}
  DocumentMaking(const DocumentMaking&) = delete;
  DocumentMaking& operator=(const DocumentMaking&) = delete;

  absl::Status Begin() {
    if (absl::Status known = projections::RefuseUnknown(request_); !known.ok())
      return absl::InvalidArgumentError(known.message());
    if (absl::Status terms = CheckTerms(request_); !terms.ok()) return terms;
    if (absl::Status asked = CheckDocumentAsked(request_); !asked.ok()) return asked;
    absl::StatusOr<DisclosureIds> ids = IdsOf(request_);
    if (!ids.ok()) return ids.status();
    access_.case_id = ids->case_id;
    access_.request_id = ids->request_id;
    v1::GetDocumentRequest asked = request_;
    asked.clear_request_id();
    access_.digest = HashOf(asked.SerializeAsString());
    return absl::OkStatus();
  }

  // Make the file without recording anything.
  absl::Status Preview() {
    DisclosureMade made;
    return Decide(made);
  }

  // Record the disclosure, and make the file. A repeated request gets the same file, or an error if the record no
  // longer gives it.
  absl::Status Make(v1::GetDocumentResponse& first) {
    absl::StatusOr<eventstore::RecordedEntry> entry =
        sources_.disclosures.Record(access_, [this](DisclosureMade& made) { return Decide(made); });
    if (!entry.ok()) return entry.status();
    event::v1::StoredEvent stored;
    if (!stored.ParseFromString(entry->payload())) return absl::DataLossError("the disclosure cannot be read back");
    const DisclosureMade& made = stored.access_event().disclosure_made();
    if (file_.empty()) {
      DisclosureMade again;
      disclosures_end_ = entry->header.revision;
      if (absl::Status decided = Decide(again); !decided.ok()) return decided;
    }
    if (HashOf(file_) != made.content_digest()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the case has changed since this disclosure, which is revision ", entry->header.revision,
                       " of the case's disclosures; ask for another document with another request id"));
    }
    first.set_disclosure_revision(entry->header.revision);
    if (sources_.tell_notice != nullptr) sources_.tell_notice(made.notice());
    return absl::OkStatus();
  }

  const std::string& file() const { return file_; }
  const std::string& digest() const { return digest_; }

 private:
  // Fill in the disclosure, and make the file, as of the current head of the case.
  absl::Status Decide(DisclosureMade& made) {
    const absl::StatusOr<SeenCase> asked = asks_.See(request_.case_id(), Act::kGive);
    if (!asked.ok()) return asked.status();
    if (absl::Status open = CheckMayOpen(request_.with_labels(), asked->decision.sees); !open.ok()) return open;
    if (request_.kind() == v1::DOCUMENT_KIND_DISCLOSURES) {
      absl::Status may = asks_.MayIn(request_.case_id(), Act::kReadDisclosures).status();
      if (!may.ok()) return may;
    }
    absl::StatusOr<SeenCase> seen = recipient_.See(request_.case_id(), Act::kGive);
    if (absl::IsNotFound(seen.status())) return NothingOpen();
    if (!seen.ok()) return seen.status();
    at_ = std::move(seen->at);
    sight_ = std::move(seen->sight);
    sees_ = seen->decision.sees;
    asked_at_ = asked->at;
    const projections::EntryList& entries = at_->record.entries();
    if (entries.size() > kEntriesMax) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the case has ", entries.size(), " entries; a document can rest on ", kEntriesMax));
    }
    absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(sources_.journal, request_.as_of());
    if (!known.ok()) return known.status();
    if (absl::Status there = CheckRevisionKnown(request_.as_of(), entries); !there.ok()) return there;
    size_t count = 0;
    while (count < entries.size() && known->Holds(entries[count])) ++count;
    if (count == 0) return absl::NotFoundError("no entry of this case was known by then");
    last_ = count - 1;
    if (request_.kind() == v1::DOCUMENT_KIND_REVIEW_REPORT) {
      absl::StatusOr<eventstore::Revision> last = LastOfReview(Question());
      if (!last.ok()) return last.status();
      last_ = *last;
    }
    SetTerms(request_, asks_.caller(), *asked, made);
    made.set_form(event::v1::DISCLOSURE_FORM_DOCUMENT);
    made.set_method("GetDocument");
    made.set_known_revision(last_);
    if (request_.as_of().has_effective_on()) made.set_effective_on(request_.as_of().effective_on());
    made.set_head_revision(*at_->head.last_revision);
    made.set_head_leaf(std::string(eventstore::AsBytes(at_->head.last_leaf)));
    made.set_head_observed_at(at_->head.observed_at);
    const RevisionRanges shown = Shown();
    made.set_notice(sources_.notices.For(LabelsOfGiven(entries, shown)));
    absl::StatusOr<Document> document = DocumentAsked();
    if (!document.ok()) return document.status();
    if (request_.kind() != v1::DOCUMENT_KIND_DISCLOSURES) *made.mutable_revisions() = shown;
    if (LeavesOut() && request_.kind() != v1::DOCUMENT_KIND_PLAN_VERSION &&
        request_.kind() != v1::DOCUMENT_KIND_DISCLOSURES) {
      document->blocks.insert(
          document->blocks.begin(),
          Document::Paragraph{.text = "Entries that the reader of this document may not see are left out.",
                              .apart = true});
    }
    // The notice goes with everything that leaves.
    document->blocks.insert(document->blocks.begin(), Document::Notice{.text = made.notice()});
    if (absl::Status laid_out = LayOut(*document); !laid_out.ok()) return laid_out;
    made.set_content_digest(HashOf(file_));
    return absl::OkStatus();
  }

  // The entries that the document rests on.
  RevisionRanges Shown() const {
    RevisionRanges shown;
    for (eventstore::Revision at = 0; at <= last_; ++at) {
      if (Hides(at)) continue;
      if (shown.empty() || shown.rbegin()->last() + 1 != at) shown.Add()->set_first(at);
      shown.rbegin()->set_last(at);
    }
    return shown;
  }
  bool Hides(eventstore::Revision at) const { return sight_ != nullptr && sight_->Hides(at); }
  // Something of what was known is left out.
  bool LeavesOut() const {
    for (eventstore::Revision at = 0; at <= last_; ++at) {
      if (Hides(at)) return true;
    }
    return false;
  }

  static absl::Status NothingOpen() {
    return absl::FailedPreconditionError(
        "every entry of this case has a label that the request does not open; nothing was recorded. Open the labels "
        "under an authority");
  }

  absl::StatusOr<Document> DocumentAsked() {
    switch (request_.kind()) {
      case v1::DOCUMENT_KIND_PLAN_VERSION:
        return Version();
      case v1::DOCUMENT_KIND_WORKING_PLAN:
        return WorkingPlan();
      case v1::DOCUMENT_KIND_REGISTER:
        return Taken(RegisterAnswer(Question()));
      case v1::DOCUMENT_KIND_DOCKET:
        return Docket();
      case v1::DOCUMENT_KIND_REVIEW_REPORT:
        return Taken(ReviewReportAnswer(Question()));
      case v1::DOCUMENT_KIND_CHILD_PACKET:
        return Taken(ChildPacketAnswer(Question()));
      default:
        return Disclosures();
    }
  }

  DocumentQuestion Question() const { return {sources_, request_, *at_, last_}; }
  PageStyle Style() const { return {.zone = sources_.journal.zone(), .language = Question().Language()}; }

  CourtView View(const v1::CasePlan& plan, std::string digest) {
    digest_ = std::move(digest);
    return Question().View(plan, digest_);
  }

  absl::StatusOr<Document> Taken(absl::StatusOr<MadeDocument> made) {
    if (!made.ok()) return made.status();
    digest_ = std::move(made->digest);
    return std::move(made->document);
  }

  absl::StatusOr<Document> Version() {
    v1::GetCasePlanRequest asked;
    asked.set_case_id(request_.case_id());
    asked.set_view(v1::PLAN_VIEW_VERSION);
    asked.set_digest(request_.digest());
    absl::StatusOr<v1::GetCasePlanResponse> answer =
        GetCasePlan(sources_.journal, sources_.reader, asked, eventstore::Deadline::Passed());
    if (absl::IsNotFound(answer.status()) &&
        projections::FindVersion(asked_at_->record.plan(), request_.digest()) != nullptr) {
      return TextNotOpen();
    }
    if (!answer.ok()) return answer.status();
    const event::v1::PlanText& text = answer->text();
    if (std::all_of(text.parts().begin(), text.parts().end(),
                    [](const event::v1::PlanPart& part) { return part.has_withheld(); })) {
      return TextNotOpen();
    }
    v1::PlanVersion version = answer->version();
    v1::CasePlan record = answer->plan();
    digest_ = request_.digest();
    if (LeavesOut()) {
      // Only what is given may say anything: the text without what is withheld, and none of what was done with it.
      v1::PlanVersion bare;
      bare.set_digest(version.digest());
      bare.set_drawn_up_on(version.drawn_up_on());
      bare.set_as_of_revision(version.as_of_revision());
      version = std::move(bare);
      record = v1::CasePlan();
    }
    absl::StatusOr<v1::PlanDocument> says = projections::ReadPlanText(text);
    if (!says.ok()) return says.status();
    const auto withheld = std::count_if(text.parts().begin(), text.parts().end(),
                                        [](const event::v1::PlanPart& part) { return part.has_withheld(); });
    // Headings are in the language of the text, unless another one is asked for.
    if (!request_.language().empty()) says->mutable_header()->set_language(request_.language());
    PageStyle style = Style();
    Document document = VersionDocumentOf(version, *says, static_cast<int>(withheld), record, style);
    // The version has its own language, unless another one is asked for.
    if (!request_.language().empty()) document.language = request_.language();
    document.caption = CaptionOf(at_->record.plan(), document.language);
    if (LeavesOut()) {
      document.blocks.emplace_back(Document::Paragraph{
          .text = "What was done with this version is left out, because entries of the case have labels that this "
                  "document does not open. An exhibit gives the entries that can be given, with their proofs.",
          .apart = true});
    }
    return document;
  }

  static absl::Status TextNotOpen() {
    return absl::FailedPreconditionError(
        "the text of this version is withheld by labels that the request does not open; nothing was recorded");
  }

  absl::StatusOr<Document> WorkingPlan() {
    v1::GetCasePlanRequest asked;
    asked.set_case_id(request_.case_id());
    asked.set_view(v1::PLAN_VIEW_WORKING);
    if (request_.has_as_of()) *asked.mutable_as_of() = request_.as_of();
    absl::StatusOr<v1::GetCasePlanResponse> answer =
        GetCasePlan(sources_.journal, sources_.reader, asked, eventstore::Deadline::Passed());
    if (!answer.ok()) return answer.status();
    // The plan of today is in the answer as bytes that were kept.
    if (!answer->ParseFromString(answer->SerializeAsString()))
      return absl::InternalError("the plan cannot be read back");
    const CourtView view = View(answer->plan(), AnswerDigest(*answer));
    Document document = PlanDocumentOf(*answer, Style());
    document.language = view.language;
    document.caption = CaptionOf(answer->plan(), view.language);
    document.digest = view.digest;
    document.digest_of = std::string(Heading(view.language, "the answer that this document was made from"));
    // Before the last paragraph, which says on what all of it rests.
    Blocks timeline = Timeline(answer->plan(), view.language);
    document.blocks.insert(document.blocks.end() - 1, std::make_move_iterator(timeline.begin()),
                           std::make_move_iterator(timeline.end()));
    return document;
  }

  // What the law asks for is in the docket: it changes with the day, and this document does not.
  Blocks Timeline(const v1::CasePlan& plan, const std::string& language) const {
    const google::protobuf::RepeatedPtrField<v1::DocketItem> nothing_due;
    std::vector<std::string> numbers;
    for (const v1::CaseNumber& number : plan.numbers()) numbers.push_back(number.number());
    TimelineView drawn{plan, nothing_due};
    drawn.name = absl::StrJoin(numbers, ", ");
    drawn.on = request_.as_of().has_effective_on()
                   ? request_.as_of().effective_on()
                   : absl::FormatTime("%Y-%m-%d", absl::FromUnixMicros(at_->record.entries()[last_].recorded_at_us),
                                      sources_.journal.zone());
    drawn.language = language;
    drawn.revision = last_;
    Blocks blocks = {Document::Heading{.text = std::string(Heading(language, "Timeline"))}};
    Append(blocks, TimelineBlocks(drawn));
    return blocks;
  }

  absl::StatusOr<Document> Docket() {
    v1::GetDocketRequest asked;
    asked.set_case_id(request_.case_id());
    if (request_.has_as_of()) *asked.mutable_as_of() = request_.as_of();
    asked.set_on(request_.on());
    absl::StatusOr<v1::GetDocketResponse> answer =
        GetDocket(sources_.journal, sources_.reader, asked, eventstore::Deadline::Passed());
    if (!answer.ok()) return answer.status();
    const v1::CasePlan plan = at_->record.plan();
    if (absl::Status known = CheckChildKnown(request_, plan); !known.ok()) return known;
    if (!request_.child_id().empty()) {
      auto& items = *answer->mutable_items();
      items.erase(std::remove_if(items.begin(), items.end(),
                                 [&](const v1::DocketItem& item) {
                                   return !item.child_id().empty() && item.child_id() != request_.child_id();
                                 }),
                  items.end());
    }
    return DocketDocumentOf(View(plan, AnswerDigest(*answer)), *answer);
  }

  absl::StatusOr<Document> Disclosures() {
    std::vector<DisclosureEntry> disclosures;
    v1::ReadEventsResponse answer;
    for (eventstore::Revision next = 0;;) {
      absl::StatusOr<std::vector<eventstore::RecordedEntry>> page =
          sources_.journal.log().ReadStream(eventstore::StreamId::Access(access_.case_id), next, {});
      if (!page.ok()) return page.status();
      if (page->empty() || page->front().header.revision >= disclosures_end_) break;
      for (const eventstore::RecordedEntry& entry : *page) {
        if (entry.header.revision >= disclosures_end_) break;
        next = entry.header.revision + 1;
        absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
        if (!stored.ok()) return stored.status();
        if (!stored->access_event().has_disclosure_made()) continue;
        disclosures.push_back({.revision = entry.header.revision,
                               .recorded_at_us = entry.header.recorded_at_us,
                               .actor = stored->admission().actor(),
                               .made = TellsNothingWithheld(stored->access_event(), sees_, sight_.get())
                                           ? stored->access_event().disclosure_made()
                                           : WithoutContent(stored->access_event().disclosure_made())});
        *answer.add_entries()->mutable_opened()->mutable_stored() = *std::move(stored);
      }
    }
    const v1::CasePlan plan = at_->record.plan();
    return DisclosuresDocumentOf(View(plan, HashOf(CanonicalBytes(answer))), disclosures);
  }

  absl::Status LayOut(const Document& document) {
    if (request_.format() == v1::DOCUMENT_FORMAT_HTML) {
      file_ = HtmlOf(document);
      return absl::OkStatus();
    }
    const PaperSize paper = request_.format() == v1::DOCUMENT_FORMAT_PDF_A4 ? PaperSize::kA4 : PaperSize::kLetter;
    absl::StatusOr<std::string> pdf =
        PdfOf(document, {.paper = paper, .made_at_us = at_->record.entries()[last_].recorded_at_us});
    if (!pdf.ok()) return pdf.status();
    file_ = *std::move(pdf);
    return absl::OkStatus();
  }

  const Reader& asks_;
  const Reader recipient_;         // the same, who opens what the request opens
  const DocumentSources sources_;  // for the recipient
  const v1::GetDocumentRequest& request_;
  AccessRequest access_;
  std::shared_ptr<const CaseAt> at_;                 // as the recipient sees it
  std::shared_ptr<const projections::Sight> sight_;  // null: nothing is left out
  projections::LabelSet sees_;                       // the labels that the recipient sees
  std::shared_ptr<const CaseAt> asked_at_;           // as who asks sees it
  eventstore::Revision last_ = 0;
  // The list of disclosures ends before this one: a repeated request does not list its own.
  eventstore::Revision disclosures_end_ = std::numeric_limits<eventstore::Revision>::max();
  std::string digest_;
  std::string file_;
};

}  // namespace

absl::Status GetDocument(const DocumentSources& sources, const v1::GetDocumentRequest& request,
                         Send<v1::GetDocumentResponse> send) {
  DocumentMaking making(sources, request);
  if (absl::Status begun = making.Begin(); !begun.ok()) return begun;
  v1::GetDocumentResponse response;
  if (absl::Status made = request.preview() ? making.Preview() : making.Make(response); !made.ok()) return made;
  response.set_total_bytes(making.file().size());
  response.set_digest(making.digest());
  response.set_file_digest(HashOf(making.file()));
  if (!send(response)) return absl::CancelledError("the client disconnected");
  for (size_t at = 0; !request.preview() && at < making.file().size(); at += kFileChunkBytes) {
    response.Clear();
    response.set_chunk(making.file().substr(at, kFileChunkBytes));
    if (!send(response)) return absl::CancelledError("the client disconnected");
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
