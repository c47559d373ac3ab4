#include "services/journal/adopted_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/proofs/hash.h"
#include "google/protobuf/text_format.h"
#include "projections/events/event_codec.h"

namespace casejournal::services {
namespace {

std::string DigestOf(const std::string& content) {
  const eventstore::Hash hash = eventstore::Sha256().Update(content).Finish();
  return std::string(reinterpret_cast<const char*>(hash.data()), hash.size());
}

// The content of an adoption of either kind.
struct Adoption {
  const std::string& id;
  uint32_t version;
  const std::string& content;
  const std::string& digest;
};

absl::StatusOr<projections::AdoptedRules> Read(const Adoption& adoption, bool calendar,
                                               const eventstore::RecordedEntry& entry) {
  if (DigestOf(adoption.content) != adoption.digest) {
    return absl::DataLossError(
        absl::StrCat("position ", entry.position, ": the adopted rules do not match their digest"));
  }
  projections::AdoptedRules adopted{
      .position = entry.position, .recorded_at_us = entry.header.recorded_at_us, .digest = adoption.digest};
  // A file that was checked when it was adopted stays the law of its days. It only has to be readable now.
  const bool read = calendar
                        ? google::protobuf::TextFormat::ParseFromString(adoption.content, &adopted.calendar.emplace())
                        : google::protobuf::TextFormat::ParseFromString(adoption.content, &adopted.set.emplace());
  if (!read) {
    return absl::UnimplementedError(absl::StrCat("position ", entry.position, ": this program cannot read version ",
                                                 adoption.version, " of the rules ", adoption.id,
                                                 "; a newer program adopted it"));
  }
  return adopted;
}

// Return why a file must not be adopted after the earlier ones. Empty: it may.
std::string Against(const projections::RuleFile& file, const projections::AdoptedRules* latest) {
  if (latest == nullptr || file.version() > latest->version()) return "";
  if (file.version() < latest->version()) {
    return absl::StrCat(file.name, ": version ", file.version(), " of ", file.id(), " is given, but version ",
                        latest->version(), " was adopted at position ", latest->position);
  }
  if (DigestOf(file.text) == latest->digest) return "";
  return absl::StrCat(file.name, ": version ", file.version(), " of ", file.id(), " was adopted at position ",
                      latest->position, " with other content; give this file the next version");
}

event::v1::JournalEvent Adopt(const projections::RuleFile& file) {
  event::v1::JournalEvent adoption;
  const auto fill = [&](auto& body, const std::string& title) {
    body.set_id(file.id());
    body.set_version(file.version());
    body.set_title(title);
    body.set_content(file.text);
    body.set_digest(DigestOf(file.text));
  };
  if (file.calendar) {
    fill(*adoption.mutable_calendar_adopted(), file.calendar->title());
  } else {
    fill(*adoption.mutable_rule_set_adopted(), file.set->title());
    adoption.mutable_rule_set_adopted()->set_effective_from(file.set->effective_from());
  }
  return adoption;
}

}  // namespace

absl::StatusOr<projections::RuleBook> ReadAdoptedRules(const eventstore::EventLog& log) {
  projections::RuleBook book;
  for (eventstore::Revision next = 0;;) {
    absl::StatusOr<std::vector<eventstore::RecordedEntry>> page =
        log.ReadStream(eventstore::StreamId::Journal(), next, {});
    if (!page.ok()) return page.status();
    if (page->empty()) return book;
    for (const eventstore::RecordedEntry& entry : *page) {
      next = entry.header.revision + 1;
      absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
      if (!stored.ok()) return stored.status();
      const event::v1::JournalEvent& event = stored->journal_event();
      const bool calendar = event.has_calendar_adopted();
      if (!calendar && !event.has_rule_set_adopted()) continue;
      const event::v1::RuleSetAdopted& set = event.rule_set_adopted();
      const event::v1::CalendarAdopted& days = event.calendar_adopted();
      absl::StatusOr<projections::AdoptedRules> adopted =
          calendar ? Read({days.id(), days.version(), days.content(), days.digest()}, calendar, entry)
                   : Read({set.id(), set.version(), set.content(), set.digest()}, calendar, entry);
      if (!adopted.ok()) return adopted.status();
      book.Add(*std::move(adopted));
    }
  }
}

absl::StatusOr<std::vector<event::v1::JournalEvent>> AdoptionsOf(const std::vector<projections::RuleFile>& files,
                                                                 const projections::RuleBook& book) {
  std::vector<std::string> wrong;
  for (const projections::RuleFile& file : files) {
    for (const projections::RuleFault& fault : file.faults) wrong.push_back(projections::FaultText(fault));
  }
  if (!wrong.empty()) return absl::InvalidArgumentError(absl::StrJoin(wrong, "\n"));
  // A given file replaces the adopted one with the same id; the others stay.
  std::vector<projections::RuleFile> together = files;
  for (const auto& adopted : book.adopted()) {
    const bool calendar = adopted->calendar.has_value();
    const auto same = [&](const projections::RuleFile& file) {
      return file.calendar.has_value() == calendar && file.id() == adopted->id();
    };
    if (book.Latest(adopted->id(), calendar) != adopted.get() || std::any_of(files.begin(), files.end(), same))
      continue;
    together.push_back(
        {.name = absl::StrCat("position ", adopted->position), .set = adopted->set, .calendar = adopted->calendar});
  }
  for (const projections::RuleFault& fault : projections::CheckTogether(together))
    wrong.push_back(projections::FaultText(fault));
  std::vector<event::v1::JournalEvent> adoptions;
  for (const projections::RuleFile& file : files) {
    const projections::AdoptedRules* latest = book.Latest(file.id(), file.calendar.has_value());
    if (std::string against = Against(file, latest); !against.empty()) wrong.push_back(std::move(against));
    if (latest == nullptr || file.version() > latest->version()) adoptions.push_back(Adopt(file));
  }
  if (!wrong.empty()) return absl::InvalidArgumentError(absl::StrJoin(wrong, "\n"));
  return adoptions;
}

}  // namespace casejournal::services
