// casejournal exhibit: a file that proves itself, for a court, counsel, an auditor.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/stream_id.h"
#include "services/cli/append_call.h"
#include "services/cli/as_of_flags.h"
#include "services/cli/call_failure.h"
#include "services/cli/case_lookup.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/journal_client.h"
#include "services/cli/output.h"
#include "services/cli/progress_bar.h"
#include "services/cli/stream_reading.h"
#include "services/exhibit/zip_file.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

const std::vector<std::pair<std::string, event::v1::RecipientClass>>& RecipientClasses() {
  static const auto* const classes = new std::vector<std::pair<std::string, event::v1::RecipientClass>>{
      {"subject", event::v1::RECIPIENT_CLASS_SUBJECT},           {"government", event::v1::RECIPIENT_CLASS_GOVERNMENT_BODY},
      {"review-panel", event::v1::RECIPIENT_CLASS_REVIEW_PANEL}, {"fatality-panel", event::v1::RECIPIENT_CLASS_FATALITY_PANEL},
      {"court", event::v1::RECIPIENT_CLASS_COURT},               {"state-law", event::v1::RECIPIENT_CLASS_BY_STATE_LAW},
      {"own-agency", event::v1::RECIPIENT_CLASS_OWN_AGENCY}};
  return *classes;
}

// "0-5,7" as ranges; nothing where it is none. The server says whether they can be.
std::optional<std::vector<event::v1::RevisionRange>> ParseRanges(absl::string_view text) {
  std::vector<event::v1::RevisionRange> ranges;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> ends = absl::StrSplit(part, absl::MaxSplits('-', 1));
    uint64_t first = 0;
    uint64_t last = 0;
    const absl::string_view end = part.find('-') == absl::string_view::npos ? ends.first : ends.second;
    if (!CheckWholeNumber(std::string(ends.first)).empty() || !CheckWholeNumber(std::string(end)).empty()) return std::nullopt;
    if (!absl::SimpleAtoi(ends.first, &first) || !absl::SimpleAtoi(end, &last)) return std::nullopt;
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
  std::string to;
  std::string to_class;
  std::string why;
  std::string authority;
  std::string file;
  bool without_witnesses = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, "A case id, or a court or other number")->type_name("CASE")->required();
    app.add_option("-o,--output", file, "Where to write the exhibit; - for standard output")->type_name("FILE")->required();
    app.add_option("--events", events, "Only these revisions of the case, for example 0-12,15; the others are listed as left out")
        ->type_name("REVISIONS");
    app.add_option("--to", to, "To whom it is given [you]; recorded with the disclosure")->type_name("RECIPIENT");
    std::vector<std::string> names;
    for (const auto& [name, value] : RecipientClasses()) names.push_back(name);
    app.add_option("--to-class", to_class, "What kind of recipient")->check(CLI::IsMember(names))->type_name("CLASS");
    app.add_option("--why", why, "Why it is given [the agency's own use]; recorded with the disclosure")->type_name("PURPOSE");
    app.add_option("--authority", authority, "By which authorization: a consent, an order, a paragraph")->type_name("TEXT");
    app.add_flag("--without-witnesses", without_witnesses, "Give it also where fewer witnesses answer than the journal's policy asks for");
    app.add_option("--as-of", as_of_day, "What was known by the end of this day, and effective by then: --known-day and --effective-on in one")
        ->type_name("YYYY-MM-DD");
    as_of.DeclareKnown(app);
    as_of.DeclareEffective(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    v1::GetExhibitRequest request;
    if (events) {
      const auto ranges = ParseRanges(*events);
      if (!ranges) {
        Complain("--events: revisions and ranges of them expected, with commas between, for example 0-12,15");
        return ExitStatus::kUsage;
      }
      request.mutable_revisions()->Add(ranges->begin(), ranges->end());
    }
    if (!as_of_day.empty() && as_of.given()) {
      Complain("--as-of goes with no other day");
      return ExitStatus::kUsage;
    }
    if (!as_of_day.empty()) as_of.known_day = as_of.effective_on = as_of_day;
    for (const std::string* words : {&to, &why, &authority}) {
      if (FirstInvalidByte(*words) == words->size()) continue;
      Complain("--to, --why, --authority: UTF-8 expected");
      return ExitStatus::kUsage;
    }
    // What is disclosed is recorded before it comes: not for a file that cannot be written.
    if (const absl::Status writable = file == "-" ? absl::OkStatus() : CheckWritable(file); !writable.ok()) {
      Complain(writable.message());
      return ExitStatus::kFailure;
    }
    JournalClient client(server);
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    request.set_recipient(to);
    request.set_purpose(why);
    request.set_authority(authority);
    for (const auto& [name, value] : RecipientClasses()) {
      if (name == to_class) request.set_recipient_class(value);
    }
    request.set_request_id(eventstore::Uuid::Random().ToString());
    request.set_without_witnesses(without_witnesses);
    std::string bytes;
    const grpc::Status status = Get(client, request, &bytes);
    if (status.ok()) return Keep(bytes);
    // The server is there; who is not, it says.
    if (status.error_code() == grpc::UNAVAILABLE && status.error_message().find("--without-witnesses") != std::string::npos) {
      Complain(status.error_message());
      return ExitStatus::kUnavailable;
    }
    return ReportFailure(status, client.server());
  }

 private:
  static grpc::Status Get(JournalClient& client, const v1::GetExhibitRequest& request, std::string* bytes) {
    std::optional<ProgressBar> bar;
    uint64_t total = 0;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::GetExhibitResponse>(
        *context, client.court().GetExhibit(context.get(), request), [&](const v1::GetExhibitResponse& next) {
          if (!bar) bar.emplace(next.total_bytes());
          total = next.total_bytes();
          bytes->append(next.chunk());
          bar->Show(bytes->size(), absl::StrCat(WithCommas(bytes->size()), " bytes"));
          return bytes->size() <= kZipBytesMax;
        });
    if (status.ok() && bytes->size() != total) return grpc::Status(grpc::DATA_LOSS, "the server sent another number of bytes than it said");
    return status;
  }

  ExitStatus Keep(const std::string& bytes) const {
    if (file == "-") return PrintExact(bytes) ? ExitStatus::kOk : ExitStatus::kFailure;
    if (const absl::Status written = WriteFile(file, bytes, 0600); !written.ok()) {
      Complain(written.message());
      return ExitStatus::kFailure;
    }
    Print(absl::StrCat(file, ": ", WithCommas(bytes.size()), " bytes. Check it with: casejournal verify exhibit ", file, " --key VKEY\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddExhibitCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ExhibitCommand>(
      program, exit,
      {.name = "exhibit",
       .group = kProveGroup,
       .summary = "Write entries of a case and all that proves them into one file, and record the disclosure",
       .examples = "casejournal exhibit 23-JV-0117 -o 23-JV-0117.exhibit.zip\n"
                   "casejournal exhibit 23-JV-0117 --to \"Franklin County Juvenile Court\" --to-class court \\\n"
                   "    --why \"hearing of 2025-03-14\" --known-day 2025-03-01 -o hearing.exhibit.zip\n"
                   "casejournal exhibit 23-JV-0117 --events 0-12,15 --to \"counsel for the father\" --authority \"order of 2025-02-03\" -o part.zip\n"
                   "casejournal verify exhibit hearing.exhibit.zip --key \"$(cat journal.vkey)\""});
}

}  // namespace casejournal::services
