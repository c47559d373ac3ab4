#include "eventstore/witnesses/witness_policy.h"

#include <bit>
#include <iostream>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "eventstore/proofs/checkpoint.h"
#include "gtest/gtest.h"
#include "tests/support/witnessed_checkpoint.h"

namespace casejournal::eventstore {
namespace {

using absl::StatusCode;

// The keys of witnesses w1 to w6 and of logs, created once for each run.
const CosignatureSigner& PolicyWitnessKey(size_t number) {
  static const auto* const keys = [] {
    auto* made = new std::vector<CosignatureSigner>;
    for (size_t i = 0; i < 6; ++i) {
      made->push_back(CosignatureSigner::Generate(absl::StrCat("w", i + 1, ".example")).value());
    }
    return made;
  }();
  return (*keys)[number - 1];
}

const NoteSigner& PolicyLogKey() {
  static const auto* const key = new NoteSigner(NoteSigner::Generate("log.example").value());
  return *key;
}

const NoteSigner& OtherLogKey() {
  static const auto* const key = new NoteSigner(NoteSigner::Generate("other.example").value());
  return *key;
}

std::string WitnessLine(size_t number) {
  return absl::StrCat("witness w", number, " ", PolicyWitnessKey(number).verifier_key(), "\n");
}

std::string LogLine(const NoteSigner& key) { return absl::StrCat("log ", key.verifier_key(), "\n"); }

std::string PolicyCheckpointText() { return FormatCheckpoint({.origin = "log.example", .size = 42, .root = Hash{}}); }

// The checkpoint, signed by the log and cosigned by each of `witnesses` at its number.
std::string CosignedBy(const std::vector<size_t>& witnesses) {
  std::string note = SignNote(PolicyCheckpointText(), PolicyLogKey());
  for (const size_t number : witnesses) {
    note += PolicyWitnessKey(number).CosignatureLine(PolicyCheckpointText(), number);
  }
  return note;
}

bool QuorumMet(absl::string_view policy, const std::vector<size_t>& witnesses) {
  return WitnessPolicy::Parse(policy)->Examine(CosignedBy(witnesses))->quorum_met;
}

// The example of C2SP tlog-policy, with keys.
std::string ExamplePolicy() {
  const auto renamed = [](size_t number, absl::string_view name) {
    return absl::StrCat("witness ", name, " ", PolicyWitnessKey(number).verifier_key(), "\n");
  };
  return absl::StrCat(LogLine(PolicyLogKey()), "\n", renamed(1, "X1"), renamed(2, "X2"), renamed(3, "X3"),
                      "group X-witnesses 2 X1 X2 X3\n\n", renamed(4, "Y1"), renamed(5, "Y2"), renamed(6, "Y3"),
                      "group Y-witnesses any Y1 Y2 Y3\n\n",
                      "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n");
}

TEST(WitnessPolicyTest, SpecificationExampleParses) {
  const WitnessPolicy policy = WitnessPolicy::Parse(ExamplePolicy()).value();

  ASSERT_EQ(policy.logs().size(), 1u);
  EXPECT_EQ(policy.logs()[0].key.name(), "log.example");
  ASSERT_EQ(policy.witnesses().size(), 6u);
  EXPECT_EQ(policy.witnesses()[3].name, "Y1");
  EXPECT_EQ(policy.witnesses()[3].key.name(), "w4.example");
  EXPECT_EQ(policy.witnesses()[3].url, "");
}

TEST(WitnessPolicyTest, SpecificationExampleWantsTwoOfXAndOneOfY) {
  for (size_t set = 0; set < 64; ++set) {
    std::vector<size_t> witnesses;
    for (size_t number = 1; number <= 6; ++number) {
      if ((set >> (number - 1) & 1) != 0) witnesses.push_back(number);
    }
    const bool two_of_x = std::popcount(set & 7) >= 2;
    const bool one_of_y = (set & 56) != 0;
    EXPECT_EQ(QuorumMet(ExamplePolicy(), witnesses), two_of_x && one_of_y) << set;
  }
}

TEST(WitnessPolicyTest, PublicCheckpointMeetsAPolicyOfItsPublicWitnesses) {
  const WitnessPolicy policy =
      WitnessPolicy::Parse(absl::StrCat("log ", kWitnessedLogKey, "\nwitness garden ", kLittleGardenKey,
                                        "\nwitness smartit ", kSmartitKey, "\nwitness remora ", kRemoraKey,
                                        " https://remora.n621.de/\ngroup two 2 garden smartit "
                                        "remora\nquorum two\n"))
          .value();
  const std::string note = absl::StrCat(kWitnessedText, "\n", kWitnessedLogLines, kSmartitLine, kRemoraLine);

  const PolicyFindings findings = policy.Examine(note).value();

  EXPECT_EQ(findings.log, 0u);
  ASSERT_EQ(findings.witnesses.size(), 3u);
  EXPECT_EQ(findings.witnesses[0].name, "garden");
  EXPECT_EQ(findings.witnesses[0].witnessing, Witnessing::kMissing);
  EXPECT_EQ(findings.witnesses[2].name, "remora");
  EXPECT_EQ(findings.witnesses[2].witnessing, Witnessing::kCosigned);
  EXPECT_EQ(findings.witnesses[2].seconds, kWitnessedSeconds);
  EXPECT_TRUE(findings.quorum_met);
  EXPECT_EQ(policy.witnesses()[2].url, "https://remora.n621.de/");
}

TEST(WitnessPolicyTest, FindingsTellCosignedBadAndMissing) {
  const WitnessPolicy policy = WitnessPolicy::Parse(absl::StrCat(WitnessLine(1), WitnessLine(2), WitnessLine(3),
                                                                 "group g 2 w1 w2 w3\nquorum g\n"))
                                   .value();
  const std::string bad_line = PolicyWitnessKey(2).CosignatureLine(kWitnessedText, 7);

  const PolicyFindings findings = policy.Examine(absl::StrCat(CosignedBy({1}), bad_line)).value();

  EXPECT_EQ(findings.witnesses[0].witnessing, Witnessing::kCosigned);
  EXPECT_EQ(findings.witnesses[0].seconds, 1u);
  EXPECT_EQ(findings.witnesses[1].witnessing, Witnessing::kBad);
  EXPECT_EQ(findings.witnesses[1].seconds, 0u);
  EXPECT_EQ(findings.witnesses[2].witnessing, Witnessing::kMissing);
  EXPECT_FALSE(findings.quorum_met);
}

// The rows of transparency-dev/formats, policy/tlog_policy_test.go, TestSatisfied.
TEST(WitnessPolicyTest, GroupInAGroupCountsAsOneMember) {
  const std::string policy = absl::StrCat(WitnessLine(1), WitnessLine(2), WitnessLine(3),
                                          "group inner any w2 w3\ngroup outer all w1 inner\nquorum outer\n");

  EXPECT_TRUE(QuorumMet(policy, {1, 2, 3}));
  EXPECT_TRUE(QuorumMet(policy, {1, 3}));
  EXPECT_FALSE(QuorumMet(policy, {1}));
  EXPECT_FALSE(QuorumMet(policy, {2, 3}));
  EXPECT_FALSE(QuorumMet(policy, {}));
}

TEST(WitnessPolicyTest, OneWitnessMayBeTheQuorum) {
  const std::string policy = absl::StrCat(WitnessLine(1), WitnessLine(2), "quorum w2\n");

  EXPECT_TRUE(QuorumMet(policy, {2}));
  EXPECT_FALSE(QuorumMet(policy, {1}));
}

TEST(WitnessPolicyTest, QuorumNoneIsMetByAnyCheckpoint) {
  EXPECT_TRUE(QuorumMet("quorum none\n", {}));
  EXPECT_TRUE(QuorumMet(absl::StrCat(WitnessLine(1), "quorum none\n"), {}));
  EXPECT_TRUE(QuorumMet(absl::StrCat("quorum none\n", WitnessLine(1)), {}));
}

TEST(WitnessPolicyTest, RepeatedCosignatureCountsOnce) {
  const std::string policy = absl::StrCat(WitnessLine(1), WitnessLine(2), "group g 2 w1 w2\nquorum g\n");

  EXPECT_FALSE(QuorumMet(policy, {1, 1, 1}));
}

// The specification: "Both logs and witnesses are identified primarily by their public keys".
TEST(WitnessPolicyTest, AnyOfTheListedLogsSuffices) {
  const WitnessPolicy policy =
      WitnessPolicy::Parse(absl::StrCat(LogLine(OtherLogKey()), LogLine(PolicyLogKey()), WitnessLine(1), "quorum w1\n"))
          .value();

  EXPECT_EQ(policy.Examine(CosignedBy({1}))->log, 1u);
}

TEST(WitnessPolicyTest, LogSignsItsOwnOriginOnly) {
  const WitnessPolicy policy =
      WitnessPolicy::Parse(absl::StrCat(LogLine(OtherLogKey()), WitnessLine(1), "quorum w1\n")).value();
  const std::string by_another = absl::StrCat(SignNote(PolicyCheckpointText(), OtherLogKey()),
                                              PolicyWitnessKey(1).CosignatureLine(PolicyCheckpointText(), 1));

  const PolicyFindings findings = policy.Examine(by_another).value();

  EXPECT_EQ(findings.log, std::nullopt);
  EXPECT_TRUE(findings.quorum_met);
}

TEST(WitnessPolicyTest, LogThatDidNotSignIsNotFound) {
  const WitnessPolicy policy = WitnessPolicy::Parse(absl::StrCat(LogLine(PolicyLogKey()), "quorum none\n")).value();
  const std::string unsigned_by_log =
      absl::StrCat(PolicyCheckpointText(), "\n", PolicyWitnessKey(1).CosignatureLine(PolicyCheckpointText(), 1));
  const std::string bad_line = FormatSignatureLines(
      {{.name = "log.example", .key_hash = PolicyLogKey().key_hash(), .bytes = std::string(64, 'x')}});

  EXPECT_EQ(policy.Examine(CosignedBy({}))->log, 0u);
  EXPECT_EQ(policy.Examine(unsigned_by_log)->log, std::nullopt);
  EXPECT_EQ(policy.Examine(absl::StrCat(CosignedBy({}), bad_line))->log, std::nullopt);
}

TEST(WitnessPolicyTest, OnlyNotesOverCheckpointsAreExamined) {
  const WitnessPolicy policy = WitnessPolicy::Parse("quorum none\n").value();

  for (const std::string& note :
       {std::string(), PolicyCheckpointText(), SignNote("not a checkpoint\n", PolicyLogKey())}) {
    EXPECT_EQ(policy.Examine(note).status().code(), StatusCode::kInvalidArgument);
  }
}

// transparency-dev/formats, TestUnmarshal: white space, comments, opaque names, keywords as names.
TEST(WitnessPolicyTest, SpacesTabsCommentsAndAnyNameAreRead) {
  const std::string key = PolicyWitnessKey(1).verifier_key();
  const std::string other = PolicyWitnessKey(2).verifier_key();

  EXPECT_EQ(WitnessPolicy::Parse(absl::StrCat("\n# comment\n\t # another\n#\n\twitness \t w1  ", key,
                                              "   https://w1.example/  \n \t\n  quorum\tw1\n"))
                ->witnesses()[0]
                .url,
            "https://w1.example/");
  EXPECT_EQ(
      WitnessPolicy::Parse(absl::StrCat("witness \xE2\x84\xAA-\x80\xFF ", key, "\nquorum \xE2\x84\xAA-\x80\xFF\n"))
          ->witnesses()[0]
          .name,
      "\xE2\x84\xAA-\x80\xFF");
  EXPECT_TRUE(WitnessPolicy::Parse(
                  absl::StrCat("witness all ", key, "\nwitness any ", other, "\ngroup group 2 all any\nquorum group\n"))
                  .ok());
  EXPECT_TRUE(WitnessPolicy::Parse(
                  absl::StrCat("witness 2 ", key, "\nwitness log ", other, "\ngroup quorum 2 2 log\nquorum quorum\n"))
                  .ok());
}

// The same source has the kinds of errors; the lines are ours.
TEST(WitnessPolicyTest, ErrorNamesItsLine) {
  struct Row {
    std::string policy;
    size_t line;
    const char* why;
  };
  const std::string w1 = WitnessLine(1);
  const std::string w1_again = absl::StrReplaceAll(WitnessLine(1), {{"witness w1", "witness w2"}});
  const std::string log = LogLine(PolicyLogKey());
  const std::string plain_key = PolicyLogKey().verifier_key();
  const std::string changed_key = absl::StrReplaceAll(w1, {{"w1.example+", "v1.example+"}});
  for (const Row& row : std::vector<Row>{
           {"", 1, "without a quorum"},
           {w1, 2, "without a quorum"},
           {"quorum none", 1, "no newline"},
           {"quorum none\n#", 2, "no newline"},
           {"quorum none\n\x01\n", 2, "control"},
           {"quorum none\r\n", 1, "control"},
           {"# \x7F\nquorum none\n", 1, "control"},
           {std::string("quorum none\n#\0\n", 15), 2, "control"},
           {absl::StrCat("quibble w1\n", w1), 1, "must begin with"},
           {"Quorum none\n", 1, "must begin with"},
           {absl::StrCat("witness w1 ", PolicyWitnessKey(1).verifier_key(), " url # no comment\n"), 1, "not \"witness"},
           {"log\n", 1, "not \"log"},
           {"log garbage\n", 1, "malformed"},
           {absl::StrCat("log ", PolicyWitnessKey(1).verifier_key(), "\n"), 1, "0x01"},
           {absl::StrCat(log, log), 2, "second log"},
           {absl::StrCat("log ", plain_key, " url more\n"), 1, "not \"log"},
           {"witness w1\n", 1, "not \"witness"},
           {absl::StrCat("\n\n#\nwitness w1 ", plain_key, "\n"), 4, "0x04"},
           {changed_key, 1, "key hash"},
           {absl::StrReplaceAll(w1, {{"witness w1", "witness none"}}), 1, "taken"},
           {absl::StrCat(w1, absl::StrReplaceAll(WitnessLine(2), {{"witness w2", "witness w1"}})), 2, "taken"},
           {absl::StrCat(w1, w1_again), 2, "the same public key"},
           {absl::StrCat(w1, "group w1 any w1\n"), 2, "taken"},
           {absl::StrCat(w1, "group g 1\n"), 2, "not \"group"},
           {absl::StrCat(w1, "group none any w1\n"), 2, "taken"},
           {absl::StrCat(w1, "group g 0 w1\n"), 2, "from 1 to 1"},
           {absl::StrCat(w1, "group g 2 w1\n"), 2, "from 1 to 1"},
           {absl::StrCat(w1, "group g -1 w1\n"), 2, "threshold"},
           {absl::StrCat(w1, "group g 01 w1\n"), 2, "threshold"},
           {absl::StrCat(w1, "group g 18446744073709551617 w1\n"), 2, "threshold"},
           {absl::StrCat(w1, "group g most w1\n"), 2, "threshold"},
           {absl::StrCat(w1, "group g any w2\n"), 2, "member 1 is not defined"},
           {absl::StrCat("group g any w1\n", w1), 1, "member 1 is not defined"},
           {absl::StrCat(w1, "group g any g\n"), 2, "member 1 is not defined"},
           {absl::StrCat(w1, "group g any w1 none\n"), 2, "member 2 is not defined"},
           {absl::StrCat(w1, "group g all w1 w1\n"), 2, "member 2 is already a member"},
           {absl::StrCat(w1, WitnessLine(2), "group g any w1 w2\ngroup h any w1\n"), 4, "member 1 is already a member"},
           {absl::StrCat(w1, "quorum w1\nquorum w1\n"), 3, "second quorum"},
           {"quorum none\nquorum none\n", 2, "second quorum"},
           {"quorum unknown\n", 1, "not defined"},
           {absl::StrCat("quorum w1\n", w1), 1, "not defined"},
           {"quorum\n", 1, "not \"quorum"},
           {absl::StrCat(w1, "quorum w1 w1\n"), 2, "not \"quorum"}}) {
    const absl::Status status = WitnessPolicy::Parse(row.policy).status();

    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << absl::CEscape(row.policy);
    EXPECT_TRUE(absl::StartsWith(status.message(), absl::StrCat("policy line ", row.line, ": ")))
        << absl::CEscape(row.policy) << " says " << status.message();
    EXPECT_TRUE(absl::StrContains(status.message(), row.why))
        << absl::CEscape(row.policy) << " says " << status.message();
  }
}

// C2SP pull request 233: the two signatures cannot be mistaken for each other.
TEST(WitnessPolicyTest, LogAndWitnessMayShareAPublicKey) {
  const NamedPrivateKey log = GenerateNamedKey("log.example", SignatureType::kNote).value();
  const NamedPrivateKey witness = {
      .type = SignatureType::kCosignature,
      .name = "log.example",
      .key_hash = NamedKeyHash("log.example", SignatureType::kCosignature, log.key.PublicBytes()),
      .key = log.key};

  EXPECT_TRUE(WitnessPolicy::Parse(absl::StrCat("log ", FormatVerifierKey(log), "\nwitness w ",
                                                FormatVerifierKey(witness), "\nquorum w\n"))
                  .ok());
}

TEST(WitnessPolicyTest, GroupsMayLieInEachOtherUpToTheirNumber) {
  std::string policy = absl::StrCat(WitnessLine(1), "group g1 any w1\n");
  for (size_t i = 2; i <= kPolicyGroupsMax; ++i) {
    absl::StrAppend(&policy, "group g", i, " all g", i - 1, "\n");
  }
  const std::string quorum = absl::StrCat("quorum g", kPolicyGroupsMax, "\n");
  const std::string deepest = absl::StrCat(policy, quorum);

  EXPECT_TRUE(QuorumMet(deepest, {1}));
  EXPECT_FALSE(QuorumMet(deepest, {2}));
  EXPECT_EQ(WitnessPolicy::Parse(absl::StrCat(policy, "group more any g256\n", quorum)).status().message(),
            "policy line 258: too many groups");
}

TEST(WitnessPolicyTest, LimitsOfKeysAndBytesHold) {
  std::string logs;
  std::string witnesses;
  for (size_t i = 0; i < kPolicyLogsMax; ++i) {
    absl::StrAppend(&logs, "log ", NoteSigner::Generate("l")->verifier_key(), "\n");
    absl::StrAppend(&witnesses, "witness w", i, "x ", CosignatureSigner::Generate("w")->verifier_key(), "\n");
  }
  const std::string none = "quorum none\n";
  const std::string comment = std::string(kPolicyBytesMax - none.size() - 1, '#') + "\n";

  EXPECT_TRUE(WitnessPolicy::Parse(absl::StrCat(logs, witnesses, none)).ok());
  EXPECT_FALSE(WitnessPolicy::Parse(absl::StrCat(logs, LogLine(PolicyLogKey()), none)).ok());
  EXPECT_FALSE(WitnessPolicy::Parse(absl::StrCat(witnesses, WitnessLine(1), none)).ok());
  EXPECT_TRUE(WitnessPolicy::Parse(absl::StrCat(comment, none)).ok());
  EXPECT_FALSE(WitnessPolicy::Parse(absl::StrCat("#", comment, none)).ok());
}

// A truncated policy must not be accepted as a weaker one.
TEST(WitnessPolicyTest, CutPolicyIsRefused) {
  const std::string policy = ExamplePolicy();
  for (size_t size = 0; size < policy.size(); ++size) {
    EXPECT_FALSE(WitnessPolicy::Parse(policy.substr(0, size)).ok()) << size;
  }
}

TEST(WitnessPolicyTest, RandomBytesGiveAStatus) {
  const uint32_t seed = std::random_device()();
  std::cout << "seed=" << seed << "\n";
  std::mt19937 random(seed);
  const std::string policy = ExamplePolicy();
  const std::string note = CosignedBy({1});

  for (int round = 0; round < 2000; ++round) {
    std::string changed = policy;
    for (int change = 0; change < 2; ++change) {
      const size_t at = random() % changed.size();
      changed.replace(at, random() % 8, std::string(random() % 4, static_cast<char>(random())));
    }
    const absl::StatusOr<WitnessPolicy> parsed = WitnessPolicy::Parse(changed);
    if (parsed.ok()) {
      EXPECT_TRUE(parsed->Examine(note).ok());
    } else {
      EXPECT_TRUE(absl::StartsWith(parsed.status().message(), "policy line "));
    }
  }
}

}  // namespace
}  // namespace casejournal::eventstore
