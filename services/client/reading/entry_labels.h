// The labels of entries: those that an entry was recorded with, and those that replaced them.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_ENTRY_LABELS_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_ENTRY_LABELS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "casejournal/event/v1/label.pb.h"
#include "casejournal/v1/entry.pb.h"

namespace casejournal::services {

// The labels by the names that options take: "part2", "reporter-identity".
const std::map<std::string, event::v1::Label>& LabelsByName();
std::string NameOfLabel(event::v1::Label label);

// The labels of entries of one or more cases. Not safe for concurrent use.
class EntryLabels {
 public:
  // Note the next entry, in the order of the journal.
  void Note(const v1::CaseEntry& entry);

  // Whether the entry has the label now, or was recorded with it.
  bool Has(const v1::CaseEntry& entry, event::v1::Label label) const;

  // "There are part2 (1 entry), health (12 entries)."; "No entry has a label."
  std::string Summary() const;

  // A line for each entry whose labels were replaced such that `label` came or went: "r88 has the label part2 since
  // r140." Empty if there is none.
  std::string ChangedWords(event::v1::Label label) const;

 private:
  using Labels = std::set<event::v1::Label>;
  using Key = std::pair<std::string, uint64_t>;  // a case, and a revision

  struct Replaced {
    Labels first;
    Labels now;
    uint64_t by = 0;  // the revision of the entry that replaced them
  };

  std::map<Key, Labels> recorded_;  // of entries with labels
  std::map<Key, Replaced> replaced_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_ENTRY_LABELS_H_
