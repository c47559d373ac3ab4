#include "projections/read_models/own_read_models.h"

#include "absl/strings/str_cat.h"
#include "projections/read_models/rebuild.h"

namespace casejournal::projections {
namespace {

absl::Status PutAwayBecause(ReadModelStore& store, const Misfit& misfit) {
  const absl::StatusOr<std::string> away = store.PutAway(misfit.suffix);
  const std::string what = absl::StrCat("the read models in ", store.directory(), " ", misfit.why, "; ");
  if (!away.ok()) return absl::Status(away.status().code(), absl::StrCat(what, away.status().message()));
  return absl::AbortedError(absl::StrCat(
      what, "they ", away->empty() ? "are gone" : absl::StrCat("were moved to ", *away), " and are being rebuilt"));
}

}  // namespace

absl::StatusOr<std::optional<Misfit>> FindMisfit(const eventstore::EventLog& log, ReadModelStore& store,
                                                 const std::vector<std::string>& families,
                                                 const absl::Notification* stop) {
  const absl::Status open = store.Recover(stop);
  if (absl::IsDataLoss(open)) {
    return Misfit{.why = absl::StrCat("are damaged (", open.message(), ")"), .suffix = ".damaged"};
  }
  if (!open.ok()) return open;
  for (const std::string& family : families) {
    absl::StatusOr<MadeUpTo> checkpoint = store.Checkpoint(family);
    if (!checkpoint.ok() && store.IsDamaged()) return FindMisfit(log, store, families, stop);
    if (!checkpoint.ok()) return checkpoint.status();
    absl::StatusOr<bool> is_of = checkpoint->IsOf(log);
    if (!is_of.ok()) return is_of.status();
    if (!*is_of) {
      return Misfit{.why = "are from another log, or from entries that this log no longer has", .suffix = ".other"};
    }
  }
  return std::nullopt;
}

absl::Status TakeOwn(const eventstore::EventLog& log, ReadModelStore& store, const std::vector<std::string>& families,
                     const absl::Notification* stop) {
  if (absl::Status finished = FinishSwap(store.directory()); !finished.ok()) return finished;
  const absl::StatusOr<std::optional<Misfit>> misfit = FindMisfit(log, store, families, stop);
  if (!misfit.ok()) return misfit.status();
  return misfit->has_value() ? PutAwayBecause(store, **misfit) : absl::OkStatus();
}

absl::Status AfterError(const absl::Status& error, const eventstore::EventLog& log, ReadModelStore& store,
                        const std::vector<std::string>& families, const absl::Notification* stop) {
  if (!store.IsDamaged()) return error;
  const absl::Status own = TakeOwn(log, store, families, stop);
  return own.ok() ? error : own;
}

}  // namespace casejournal::projections
