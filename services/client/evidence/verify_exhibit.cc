// casejournal verify exhibit: check an exhibit without a server.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "projections/words/instant_words.h"
#include "services/client/evidence/check_report.h"
#include "services/client/evidence/verify_commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/exhibit/fold_words.h"
#include "services/files/given_file.h"
#include "services/verify/check_exhibit.h"

namespace casejournal::services {
namespace {

using eventstore::Witnessing;

std::string MicrosText(int64_t us, const ExhibitReport& report) {
  return projections::InstantWords(us, report.view.zone.value_or(absl::UTCTimeZone()));
}

std::string SecondsText(int64_t seconds, const ExhibitReport& report) {
  return MicrosText(absl::ToUnixMicros(absl::FromUnixSeconds(seconds)), report);
}

struct VerifyExhibitCommand {
  std::string file;
  std::string key;
  std::string policy_file;
  std::string ca_file;
  bool without_pages = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("file", file, "The exhibit; - for standard input")->type_name("FILE")->required();
    app.add_option("--key", key,
                   "Verifier key of the journal, or a file with it; get it from a source other\n"
                   "than the person who gave you the exhibit")
        ->type_name("VKEY|FILE")
        ->required();
    app.add_option("--policy", policy_file,
                   "Witness policy (C2SP tlog-policy): which witnesses count, and how many\nmust have cosigned")
        ->type_name("FILE");
    app.add_option("--timestamp-ca", ca_file, "Certificates (PEM) of the timestamp authorities that you trust")
        ->type_name("FILE");
    app.add_flag("--without-pages", without_pages,
                 "Skip the page check if another version of the program made the exhibit");
    json.Declare(app, "Print each check with its verdict as JSON (docs/VERIFYING.md)");
  }

  ExitStatus Run() {
    std::optional<ExhibitTrust> trust;
    if (const ExitStatus read = ReadTrust(&trust); read != ExitStatus::kOk) return read;
    std::string bytes;
    if (const absl::Status read = ReadInput(file, &bytes); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kNotFound;
    }
    const absl::StatusOr<ExhibitReport> report = CheckExhibit(bytes, *trust);
    if (report.ok()) {
      Print(json ? Json(*report, trust->key) : Text(*report));
      if (json) ResultTellsFailure();
      if (!json) PrintVerdict(SoundText(*report, trust->key));
      if (!report->packed_again) return ExitStatus::kOk;
      Complain("packed again by another program; every file in it is as it was");
      return ExitStatus::kFailure;
    }
    Complain(report.status().message());
    if (json) {
      Print(FailureJson(report.status()));
      ResultTellsFailure();
    }
    if (absl::IsUnimplemented(report.status())) {
      Complain("NOT VERIFIED: this program is too old, or too new, for the file");
      return ExitStatus::kUnknownFormat;
    }
    Complain(absl::IsOutOfRange(report.status()) ? "VERIFICATION FAILED: cut off; get the whole file"
                                                 : "VERIFICATION FAILED");
    return ExitStatus::kDataLoss;
  }

 private:
  ExitStatus ReadTrust(std::optional<ExhibitTrust>* trust) {
    if (const ExitStatus given = ReadGivenKey(&key); given != ExitStatus::kOk) return given;
    const auto verifier = eventstore::NoteVerifier::FromVerifierKey(key);
    if (!verifier.ok()) {
      Complain(absl::StrCat("--key: ", verifier.status().message()));
      return ExitStatus::kUsage;
    }
    trust->emplace(ExhibitTrust{.key = *verifier, .policy = {}, .time_stamp_ca = {}, .without_pages = without_pages});
    std::string text;
    for (const auto& [path, flag] : {std::pair(&policy_file, "--policy"), std::pair(&ca_file, "--timestamp-ca")}) {
      if (path->empty()) continue;
      if (const absl::Status read = ReadInput(*path, &text); !read.ok()) {
        Complain(absl::StrCat(flag, ": ", read.message()));
        return ExitStatus::kNotFound;
      }
      if (path == &ca_file) {
        if (text.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
          Complain(absl::StrCat("--timestamp-ca: ", *path, " contains no certificate (PEM)"));
          return ExitStatus::kUsage;
        }
        (*trust)->time_stamp_ca = text;
        continue;
      }
      absl::StatusOr<eventstore::WitnessPolicy> policy = eventstore::WitnessPolicy::Parse(text);
      if (!policy.ok()) {
        Complain(absl::StrCat(*path, ": ", policy.status().message()));
        return ExitStatus::kUsage;
      }
      (*trust)->policy = *std::move(policy);
    }
    return ExitStatus::kOk;
  }

  static std::string WitnessText(const ExhibitReport& report) {
    const size_t others = report.signatures - 1;
    if (!report.witnesses) {
      return others == 0 ? "none: the exhibit rests on the journal's key alone"
                         : absl::StrCat(others, " more signature", others == 1 ? "" : "s",
                                        ", NOT CHECKED; use --policy to name the witnesses that count");
    }
    std::vector<std::string> lines;
    for (const eventstore::WitnessFinding& witness : report.witnesses->witnesses) {
      if (witness.witnessing == Witnessing::kCosigned) {
        lines.push_back(
            absl::StrCat(witness.name, ", ", SecondsText(static_cast<int64_t>(witness.seconds), report), "  ok"));
      } else {
        lines.push_back(absl::StrCat(witness.name, "  has not cosigned it"));
      }
    }
    lines.push_back("the policy is met  ok");
    return absl::StrJoin(lines, "\n             ");
  }

  // A timestamp counts as of the time that it states: it stays valid after the certificate expires.
  static std::string TimeText(const ExhibitReport& report) {
    if (!report.time_stamp_seconds) return "none";
    const std::string time = SecondsText(*report.time_stamp_seconds, report);
    if (!report.time_stamp_checked)
      return absl::StrCat(time, "  NOT CHECKED; give the authority's certificate with --timestamp-ca");
    const bool expired = report.time_stamp_valid_until < absl::ToUnixSeconds(absl::Now());
    return absl::StrCat(time,
                        expired ? absl::StrCat(", valid then; the authority's certificate expired ",
                                               SecondsText(report.time_stamp_valid_until, report))
                                : "",
                        "  ok");
  }

  static std::string PlanText(const ExhibitReport& report) {
    if (!report.view.plan) return "not in the file: entries that it depends on were left out";
    return absl::StrCat("rebuilt from the entries, identical to the plan shown and attested", FoldRemark(*report.fold),
                        "  ok");
  }

  static std::string PagesText(const ExhibitReport& report) {
    if (report.pages_checked) return "rebuilt, every byte the same  ok";
    const uint32_t version = report.view.disclosure().page_version();
    if (version >= kExhibitPageVersion) return "NOT CHECKED: exhibit.html was not compared";
    return absl::StrCat("NOT CHECKED: exhibit.html was not compared; an earlier program made pages ", version,
                        ", and this one makes pages ", kExhibitPageVersion);
  }

  // Describe what proves the place of entries that are left out.
  static std::string ChainText(const ExhibitReport& report,
                               const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& left_out) {
    size_t given = report.view.events.size();
    if (left_out.empty()) return absl::StrCat(": ", WithCommas(given), " headers, each naming the one before it");
    size_t leaves = 0;
    for (const event::v1::RevisionRange& range : left_out) leaves += range.last() - range.first() + 1;
    return absl::StrCat(": ", WithCommas(given), " headers; ", WithCommas(leaves),
                        " leaf hashes of left-out entries, each proved to be in the log");
  }

  static std::string Text(const ExhibitReport& report) {
    const event::v1::DisclosureMade& said = report.view.disclosure();
    const auto left_out = LeftOut(said.revisions(), said.head_revision());
    return absl::StrCat(
        "journal      ", report.checkpoint.origin, "\ncheckpoint   ", WithCommas(report.checkpoint.size),
        " entries, root ", eventstore::HexOf(report.checkpoint.root), ", signed by the key  ok\nwitnesses    ",
        WitnessText(report), "\ntimestamp    ", TimeText(report), "\ncase         ", report.view.case_id,
        "\nentries      ", WithCommas(report.view.events.size()), " opened and proved: revisions ",
        RangesText(said.revisions()), "  ok\nchain        revisions 0 to ", said.head_revision(), " without a gap",
        ChainText(report, left_out), "  ok\nleft out     ",
        left_out.empty() ? "nothing" : absl::StrCat("revisions ", RangesText(left_out)),
        "\ndisclosure   recorded in the first ", WithCommas(report.checkpoint.size),
        " entries; states that the case's record ended at revision ", said.head_revision(), " when the journal had ",
        WithCommas(said.head_observed_at()), " entries  ok\nplan         ", PlanText(report), "\npages        ",
        PagesText(report), "\nfiles        ", report.files, ", digests as in the manifest  ok\n");
  }

  static std::string SoundText(const ExhibitReport& report, const eventstore::NoteVerifier& key) {
    return absl::StrCat("Sound: ", Counted(report.view.events.size(), "entry", "entries"),
                        " of the case, in a journal of ", Counted(report.checkpoint.size, "entry", "entries"),
                        " signed by ", KeyIdOf(key), ".");
  }

  static nlohmann::ordered_json WitnessesJson(const ExhibitReport& report) {
    nlohmann::ordered_json witnesses = nlohmann::ordered_json::array();
    if (!report.witnesses) return witnesses;
    for (const eventstore::WitnessFinding& witness : report.witnesses->witnesses) {
      const bool cosigned = witness.witnessing == Witnessing::kCosigned;
      nlohmann::ordered_json one = {{"name", witness.name}, {"cosigned", cosigned}};
      if (cosigned) one["seconds"] = witness.seconds;
      witnesses.push_back(std::move(one));
    }
    return witnesses;
  }

  static std::string Json(const ExhibitReport& report, const eventstore::NoteVerifier& key) {
    const event::v1::DisclosureMade& said = report.view.disclosure();
    CheckReport checks(
        {"signature", "witnesses", "timestamp", "entries", "chain", "disclosure", "plan", "pages", "files"});
    for (const char* check : {"signature", "entries", "chain", "disclosure", "files"}) checks.Pass(check);
    const auto settle = [&checks](const char* check, bool checked) {
      checked ? checks.Pass(check) : checks.Skip(check);
    };
    settle("witnesses", report.witnesses.has_value());
    settle("timestamp", report.time_stamp_checked);
    settle("plan", report.view.plan.has_value());
    settle("pages", report.pages_checked);
    nlohmann::ordered_json& found = checks.facts();
    found = {
        {"origin", report.checkpoint.origin},
        {"keyId", KeyIdOf(key)},
        {"size", report.checkpoint.size},
        {"root", eventstore::HexOf(report.checkpoint.root)},
        {"caseId", report.view.case_id},
        {"entries", report.view.events.size()},
        {"given", RangesText(said.revisions())},
        {"leftOut", RangesText(LeftOut(said.revisions(), said.head_revision()))},
        {"knownRevision", said.known_revision()},
        {"headRevision", said.head_revision()},
        {"headObservedAt", said.head_observed_at()},
        {"witnessesChecked", report.witnesses.has_value()},
        {"witnesses", WitnessesJson(report)},
        {"timeStampChecked", report.time_stamp_checked},
        {"planFolded", report.view.plan.has_value()},
        {"pagesChecked", report.pages_checked},
        {"pageVersion", report.view.disclosure().page_version()},
        {"packedAgain", report.packed_again},
    };
    if (report.fold) found["fold"] = FoldComparisonName(*report.fold);
    if (report.time_stamp_seconds) found["timeStampSeconds"] = *report.time_stamp_seconds;
    if (report.time_stamp_checked) found["timeStampCertificateValidUntil"] = report.time_stamp_valid_until;
    return checks.Json();
  }

  // A message begins with the file of the exhibit that is wrong: "plan.binpb: missing".
  static std::string FailureJson(const absl::Status& why) {
    const std::string message(why.message());
    const std::string where = message.substr(0, message.find(": "));
    nlohmann::ordered_json failed = {{"verdict", absl::IsUnimplemented(why) ? "not verified"
                                                 : absl::IsOutOfRange(why)  ? "cut off"
                                                                            : "failed"}};
    if (where.size() < message.size() && where.find(' ') == std::string::npos) failed["file"] = where;
    failed["code"] = why.raw_code();
    failed["message"] = message;
    return absl::StrCat(failed.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n");
  }
};

}  // namespace

void AddVerifyExhibit(CLI::App& verify, ExitStatus& exit) {
  AddCommand<VerifyExhibitCommand>(
      verify, exit,
      {.name = "exhibit",
       .group = "What to check",
       .summary = "Check an exhibit without a server: digests, proofs, signatures, plan",
       .examples = "casejournal verify exhibit hearing.exhibit.zip --key \"$(cat journal.vkey)\"\n"
                   "casejournal verify exhibit hearing.exhibit.zip --key \"$(cat journal.vkey)\" \\\n"
                   "    --policy witnesses.policy --timestamp-ca tsa.pem"});
}

}  // namespace casejournal::services
