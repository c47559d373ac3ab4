// The sentence that a court or a clerk reads for an event, created from its annotation. It contains names and never
// ids. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_REGISTER_SENTENCE_H_
#define CASEJOURNAL_PROJECTIONS_REGISTER_SENTENCE_H_

#include <string>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/words/names.h"
#include "projections/words/wording.h"

namespace casejournal::projections {

// Names come from `plan`, or else from the event itself. A participant that neither knows is "someone no longer in the
// record".
std::string Sentence(const event::v1::CaseEvent& event, const v1::CasePlan& plan);
// Like the first; `also_known` has the names that `plan` does not know.
std::string Sentence(const event::v1::CaseEvent& event, const v1::CasePlan& plan, const v1::CasePlan& also_known);

// Like the first, with names from `names`, which also has the words for absent parts.
std::string Sentence(const event::v1::CaseEvent& event, const Names& names);

// The same sentence, and what it is made of: the id is the type of the event.
Said SayEvent(const event::v1::CaseEvent& event, const Names& names);
Said SayEvent(const event::v1::JournalEvent& event);
Said SayEvent(const event::v1::AccessEvent& event);
Said SayEvent(const event::v1::ReaderEvent& event);

// The sentence for an entry of the journal's own stream.
std::string Sentence(const event::v1::JournalEvent& event);

// The sentence for an entry about the record of a case.
std::string Sentence(const event::v1::AccessEvent& event);

// The sentence for an entry about one reader of the journal.
std::string Sentence(const event::v1::ReaderEvent& event);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_REGISTER_SENTENCE_H_
