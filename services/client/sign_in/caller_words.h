// Who a caller is to a journal, in words.
#ifndef CASEJOURNAL_SERVICES_CLIENT_SIGN_IN_CALLER_WORDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_SIGN_IN_CALLER_WORDS_H_

#include <string>

#include "casejournal/v1/journal_service.pb.h"

namespace casejournal::services {

// "Grace Bell (wren.example/u-104)".
std::string CallerName(const v1::CallerDescribed& caller);
// "a token", "a client certificate".
std::string MethodWords(const v1::CallerDescribed& caller);
// "caseworker, auditor"; empty: the journal gave none.
std::string CallerRoles(const v1::CallerDescribed& caller);
// When the token expires, in the time zone of the journal; empty: never.
std::string CallerUntil(const v1::GetJournalResponse& journal);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_SIGN_IN_CALLER_WORDS_H_
