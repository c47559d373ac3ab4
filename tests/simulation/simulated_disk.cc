#include "tests/simulation/simulated_disk.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace casejournal::simulation {
namespace {

constexpr int kFirstDescriptor = 1 << 24;

SimulatedDisk* current = nullptr;

}  // namespace

SimulatedDisk::SimulatedDisk() : root_(std::make_shared<Node>(Node{.folder = true})) {
  if (current != nullptr) std::abort();
  current = this;
}

SimulatedDisk::~SimulatedDisk() { current = nullptr; }

SimulatedDisk* SimulatedDisk::Current() { return current; }

std::shared_ptr<SimulatedDisk::Node> SimulatedDisk::Find(const std::string& path) const {
  std::shared_ptr<Node> node = root_;
  size_t at = std::string(kSimulatedRoot).size();
  while (at < path.size()) {
    const size_t begin = at + 1;
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string name = path.substr(begin, end - begin);
    at = end;
    if (name.empty() || name == ".") continue;
    const auto found = node->names.find(name);
    if (found == node->names.end()) return nullptr;
    node = found->second;
  }
  return node;
}

std::shared_ptr<SimulatedDisk::Node> SimulatedDisk::FolderOf(const std::string& path) const {
  return Find(path.substr(0, path.rfind('/')));
}

std::vector<std::optional<std::string>> SimulatedDisk::AfterACut(const std::string& path) const {
  const std::shared_ptr<Node> folder = FolderOf(path);
  if (folder == nullptr) return {std::nullopt};
  std::vector<std::optional<std::string>> possible;
  for (const auto* names : {&folder->names, &folder->synced_names}) {
    const auto file = names->find(NameIn(path));
    if (file == names->end()) {
      possible.push_back(std::nullopt);
      continue;
    }
    possible.push_back(file->second->bytes);
    possible.push_back(file->second->synced_bytes);
  }
  return possible;
}

int SimulatedDisk::Keep(Open file) {
  int fd = kFirstDescriptor;
  while (open.contains(fd)) ++fd;
  open.emplace(fd, std::move(file));
  return fd;
}

void SimulatedDisk::CutPower(Chance& chance) {
  Settle(*root_, chance);
  CloseAll();
}

void SimulatedDisk::CloseAll() {
  open.clear();
  Unlock(*root_);
}

void SimulatedDisk::Settle(Node& node, Chance& chance) {
  if (node.folder) {
    if (node.names != node.synced_names && chance.OneIn(2)) node.names = node.synced_names;
    node.synced_names = node.names;
    for (const auto& [name, child] : node.names) Settle(*child, chance);
    return;
  }
  if (node.bytes != node.synced_bytes && chance.OneIn(2)) node.bytes = node.synced_bytes;
  node.synced_bytes = node.bytes;
}

void SimulatedDisk::Unlock(Node& node) {
  node.locked_by = nullptr;
  for (const auto& [name, child] : node.names) Unlock(*child);
}

}  // namespace casejournal::simulation
