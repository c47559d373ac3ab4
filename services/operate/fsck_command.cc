// casejournal fsck: check a journal on disk.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/recovery/fsck.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"

namespace casejournal::services {
namespace {

class FsckCommand {
 public:
  void Declare(CLI::App& app) {
    CLI::Option* data =
        app.add_option("--data", directory_, "Data directory of the journal; no server may have it open");
    CLI::Option* online =
        app.add_flag("--online", online_, "Check the log of a running server; file checksums are not checked");
    data->excludes(online);
    app.add_option("--rate", mib_per_second_, "With --online: maximum MiB to read per second")
        ->type_name("MIB")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    keys_.Declare(app);
    server_.Declare(app);
    json_.Declare(app, "Print the result as JSON");
  }

  ExitStatus Run() {
    if (online_ == !directory_.empty()) {
      Complain("give either --data DIRECTORY or --online");
      return ExitStatus::kUsage;
    }
    if (online_) return CheckOnline();
    const eventstore::MasterKeySource master_keys = keys_.Use();
    absl::StatusOr<eventstore::FsckReport> report = [&] {
      ProgressBar bar(1000);
      return eventstore::Fsck(
          directory_,
          [&](uint64_t done, uint64_t total) {
            bar.Show(total == 0 ? 1000 : done * 1000 / total, absl::StrCat(WithCommas(done), " entries"));
          },
          master_keys);
    }();
    if (!report.ok()) return ExplainLocalFailure(report.status());
    return Show(*report);
  }

 private:
  ExitStatus CheckOnline() {
    JournalClient client(server_);
    v1::CheckLogRequest request;
    request.set_bytes_per_second(mib_per_second_ << 20);
    eventstore::FsckReport report;
    std::optional<ProgressBar> bar(std::in_place, 1000);
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::CheckLogResponse>(
        *context, client.audit().CheckLog(context.get(), request), [&](const v1::CheckLogResponse& step) {
          bar->Show(step.total() == 0 ? 1000 : step.done() * 1000 / step.total(),
                    absl::StrCat(WithCommas(step.done()), " entries"));
          report.events = step.done();
          report.streams = step.streams();
          report.checkpoints = step.checkpoints();
          report.findings.assign(step.findings().begin(), step.findings().end());
          return true;
        });
    bar.reset();
    if (!status.ok()) return ReportFailure(status, client.server());
    directory_ = absl::StrCat("the log at ", client.server());
    return Show(report);
  }

  ExitStatus Show(const eventstore::FsckReport& report) const {
    Print(json_ ? AsJson(report) : AsText(report));
    if (report.findings.empty()) return ExitStatus::kOk;
    ResultTellsFailure();
    return ExitStatus::kDataLoss;
  }

  std::string AsText(const eventstore::FsckReport& report) const {
    std::string text;
    for (const std::string& finding : report.findings) absl::StrAppend(&text, "damaged: ", finding, "\n");
    if (!report.findings.empty()) {
      absl::StrAppend(&text, report.findings.size(), report.findings.size() == 1 ? " finding" : " findings", " in ",
                      directory_, "; nothing was changed\n");
      return text;
    }
    text = absl::StrCat("sound: ", Counted(report.events, "entry", "entries"), " in ",
                        Counted(report.streams, "stream", "streams"), ", ",
                        Counted(report.checkpoints, "signed checkpoint", "signed checkpoints"));
    if (online_) return absl::StrCat(text, "; file checksums were not checked\n");
    return absl::StrCat(text, ", root ", eventstore::HexOf(report.root), " (", report.origin, ")\n");
  }

  std::string AsJson(const eventstore::FsckReport& report) const {
    nlohmann::json json = {{"entries", report.events},
                           {"streams", report.streams},
                           {"checkpoints", report.checkpoints},
                           {"findings", report.findings}};
    json["verdict"] = report.findings.empty() ? "sound" : "damaged";
    if (!report.findings.empty()) {
      json["code"] = CanonicalCodeOf(ExitStatus::kDataLoss);
      json["message"] = report.findings.front();
    }
    if (!online_) {
      json["origin"] = report.origin;
      json["root"] = eventstore::HexOf(report.root);
    }
    return absl::StrCat(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n");
  }

  KeyFlags keys_;
  ServerFlags server_;
  std::string directory_;
  bool online_ = false;
  uint64_t mib_per_second_ = 16;
  JsonFlag json_;
};

}  // namespace

void AddFsckCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<FsckCommand>(program, exit,
                          {.name = "fsck",
                           .group = kProveGroup,
                           .summary = "Check a journal on disk: every file, hash, chain, index, and signature",
                           .examples = "casejournal fsck --data ./journal\n"
                                       "casejournal fsck --online --rate 8\n"
                                       "casejournal fsck --data ./journal --json"});
}

}  // namespace casejournal::services
