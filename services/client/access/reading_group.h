// One reading of a case for people: a command may make several calls, and each call is a disclosure of its own. Pure.
#ifndef CASEJOURNAL_SERVICES_CLIENT_ACCESS_READING_GROUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_ACCESS_READING_GROUP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "casejournal/v1/access_service.pb.h"

namespace casejournal::services {

// Disclosures of one reading, the newest first.
class ReadingGroup {
 public:
  explicit ReadingGroup(v1::Disclosure newest) : all_({std::move(newest)}) {}

  // Take the disclosure that comes next in a list with the newest first, if it is of the same reading: of the same
  // case, to the same person, under the same role, for the same purpose and authority, at most ten seconds before the
  // newest, and one of the two gives no more than the other. An exhibit, a document, and what follows the journal each
  // stand for themselves.
  bool Take(const v1::Disclosure& older);

  // The one that gives most.
  const v1::Disclosure& widest() const { return all_[widest_]; }
  // What was given, in the order in which it was asked for: "entries, history, revisions 0 to 4; withheld: 2",
  // "entries 12 to 100011 of the journal, at most".
  std::string GivenText() const;
  // The position of its entry, or "412 to 414, 3 calls".
  std::string EntryText() const;

 private:
  std::vector<v1::Disclosure> all_;
  size_t widest_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_ACCESS_READING_GROUP_H_
