// casejournal document: write a document about a case for people to read and print, and record the disclosure.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/records/stream_id.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/evidence/commands.h"
#include "services/client/evidence/exhibit_words.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/child_lookup.h"
#include "services/client/recorded_as_of.h"
#include "services/client/stream_reading.h"
#include "services/client/version_lookup.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/files/reserved_file.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

const std::map<std::string, v1::DocumentKind>& Kinds() {
  static const auto* const kinds = new std::map<std::string, v1::DocumentKind>{
      {"plan", v1::DOCUMENT_KIND_PLAN_VERSION},       {"working-plan", v1::DOCUMENT_KIND_WORKING_PLAN},
      {"register", v1::DOCUMENT_KIND_REGISTER},       {"docket", v1::DOCUMENT_KIND_DOCKET},
      {"disclosures", v1::DOCUMENT_KIND_DISCLOSURES}, {"review-report", v1::DOCUMENT_KIND_REVIEW_REPORT},
      {"packet", v1::DOCUMENT_KIND_CHILD_PACKET}};
  return *kinds;
}

std::vector<std::string> KindNames() {
  std::vector<std::string> names;
  for (const auto& each : Kinds()) names.push_back(each.first);
  return names;
}

struct DocumentCommand {
  ServerFlags server;
  AsOfFlags as_of;
  std::string kind;
  std::string named;
  std::string version;
  std::string on;
  std::string child;
  std::string review;
  std::string from;
  std::string until;
  std::string since;
  std::string language;
  std::string paper = "letter";
  std::string file;
  std::vector<std::string> with_labels;
  std::string to;
  std::string to_class;
  std::string why;
  std::string authority;
  std::string check;
  bool force = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("kind", kind, absl::StrCat("The kind of document: ", NamesForHelp(KindNames())))
        ->check(OneOfWords(KindNames()))
        ->type_name("KIND")
        ->required();
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("-o,--output", file, "File to write: .pdf or .html; - for PDF to standard output")
        ->type_name("FILE");
    app.add_flag("--force", force, "Replace the file if it exists");
    app.add_option("--digest", version,
                   "With plan: the version, by its digest, the first 6 or more digits of the digest, or its label")
        ->type_name("VERSION");
    app.add_option("--on", on, "With docket: the day that it is for [default: today]")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--child", child,
                   "With packet: the child, by name, id, or number; not needed if CASE names it, or\nif it is the only "
                   "one. With register and docket: leave out what is about\nanother child alone")
        ->type_name("CHILD");
    app.add_option("--review", review,
                   "With review-report: the review, by its day, the first digits of its id, or\n\"last\" [default: the "
                   "last one that was held]")
        ->type_name("REVIEW");
    app.add_option("--from", from, "With register: only actions on this day or later")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--until", until, "With register: only actions on this day or earlier")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--since", since,
                   "With register: only actions that an entry recorded on this day or later made,\ncorrected, or "
                   "withdrew")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--lang", language, "Language of the headings: en or es [default: that of the version, or en]")
        ->check(OneOfWords({"en", "es"}))
        ->type_name("LANGUAGE");
    app.add_option("--paper", paper, "Paper: letter or a4")
        ->check(OneOfWords({"letter", "a4"}))
        ->type_name("PAPER")
        ->capture_default_str();
    app.add_option(
           "--with-label", with_labels,
           absl::StrCat("Open this label; needs --authority; may be repeated. Labels: ", NamesForHelp(LabelNames())))
        ->check(OneOfWords(LabelNames()))
        ->type_name("LABEL")
        ->allow_extra_args(false);
    app.add_option("--to", to, "Recipient, recorded with the disclosure [default: you]")->type_name("RECIPIENT");
    app.add_option("--to-class", to_class, absl::StrCat("Kind of recipient: ", NamesForHelp(RecipientClassNames())))
        ->check(OneOfWords(RecipientClassNames()))
        ->type_name("CLASS");
    app.add_option("--why", why,
                   "Purpose, recorded with the disclosure [default: the role under which you see the case]")
        ->type_name("PURPOSE");
    app.add_option("--authority", authority, "Authorization: a consent, an order, or a section of a statute")
        ->type_name("TEXT");
    app.add_option("--check", check,
                   "Compare this digest, as it is on each page of a document or in its QR code, with that of the same "
                   "question now; record and write nothing")
        ->type_name("DIGEST");
    DeclareRecorded(as_of, app);
    as_of.DeclareEffective(app);
    json.Declare(app, "Print the name, the size, and the digests of the file as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    v1::GetDocumentRequest request;
    if (const std::string wrong = ReadFlags(request); !wrong.empty()) {
      Complain(absl::StrCat("document: ", wrong));
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    if (!ReadDays(client, request)) return ExitStatus::kUsage;
    if (const ExitStatus found = FindSubject(client, request); found != ExitStatus::kOk) return found;
    request.set_preview(true);
    v1::GetDocumentResponse first;
    if (const grpc::Status status = Get(client, request, &first, nullptr); !status.ok())
      return ReportFailure(status, client.server());
    if (!check.empty()) return Compare(first.digest());

    // The size is known, and the space reserved, before the server records the disclosure and sends the first byte.
    absl::StatusOr<ReservedFile> reserved = ReservedFile::Open(file, first.total_bytes(), force);
    if (!reserved.ok()) return ReportFile(reserved.status());
    request.set_preview(false);
    request.set_request_id(eventstore::Uuid::Random().ToString());
    first.Clear();
    const grpc::Status status = Get(client, request, &first, &*reserved);
    if (status.ok() && written_.ok()) written_ = reserved->Finish();
    if (!status.ok() || !written_.ok()) {
      const ExitStatus exit = status.ok() ? ReportFile(written_) : ReportFailure(status, client.server());
      if (first.has_disclosure_revision())
        Complain(absl::StrCat("the disclosure is recorded as revision ", first.disclosure_revision(),
                              " of the case's disclosures, and the file was not written"));
      return exit;
    }
    if (file == "-") return ExitStatus::kOk;
    if (json) {
      const nlohmann::ordered_json made = {{"file", file},
                                           {"bytes", bytes_},
                                           {"sha256", absl::BytesToHexString(first.file_digest())},
                                           {"digest", absl::BytesToHexString(first.digest())},
                                           {"disclosureRevision", first.disclosure_revision()}};
      Print(absl::StrCat(made.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return ExitStatus::kOk;
    }
    Print(absl::StrCat(file, ": ", WithCommas(bytes_), " bytes, SHA-256 ", absl::BytesToHexString(first.file_digest()),
                       "\nThe disclosure is recorded as revision ", first.disclosure_revision(),
                       " of the case's disclosures.\n"));
    return ExitStatus::kOk;
  }

 private:
  // Fill in the days, as the server reads them. Complain and return false if there is no day between two of them.
  bool ReadDays(JournalClient& client, v1::GetDocumentRequest& request) {
    as_of.SpellDays(client);
    SpellDays(client, {{"--on", &on}, {"--from", &from}, {"--until", &until}});
    SpellPastDays(client, {{"--since", &since}});
    if (!from.empty() && !until.empty() && from > until) {
      Complain("document: --from is after --until: no day is between them");
      return false;
    }
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    request.set_on(on);
    request.set_day_from(from);
    request.set_day_until(until);
    request.set_changed_since(since);
    return true;
  }

  // Fill in which case it is, and which version, child, or review of it.
  ExitStatus FindSubject(JournalClient& client, v1::GetDocumentRequest& request) const {
    FoundCase found;
    if (const ExitStatus exit = FindCase(client, named, &found); exit != ExitStatus::kOk) return exit;
    request.set_case_id(found.case_id);
    if (!version.empty()) return FindVersion(client, found.case_id, version, request.mutable_digest());
    if (!review.empty()) return FindReview(client, found.case_id, review, request.mutable_meeting_id());
    const bool is_packet = request.kind() == v1::DOCUMENT_KIND_CHILD_PACKET;
    if (child.empty() && !is_packet) return ExitStatus::kOk;
    // The number or the name that the case was found by may be that of the child.
    std::string child_named = child;
    if (child.empty() && found.by == CaseFoundBy::kNumber) child_named = found.number;
    if (child.empty() && found.by == CaseFoundBy::kChild) child_named = named;
    return FindChild(client, found.case_id, child_named, request.mutable_child_id());
  }

  // Return what is wrong with the flags; nothing if `request` was filled in.
  std::string ReadFlags(v1::GetDocumentRequest& request) {
    request.set_kind(Kinds().at(kind));
    const bool is_plan = request.kind() == v1::DOCUMENT_KIND_PLAN_VERSION;
    if (is_plan == version.empty()) return "name the version of a plan with --digest, and of nothing else";
    if (json && file == "-") return "--json cannot be combined with --output -: both use standard output";
    if (check.empty() == file.empty()) return "give either --output FILE or --check DIGEST";
    if (!on.empty() && request.kind() != v1::DOCUMENT_KIND_DOCKET) return "--on goes with docket";
    if (!review.empty() && request.kind() != v1::DOCUMENT_KIND_REVIEW_REPORT) return "--review goes with review-report";
    if (!child.empty() && request.kind() != v1::DOCUMENT_KIND_CHILD_PACKET &&
        request.kind() != v1::DOCUMENT_KIND_REGISTER && request.kind() != v1::DOCUMENT_KIND_DOCKET)
      return "--child goes with packet, register, and docket";
    if (!(from + until + since).empty() && request.kind() != v1::DOCUMENT_KIND_REGISTER)
      return "--from, --until, and --since go with register";
    if (as_of.given() && (is_plan || request.kind() == v1::DOCUMENT_KIND_DISCLOSURES))
      return absl::StrCat("--known flags and --effective-on do not go with ", kind);
    if (!with_labels.empty() && authority.empty()) return "--with-label needs --authority";
    for (const std::string* words : {&to, &why, &authority}) {
      if (FirstInvalidByte(*words) != words->size()) return "--to, --why, and --authority must be UTF-8";
    }
    const bool html = absl::EndsWithIgnoreCase(file, ".html") || absl::EndsWithIgnoreCase(file, ".htm");
    if (!html && file != "-" && check.empty() && !absl::EndsWithIgnoreCase(file, ".pdf"))
      return "the name of the file must end with .pdf or .html";
    request.set_format(html            ? v1::DOCUMENT_FORMAT_HTML
                       : paper == "a4" ? v1::DOCUMENT_FORMAT_PDF_A4
                                       : v1::DOCUMENT_FORMAT_PDF_LETTER);
    request.set_language(language);
    request.set_recipient(to);
    request.set_purpose(why);
    request.set_authority(authority);
    request.set_recipient_class(RecipientClassOf(to_class));
    for (const std::string& label : with_labels) request.add_with_labels(LabelOf(label));
    return "";
  }

  ExitStatus Compare(const std::string& digest) const {
    const std::string now = absl::BytesToHexString(digest);
    if (absl::EqualsIgnoreCase(now, check)) {
      Print("The same: the record gives this document today.\n");
      return ExitStatus::kOk;
    }
    Complain(absl::StrCat("not the same: the record now gives ", now));
    return ExitStatus::kDataLoss;
  }

  grpc::Status Get(JournalClient& client, const v1::GetDocumentRequest& request, v1::GetDocumentResponse* first,
                   ReservedFile* into) {
    std::optional<ProgressBar> bar;
    uint64_t total = 0;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::GetDocumentResponse>(
        *context, client.court().GetDocument(context.get(), request), [&](const v1::GetDocumentResponse& next) {
          if (next.total_bytes() > 0) {
            *first = next;
            total = next.total_bytes();
          }
          if (into == nullptr || next.chunk().empty()) return true;
          if (!bar) bar.emplace(total);
          bytes_ += next.chunk().size();
          bar->Show(bytes_, absl::StrCat(WithCommas(bytes_), " bytes"));
          written_ = into->Write(next.chunk());
          return written_.ok() && bytes_ <= total;
        });
    if (into != nullptr && status.ok() && written_.ok() && bytes_ != total)
      return grpc::Status(grpc::DATA_LOSS, absl::StrCat("the server sent ", bytes_, " bytes; it announced ", total));
    return status;
  }

  static ExitStatus ReportFile(const absl::Status& status) { return ExplainFileFailure(status); }

  absl::Status written_;
  uint64_t bytes_ = 0;
};

}  // namespace

void AddDocumentCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<DocumentCommand>(
      program, exit,
      {.name = "document",
       .group = kProveGroup,
       .summary = "Write a document about a case as PDF or HTML, and record the disclosure",
       .examples = "casejournal document plan 23-JV-0117 --digest 1.0 -o plan.pdf\n"
                   "casejournal document register 23-JV-0117 --to \"Wren County Juvenile Court\" --to-class court \\\n"
                   "    --why \"hearing of 2025-03-14\" --paper a4 -o register.pdf\n"
                   "casejournal document register 23-JV-0117 --since 2025-03-01 -o new-rows.pdf\n"
                   "casejournal document docket 23-JV-0117 --on 2025-03-14 --lang es -o plazos.html\n"
                   "casejournal document review-report 23-JV-0117 --review 2025-01-11 -o review.pdf\n"
                   "casejournal document packet 23-JV-0118 --effective-on 2025-03-14 -o packet.pdf\n"
                   "casejournal document packet 23-JV-0117 --child 'Theo Pruitt' --paper a4 -o packet.pdf\n"
                   "casejournal document register 23-JV-0117 --check e622003034b1c94f"});
}

}  // namespace casejournal::services
