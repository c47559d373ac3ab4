// casejournal exhibit: write a file with proofs for a court, counsel, or an auditor.
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"
#include "google/protobuf/util/time_util.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/evidence/commands.h"
#include "services/client/evidence/exhibit_words.h"
#include "services/client/journal_client.h"
#include "services/client/recorded_as_of.h"
#include "services/client/recording/append_call.h"
#include "services/client/stream_reading.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/exhibit/entry_json.h"
#include "services/exhibit/zip_file.h"
#include "services/files/given_file.h"
#include "services/files/reserved_file.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// Parse "0-5,7" as ranges; return nothing if it is malformed. The server checks whether the case has these revisions.
std::optional<std::vector<event::v1::RevisionRange>> ParseRanges(absl::string_view text) {
  std::vector<event::v1::RevisionRange> ranges;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> ends = absl::StrSplit(part, absl::MaxSplits('-', 1));
    uint64_t first = 0;
    uint64_t last = 0;
    const absl::string_view begin = EntryDigits(ends.first);
    const absl::string_view end = part.find('-') == absl::string_view::npos ? begin : EntryDigits(ends.second);
    if (!CheckWholeNumber(std::string(begin)).empty() || !CheckWholeNumber(std::string(end)).empty())
      return std::nullopt;
    if (!absl::SimpleAtoi(begin, &first) || !absl::SimpleAtoi(end, &last)) return std::nullopt;
    event::v1::RevisionRange& range = ranges.emplace_back();
    range.set_first(first);
    range.set_last(last);
  }
  return ranges;
}

struct ExhibitCommand {
  ServerFlags server;
  AsOfFlags as_of;
  std::string as_of_day;
  std::string named;
  std::optional<std::string> events;
  std::vector<std::string> with_labels;
  std::string to;
  std::string to_class;
  std::string why;
  std::string authority;
  std::string file;
  std::optional<uint64_t> again;
  bool whole_case = false;
  bool without_witnesses = false;
  bool preview = false;
  bool force = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("-o,--output", file, "File to write the exhibit to; - for standard output")->type_name("FILE");
    app.add_flag("--force", force, "Replace the file if it exists");
    app.add_flag("--preview", preview,
                 "List what would be given and left out, and the maximum size of the\n"
                 "file; record and write nothing");
    app.add_flag("--whole-case", whole_case,
                 "Give the whole case even if CASE is the court number or the name of one\nof several children");
    app.add_option("--events", events, "Give only these entries of the case, for example r0-r12,r15")
        ->type_name("ENTRIES");
    app.add_option("--with-label", with_labels,
                   absl::StrCat("Also give entries with this label; needs --authority; may be repeated\n"
                                "[default: leave out labeled entries]. Labels:\n",
                                NamesForHelp(LabelNames())))
        ->check(OneOfWords(LabelNames()))
        ->type_name("LABEL")
        ->allow_extra_args(false);
    app.add_option("--to", to, "Recipient, recorded with the disclosure [default: you]")->type_name("RECIPIENT");
    app.add_option("--to-class", to_class, absl::StrCat("Kind of recipient:\n", NamesForHelp(RecipientClassNames())))
        ->check(OneOfWords(RecipientClassNames()))
        ->type_name("CLASS");
    app.add_option("--why", why,
                   "Purpose, recorded with the disclosure\n[default: the role under which you see the case]")
        ->type_name("PURPOSE");
    app.add_option("--authority", authority,
                   "Authorization for the disclosure: a consent, an order, or a section of\na statute")
        ->type_name("TEXT");
    app.add_option("--again", again,
                   "Fetch an earlier exhibit again; record nothing. N is the revision of\n"
                   "its disclosure, as shown by casejournal events CASE --access")
        ->type_name("N")
        ->check(CheckWholeNumber);
    app.add_flag("--without-witnesses", without_witnesses,
                 "Give the exhibit even if fewer witnesses answer than the journal's\npolicy requires");
    json.Declare(app, "Print what is given, and the size and SHA-256 of the file, as JSON");
    app.add_option("--as-of", as_of_day,
                   "Give what was known by the end of this day and effective by then:\n"
                   "short for --known-day and --effective-on")
        ->type_name("DAY")
        ->check(CheckDay);
    DeclareRecorded(as_of, app);
    as_of.DeclareEffective(app);
    server.Declare(app);
  }

  // Ask for a preview, reserve the disk space, then fetch the exhibit: the server records the disclosure before it
  // sends the first byte.
  ExitStatus Run() {
    v1::GetExhibitRequest request;
    if (const ExitStatus read = ReadFlags(request); read != ExitStatus::kOk) return read;
    JournalClient client(server);
    as_of.SpellDays(client);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    if (const ExitStatus found = FindWhole(client, request); found != ExitStatus::kOk) return found;
    request.set_preview(true);
    v1::ExhibitContents contents;
    if (const grpc::Status status = Get(client, request, &contents, nullptr); !status.ok())
      return Report(client, status);
    if (preview && json) Print(JsonText(contents));
    if (!json) Remark(ContentsText(contents));
    if (preview) return ExitStatus::kOk;

    absl::StatusOr<ReservedFile> reserved = ReservedFile::Open(file, contents.bytes_max(), force);
    if (!reserved.ok()) return ReportFile(reserved.status());
    request.set_preview(false);
    if (!again) request.set_request_id(eventstore::Uuid::Random().ToString());
    contents.Clear();
    const grpc::Status status = Get(client, request, &contents, &*reserved);
    if (status.ok() && written_.ok()) written_ = reserved->Finish();
    if (!status.ok() || !written_.ok()) return ReportUnfinished(client, request, contents, status);
    if (file == "-") return ExitStatus::kOk;
    const RecordedInFile recorded = ReadRecorded(file, client.Zone());
    const GivenExhibit given{.file = file,
                             .bytes = bytes_,
                             .sha256 = eventstore::HexOf(digest_.Finish()),
                             .recipient = to,
                             .recipient_class = to_class,
                             .purpose = why.empty() ? recorded.purpose : why,
                             .authority = authority,
                             .labels = with_labels,
                             .period = recorded.period,
                             .again = again.has_value()};
    Print(json ? GivenJson(given, contents) : GivenText(given, contents));
    return ExitStatus::kOk;
  }

 private:
  static ExitStatus Misused(absl::string_view what) {
    Complain(what);
    return ExitStatus::kUsage;
  }

  ExitStatus ReadFlags(v1::GetExhibitRequest& request) {
    if (events) {
      const auto ranges = ParseRanges(*events);
      if (!ranges) return Misused("--events: expected entries and ranges separated by commas, for example r0-r12,r15");
      request.mutable_revisions()->Add(ranges->begin(), ranges->end());
    }
    if (preview != file.empty()) return Misused("give either --output FILE or --preview");
    if (json && file == "-") return Misused("--json cannot be combined with --output -: both use standard output");
    if (!as_of_day.empty() && as_of.given())
      return Misused("--as-of cannot be combined with --effective-on or a --known flag");
    if (!as_of_day.empty()) as_of.known_day = as_of.effective_on = as_of_day;
    if (!with_labels.empty() && authority.empty())
      return Misused("--with-label needs --authority: the authorization for giving labeled entries");
    for (const std::string* words : {&to, &why, &authority}) {
      if (FirstInvalidByte(*words) != words->size()) return Misused("--to, --why, and --authority must be UTF-8");
    }
    const bool asks = events || !as_of_day.empty() || as_of.given() || !with_labels.empty() || !to.empty() ||
                      !to_class.empty() || !why.empty() || !authority.empty();
    if (again && asks)
      return Misused("--again cannot be combined with flags that choose what is given: the disclosure determines that");
    request.set_without_witnesses(without_witnesses);
    if (again) request.set_again(*again);
    request.set_recipient(to);
    request.set_purpose(why);
    request.set_authority(authority);
    request.set_recipient_class(RecipientClassOf(to_class));
    for (const std::string& label : with_labels) request.add_with_labels(LabelOf(label));
    return ExitStatus::kOk;
  }

  // A court number belongs to one child. An exhibit by that number must not disclose the other children by surprise.
  ExitStatus FindWhole(JournalClient& client, v1::GetExhibitRequest& request) const {
    FoundCase found;
    const ExitStatus exit = FindCase(client, named, &found);
    request.set_case_id(found.case_id);
    if (exit != ExitStatus::kOk || found.by == CaseFoundBy::kId || whole_case || events || again) return exit;
    v1::GetCasePlanRequest asked;
    asked.set_case_id(request.case_id());
    v1::GetCasePlanResponse response;
    const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), asked, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    const bool by_name = found.by == CaseFoundBy::kChild;
    const int children = by_name ? ChildrenIn(response.plan()) - 1 : ChildrenBesides(response.plan(), found.number);
    if (children <= 0) return ExitStatus::kOk;
    return Misused(absl::StrCat(by_name
                                    ? "That is the name of one child of a case with "
                                    : absl::StrCat("\"", found.number, "\" is the number of one child of a case with "),
                                children + 1,
                                " children; an exhibit of the case covers all of them. Nothing was given. Add "
                                "--whole-case, or choose revisions with --events"));
  }

  // Write the bytes to `into`, unless it is null. An error of the file, not of the call, is left in `written_`.
  grpc::Status Get(JournalClient& client, const v1::GetExhibitRequest& request, v1::ExhibitContents* contents,
                   ReservedFile* into) {
    std::optional<ProgressBar> bar;
    uint64_t total = 0;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::GetExhibitResponse>(
        *context, client.court().GetExhibit(context.get(), request), [&](const v1::GetExhibitResponse& next) {
          if (next.has_contents()) *contents = next.contents();
          if (into == nullptr) return true;
          if (!bar) bar.emplace(next.total_bytes());
          total = next.total_bytes();
          bytes_ += next.chunk().size();
          bar->Show(bytes_, absl::StrCat(WithCommas(bytes_), " bytes"));
          digest_.Update(next.chunk());
          written_ = into->Write(next.chunk());
          return written_.ok() && bytes_ <= kZipBytesMax;
        });
    if (status.ok() && written_.ok() && bytes_ != total)
      return grpc::Status(grpc::DATA_LOSS, absl::StrCat("the server sent ", bytes_, " bytes; it announced ", total));
    return status;
  }

  static ExitStatus Report(const JournalClient& client, const grpc::Status& status) {
    // The server answered; its message names the witnesses that did not.
    if (status.error_code() == grpc::UNAVAILABLE && absl::StrContains(status.error_message(), "--without-witnesses")) {
      Complain(status.error_message());
      return ExitStatus::kUnavailable;
    }
    return ReportFailure(status, client.server());
  }

  static ExitStatus ReportFile(const absl::Status& status) { return ExplainFileFailure(status); }

  // The disclosure remains recorded even if the file could not be written.
  ExitStatus ReportUnfinished(const JournalClient& client, const v1::GetExhibitRequest& request,
                              const v1::ExhibitContents& contents, const grpc::Status& status) const {
    const ExitStatus exit = status.ok() ? ReportFile(written_) : Report(client, status);
    if (contents.has_disclosure_revision()) {
      Complain(absl::StrCat("the disclosure is recorded as revision ", contents.disclosure_revision(),
                            " of the case's disclosures. To fetch the same entries again: casejournal exhibit ",
                            request.case_id(), " --again ", contents.disclosure_revision(), " -o FILE"));
    }
    return exit;
  }

  struct RecordedInFile {
    std::string period;   // "2023-01-10 to 2024-05-07": the days on which the first and the last entry were recorded
    std::string purpose;  // as the disclosure has it
  };

  // What the exhibit says about itself, read from the file: to ask the journal would disclose these entries once more.
  // Empty if the file cannot be read back.
  static RecordedInFile ReadRecorded(const std::string& file, absl::TimeZone zone) {
    std::string bytes;
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(file, unknown) || !ReadInput(file, &bytes).ok()) return {};
    const absl::StatusOr<ZipFiles> files = ReadZip(bytes);
    if (!files.ok()) return {};
    RecordedInFile recorded;
    std::string first, last;
    for (const auto& [path, content] : *files) {
      const bool is_disclosure = path == "disclosure.json";
      if (!is_disclosure && (!absl::StartsWith(path, "events/") || !absl::EndsWith(path, ".json"))) continue;
      const absl::StatusOr<eventstore::RecordedEntry> entry = ParseEntryJson(content);
      if (!entry.ok()) return {};
      if (is_disclosure) {
        event::v1::StoredEvent stored;
        if (!entry->parts.empty() && stored.ParseFromString(entry->payload()))
          recorded.purpose = stored.access_event().disclosure_made().purpose();
        continue;
      }
      last = InstantDay(google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry->header.recorded_at_us), zone);
      if (first.empty()) first = last;
    }
    recorded.period = first == last ? first : absl::StrCat(first, " to ", last);
    return recorded;
  }

  absl::Status written_;
  eventstore::Sha256 digest_;
  uint64_t bytes_ = 0;
};

}  // namespace

void AddExhibitCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ExhibitCommand>(
      program, exit,
      {.name = "exhibit",
       .group = kProveGroup,
       .summary = "Write a case with its proofs to one file, and record the disclosure",
       .examples =
           "casejournal exhibit 23-JV-0117 --whole-case --preview\n"
           "casejournal exhibit 23-JV-0117 --whole-case --to \"Franklin County Juvenile Court\" \\\n"
           "    --to-class court --why \"hearing of 2025-03-14\" --known-day 2025-03-01 -o hearing.exhibit.zip\n"
           "casejournal exhibit 23-JV-0117 --events r0-r12,r15 --to \"counsel for the father\" \\\n"
           "    --authority \"order of 2025-02-03\" -o part.zip\n"
           "casejournal exhibit 23-JV-0117 --whole-case --with-label health \\\n"
           "    --authority \"consent of 2025-02-03\" -o clinic.zip\n"
           "casejournal verify exhibit hearing.exhibit.zip --key \"$(cat journal.vkey)\""});
}

}  // namespace casejournal::services
