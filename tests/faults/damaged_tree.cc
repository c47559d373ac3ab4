#include "tests/faults/damaged_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace casejournal::faults {
namespace {

using Paths = std::map<std::string, int>;

constexpr const char* kDamageNames[] = {"a bit is flipped",
                                        "bytes are random",
                                        "its end is cut off",
                                        "it is empty",
                                        "bytes follow its end",
                                        "a part is zeros",
                                        "it is all zeros",
                                        "two blocks are swapped",
                                        "a block is doubled",
                                        "a block is left out",
                                        "it has another file's bytes",
                                        "it is of another generation",
                                        "it is of another journal",
                                        "it came back from another generation",
                                        "it is deleted"};
static_assert(std::size(kDamageNames) == static_cast<size_t>(Damage::kCount));

size_t Below(std::mt19937_64& chance, size_t bound) { return bound == 0 ? 0 : chance() % bound; }

// The files of each kind.
std::map<std::string, std::vector<std::string>> FilesByKind(const Tree& tree) {
  std::map<std::string, std::vector<std::string>> files;
  for (const auto& [path, node] : tree.Paths()) {
    if (!tree.nodes[node].folder) files[KindOf(path)].push_back(path);
  }
  return files;
}

std::optional<std::string> BytesAt(const Tree& tree, const std::string& path) {
  const Paths paths = tree.Paths();
  const auto found = paths.find(path);
  if (found == paths.end()) return std::nullopt;
  return tree.nodes[found->second].bytes;
}

std::optional<std::string> BytesOfKind(const Tree& tree, const std::string& kind, std::mt19937_64& chance) {
  const auto files = FilesByKind(tree);
  const auto found = files.find(kind);
  if (found == files.end()) return std::nullopt;
  return BytesAt(tree, found->second[Below(chance, found->second.size())]);
}

int FolderAt(const Tree& tree, const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? 0 : tree.Paths().at(path.substr(0, slash));
}

std::string NameIn(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// Change the bytes of a file by themselves. It may stay as it was.
void Change(std::string& bytes, Damage damage, std::mt19937_64& chance) {
  const size_t size = bytes.size();
  const size_t block = size_t{1} << (4 + Below(chance, 10));  // 16 bytes to 8 KiB
  const size_t blocks = size / block;
  switch (damage) {
    case Damage::kFlippedBit:
      if (size > 0) bytes[Below(chance, size)] ^= static_cast<char>(1 << Below(chance, 8));
      break;
    case Damage::kRandomBytes:
      for (size_t at = Below(chance, size), left = 1 + Below(chance, 64); at < size && left > 0; ++at, --left) {
        bytes[at] = static_cast<char>(chance());
      }
      break;
    case Damage::kCutOff:
      bytes.resize(Below(chance, size));
      break;
    case Damage::kEmptied:
      bytes.clear();
      break;
    case Damage::kGrown:
      for (size_t left = 1 + Below(chance, 100); left > 0; --left) bytes.push_back(static_cast<char>(chance()));
      break;
    case Damage::kZeroedPart: {
      const size_t at = Below(chance, size);
      std::fill(bytes.begin() + at, bytes.begin() + std::min(size, at + block), '\0');
      break;
    }
    case Damage::kZeroedFile:
      std::fill(bytes.begin(), bytes.end(), '\0');
      break;
    case Damage::kSwappedBlocks: {
      const size_t one = Below(chance, blocks) * block;
      const size_t other = Below(chance, blocks) * block;
      if (blocks > 1 && one != other) {
        std::swap_ranges(bytes.begin() + one, bytes.begin() + one + block, bytes.begin() + other);
      }
      break;
    }
    case Damage::kDoubledBlock: {
      const std::string copy = bytes.substr(Below(chance, blocks) * block, block);
      if (blocks > 1) bytes.replace(Below(chance, blocks) * block, block, copy);
      break;
    }
    case Damage::kShiftedRest:
      bytes.erase(Below(chance, size), block);
      break;
    default:
      break;
  }
}

}  // namespace

const char* NameOf(Damage damage) { return kDamageNames[static_cast<size_t>(damage)]; }

std::string KindOf(const std::string& path) {
  const size_t slash = path.find('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  const std::string name = NameIn(path);
  if (folder == "log/" || folder == "keys/") {
    for (const char* kind : {"MANIFEST-", "OPTIONS-", "LOG"}) {
      if (absl::StartsWith(name, kind)) return absl::StrCat(folder, kind, "*");
    }
    for (const char* kind : {".log", ".sst"}) {
      if (absl::EndsWith(name, kind)) return absl::StrCat(folder, "*", kind);
    }
  }
  if (folder == "objects/" || folder == "generations/") return absl::StrCat(folder, "*");
  return path;
}

Damaged DamageOne(const Tree& sound, const Others& others, std::mt19937_64& chance) {
  const auto files = FilesByKind(sound);
  while (true) {
    Damaged damaged{.tree = sound};
    damaged.damage = static_cast<Damage>(Below(chance, static_cast<size_t>(Damage::kCount)));
    auto kind = files.begin();
    std::advance(kind, Below(chance, files.size()));
    std::string path = kind->second[Below(chance, kind->second.size())];
    if (damaged.damage == Damage::kStrayFile) {
      if (others.generations.empty()) continue;
      const Tree& other = *others.generations[Below(chance, others.generations.size())];
      const auto strays = FilesByKind(other);
      const auto of_kind = strays.find(kind->first);
      if (of_kind == strays.end()) continue;
      path = of_kind->second[Below(chance, of_kind->second.size())];
      const Paths paths = sound.Paths();
      const size_t slash = path.rfind('/');
      if (paths.contains(path) || (slash != std::string::npos && !paths.contains(path.substr(0, slash)))) continue;
      damaged.tree.nodes[FolderAt(sound, path)].names[NameIn(path)] = static_cast<int>(damaged.tree.nodes.size());
      damaged.tree.nodes.push_back({.folder = false, .names = {}, .bytes = *BytesAt(other, path)});
    } else if (damaged.damage == Damage::kDeleted) {
      damaged.tree.nodes[FolderAt(sound, path)].names.erase(NameIn(path));
    } else {
      std::string& bytes = damaged.tree.nodes[sound.Paths().at(path)].bytes;
      const std::string before = bytes;
      std::optional<std::string> replaced;
      if (damaged.damage == Damage::kSwappedFiles) {
        const std::string& other = kind->second[Below(chance, kind->second.size())];
        std::swap(bytes, damaged.tree.nodes[sound.Paths().at(other)].bytes);
      } else if (damaged.damage == Damage::kOtherGeneration && !others.generations.empty()) {
        replaced = BytesAt(*others.generations[Below(chance, others.generations.size())], path);
      } else if (damaged.damage == Damage::kOtherJournal && !others.journals.empty()) {
        replaced = BytesOfKind(*others.journals[Below(chance, others.journals.size())], kind->first, chance);
      } else {
        Change(bytes, damaged.damage, chance);
      }
      if (replaced) bytes = *replaced;
      if (damaged.tree.nodes[sound.Paths().at(path)].bytes == before) continue;
    }
    damaged.kind = kind->first;
    damaged.what = absl::StrCat(path, ": ", NameOf(damaged.damage));
    return damaged;
  }
}

}  // namespace casejournal::faults
