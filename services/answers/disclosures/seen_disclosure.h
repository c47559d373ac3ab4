// What a reader may know of an entry about the record of a case.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_SEEN_DISCLOSURE_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_SEEN_DISCLOSURE_H_

#include "casejournal/event/v1/access_event.pb.h"
#include "projections/entries/label_set.h"
#include "projections/sight/sight.h"

namespace casejournal::services {

// Whether everything that `event` says may be given to a reader of its case who opens the labels `sees`, and from whom
// `sight` withholds (null: nothing). It names labels, revisions, and digests: of entries up to some revision, none of
// which may be withheld. Pure.
bool TellsNothingWithheld(const event::v1::AccessEvent& event, projections::LabelSet sees,
                          const projections::Sight* sight);

// What anybody may know who may read what was given: to whom, why, by which authority, in which form, and under which
// role. Nothing of what was given. Pure.
event::v1::DisclosureMade WithoutContent(const event::v1::DisclosureMade& made);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_SEEN_DISCLOSURE_H_
