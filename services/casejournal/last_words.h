// What the program says when it must end at once.
#ifndef CASEJOURNAL_SERVICES_CASEJOURNAL_LAST_WORDS_H_
#define CASEJOURNAL_SERVICES_CASEJOURNAL_LAST_WORDS_H_

namespace casejournal::services {

// From now on, end the program with a line on standard error and ExitStatus::kOutOfMemory if memory or a thread cannot
// be had, in any thread. Without this, it would abort. Nothing that was acknowledged is lost: a server that ends so is
// like one that was killed.
void SayLastWords();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASEJOURNAL_LAST_WORDS_H_
