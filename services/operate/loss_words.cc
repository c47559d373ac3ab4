#include "services/operate/loss_words.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/console/progress_bar.h"

namespace casejournal::services {
namespace {

std::string InstantOf(int64_t micros) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(micros), absl::UTCTimeZone());
}

std::string IsOrAre(uint64_t number) { return absl::StrCat(WithCommas(number), number == 1 ? " is" : " are"); }

// "  position 305: RoleEnded: role 6f2c1b7e, subject wren.example/u-2, as caseworker; 2025-03-01T10:00:00Z"
std::string LineOf(const LostEntry& entry) {
  std::string about = entry.case_id.empty() ? "" : absl::StrCat("case ", entry.case_id);
  for (const auto& [name, value] : entry.ids) absl::StrAppend(&about, about.empty() ? "" : ", ", name, " ", value);
  return absl::StrCat("  ", entry.position ? absl::StrCat("position ", *entry.position) : "position not known", ": ",
                      entry.type, about.empty() ? "" : ": ", about,
                      entry.recorded_at_us ? absl::StrCat("; ", InstantOf(*entry.recorded_at_us)) : "",
                      entry.proved ? "" : "; not proved", "\n");
}

std::string Listed(const LossReport& losses, LossMatter matter, absl::string_view title) {
  std::string lines;
  for (const LostEntry& entry : losses.entries) {
    if (entry.matter == matter) absl::StrAppend(&lines, LineOf(entry));
  }
  return lines.empty() ? lines : absl::StrCat(title, "\n", lines);
}

// What the copies show, how far that is proved, and what they cannot tell.
std::string CopiesText(const LossReport& losses) {
  std::string text = absl::StrCat("The copies show the content of ", WithCommas(losses.shown), " of these, ",
                                  WithCommas(losses.proved), " of them proved by a signed checkpoint");
  if (losses.withheld > 0) {
    absl::StrAppend(&text, "; ", IsOrAre(losses.withheld),
                    " known by hash only: what they were, the copies do not say");
  }
  if (losses.unknown > 0) absl::StrAppend(&text, "; ", IsOrAre(losses.unknown), " in no copy");
  return absl::StrCat(text, ".\n");
}

std::string EntriesText(const LossReport& losses) {
  std::string text = absl::StrCat(
      Listed(losses, LossMatter::kRights, "Roles, assignments, and grants that were given, ended, or confirmed:"),
      Listed(losses, LossMatter::kLabels, "Entries that set labels:"),
      Listed(losses, LossMatter::kWithdrawal, "Entries that withdrew another one, perhaps one of rights or labels:"),
      Listed(losses, LossMatter::kDisclosure, "Disclosures:"));
  const bool all_proved = losses.missing > 0 && losses.proved == losses.missing;
  if (text.empty() && all_proved) {
    return "None of them gave or ended a right, set a label, or recorded a disclosure.\n";
  }
  if (text.empty() && losses.shown + losses.beyond > 0) {
    return "None of those that the copies show gave or ended a right, set a label, or recorded a disclosure.\n";
  }
  return text;
}

}  // namespace

std::string LossText(const eventstore::Restored& restored, const LossReport& losses, bool with_copies) {
  std::string text;
  if (losses.missing > 0) {
    absl::StrAppend(&text, "The journal had published ", Counted(restored.published.size, "entry", "entries"), ": ",
                    WithCommas(losses.missing), " are missing here, from position ", restored.size, " to ",
                    restored.published.size - 1, ".\n");
    if (restored.in_repository > restored.size) {
      absl::StrAppend(&text, "The repository has those up to position ", restored.in_repository - 1,
                      ": restore its newest backup as a whole to have them.\n");
    }
    if (!with_copies && restored.in_repository < restored.published.size) {
      absl::StrAppend(&text, restored.in_repository > restored.size ? "What the others" : "What they",
                      " were is not known here: perhaps roles that ended, labels, and disclosures. Whoever kept\n"
                      "entries of the journal can tell: --journal-copy.\n");
    }
  }
  if (with_copies && losses.missing > 0) absl::StrAppend(&text, CopiesText(losses));
  if (losses.beyond > 0) {
    absl::StrAppend(&text, "The copies show ", Counted(losses.beyond, "entry", "entries"), " after position ",
                    restored.published.size - 1,
                    ", which no signed checkpoint proves: find a newer one (--last-checkpoint).\n");
  }
  absl::StrAppend(&text, EntriesText(losses));
  absl::StrAppend(&text, "Whether anything was recorded after position ", restored.published.size - 1,
                  " is not known: no newer signed checkpoint was given.\n");
  if (!restored.unread.empty()) {
    absl::StrAppend(&text, "Nor is it known whether these damaged backups have more entries: ",
                    absl::StrJoin(restored.unread, ", "), ".\n");
  }
  return text;
}

nlohmann::ordered_json LossJson(const LossReport& losses) {
  nlohmann::ordered_json entries = nlohmann::ordered_json::array();
  for (const LostEntry& entry : losses.entries) {
    nlohmann::ordered_json shown;
    if (entry.position) shown["position"] = *entry.position;
    shown["type"] = entry.type;
    shown["matter"] = std::string(NameOf(entry.matter));
    if (!entry.case_id.empty()) shown["caseId"] = entry.case_id;
    if (entry.recorded_at_us) shown["recordedAt"] = InstantOf(*entry.recorded_at_us);
    shown["proved"] = entry.proved;
    for (const auto& [name, value] : entry.ids) shown["ids"][name] = value;
    entries.push_back(std::move(shown));
  }
  return {{"missing", losses.missing},     {"shown", losses.shown},
          {"proved", losses.proved},       {"hashOnly", losses.withheld},
          {"inNoCopy", losses.unknown},    {"afterCheckpoint", losses.beyond},
          {"entries", std::move(entries)}, {"contradictions", losses.contradictions}};
}

}  // namespace casejournal::services
