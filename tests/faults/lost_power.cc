#include "tests/faults/lost_power.h"

#include <algorithm>
#include <utility>

namespace casejournal::faults {
namespace {

// How writes that were not synced are lost.
enum class Loss { kEverything, kNothing, kFromSomeTimeOn, kByFile, kByPage, kBySector };
constexpr const char* kLossNames[] = {"everything unsynced",  "nothing",         "everything after some time",
                                      "the end of each file", "pages at random", "sectors at random"};
constexpr size_t kPageBytes = 4096;
constexpr size_t kSectorBytes = 512;

uint64_t Below(std::mt19937_64& chance, uint64_t bound) { return bound == 0 ? 0 : chance() % bound; }

void Put(std::string& bytes, const Step& step, size_t from, size_t to) {
  // The part of the step between two offsets of the file.
  const size_t begin = std::max<size_t>(from, step.number);
  const size_t end = std::min<size_t>(to, step.number + step.bytes.size());
  if (begin >= end) return;
  if (bytes.size() < end) bytes.resize(end, '\0');
  std::copy_n(step.bytes.begin() + static_cast<ptrdiff_t>(begin - step.number), end - begin,
              bytes.begin() + static_cast<ptrdiff_t>(begin));
}

void PutAll(std::string& bytes, const Step& step) {
  if (step.kind == StepKind::kResize) {
    bytes.resize(step.number, '\0');
  } else {
    Put(bytes, step, step.number, step.number + step.bytes.size());
  }
}

// Each unit of the file as it was after some number of the pending steps, and a size of its own.
std::string Shuffled(const std::string& safe, const std::vector<const Step*>& pending, size_t unit,
                     std::mt19937_64& chance) {
  const size_t count = pending.size();
  std::map<size_t, size_t> times;  // of a unit, how many pending steps it has
  const auto time_of = [&](size_t number) {
    const auto [found, fresh] = times.try_emplace(number, 0);
    // Often all or nothing, so that single losses happen.
    if (fresh) found->second = Below(chance, 3) == 0 ? 0 : Below(chance, 3) == 0 ? Below(chance, count + 1) : count;
    return found->second;
  };
  const size_t size_time = Below(chance, 4) == 0 ? Below(chance, count + 1) : count;
  std::string bytes = safe;
  size_t size = safe.size();
  for (size_t i = 0; i < count; ++i) {
    const Step& step = *pending[i];
    const size_t before = size;
    size = step.kind == StepKind::kResize ? step.number : std::max<size_t>(size, step.number + step.bytes.size());
    if (step.kind == StepKind::kResize) {
      // What is cut off reads as zeros if the file grows again.
      for (size_t at = step.number; at < std::min(before, bytes.size());) {
        const size_t end = std::min(bytes.size(), (at / unit + 1) * unit);
        if (i < time_of(at / unit)) std::fill(bytes.begin() + at, bytes.begin() + end, '\0');
        at = end;
      }
      continue;
    }
    for (size_t at = step.number; at < step.number + step.bytes.size();) {
      const size_t end = std::min<size_t>(step.number + step.bytes.size(), (at / unit + 1) * unit);
      if (i < time_of(at / unit)) Put(bytes, step, at, end);
      at = end;
    }
  }
  size_t kept = safe.size();
  for (size_t i = 0; i < size_time; ++i) {
    kept = pending[i]->kind == StepKind::kResize
               ? pending[i]->number
               : std::max<size_t>(kept, pending[i]->number + pending[i]->bytes.size());
  }
  bytes.resize(kept, '\0');
  return bytes;
}

// The first `count` pending steps, and the first sectors of the next.
std::string Torn(const std::string& safe, const std::vector<const Step*>& pending, size_t count,
                 std::mt19937_64& chance) {
  std::string bytes = safe;
  for (size_t i = 0; i < count; ++i) PutAll(bytes, *pending[i]);
  if (count < pending.size() && pending[count]->kind == StepKind::kWrite && Below(chance, 2) == 0) {
    const Step& torn = *pending[count];
    Put(bytes, torn, torn.number, (torn.number + Below(chance, torn.bytes.size())) / kSectorBytes * kSectorBytes);
  }
  return bytes;
}

}  // namespace

Disk::Disk(const Trace& trace, std::function<bool(const Step& sync)> lies)
    : trace_(trace), lies_(std::move(lies)), safe_(trace.before) {
  for (size_t i = 0; i < safe_.nodes.size(); ++i) {
    if (!safe_.nodes[i].folder) contents_[static_cast<int>(i)].safe = std::exchange(safe_.nodes[i].bytes, "");
  }
}

void Disk::AdvanceTo(size_t step) {
  for (; next_ < step; ++next_) Perform(next_);
}

void Disk::Arrive(const PendingName& name, Tree& tree) {
  if (name.folder >= 0) {
    std::map<std::string, int>& names = tree.nodes[name.folder].names;
    const auto found = names.find(name.gone);
    if (name.back >= 0) {
      names[name.gone] = name.back;
    } else if (found != names.end() && found->second == name.node)
      names.erase(found);
  }
  if (name.to_folder >= 0) tree.nodes[name.to_folder].names[name.made] = name.node;
}

void Disk::Perform(size_t index) {
  const Step& step = trace_.steps[index];
  switch (step.kind) {
    case StepKind::kMakeFile:
    case StepKind::kMakeFolder:
      if (safe_.nodes.size() <= static_cast<size_t>(step.node)) safe_.nodes.resize(step.node + 1);
      safe_.nodes[step.node].folder = step.kind == StepKind::kMakeFolder;
      if (step.kind == StepKind::kMakeFile) contents_[step.node];
      names_.push_back({.step = index, .to_folder = step.folder, .made = step.name, .node = step.node});
      break;
    case StepKind::kRename:
    case StepKind::kExchange:
      names_.push_back({.step = index,
                        .folder = step.folder,
                        .gone = step.name,
                        .to_folder = step.to_folder,
                        .made = step.to_name,
                        .node = step.node,
                        .back = step.other});
      break;
    case StepKind::kRemove:
      names_.push_back({.step = index, .folder = step.folder, .gone = step.name, .node = step.node});
      break;
    case StepKind::kWrite:
    case StepKind::kResize:
      contents_[step.node].pending.push_back(index);
      break;
    case StepKind::kSync: {
      if (lies_ && lies_(step)) break;
      if (safe_.nodes[step.node].folder) {
        std::erase_if(names_, [&](const PendingName& name) {
          if (name.folder != step.node && name.to_folder != step.node) return false;
          Arrive(name, safe_);
          return true;
        });
        break;
      }
      Content& content = contents_[step.node];
      for (const size_t pending : content.pending) PutAll(content.safe, trace_.steps[pending]);
      content.pending.clear();
      break;
    }
    case StepKind::kMark:
      break;
  }
}

Tree Disk::Whole() const {
  Tree tree = safe_;
  for (const PendingName& name : names_) Arrive(name, tree);
  for (const auto& [node, content] : contents_) {
    tree.nodes[node].bytes = content.safe;
    for (const size_t pending : content.pending) PutAll(tree.nodes[node].bytes, trace_.steps[pending]);
  }
  return tree;
}

Cut Disk::CutPower(std::mt19937_64& chance) const {
  const auto loss = static_cast<Loss>(Below(chance, 6));
  Cut cut{.tree = safe_, .lost = kLossNames[static_cast<size_t>(loss)]};

  size_t oldest = next_;
  for (const PendingName& name : names_) oldest = std::min(oldest, name.step);
  for (const auto& [node, content] : contents_) {
    if (!content.pending.empty()) oldest = std::min(oldest, content.pending.front());
  }
  const size_t time = oldest + Below(chance, next_ - oldest + 1);

  const uint64_t names_lost = Below(chance, 3);
  for (const PendingName& name : names_) {
    bool arrives = false;
    switch (loss) {
      case Loss::kEverything:
        break;
      case Loss::kNothing:
        arrives = true;
        break;
      case Loss::kFromSomeTimeOn:
        arrives = name.step < time;
        break;
      default:
        arrives = names_lost == 0 || (names_lost == 1 && Below(chance, 2) == 0);
    }
    if (arrives) Arrive(name, cut.tree);
  }
  for (const auto& [path, node] : cut.tree.Paths()) {
    if (cut.tree.nodes[node].folder) continue;
    const Content& content = contents_.at(node);
    std::vector<const Step*> pending;
    for (const size_t step : content.pending) pending.push_back(&trace_.steps[step]);
    std::string& bytes = cut.tree.nodes[node].bytes;
    switch (loss) {
      case Loss::kEverything:
        bytes = content.safe;
        break;
      case Loss::kNothing:
        bytes = Torn(content.safe, pending, pending.size(), chance);
        break;
      case Loss::kFromSomeTimeOn: {
        const auto early = std::lower_bound(content.pending.begin(), content.pending.end(), time);
        bytes = Torn(content.safe, pending, static_cast<size_t>(early - content.pending.begin()), chance);
        break;
      }
      case Loss::kByFile:
        bytes = Torn(content.safe, pending, Below(chance, pending.size() + 1), chance);
        break;
      case Loss::kByPage:
        bytes = Shuffled(content.safe, pending, kPageBytes, chance);
        break;
      case Loss::kBySector:
        bytes = Shuffled(content.safe, pending, kSectorBytes, chance);
        break;
    }
  }
  return cut;
}

}  // namespace casejournal::faults
