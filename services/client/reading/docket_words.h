// Texts about what is due.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_DOCKET_WORDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_DOCKET_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/v1/docket.pb.h"

namespace casejournal::services {

// Return the state of a date: "in 12 days", "met on 2026-07-10", "missed, 4 days ago", "missed, 3.8 years ago".
std::string StandingWords(const v1::DocketItem& item);

// Return the name of a state: "open", "window open", "met late"; "state 99" if this program does not know it.
std::string ClockStateWords(v1::ClockState state);

// Return whether an item in this state is still to be done.
bool IsToDo(v1::ClockState state);

// Return whether two dates of one case say the same for two children, so that one row has both.
bool DiffersInChildOnly(const v1::DocketItem& a, const v1::DocketItem& b);

// Return the derivation of a date: what is due, why, each step with its entry, and the state.
std::string Derivation(const v1::DocketItem& item, size_t width);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_DOCKET_WORDS_H_
