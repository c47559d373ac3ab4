#include "services/client/recording/import_run.h"

#include <algorithm>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/client/call_failure.h"
#include "services/json_input/json_fault.h"

namespace casejournal::services {
namespace {

// The maximum number of lines that wait for their case; then reading waits, too.
constexpr size_t kLinesAheadMax = 1024;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

ImportRun::ImportRun(JournalClient& client, std::string name, ImportOptions options, ImportCounts* counts,
                     ProgressBar* bar)
    : client_(client),
      name_(std::move(name)),
      options_(options),
      counts_(counts),
      bar_(bar),
      call_(client),
      order_(counts->rejected_cases) {}

ImportStop ImportRun::Import(std::istream& file, size_t from_line) {
  from_line_ = from_line;
  while (true) {
    ReadAhead(file);
    SendReady();
    if (lines_in_flight_.empty()) break;
    const auto answer = call_.NextAnswer();
    if (!answer) break;
    Settle(*answer);
  }
  const grpc::Status status = call_.Finish();
  if (!status.ok() && order_.size() > 0) {
    StopAt(*order_.LowestOpen(), ExitStatusFor(ErrorOf(status)), FailureText(ErrorOf(status), client_.server()));
  }
  if (order_.size() > 0 && stop_.exit == ExitStatus::kOk) {
    StopAt(*order_.LowestOpen(), ExitStatus::kUnavailable, "the server ended the call early");
  }
  if (stop_.exit != ExitStatus::kOk && order_.size() > 0) {
    stop_.line = std::min(stop_.line, *order_.LowestOpen());
  }
  std::sort(stop_.rejections.begin(), stop_.rejections.end(),
            [](const ImportRejection& a, const ImportRejection& b) { return a.line < b.line; });
  return stop_;
}

void ImportRun::ReadAhead(std::istream& file) {
  std::string text;
  while (reading_ && order_.size() < kLinesAheadMax) {
    if (!std::getline(file, text)) {
      reading_ = false;
      if (file.bad()) StopAt(line_ + 1, ExitStatus::kFailure, absl::StrCat(name_, ":", line_ + 1, ": cannot be read"));
      return;
    }
    ++line_;
    const size_t bytes = text.size() + 1;
    if (line_ < from_line_ || absl::StripAsciiWhitespace(text).empty()) {
      counts_->bytes += bytes;
      continue;
    }
    if (line_ == 1 && absl::string_view(text).substr(0, 3) == kByteOrderMark) text.erase(0, 3);
    TakeLine(text, bytes);
  }
}

void ImportRun::TakeLine(const std::string& text, size_t bytes) {
  v1::AppendRequest request;
  auto fault = ReadJson(text, &request);
  if (!fault && request.request_id().empty()) {
    fault = JsonFault{0, "a request without requestId", "a UUID that stays the same when the line is imported again"};
  }
  if (fault) {
    Reject(line_, ExitStatus::kMalformed, FaultText(*fault, text, name_, line_));
    if (!options_.keep_going) reading_ = false;
    return;
  }
  if (std::string same = SameIdText(request); !same.empty()) {
    Reject(line_, ExitStatus::kRequestIdTaken, std::move(same));
    if (!options_.keep_going) reading_ = false;
    return;
  }
  std::vector<std::string> case_ids;
  for (const v1::CaseAppend& append : request.cases()) case_ids.push_back(append.case_id());
  if (order_.Add(line_, case_ids)) {
    requests_[line_] = {std::move(request), bytes};
  } else {
    counts_->bytes += bytes;
    ++counts_->not_sent;
  }
}

std::string ImportRun::SameIdText(const v1::AppendRequest& request) {
  const size_t content = absl::HashOf(request.SerializeAsString());
  const auto [found, fresh] = given_.try_emplace(absl::HashOf(request.request_id()), Given{line_, content});
  if (fresh || found->second.content == content) return "";
  return absl::StrCat(name_, ":", line_, ": the requestId ", request.request_id(), " is that of line ",
                      found->second.line, ", which has other content. Each request needs an id of its own");
}

void ImportRun::SendReady() {
  while (sending_ && lines_in_flight_.size() < options_.window) {
    const auto line = order_.NextReady();
    if (!line) return;
    const v1::AppendRequest& request = requests_[*line].request;
    lines_in_flight_.emplace(request.request_id(), *line);
    if (!call_.Send(request)) sending_ = reading_ = false;
  }
}

void ImportRun::Settle(const v1::AppendStreamResponse& answer) {
  const auto found = lines_in_flight_.find(answer.request_id());
  if (found == lines_in_flight_.end()) return;
  const size_t line = found->second;
  lines_in_flight_.erase(found);
  const v1::AppendRequest& request = requests_[line].request;
  counts_->bytes += requests_[line].bytes;
  if (!answer.has_appended()) {
    Reject(line, ExitStatusFor(answer.error()),
           absl::StrCat(name_, ":", line, ": ", FailureText(answer.error(), client_.server(), &request)));
    if (options_.keep_going) {
      counts_->not_sent += order_.Rejected(line);
    } else {
      reading_ = sending_ = false;
    }
    return;
  }
  if (answer.appended().repeated_answer()) {
    ++counts_->repeated;
  } else {
    ++counts_->requests;
    uint64_t events = 0;
    for (const v1::CaseAppend& append : request.cases()) events += append.events_size();
    counts_->events += events;
    counts_->last_position = std::max(counts_->last_position, answer.appended().first_position() + events - 1);
  }
  order_.Recorded(line);
  requests_.erase(line);
  bar_->Show(counts_->bytes, absl::StrCat(Counted(counts_->requests, "request", "requests"), ", ",
                                          Counted(counts_->events, "event", "events")));
}

void ImportRun::Reject(size_t line, ExitStatus exit, std::string why) {
  if (options_.keep_going) stop_.rejections.push_back({exit, line, why});
  StopAt(line, exit, std::move(why));
}

// If several lines fail, report the first line: the user continues from there.
void ImportRun::StopAt(size_t line, ExitStatus exit, std::string why) {
  if (stop_.exit != ExitStatus::kOk && stop_.line <= line) return;
  stop_.exit = exit;
  stop_.line = line;
  stop_.why = std::move(why);
}

}  // namespace casejournal::services
