#include "services/client/as_of_flags.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "services/client/entry_number.h"
#include "services/client/recorded_as_of.h"
#include "services/console/command.h"
#include "services/console/output.h"

namespace casejournal::services {
namespace {

constexpr char kKnownGroup[] = "What was known";
constexpr char kKnownText[] = "Choose the entries that the answer uses [default: all entries]";

// Return the error text, as CLI11 expects it; empty if the value is valid.
std::string CheckInstant(const std::string& text) {
  google::protobuf::Timestamp instant;
  if (google::protobuf::util::TimeUtil::FromString(text, &instant)) return "";
  return absl::StrCat("\"", text, "\" is not a time; use RFC 3339, for example 2025-03-31T23:59:59Z");
}

}  // namespace

void AsOfFlags::DeclareKnown(CLI::App& app) {
  CLI::Option_group* known = app.add_option_group(kKnownGroup, kKnownText);
  known->require_option(0, 1);
  known->add_option("--known-revision", known_revision, "Use the entries of this case up to entry N, such as r186")
      ->type_name("N")
      ->transform(EntryNumber());
  known->add_option("--known-position", known_position, "Use the entries up to position P of the journal")
      ->type_name("P")
      ->check(CheckWholeNumber);
  known
      ->add_option("--known-at", known_at,
                   "Use the entries recorded at or before this time, for example\n2025-03-31T23:59:59Z")
      ->type_name("RFC3339")
      ->check(CheckInstant);
  known->add_option("--known-day", known_day, "Use the entries recorded by the end of this day")
      ->type_name("DAY")
      ->check(CheckDay);
  app.add_flag("--claimed", claimed,
               "Count each imported entry from the time at which it claims to have\nbeen recorded elsewhere");
}

void DeclareRecorded(AsOfFlags& flags, CLI::App& app) {
  flags.DeclareKnown(app);
  app.remove_option(app.get_option("--claimed"));
}

void AsOfFlags::DeclareEffective(CLI::App& app) {
  app.add_option("--effective-on", effective_on, "Show only what was effective by the end of this day")
      ->type_name("DAY")
      ->check(CheckDay);
}

bool AsOfFlags::given() const {
  return known_revision.has_value() || known_position.has_value() || !known_at.empty() || !known_day.empty() ||
         claimed || !effective_on.empty();
}

void AsOfFlags::SpellDays(JournalClient& client) {
  SpellPastDays(client, {{"--known-day", &known_day}, {"--effective-on", &effective_on}});
  google::protobuf::Timestamp instant;
  if (known_at.empty() || !google::protobuf::util::TimeUtil::FromString(known_at, &instant)) return;
  if (absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(instant)) <= absl::Now()) return;
  Complain(absl::StrCat("--known-at: ", known_at, " is in the future"));
  throw CLI::RuntimeError(static_cast<int>(ExitStatus::kUsage));
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
  app.add_option("--min-position", min_position, "Wait until the answer includes all entries up to position P")
      ->type_name("P")
      ->check(CheckWholeNumber);
}

}  // namespace casejournal::services
