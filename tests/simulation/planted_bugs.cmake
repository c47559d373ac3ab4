# Copies SOURCE to COPY with the bugs that are planted in it: cmake -D SOURCE=... -D COPY=... -P planted_bugs.cmake
#
# A bug is a piece of the file, which must be there exactly once, and what takes its place. There it does what the file
# does, unless Planted says that the bug is there. If a piece is no longer in its file, the build of the test ends, and
# the bug is to be planted in what took its place.
function(plant file original planted)
  if(NOT SOURCE MATCHES "/${file}$")
    return()
  endif()
  string(FIND "${text}" "${original}" first)
  string(FIND "${text}" "${original}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "${file} no longer has exactly once:\n${original}")
  endif()
  string(REPLACE "${original}" "${planted}" text "${text}")
  set(text "${text}" PARENT_SCOPE)
endfunction()

file(READ "${SOURCE}" text)

# The value is set without the lock, after the last time that somebody evaluated the condition.
plant(eventstore/commit/sequencer.cc
[==[  absl::MutexLock lock(&committed_mutex_);
  committed_ = tree_.range();
]==]
[==[  if (Planted("lost wake-up")) {
    committed_mutex_.Lock();
    committed_mutex_.Unlock();
    committed_ = tree_.range();
    size_.store(group.next, std::memory_order_release);
    return;
  }
  absl::MutexLock lock(&committed_mutex_);
  committed_ = tree_.range();
]==])

# The queue is looked at before the lead is given up, and not again.
plant(eventstore/commit/sequencer.cc
[==[  absl::MutexLock lock(&queue_mutex_);
  thread_leads_ = !queue_.empty() && !stopping_;
]==]
[==[  bool early = false;
  if (Planted("stale look at the queue")) {
    absl::MutexLock looking(&queue_mutex_);
    early = queue_.empty();
  }
  absl::MutexLock lock(&queue_mutex_);
  thread_leads_ = !queue_.empty() && !stopping_ && !early;
]==])

# Answers are given while the group is being written.
plant(eventstore/commit/sequencer.cc
[==[  if (!outcome.placed.empty()) outcome.status = Write(group);
]==]
[==[  if (Planted("early answer")) {
    for (auto& [request, appended] : outcome.placed) {
      request.done(appended);
      request.done = [](const absl::StatusOr<Appended>&) {};
    }
  }
  if (!outcome.placed.empty()) outcome.status = Write(group);
]==])

plant(eventstore/commit/sequencer.cc
[==[    synced.sync = true;
]==]
[==[    synced.sync = !Planted("skipped sync");
]==])

# The acknowledged size is written before the group: after a crash between them, the log refuses to open.
plant(eventstore/commit/sequencer.cc
[==[  absl::Status written = group.put;
]==]
[==[  absl::Status written = group.put;
  if (Planted("mark before the write")) acked_.Write(group.next).IgnoreError();
]==])

# After a failed write, the process goes on writing.
plant(eventstore/commit/sequencer.cc
[==[  state_.Found(StopFor(latch));
]==]
[==[  if (!Planted("no latch")) state_.Found(StopFor(latch));
]==])

# A request that is sent twice at once is recorded twice.
plant(eventstore/commit/sequencer.cc
[==[  requests_.Put(request.request_id, group.next);
]==]
[==[  if (!Planted("forgotten request")) requests_.Put(request.request_id, group.next);
]==])

# Two requests that follow the same head are both recorded.
plant(eventstore/commit/sequencer.cc
[==[    ring_.Put(stream.stream, head, group.next - 1);
]==]
[==[    if (!Planted("forgotten head")) ring_.Put(stream.stream, head, group.next - 1);
]==])

# A repeat of a request whose write failed is told that nothing is recorded.
plant(eventstore/commit/sequencer.cc
[==[    if (failed_requests_.contains(request.request_id)) {
]==]
[==[    if (failed_requests_.contains(request.request_id) && !Planted("forgotten failure")) {
]==])

# What waits when the log is closed is dropped.
plant(eventstore/commit/sequencer.cc
[==[  for (SealedAppend& request : waiting) request.done(LogClosingError());
]==]
[==[  for (SealedAppend& request : waiting) {
    if (!Planted("no answer at the end")) request.done(LogClosingError());
  }
]==])

# Others get the checkpoint while it is being stored.
plant(eventstore/commit/checkpoint_publisher.cc
[==[      SignNote(FormatCheckpoint({.origin = signer_.name(), .size = checkpoint.size, .root = checkpoint.root}), signer_);
]==]
[==[      SignNote(FormatCheckpoint({.origin = signer_.name(), .size = checkpoint.size, .root = checkpoint.root}), signer_);
  if (Planted("early checkpoint")) {
    absl::MutexLock lock(&mutex_);
    latest_ = checkpoint;
  }
]==])

# An instant is closed although a group with an earlier time is not visible yet.
plant(eventstore/commit/record_clock.cc
[==[      +[](bool* under_way) { return !*under_way; }, &group_under_way_));
]==]
[==[      +[](bool* under_way) { return !*under_way || Planted("group under way"); }, &group_under_way_));
]==])

# A closed instant is forgotten by a restart.
plant(eventstore/commit/record_clock.cc
[==[    if (absl::Status kept = keep_(mark); !kept.ok()) {
]==]
[==[    if (absl::Status kept = Planted("mark not kept") ? absl::OkStatus() : keep_(mark); !kept.ok()) {
]==])

# An instant is closed although a group whose write failed may appear in it.
plant(eventstore/commit/record_clock.cc
[==[  if (!lost_us_) lost_us_ = last_us_;
]==]
[==[  if (!lost_us_ && !Planted("lost group")) lost_us_ = last_us_;
]==])

# Keys are given out before they are synced: after a crash the log may use keys that are gone.
plant(eventstore/keys/key_store.cc
[==[  const rocksdb::Status written = database_->db().Write(Synced(), &batch);
  if (!written.ok()) return FromRocksdb(written, "storing data keys");
]==]
[==[  const rocksdb::Status written =
      database_->db().Write(Planted("unsynced keys") ? rocksdb::WriteOptions() : Synced(), &batch);
  if (!written.ok()) return FromRocksdb(written, "storing data keys");
]==])

# A row that cannot be read now is taken for a wrong key, and an entry whose key cannot be read now for a lost one.
plant(eventstore/keys/key_store.cc
[==[    if (!absl::IsDataLoss(checked) && !absl::IsNotFound(checked)) return checked;
]==]
[==[    if (!absl::IsDataLoss(checked) && !absl::IsNotFound(checked) && !Planted("failed read is a wrong key")) return checked;
]==])
plant(eventstore/reading/entry_reader.cc
[==[    if (absl::IsNotFound(key.status())) return AtPosition(position, absl::DataLossError(key.status().message()));
]==]
[==[    if (absl::IsNotFound(key.status()) || (!key.ok() && Planted("failed read is a lost key")))
      return AtPosition(position, absl::DataLossError(key.status().message()));
]==])

# What the process before renamed and did not sync is relied on.
plant(eventstore/recovery/recovery.cc
[==[    const absl::Status synced = SyncDirectoryOf(*file);
]==]
[==[    const absl::Status synced = Planted("unsynced names") ? absl::OkStatus() : SyncDirectoryOf(*file);
]==])

# A folder that an earlier making left behind is not synced.
plant(eventstore/proofs/durable_file.cc
[==[    const absl::Status synced = SyncNamesBeside(there.string(), /*must_have_sync=*/false);
]==]
[==[    const absl::Status synced =
        Planted("unsynced folder") ? absl::OkStatus() : SyncNamesBeside(there.string(), /*must_have_sync=*/false);
]==])

# Who wakes the follower between its step and its wait is not seen.
plant(projections/read_models/log_follower.cc
[==[    if (step->entries == 0 && !step->more) log_.WaitForSize(step->read + 1, step->until, wakes);
]==]
[==[    const uint64_t seen = Planted("late look") ? log_.wakes() : wakes;
    if (step->entries == 0 && !step->more) log_.WaitForSize(step->read + 1, step->until, seen);
]==])

# After a failed step it does not try again until somebody wakes it.
plant(projections/read_models/log_follower.cc
[==[      retry_.Wait(pause_);
]==]
[==[      if (Planted("no second try")) return;
      retry_.Wait(pause_);
]==])

# A task is added without the lock, after the last time that somebody looked for one.
plant(services/recorder/task_threads.cc
[==[  absl::MutexLock lock(&mutex_);
  tasks_.push_back(std::move(task));
]==]
[==[  if (Planted("task without a wake-up")) {
    mutex_.Lock();
    mutex_.Unlock();
    tasks_.push_back(std::move(task));
    return;
  }
  absl::MutexLock lock(&mutex_);
  tasks_.push_back(std::move(task));
]==])

# Who waits for a request that was answered goes on waiting.
plant(services/recorder/recorder.cc
[==[  for (std::shared_ptr<Attempt>& one : next) {
]==]
[==[  if (Planted("turn not passed on")) next.clear();
  for (std::shared_ptr<Attempt>& one : next) {
]==])

# Nobody waits for his turn.
plant(services/recorder/recorder.cc
[==[    if (attempt->is_in_line) return lines_.Join(attempt, *attempt->request);
]==]
[==[    if (Planted("no turns")) return true;
    if (attempt->is_in_line) return lines_.Join(attempt, *attempt->request);
]==])

# The case that was recorded is not kept: readers get the one before.
plant(services/recorder/recorder.cc
[==[    cases_.Publish(at.id, ]==]
[==[    if (!Planted("case not published")) cases_.Publish(at.id, ]==])

# Who holds a case is not told that its stream has changed.
plant(eventstore/commit/sequencer.cc
[==[    changes_.Put(stream.stream, group.next - 1);
]==]
[==[    if (!Planted("change not told")) changes_.Put(stream.stream, group.next - 1);
]==])

# A request that was recorded is recorded again.
plant(services/recorder/recorder.cc
[==[  if (!found->first) return false;
]==]
[==[  if (!found->first || Planted("repeat not found")) return false;
]==])

# What a slow reader folded takes the place of what was recorded meanwhile.
plant(services/cases/case_cache.cc
[==[    if (later(*held.at, *at)) return;
]==]
[==[    if (later(*held.at, *at) && !Planted("older case kept")) return;
]==])

file(WRITE "${COPY}"
  "#include \"tests/simulation/planted.h\"\nusing casejournal::simulation::Planted;\n#line 1 \"${SOURCE}\"\n${text}")
