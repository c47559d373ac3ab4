// Short texts: addresses and days.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "services/net/host_port.h"
#include "services/pages/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(short_text) {
  const auto day = projections::ParseDay(bytes);
  if (day.ok()) {
    Hold(projections::FormatDay(*day) == bytes, "a day has one spelling");
    Hold(projections::DaysBetween(bytes, bytes) == 0, "a day is no day from itself");
  }
  const auto address = services::ParseHostPort(bytes);
  if (address.ok()) {
    Hold(absl::StartsWith(bytes, absl::StrCat(address->host, ":")), "an address begins with its host");
    Hold(bytes.find('\0') == absl::string_view::npos, "an address has no NUL, at which the system would end it");
  }
  if (services::IsLoopback(bytes)) Hold(bytes.find('\0') == absl::string_view::npos, "an address has no NUL");
  const std::string printable = services::Printable(bytes);
  Hold(!services::HasUnprintable(printable) && services::FirstInvalidByte(printable) == printable.size(),
       "what can be shown can be shown");
}

}  // namespace casejournal::fuzz
