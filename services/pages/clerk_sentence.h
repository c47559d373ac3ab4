// The sentence of an action as a clerk writes it. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_CLERK_SENTENCE_H_
#define CASEJOURNAL_SERVICES_PAGES_CLERK_SENTENCE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return the sentence of an event of this type (RegisterRow) for a page: "A motion was filed with the court …" for
// "Motion was filed with the court …", and "The court made an order for …" for "The court ordered other for …". Any
// other sentence is returned as it is. The sentences of answers are frozen, and stay as they are in JSON and exhibits.
std::string ClerkSentence(absl::string_view type, absl::string_view sentence);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_CLERK_SENTENCE_H_
