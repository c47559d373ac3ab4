// What this process does to the files below one directory: every system call that changes them, in order. For tests
// only.
//
// The program that links traced_calls.cc has these calls in front of the C library's, so that the files of RocksDB and
// our own small ones are seen alike. Its syncs wait for no disk.
#ifndef CASEJOURNAL_TESTS_FAULTS_DISK_TRACE_H_
#define CASEJOURNAL_TESTS_FAULTS_DISK_TRACE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace casejournal::faults {

// A file or a folder. Folders have names, files have bytes.
struct Node {
  bool folder = false;
  std::map<std::string, int> names;  // the number of the node with that name
  std::string bytes;
};

// Node 0 is the directory itself. Nodes that no name leads to are gone.
struct Tree {
  std::vector<Node> nodes;

  // Return the nodes that names lead to, by their path from node 0.
  std::map<std::string, int> Paths() const;
};

Tree ReadTree(const std::string& directory);
// Make `directory` hold exactly this tree.
void WriteTree(const Tree& tree, const std::string& directory);

enum class StepKind : uint8_t {
  kMakeFile,    // node gets `name` in `folder`
  kMakeFolder,  // the same for a folder
  kWrite,       // `bytes` at `number`
  kResize,      // to `number` bytes
  kSync,        // of a file or a folder
  kRename,      // node, from `name` in `folder` to `to_name` in `to_folder`
  kExchange,    // the same, and `other` gets `name` in `folder`
  kRemove,      // `name` from `folder`
  kMark,        // the program promised its promise `number`
};

struct Step {
  StepKind kind = StepKind::kMark;
  int node = -1;
  int other = -1;
  int folder = -1;
  std::string name;
  int to_folder = -1;
  std::string to_name;
  uint64_t number = 0;
  std::string bytes;
  std::string path;  // of the node at that time, from the directory, for messages
};

struct Trace {
  Tree before;
  std::vector<Step> steps;
};

// Records until Stop or its end. One at a time in a process.
class Recording {
 public:
  explicit Recording(const std::string& directory);
  ~Recording();
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;
  Trace Stop();
};

// Add a mark to the recording, if there is one.
void Mark(uint64_t promise);

}  // namespace casejournal::faults

#endif  // CASEJOURNAL_TESTS_FAULTS_DISK_TRACE_H_
