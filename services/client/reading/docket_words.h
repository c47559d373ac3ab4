// What is due, in words for people.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_DOCKET_WORDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_DOCKET_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/v1/docket.pb.h"

namespace casejournal::services {

// "in 12 days", "met on 2026-07-10", "missed, 4 days ago".
std::string StandingWords(const v1::DocketItem& item);

// "open", "window open", "met late".
std::string ClockStateWords(v1::ClockState state);

// What is due, by which rule (with `mark` behind it), and what a reader should know of the date, each in lines of its
// own.
std::string WhatWords(const v1::DocketItem& item, absl::string_view mark);

// Whether it is still to be done.
bool IsToDo(v1::ClockState state);

// The derivation of a date, as a lawyer follows it: what is due, why, each step with its entry, how it stands.
std::string Derivation(const v1::DocketItem& item, size_t width);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_DOCKET_WORDS_H_
