#include "services/client/as_of_flags.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "services/console/command.h"

namespace casejournal::services {
namespace {

constexpr char kKnownGroup[] = "What was known";
constexpr char kKnownText[] = "Which entries the answer rests on; without one of these, all of them";

// CLI11's checks answer with what is wrong; empty: nothing.
std::string CheckDay(const std::string& text) {
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day) && absl::FormatCivilTime(day) == text) return "";
  return absl::StrCat("\"", text, "\" is no day; YYYY-MM-DD, for example 2025-03-31");
}

std::string CheckInstant(const std::string& text) {
  google::protobuf::Timestamp instant;
  if (google::protobuf::util::TimeUtil::FromString(text, &instant)) return "";
  return absl::StrCat("\"", text, "\" is no instant; RFC 3339, for example 2025-03-31T23:59:59Z");
}

}  // namespace

void AsOfFlags::DeclareKnown(CLI::App& app) {
  CLI::Option_group* known = app.add_option_group(kKnownGroup, kKnownText);
  known->require_option(0, 1);
  known->add_option("--known-revision", known_revision, "Entries of this case up to this revision")
      ->type_name("N")
      ->check(CheckWholeNumber);
  known->add_option("--known-position", known_position, "Entries up to this position")
      ->type_name("P")
      ->check(CheckWholeNumber);
  known->add_option("--known-at", known_at, "Entries recorded at or before this instant")
      ->type_name("RFC3339")
      ->check(CheckInstant);
  known->add_option("--known-day", known_day, "Entries recorded before this day was over")
      ->type_name("DAY")
      ->check(CheckDay);
  app.add_flag("--claimed", claimed, "Imported entries count from when they claim to have been recorded elsewhere");
}

void AsOfFlags::DeclareEffective(CLI::App& app) {
  app.add_option("--effective-on", effective_on, "Only what was so by the end of this day")
      ->type_name("DAY")
      ->check(CheckDay);
}

bool AsOfFlags::given() const {
  return known_revision.has_value() || known_position.has_value() || !known_at.empty() || !known_day.empty() ||
         claimed || !effective_on.empty();
}

v1::AsOf AsOfFlags::ToAsOf() const {
  v1::AsOf as_of;
  if (known_revision.has_value()) as_of.set_revision(*known_revision);
  if (known_position.has_value()) as_of.set_position(*known_position);
  if (!known_at.empty()) {
    google::protobuf::util::TimeUtil::FromString(known_at, as_of.mutable_instant());
  }
  if (!known_day.empty()) as_of.set_day(known_day);
  as_of.set_basis(claimed ? v1::BASIS_CLAIMED : v1::BASIS_RECORDED);
  if (!effective_on.empty()) as_of.set_effective_on(effective_on);
  return as_of;
}

void MinPositionFlag::Declare(CLI::App& app) {
  app.add_option("--min-position", min_position, "Wait until everything up to this position is considered")
      ->type_name("P")
      ->check(CheckWholeNumber);
}

}  // namespace casejournal::services
