// Published test data of implementations of the C2SP formats, compared with this one: keys, notes, checkpoints,
// cosignatures, answers of a witness, tlog-proof files, and tiles. published_vectors_test.cc has RFC 6962. Data that
// other tests already have is left out. The sources and their licenses:
//   transparency-dev/formats           Apache-2.0 (note/note_cosigv1_test.go: BSD-3-Clause)
//   transparency-dev/trillian-tessera  Apache-2.0
//   golang/mod (golang.org/x/mod)      BSD-3-Clause
//   sigsum/sigsum-go                   BSD-2-Clause
//   FiloSottile/sunlight               ISC
//   FiloSottile/torchwood              ISC

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/canonical_text.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/proofs/tile.h"
#include "eventstore/proofs/tlog_proof.h"
#include "eventstore/witnesses/cosignature.h"
#include "eventstore/witnesses/witness_request.h"
#include "gtest/gtest.h"
#include "tests/support/reference_tree.h"

namespace casejournal::eventstore {
namespace {

using absl::StatusCode;

Hash C2spHash(absl::string_view base64) { return DecodeBase64Hash(base64).value(); }

std::string C2spBytes(absl::string_view hex) { return absl::HexStringToBytes(hex); }

// "<name>+<key hash>+<base64 of type and key>", for sources that publish only the key.
std::string C2spKey(absl::string_view name, char type, absl::string_view public_key, absl::string_view in_text) {
  const std::string typed(1, type);
  Sha256 sha;
  const Hash id = sha.Update(name).Update("\n").Update(typed).Update(public_key).Finish();
  return absl::StrCat(name, "+", HexOf(id).substr(0, 8), "+", absl::Base64Escape(absl::StrCat(typed, in_text)));
}

std::string C2spVerifierKey(absl::string_view name, char type, absl::string_view public_key) {
  return C2spKey(name, type, public_key, public_key);
}

std::string C2spSignerKey(absl::string_view name, char type, absl::string_view public_key, absl::string_view seed) {
  return absl::StrCat("PRIVATE+KEY+", C2spKey(name, type, public_key, seed));
}

// transparency-dev/formats, log/note_test.go.
TEST(PublishedKeyTest, SignerKeysHaveThePublishedVerifierKeys) {
  const std::pair<const char*, const char*> keys[] = {
      {"Log+2271c621+AdEIq9FLRQni54Wg68T96VJO+iayOaulswav2DUMKgvQ",
       "Log+2271c621+AemuH5ooBpEPcr+W8onrjA1NfuzBVHdezakU81Ekarvs"},
      {"Known+451c786d+AQPRoE2+Z+Ed1HaHBA9F/FfracvcZ2rDU39kCecMEoci",
       "Known+451c786d+AXAQ0T7lbwuY4ABJ9/MYY9bWV3hmSyOGVt2x42NkmdUH"},
      {"KnownAgain+4893b26c+ARhZda/l25zjGZswYLDZsLNRzNpmv5wYTN9IoTr1OJ2+",
       "KnownAgain+4893b26c+AQ+LR7BFF/F/dkpIBjBpSvT0crkteizuUkavAoGeaYMj"},
      {"Unknown+fdbb2e08+Aav2knTC6orbhXX8pMWuNiWgO+Wwk2DB+h1eU2Q1W1nU",
       "Unknown+fdbb2e08+AWgRIYZ+8x1Vl+1Q+sR8zciNHiYI1SdlBjNw+RV0rots"}};
  for (const auto& [signer, verifier] : keys) {
    EXPECT_EQ(NoteSigner::FromSignerKey(absl::StrCat("PRIVATE+KEY+", signer)).value().verifier_key(), verifier);
    EXPECT_TRUE(NoteVerifier::FromVerifierKey(verifier).ok());
  }
}

// sigsum/sigsum-go, pkg/checkpoint/verifier_test.go, TestNewNoteVerifier; FiloSottile/sunlight,
// cmd/skylight/testdata/witness2/witness.v0.json.
TEST(PublishedKeyTest, CosignerKeysRead) {
  for (const char* key : {"example.org/key+57bfe580+BAFFLINGNESS+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                          "witness2.example.org+2e55b896+BIZ7fpceQWd60IfqQeS9IAnmNOCZjMDne8lZuguz/bi9"}) {
    EXPECT_TRUE(CosignatureVerifier::FromVerifierKey(key).ok()) << key;
    EXPECT_FALSE(NoteVerifier::FromVerifierKey(key).ok()) << key;
  }
}

// Our stricter rules: each class reads only its own type of Ed25519 key, and a key hash must match the key. The first
// three and the last one are valid in their sources: ECDSA (0x02) and RFC 6962 (0x05) in transparency-dev/formats,
// note/note_verifier_test.go; a note key used as a cosigner's in its note_cosigv1_test.go; an unchecked key hash in
// sigsum/sigsum-go, pkg/checkpoint/verifier_test.go. The others are invalid in formats, too.
TEST(PublishedKeyTest, KeysOfOtherTypesAreRefused) {
  for (const char* key :
       {"rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwB"
        "cK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=",
        "ct.googleapis.com/logs/us1/argon2024+7deb49d0+BTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABB25bKnLa"
        "ZTFXOa2pgO70rjcVEMXKJkMBgFQHZ1kwFlGK9zIAx0FtC2oCfeZQe0E++VXuiYE9hFSzhRlOy92K8A=",
        "example.org/key+01020304+BAFFLINGNESS+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "bananas.sigstore.dev+12344556",
        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!", "rekor.sigstore.dev+12345678+AwEB"}) {
    EXPECT_EQ(NoteVerifier::FromVerifierKey(key).status().code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(CosignatureVerifier::FromVerifierKey(key).status().code(), StatusCode::kInvalidArgument);
  }
  const char* note_key = "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6";
  EXPECT_TRUE(NoteVerifier::FromVerifierKey(note_key).ok());
  EXPECT_FALSE(CosignatureVerifier::FromVerifierKey(note_key).ok());
}

constexpr char kGoSumKey[] = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

// sigsum/sigsum-go, pkg/checkpoint/checkpoint_test.go, TestGoSumDBCheckpoint.
TEST(PublishedNoteTest, CheckpointOfTheGoChecksumDatabaseVerifies) {
  const std::string text =
      OpenNote(
          "go.sum database tree\n30055305\nmXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=\n\n"
          "\u2014 sum.golang.org Az3grpgEild5qw7+5dtV13Kf1C2Xurm8q4fhdxvcsDHnqNTaxL2AFjBY+2TyGKevuc"
          "FcAAlWFJJYle3EJlDCrQ+y3A8=\n",
          NoteVerifier::FromVerifierKey(kGoSumKey).value())
          .value();

  EXPECT_EQ(ParseCheckpoint(text)->origin, "go.sum database tree");
  EXPECT_EQ(ParseCheckpoint(text)->size, 30055305u);
  EXPECT_EQ(FormatCheckpoint(ParseCheckpoint(text).value()), text);
}

// transparency-dev/formats, log/note_test.go, BenchmarkParse; the last two keys are not published.
TEST(PublishedNoteTest, NoteOfManySignaturesOpensUnderEachKey) {
  const std::string text = "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n";
  const char* reused =
      "8TqG25yWGFLdT7WPf/WoyeG3LwqtkXP+8S3yykOVm6EMh4hPgCke6eSVPU4BdtXNMPJBXKF+UpDb"
      "GgCdcpR8SVSoqAU=";
  const std::string note = absl::StrCat(text,
                                        "\n\u2014 sum.golang.org "
                                        "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPR"
                                        "YfvimWEPWL+o3GeoWwOoAw=\n"
                                        "\u2014 monkeys "
                                        "202ffh9ve46Mqbhuyb4wnC2Pwdan5EsXQym/tF1ggXJqhjGosU4T5intH4iKMRgDLxrnXuIjRaU2Nb"
                                        "vAnaepM6Y+8ww=\n"
                                        "\u2014 bananas "
                                        "z2OfE+2bbsBZ7NLgfuslc0v7NFW2QyexJ7fhePpoL2N/P7N/COd5S+JNHbQEAlYzz2C5sg0E+x/Mgg"
                                        "S1mDR6t3/9rQw=\n"
                                        "\u2014 witness ",
                                        reused, "\n\u2014 random1 ", reused, "\n\u2014 random2 ", reused, "\n");

  EXPECT_EQ(ParseNote(note)->signatures.size(), 6u);
  for (const char* key : {kGoSumKey, "monkeys+db4d9f7e+AULaJMvTtDLHPUcUrjdDad9vDlh/PTfC2VV60JUtCfWT",
                          "bananas+cf639f13+AaPjhFnPCQnid/Ql32KWhmh+uk72FVRfK+2DLmO3BI3M",
                          "witness+f13a86db+AdYV1Ztajd9BvyjP2HgpwrqYL6TjOwIjGMOq8Bu42xbN"}) {
    EXPECT_EQ(OpenNote(note, NoteVerifier::FromVerifierKey(key).value()).value(), text) << key;
  }
}

// transparency-dev/formats, note/note_verifier_test.go: signed with ECDSA, which this project does not verify, but a
// note like any other.
TEST(PublishedNoteTest, NoteWithAnotherSignatureParsesAndDoesNotOpen) {
  const char* note =
      "Rekor\n798034\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n"
      "\u2014 rekor.sigstore.dev "
      "wNI9ajBEAiARInWIWyCdyG27CO6LPnPekyw20qO0YJfoaPaowGp/XgIgc+qEHS3+GKVC"
      "lgqq20uDLet7MCoTURUCRdxwWBHHufk=\n";

  EXPECT_EQ(ParseCheckpoint(ParseNote(note)->text)->size, 798034u);
  EXPECT_EQ(OpenNote(note, NoteVerifier::FromVerifierKey(kGoSumKey).value()).status().code(), StatusCode::kNotFound);
}

// golang/mod, sumdb/client_test.go: the records, the key, and, from TestClientFork, the signed trees of two databases
// that split after four records, with the proof of the fork.
TEST(PublishedNoteTest, ForkOfTheGoChecksumDatabaseIsProved) {
  const char* key = "localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6";
  const NoteSigner signer = NoteSigner::FromSignerKey(
                                "PRIVATE+KEY+localhost.localdev/"
                                "sumdb+00000c67+AXu6+oaVaOYuQOFrf1V59JK1owcFlJcHwwXHDfDGxSPk")
                                .value();
  CompactRange both;
  for (const char* record : {"rsc.io/quote v1.5.2 h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=\n"
                             "rsc.io/quote v1.5.2/go.mod h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=\n"
                             "rsc.io/quote v1.5.2 h2:xyzzy\n",
                             "golang.org/x/text v0.0.0-20170915032832-14c0d48ead0c "
                             "h1:qgOY6WgZOaTkIIMiVjBQcw93ERBE4m30iBm00nkL0i8=\n"
                             "golang.org/x/text v0.0.0-20170915032832-14c0d48ead0c/go.mod "
                             "h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=\n",
                             "rsc.io/sampler v1.3.0 h1:7uVkIFmeBqHfdjD+gZwtXXI+RODJ2Wc4O7MPEh/QiW4=\n"
                             "rsc.io/sampler v1.3.0/go.mod h1:T1hPZKmBbMNahiBKFy5HrXp6adAjACjK9JXDnKaTXpA=\n",
                             "rsc.io/Quote v1.5.2 h1:uppercase!=\n"}) {
    both.Append(LeafHash(record));
  }
  CompactRange one = both;
  one.Append(LeafHash("rsc.io/pkg1 v1.5.2 h1:hash!=\n"));
  CompactRange other = both;
  other.Append(LeafHash("rsc.io/pkg1 v1.5.3 h1:hash!=\n"));
  const Hash other_root = other.Root();
  other.Append(LeafHash("rsc.io/pkg1 v1.5.4 h1:hash!=\n"));
  auto signed_tree = [&](const CompactRange& tree) {
    return SignNote(FormatCheckpoint({"go.sum database tree", tree.size(), tree.Root()}), signer);
  };

  EXPECT_EQ(signer.verifier_key(), key);
  EXPECT_EQ(signed_tree(one),
            "go.sum database tree\n5\nnWzN20+pwMt62p7jbv1/NlN95ePTlHijabv5zO/s36w=\n\n"
            "\u2014 localhost.localdev/sumdb AAAMZ5/2FVAdMH58kmnz/0h299pwyskEbzDzoa2/YaPdhvLya4YWDF"
            "QQxu2TQb5GpwAH4NdWnTwuhILafisyf3CNbgg=\n");
  EXPECT_EQ(signed_tree(other),
            "go.sum database tree\n6\nwc4SkQt52o5W2nQ8To2ARs+mWuUJjss+sdleoiqxMmM=\n\n"
            "\u2014 localhost.localdev/sumdb AAAMZ6oRNswlEZ6ZZhxrCvgl1MBy+nusq4JU+TG6Fe2NihWLqOzb+y"
            "2c2kzRLoCr4tvw9o36ucQEnhc20e4nA4Qc/wc=\n");
  const std::vector<Hash> proof = {C2spHash("Nsuejv72de9hYNM5bqFv8rv3gm3zJQwv/DT/WNbLDLA="),
                                   C2spHash("mOmqqZ1aI/lzS94oq/JSbj7pD8Rv9S+xDyi12BtVSHo="),
                                   C2spHash("/7Aw5jVSMM9sFjQhaMg+iiDYPMk6decH7QLOGrL9Lx0=")};
  EXPECT_EQ(other_root, C2spHash("T7i+H/8ER4nXOiw4Bj0koZOkGjkxoNvlI34GpvhHhQg="));
  EXPECT_TRUE(VerifyConsistency(5, 6, proof, other_root, other.Root()).ok());
  EXPECT_FALSE(VerifyConsistency(5, 6, proof, one.Root(), other.Root()).ok());
}

// sigsum/sigsum-go, pkg/checkpoint: the key of its tests, and validCheckpointASCII.
std::string SigsumSeed() { return std::string(1, 17) + std::string(31, '\0'); }
constexpr char kSigsumPublicKey[] = "66e0b858e462a609e66fe71370c816d8846ff103d5499a22a7fec37fdbc424a7";
constexpr char kSigsumOrigin[] = "sigsum.org/v1/tree/e796172b92befd62d9dc67e41c2f5bc9d3100a3023b20b1ca40288dd1c679e69";
constexpr char kSigsumTree[] = "\n10\nHA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

TEST(PublishedNoteTest, SigsumCheckpointIsSignedAsPublished) {
  const NoteSigner signer =
      NoteSigner::FromSignerKey(C2spSignerKey(kSigsumOrigin, 1, C2spBytes(kSigsumPublicKey), SigsumSeed())).value();
  const std::string note = absl::StrCat(kSigsumOrigin, kSigsumTree, "\n\u2014 ", kSigsumOrigin,
                                        " gJ2ho0n8F8olcerUF1FFdv235A/5as/coWrpLrtE7ovMeP5whgwouYExowG"
                                        "/lTznxu6OUGjjt5yJQ6bXtTcf718MqAQ=\n");
  const NoteVerifier verifier = NoteVerifier::FromVerifierKey(signer.verifier_key()).value();
  const char* example =
      "\u2014 example.org/log2 DEADBEEFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

  EXPECT_EQ(SignNote(absl::StrCat(kSigsumOrigin, kSigsumTree), signer), note);
  EXPECT_TRUE(OpenNote(absl::StrCat(note, example), verifier).ok());
  EXPECT_FALSE(OpenNote(absl::StrCat(note, "\u2014 example.org/log DEADB\n"), verifier).ok());
  // Our stricter rule: sigsum-go skips a line of another key that is not a signature.
  EXPECT_EQ(OpenNote(absl::StrCat(note, "\u2014 example.org/log DEAD\n"), verifier).status().code(),
            StatusCode::kInvalidArgument);
}

// The same, checkpoint_test.go, TestCheckpointVerifyCosignatureByKey: the first line has another
// key hash, the third another name.
TEST(PublishedCosignatureTest, SigsumCosignatureIsMadeAndFound) {
  const std::string text = absl::StrCat("example.org/log", kSigsumTree);
  const CosignatureSigner signer =
      CosignatureSigner::FromSignerKey(
          C2spSignerKey("example.org/witness", 4, C2spBytes(kSigsumPublicKey), SigsumSeed()))
          .value();
  const CosignatureVerifier verifier = CosignatureVerifier::FromVerifierKey(signer.verifier_key()).value();
  const char* rest =
      "8uUAAAAAAAAATSftMzceM8zssdZ9jin9SjwIxzx9iADMf63VqirX2hafol9RsqNqbofIz0LVRqHX"
      "I2kpEBSki5RTXFtxz1vo9+Cg";
  const std::string line = absl::StrCat("\u2014 example.org/witness ys", rest, "==\n");
  const std::string lines = absl::StrCat("\u2014 example.org/witness yX", rest, "==\n", line,
                                         "\u2014 example.org/witness-2 ys", rest, "==\n");
  auto found = [&](absl::string_view signatures) {
    return FindCosignature(ParseNote(absl::StrCat(text, "\n", signatures)).value(), verifier);
  };

  EXPECT_EQ(signer.CosignatureLine(text, 1234), line);
  EXPECT_EQ(found(lines).value(), 1234u);
  // Our stricter rule: sigsum-go ignores the fourth line, which has this key and two bytes too many.
  EXPECT_EQ(found(absl::StrCat(lines, "\u2014 example.org/witness ys", rest, "XX\n")).status().code(),
            StatusCode::kDataLoss);
}

// FiloSottile/sunlight, cmd/skylight/testdata: gen.go, witness.v0.json, mirror.v0.json, and the checkpoints that the
// two cosigned. The first note also has an RFC 6962 signature of the log.
TEST(PublishedCosignatureTest, SunlightCosignaturesAreMadeAndFound) {
  const std::string log_line =
      "\u2014 rome2026h1.example.org "
      "kVB1JgAAAZtxtEwABAMARzBFAiEAi+mTa2xjL1IdWpH82OeciGsGvwRAP+f1WkfKaS"
      "ZCfFECIHoNPZ/Q3y6UNzvKOO9cuLr6V16vPNfhwhle9f6r5H/Z\n";
  struct {
    std::string name, key, seed, root, other_line, line;
  } const cosigned[] = {
      {"witness.example.org", "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN",
       "skylight test witness key", "lCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=", log_line,
       "\u2014 witness.example.org "
       "uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LG"
       "vqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==\n"},
      {"mirror.example.org", "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O",
       "skylight test mirror key", "gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=", "",
       "\u2014 mirror.example.org "
       "P7FI7wAAAABpVGeAjA1S4pJm6MbcXjX7UUImu4azZtrfcVW2uyr/LXIYlwEJzXC0N0EiZk"
       "bqfLdXt/4gVEEuGmxJjAfXKMCISpsJAg==\n"}};
  for (const auto& c : cosigned) {
    const CosignatureVerifier verifier = CosignatureVerifier::FromVerifierKey(c.key).value();
    Sha256 sha;
    const Hash seed = sha.Update(c.seed).Finish();
    const std::string text = absl::StrCat("rome2026h1.example.org\n300\n", c.root, "\n");

    EXPECT_EQ(FindCosignature(ParseNote(absl::StrCat(text, "\n", c.other_line, c.line)).value(), verifier).value(),
              1767139200u);
    const CosignatureSigner signer =
        CosignatureSigner::FromSignerKey(C2spSignerKey(c.name, 4, verifier.public_key(), AsBytes(seed))).value();
    EXPECT_EQ(signer.CosignatureLine(text, 1767139200), c.line);
  }
}

// sigsum/sigsum-go, pkg/proof/proof_test.go, TestVerify (SSH keys in hex): leaf, log, witness.
TEST(PublishedCosignatureTest, SigsumProofVerifies) {
  const std::string log_key = C2spBytes("ac26c0a855ac451a6539478e1a160388f024b385f1363efcda470170076c01e5");
  const std::string witness_key = C2spBytes("cbe357e6b464049e703b7be6c89201193acc2a18c095b0691aaf50b9b1e1578a");
  Sha256 sha;
  const Hash checksum = sha.Update(std::string(26, ' ')).Update("foo-4\n").Finish();
  const Hash leaf =
      LeafHash(absl::StrCat(AsBytes(checksum),
                            C2spBytes("79b489a38548a67d78f06221b014d41be58b703237d17b4f203f0dd4ead9e259"
                                      "7149c2f118894581ce7473a61fa880716af6ff2138bade2cecc4b297099bf104"),
                            C2spBytes("8a578b9649ba01b7d29dd557906975d68a3aec50e3f9c08690420b8c6426856d")));
  const Hash root = FromHex("3ddc56fd46e71e517b6936b977a457da7d398108141fcdf5c8386cdd724ab7a8");
  const std::string origin = "sigsum.org/v1/tree/7c5fafc796c201e0fcd7567c5033a2777ec28363f54ea0ba97b57bece0d96acd";
  const std::string text = FormatCheckpoint({origin, 4, root});
  const std::string time = C2spBytes("000000006453a2c6");  // 1683202758, big-endian.

  EXPECT_EQ(HexOf(checksum).substr(0, 4), "7e28");
  EXPECT_TRUE(VerifyInclusion(3, 4, leaf,
                              {FromHex("61010ae798308f5b97237615ab8c1b14f2c782c37616e97d0a170b617bc7a4ce"),
                               FromHex("a5c3752be610d605ce5c64ee2e28ee5b94a1cc0a68742f18f24c9b5c82d07298")},
                              root)
                  .ok());
  EXPECT_TRUE(NoteVerifier::FromVerifierKey(C2spVerifierKey(origin, 1, log_key))
                  ->Verify(text, C2spBytes("ccbdd8c784726b732b8edd2039fbad5506e4acccd56e3e5d86c0ee109b3d2662"
                                           "e6881fe3d09fc48f9ddd31494463c5ec44926ff9158785ad1dd9b5d6434b0804")));
  EXPECT_EQ(CosignatureVerifier::FromVerifierKey(C2spVerifierKey("witness.example", 4, witness_key))
                ->Verify(text, time + C2spBytes("e8d6c447d7847d5c1431ef86f8c60fa0cbacd975388b2a8f202fe4b0f9d0d544"
                                                "989c9d9351752d86aae2df72b9d7135b6b09de2ccaa6d68edf638105d69be609"))
                .value(),
            1683202758u);
}

// FiloSottile/sunlight, internal/witness/witness_test.go, TestAddCheckpoint: what a witness answers to a sequence of
// requests, without the request for an unknown log. The checkpoints are also in torchwood's TestRace (see
// witness_request_test.cc).
constexpr char kSunlightOrigin[] =
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";

std::string SunlightNote(absl::string_view tree, absl::string_view signature) {
  return absl::StrCat(kSunlightOrigin, "\n", tree, "\n\n\u2014 ", kSunlightOrigin, " ", signature, "\n");
}

TEST(PublishedWitnessTest, RequestsAreAnsweredAsPublished) {
  const char* tree1 = "1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const char* tree3 = "3\nRcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=";
  const char* tree5 = "5\nQrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=";
  const std::string note1 = SunlightNote(tree1,
                                         "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeS"
                                         "PM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=");
  const std::string note3 = SunlightNote(tree3,
                                         "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJr"
                                         "e36kezNobZs4SUUdrcawfAB8WVrx6go=");
  const std::string note5 = SunlightNote(tree5,
                                         "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2K"
                                         "EmLOZ/ASRcWJi0tW90dJWAShei7sDww=");
  const char* hash1 = "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const char* hash2 = "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const char* hash4 = "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const NoteVerifier log =
      NoteVerifier::FromVerifierKey(
          C2spVerifierKey(kSunlightOrigin, 1,
                          C2spBytes("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f")))
          .value();
  std::optional<WitnessedTree> last;
  auto answer = [&](uint64_t old_size, const std::vector<std::string>& proof, absl::string_view note) {
    std::string body = absl::StrCat("old ", old_size, "\n");
    for (const std::string& hash : proof) absl::StrAppend(&body, hash, "\n");
    const absl::StatusOr<AddCheckpointRequest> request = ParseAddCheckpoint(absl::StrCat(body, "\n", note));
    if (!request.ok()) return absl::StrCat(400);
    const WitnessDecision decision = DecideAddCheckpoint(*request, log, last);
    if (decision.status == WitnessStatus::kCosigned) last = decision.next;
    const bool stale = decision.status == WitnessStatus::kStale;
    return absl::StrCat(static_cast<int>(decision.status), stale ? " " + FormatTreeSize(decision.last_size) : "");
  };

  EXPECT_EQ(answer(0, {}, note1), "200");
  // Our stricter rule: 403 as published, because its base64 is not canonical.
  EXPECT_EQ(answer(1, {hash1, hash2},
                   SunlightNote(tree3,
                                "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJr"
                                "e36kezNobZs4SUUdrcawfAB8WVrx6gx=")),
            "400");
  EXPECT_EQ(answer(1, {}, note3), "422");
  EXPECT_EQ(answer(1, {hash1, "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABA="}, note3), "422");
  EXPECT_EQ(answer(1, {hash1, hash2}, note3), "200");
  EXPECT_EQ(answer(1, {hash1, "+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=", hash4}, note5), "409 3\n");
  EXPECT_EQ(answer(3,
                   {hash2, "KgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                    "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=", hash4},
                   note5),
            "200");
  EXPECT_EQ(answer(0, {}, note5), "409 5\n");
  EXPECT_EQ(answer(5, {}, absl::StrCat(kSunlightOrigin, "\n", tree5, "\n")), "400");
  EXPECT_EQ(answer(5, {},
                   SunlightNote("five\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                "UgIom4JTC2MerrFcJ5xDcWHzRPVB6zzGBIw4OFqcKDflqjH4q4xY5vMxUxyc"
                                "zvdIlEwFYf7ivQU4KoWan2bLmzLx0go=")),
            "400");
}

// transparency-dev/formats, log/checkpoint_test.go, TestUnmarshalLogState.
TEST(PublishedCheckpointTest, CheckpointsThatArePublishedAsBadAreRefused) {
  // With a root of 32 bytes, so that the root is not the error.
  const std::string hash = absl::Base64Escape(AsBytes(LeafHash("bananas")));
  ASSERT_TRUE(ParseCheckpoint(absl::StrCat("Log\n123\n", hash, "\n")).ok());
  for (const char* head : {"\n9944\n", "Log\nbananas\n", "Log\n-34\n", "Log\n3438945738945739845734895735\n"}) {
    EXPECT_FALSE(ParseCheckpoint(absl::StrCat(head, hash, "\n")).ok()) << absl::CEscape(head);
  }
  for (const std::string& text :
       std::vector<std::string>{"Head\n9944\n", absl::StrCat("Log\n123\n", hash), "Log\n123\nThisIsn'tBase64\n"}) {
    EXPECT_FALSE(ParseCheckpoint(text).ok()) << absl::CEscape(text);
  }
  // Our stricter rule: in the source, a root can have any length, and empty lines can follow.
  const char* root = "dGhlIHZpZXcgZnJvbSB0aGUgdHJlZSB0b3BzIGlzIGdyZWF0IQ==\n";
  for (const std::string& text : std::vector<std::string>{
           "Log\n123\nYmFuYW5hcw==\n", absl::StrCat("Banana\n9944\n", root),
           absl::StrCat("Log\n9944\n", root, "Here's some associated data.\n"),
           absl::StrCat("Log\n9944\n", root, "lots\nof\nlines\n"), absl::StrCat("Log\n9944\n", root, "\n\n\n"),
           absl::StrCat("Log\n9944\n", hash, "\n\n\n\n"),
           "Moon Log\n4027504\naXQncyBhIHJvb3QgaGFzaA==\n6086d1a9\nWaxing gibbous\n"}) {
    EXPECT_FALSE(ParseCheckpoint(text).ok()) << absl::CEscape(text);
  }
}

// golang/mod, sumdb/tlog/note_test.go, TestFormatTree and TestParseTree.
TEST(PublishedCheckpointTest, TreeOfTheGoChecksumDatabaseFormatsAndParses) {
  const std::string text = "go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n";
  const Checkpoint tree = {"go.sum database tree", 123456789012, LeafHash("hello world")};

  EXPECT_EQ(FormatCheckpoint(tree), text);
  EXPECT_EQ(ParseCheckpoint(text).value(), tree);
  EXPECT_EQ(ParseCheckpoint(absl::StrCat(text, "JOE\n"))->extensions.size(), 1u);
  EXPECT_FALSE(ParseCheckpoint("go.sum database tree\n0xabcdef\n"
                               "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n")
                   .ok());
  EXPECT_FALSE(ParseCheckpoint("go.sum database tree\n123456789012\n"
                               "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBTOOBIG=\n")
                   .ok());
  // Our stricter rule: in the source, the text can end without a newline. Our more lenient rule: in the source, the
  // first line is always the same; C2SP tlog-checkpoint lets the origin be any line.
  EXPECT_FALSE(ParseCheckpoint(absl::StrCat(text, "JOE")).ok());
  EXPECT_EQ(ParseCheckpoint(absl::StrCat("not-", text))->origin, "not-go.sum database tree");
}

// FiloSottile/torchwood, checkpoint_test.go, TestParseCheckpointOriginLength. Our more lenient rule: there, 256 bytes
// are too long; C2SP tlog-checkpoint does not say so.
TEST(PublishedCheckpointTest, OriginsHaveAnyLengthButNone) {
  auto parses = [](absl::string_view origin) {
    const Checkpoint checkpoint = {std::string(origin), 1, LeafHash("entry"), {"extension"}};
    const absl::StatusOr<Checkpoint> parsed = ParseCheckpoint(FormatCheckpoint(checkpoint));
    return parsed.ok() && *parsed == checkpoint;
  };
  std::string accents;
  for (int i = 0; i < 127; ++i) accents += "\u00e9";

  EXPECT_FALSE(ParseCheckpoint(absl::StrCat("\n1\n", absl::Base64Escape(AsBytes(LeafHash("entry"))), "\n")).ok());
  EXPECT_TRUE(parses(std::string(255, 'a')));
  EXPECT_TRUE(parses(accents + "a"));
  EXPECT_TRUE(parses("example log+origin"));
  EXPECT_TRUE(parses(std::string(256, 'a')));
  EXPECT_TRUE(parses(accents + "\u00e9"));
}

// transparency-dev/formats, proof/tlog_proof_test.go, TestMarshal and TestUnmarshalErrors.
TEST(PublishedTlogProofTest, ProofsFormatAsPublished) {
  Sha256 sha;
  const Hash hash1 = sha.Update("hash1").Finish();
  const Hash hash2 = sha.Update("hash2").Finish();
  const std::string line1 = absl::Base64Escape(AsBytes(hash1));
  const std::string line2 = absl::Base64Escape(AsBytes(hash2));
  const std::string first =
      absl::StrCat("c2sp.org/tlog-proof@v1\nindex 5\n", line1, "\n", line2, "\n\ntest checkpoint\n");

  EXPECT_EQ(FormatTlogProof({5, {hash1, hash2}, "test checkpoint\n"}), first);
  EXPECT_EQ(FormatTlogProof({10, {hash1}, "checkpoint data\n", "extra information"}),
            absl::StrCat("c2sp.org/tlog-proof@v1\nextra ", absl::Base64Escape("extra information"), "\nindex 10\n",
                         line1, "\n\ncheckpoint data\n"));
  EXPECT_EQ(FormatTlogProof({0, {}, "checkpoint\n"}), "c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n");
  // Our stricter rule: in the source, reading accepts anything as a checkpoint.
  EXPECT_FALSE(ParseTlogProof(first).ok());
}

TEST(PublishedTlogProofTest, ProofsThatArePublishedAsBadAreRefused) {
  // With a valid checkpoint, so that the checkpoint is not the error.
  const std::string checkpoint = SunlightNote("1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                              "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeS"
                                              "PM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=");
  const std::string first = "c2sp.org/tlog-proof@v1\n";
  ASSERT_TRUE(ParseTlogProof(absl::StrCat(first, "index 0\n\n", checkpoint)).ok());

  for (const std::string& head :
       std::vector<std::string>{"wrong-header\nindex 0\n", absl::StrCat(first, "extra !!notbase64!!\nindex 0\n"),
                                absl::StrCat(first, "\n"), absl::StrCat(first, "index notanumber\n"),
                                absl::StrCat(first, "index -5\n"), absl::StrCat(first, "index 0\n!!notbase64!!\n"),
                                absl::StrCat(first, "index 0\n", absl::Base64Escape(std::string(64, '\0')), "\n"),
                                absl::StrCat(first, "index 0\n", std::string(65 * 1024, 'a'), "\n")}) {
    EXPECT_FALSE(ParseTlogProof(absl::StrCat(head, "\n", checkpoint)).ok()) << absl::CEscape(head.substr(0, 80));
  }
}

// transparency-dev/trillian-tessera, api/layout/paths_test.go, TestTilePath (if the tree has the tile) and
// TestParseTileLevelIndexWidth.
TEST(PublishedTileTest, TilesHaveThePublishedPaths) {
  auto path_at = [](TileId tile, uint64_t size) { return TilePath(tile, TileWidthAt(tile, size)); };

  EXPECT_EQ(path_at({0, 0}, 256), "tile/0/000");
  EXPECT_EQ(path_at({0, 0}, 255), "tile/0/000.p/255");
  EXPECT_EQ(path_at({1, 0}, UINT64_MAX), "tile/1/000");
  EXPECT_EQ(path_at({1, 0}, 256), "tile/1/000.p/1");
  EXPECT_EQ(path_at({1, 0}, 1024), "tile/1/000.p/4");
  EXPECT_EQ(path_at({3, 1234567}, UINT64_MAX), "tile/3/x001/x234/567");
  EXPECT_EQ(TilePath({15, 455667}, 256), "tile/15/x455/667");
  EXPECT_EQ(TilePath({15, 123456789}, 256), "tile/15/x123/x456/789");
  EXPECT_EQ(TilePath({0, 1234067}, 89), "tile/0/x001/x234/067.p/89");
  EXPECT_EQ(TilePath({63, 999999999999999999}, 255), "tile/63/x999/x999/x999/x999/x999/999.p/255");
}

// The same, tile_test.go and example_test.go.
TEST(PublishedTileTest, NodesLieInThePublishedTiles) {
  const struct {
    NodeId node;
    TileId tile;
    int level_in_tile, index_in_tile;
  } nodes[] = {{{0, 0}, {0, 0}, 0, 0}, {{0, 255}, {0, 0}, 0, 255}, {{0, 256}, {0, 1}, 0, 0},
               {{1, 0}, {0, 0}, 1, 0}, {{8, 0}, {1, 0}, 0, 0},     {{8, 123456789}, {1, 482253}, 0, 21}};
  for (const auto& [node, tile, level, index] : nodes) {
    EXPECT_EQ(TileOf(node), tile);
    EXPECT_EQ(PlaceInTile(node), (TilePlace{index << level, 1 << level}));
  }
}

// FiloSottile/sunlight, cmd/skylight/testdata: gen.go makes a mirror of 300 leaves "record 0" to
// "record 299"; the tiles are its files under witness/mirror, the root that of its checkpoint.
TEST(PublishedTileTest, MirrorHasThePublishedTilesAndRoot) {
  const uint64_t size = 300;
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < size; ++i) leaves.push_back(LeafHash(absl::StrCat("record ", i)));
  const absl::Span<const Hash> full = absl::MakeConstSpan(leaves).subspan(0, 256);
  const absl::Span<const Hash> partial = absl::MakeConstSpan(leaves).subspan(256);
  const std::vector<Hash> upper = {ExpandedTile::Expand({0, 0}, full)->Node({8, 0}).value()};
  auto read = [&](NodeId node) -> absl::StatusOr<Hash> {
    const TileId tile = TileOf(node);
    return NodeInTile(node, tile.level == 1 ? absl::MakeConstSpan(upper) : (tile.index == 0 ? full : partial));
  };

  EXPECT_EQ(TilePath({0, 0}, TileWidthAt({0, 0}, size)), "tile/0/000");
  EXPECT_EQ(TilePath({0, 1}, TileWidthAt({0, 1}, size)), "tile/0/001.p/44");
  EXPECT_EQ(TilePath({1, 0}, TileWidthAt({1, 0}, size)), "tile/1/000.p/1");
  EXPECT_EQ(RootAt(size, read).value(), C2spHash("gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU="));
}

}  // namespace
}  // namespace casejournal::eventstore
