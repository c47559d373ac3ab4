#include "services/verify/entry_content.h"

#include "absl/strings/str_cat.h"

namespace casejournal::services {

uint64_t PositionOf(const v1::CaseEntry& entry) {
  switch (entry.content_case()) {
    case v1::CaseEntry::kOpened:
      return entry.opened().recorded().position();
    case v1::CaseEntry::kWithheld:
      return entry.withheld().position();
    case v1::CaseEntry::kDestroyed:
      return entry.destroyed().position();
    case v1::CaseEntry::CONTENT_NOT_SET:
      return 0;
  }
  return 0;
}

std::string WhyNotOpened(const v1::CaseEntry& entry) {
  switch (entry.content_case()) {
    case v1::CaseEntry::kOpened:
      return "";
    case v1::CaseEntry::kWithheld:
      return "withheld from this reader";
    case v1::CaseEntry::kDestroyed:
      return absl::StrCat("destroyed, as position ", entry.destroyed().tombstone_position(), " records");
    case v1::CaseEntry::CONTENT_NOT_SET:
      return "of a kind that this program does not know";
  }
  return "";
}

std::string InItsPlace(const v1::CaseEntry& entry) {
  if (entry.has_opened()) return "";
  return entry.has_withheld() ? "An entry that you may not see" : absl::StrCat("An entry ", WhyNotOpened(entry));
}

absl::StatusOr<const eventlog::v1::RecordedEvent*> OpenedIn(const v1::CaseEntry& entry) {
  if (entry.has_opened()) return &entry.opened().recorded();
  return absl::FailedPreconditionError(
      absl::StrCat("position ", PositionOf(entry), ": the entry is ", WhyNotOpened(entry)));
}

}  // namespace casejournal::services
