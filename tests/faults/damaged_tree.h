// One damage at a time, done to the files of a journal or of a backup repository. For tests only.
#ifndef CASEJOURNAL_TESTS_FAULTS_DAMAGED_TREE_H_
#define CASEJOURNAL_TESTS_FAULTS_DAMAGED_TREE_H_

#include <random>
#include <string>
#include <vector>

#include "tests/faults/disk_trace.h"

namespace casejournal::faults {

enum class Damage {
  kFlippedBit,
  kRandomBytes,
  kCutOff,
  kEmptied,
  kGrown,
  kZeroedPart,
  kZeroedFile,
  kSwappedBlocks,
  kDoubledBlock,
  kShiftedRest,      // a block is left out, and what follows moves up
  kSwappedFiles,     // with another file of the same kind
  kOtherGeneration,  // the file of that name as it was in another state of the same journal
  kOtherJournal,     // the file of the same kind of another journal
  kStrayFile,        // a file of another generation comes back under its name
  kDeleted,
  kCount,
};

struct Damaged {
  Tree tree;
  Damage damage = Damage::kCount;
  std::string kind;  // of the file
  std::string what;  // a sentence for messages
};

// What others of these files are there: states of the same journal, and another journal.
struct Others {
  std::vector<const Tree*> generations;
  std::vector<const Tree*> journals;
};

// The kind of a file, by its path: "log/*.sst".
std::string KindOf(const std::string& path);
const char* NameOf(Damage damage);

// Damage one file. Each kind of file has the same chance. The tree differs from `sound`.
Damaged DamageOne(const Tree& sound, const Others& others, std::mt19937_64& chance);

}  // namespace casejournal::faults

#endif  // CASEJOURNAL_TESTS_FAULTS_DAMAGED_TREE_H_
