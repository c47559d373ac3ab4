#include "services/client/work/work_calendar.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/client/reading/docket_words.h"
#include "services/client/work/former_calendar.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/files/given_file.h"

namespace casejournal::services {
namespace {

// The mode of a new file: names are for its owner alone.
constexpr unsigned kOwnerOnly = 0600;
constexpr unsigned kEveryone = 0644;

// Read the calendar that the file has. Nothing if there is no such file, if it is empty, or if it is a pipe or device.
absl::StatusOr<std::optional<FormerCalendar>> FormerIn(const std::string& file, const CalendarHead& head) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed) || std::filesystem::file_size(file, failed) == 0)
    return std::nullopt;
  std::string content;
  if (absl::Status read = ReadInput(file, &content); !read.ok()) return read;
  absl::StatusOr<FormerCalendar> former = ReadFormerCalendar(content);
  if (!former.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(file, " ", former.status().message(), "; name another file, or remove it first"));
  }
  if (former->list != head.list) {
    return absl::FailedPreconditionError(absl::StrCat(file, " has the calendar of another list, \"", former->title,
                                                      "\"; name another file for \"", head.title, "\""));
  }
  return *std::move(former);
}

// A file that is no former calendar of the list is named wrongly; any other failure is one of the file.
ExitStatus Fail(const absl::Status& failure) {
  const ExitStatus exit = ExplainFileFailure(failure);
  return absl::IsFailedPrecondition(failure) ? ExitStatus::kUsage : exit;
}

}  // namespace

ExitStatus WriteCalendar(const CalendarHead& head, const std::vector<v1::WorkItem>& items, const CasesById& cases,
                         const std::string& file, const std::string& nothing) {
  const bool to_output = file.empty() || file == "-";
  std::vector<CalendarEvent> events = CalendarEvents(items, cases, head);
  bool continues = false;
  if (!to_output) {
    absl::StatusOr<std::optional<FormerCalendar>> former = FormerIn(file, head);
    if (!former.ok()) return Fail(former.status());
    continues = former->has_value() && !(*former)->events.empty();
    if (continues) events = AfterFormer((*former)->events, std::move(events), head);
  }
  const bool matches = std::any_of(items.begin(), items.end(), [&](const v1::WorkItem& item) {
    const auto of = cases.find(item.case_id());
    return IsToDo(item.due().state()) && (of == cases.end() || IsOpen(of->second));
  });
  if (!HasToDo(events) && !matches && !continues) {
    Complain(absl::StrCat(nothing, "\nNo calendar was written."));
    return ExitStatus::kNotFound;
  }
  const std::string feed = CalendarFeed(head, events);
  if (to_output) {
    PrintExact(feed);
    return ExitStatus::kOk;
  }
  if (absl::Status written = WriteFile(file, feed, head.names ? kOwnerOnly : kEveryone); !written.ok())
    return Fail(written);
  size_t to_do = 0;
  for (const CalendarEvent& event : events) to_do += event.cancelled ? 0 : 1;
  Remark(absl::StrCat(file, ": ", to_do, to_do == 1 ? " event" : " events", ", and ", events.size() - to_do,
                      " cancelled."));
  return ExitStatus::kOk;
}

}  // namespace casejournal::services
