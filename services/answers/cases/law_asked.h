// The law that an answer about a case uses: of the day asked for, as far as it was adopted by the time asked for.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_LAW_ASKED_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_LAW_ASKED_H_

#include <memory>
#include <optional>

#include "absl/time/civil_time.h"
#include "casejournal/v1/as_of.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"
#include "projections/law/law.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// The last position whose rules are known. Empty: no limit. `entries` has the revision that `as_of` names.
std::optional<eventstore::Position> RulesKnownBy(const v1::AsOf& as_of, const projections::EntryList& entries);

// Never null; empty if no adopted rule set was the law on that day.
std::shared_ptr<const projections::Law> LawAsked(const Journal& journal, absl::CivilDay day, const v1::AsOf& as_of,
                                                 const projections::EntryList& entries,
                                                 const projections::KnownSet& known);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_LAW_ASKED_H_
