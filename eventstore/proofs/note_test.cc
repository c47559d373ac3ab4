#include "eventstore/proofs/note.h"

#include <iostream>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

using absl::StatusCode;

// golang.org/x/mod/sumdb/note, note_test.go.
constexpr char kPeterSecret[] = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr char kPeterKey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kEnochKey[] = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
constexpr char kSignedText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kPeterLine[] =
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n";
constexpr char kEnochLine[] =
    "\u2014 EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
    "WWd1RvMc+QQ=\n";

NoteVerifier Peter() { return NoteVerifier::FromVerifierKey(kPeterKey).value(); }
NoteVerifier Enoch() { return NoteVerifier::FromVerifierKey(kEnochKey).value(); }

std::string PetersNote() { return absl::StrCat(kSignedText, "\n", kPeterLine); }

TEST(NoteTest, SignedNoteIsThePublishedOne) {
  const NoteSigner signer = NoteSigner::FromSignerKey(kPeterSecret).value();

  EXPECT_EQ(SignNote(kSignedText, signer), PetersNote());
}

TEST(NoteTest, PublishedNoteOpensUnderEachOfItsKeys) {
  const std::string note = absl::StrCat(kSignedText, "\n", kPeterLine, kEnochLine);

  EXPECT_EQ(OpenNote(note, Peter()).value(), kSignedText);
  EXPECT_EQ(OpenNote(note, Enoch()).value(), kSignedText);
}

TEST(NoteTest, SignatureLinesAreListedInTheirOrder) {
  const OpenedNote note = ParseNote(absl::StrCat(kSignedText, "\n", kEnochLine, kPeterLine)).value();

  EXPECT_EQ(note.text, kSignedText);
  ASSERT_EQ(note.signatures.size(), 2u);
  EXPECT_EQ(note.signatures[0].name, "EnochRoot");
  EXPECT_EQ(note.signatures[0].key_hash, 0xaf0cfe78);
  EXPECT_EQ(note.signatures[1].name, "PeterNeumann");
  EXPECT_EQ(note.signatures[1].key_hash, 0xc74f20a3);
  EXPECT_EQ(note.signatures[1].bytes.size(), 64u);
}

// The example at the head of C2SP signed-note; its key is not published.
TEST(NoteTest, SpecificationExampleParsesWithItsEmptyLine) {
  const std::string text =
      "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned \u00e8 subito "
      "sera.\n";

  const OpenedNote note = ParseNote(absl::StrCat(text,
                                                 "\n\u2014 quasimodo.example/salvatore "
                                                 "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMc"
                                                 "Xxj99ihAQwaqP3ZekRwNtIc=\n"))
                              .value();

  EXPECT_EQ(note.text, text);
  EXPECT_EQ(note.signatures[0].name, "quasimodo.example/salvatore");
  EXPECT_EQ(note.signatures[0].key_hash, 0x367ba04bu);
}

TEST(NoteTest, NoteOfAnotherKeyIsNotOpened) {
  EXPECT_EQ(OpenNote(PetersNote(), Enoch()).status().code(), StatusCode::kNotFound);
}

// Signed-note: "even if they share a name or ID (but not both) with a known key".
TEST(NoteTest, SignatureSharingOnlyNameOrKeyHashIsIgnored) {
  const std::string renamed = absl::StrReplaceAll(PetersNote(), {{"\u2014 PeterNeumann", "\u2014 CarmenSandiego"}});
  const std::string rehashed = absl::StrReplaceAll(PetersNote(), {{"x08g", "xxxx"}});

  EXPECT_EQ(OpenNote(renamed, Peter()).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(OpenNote(rehashed, Peter()).status().code(), StatusCode::kNotFound);
}

TEST(NoteTest, OneBadSignatureOfTheKeySpoilsTheNote) {
  const std::string bad_line = absl::StrReplaceAll(kPeterLine, {{"ZJku", "ZJkv"}});

  EXPECT_EQ(OpenNote(absl::StrCat(PetersNote(), bad_line), Peter()).status().code(), StatusCode::kDataLoss);
}

TEST(NoteTest, RepeatedSignatureIsHarmless) {
  EXPECT_EQ(OpenNote(absl::StrCat(PetersNote(), kPeterLine), Peter()).value(), kSignedText);
}

TEST(NoteTest, EveryByteCounts) {
  const std::string note = PetersNote();
  for (size_t i = 0; i < note.size(); ++i) {
    for (const int flip : {0x01, 0x20, 0x80}) {
      std::string changed = note;
      changed[i] ^= flip;
      EXPECT_FALSE(OpenNote(changed, Peter()).ok()) << "byte " << i;
    }
    EXPECT_FALSE(OpenNote(note.substr(0, i), Peter()).ok()) << "first " << i;
    if (i > 0) {
      EXPECT_FALSE(OpenNote(note.substr(i), Peter()).ok()) << "from " << i;
    }
    std::string doubled = note;
    doubled.insert(i, 1, note[i]);
    EXPECT_FALSE(OpenNote(doubled, Peter()).ok()) << "doubled " << i;
  }
}

TEST(NoteTest, AnythingButANoteIsMalformed) {
  const std::string line = kPeterLine;
  const std::string no_newline = line.substr(0, line.size() - 1);
  for (const std::string& note : std::vector<std::string>{
           "",
           "\n",
           "\n\n",
           kSignedText,
           absl::StrCat(kSignedText, "\n"),
           absl::StrCat("\n", line),
           absl::StrCat(kSignedText, line),
           absl::StrCat(kSignedText, "\n", no_newline),
           absl::StrCat("\x01", kSignedText, "\n", line),
           absl::StrCat("\xFF", kSignedText, "\n", line),
           absl::StrCat("\r", kSignedText, "\n", line),
           absl::StrCat(kSignedText, "\n", line, "unexpected\n"),
           absl::StrCat(kSignedText, "\n", line, "\n"),
           absl::StrCat(kSignedText, "\n", "- Peter AAAAAAAA\n"),
           absl::StrCat(kSignedText, "\n", "\u2014 Peter\n"),
           absl::StrCat(kSignedText, "\n", "\u2014 Peter \n"),
           absl::StrCat(kSignedText, "\n", "\u2014  AAAAAAAA\n"),
           absl::StrCat(kSignedText, "\n", "\u2014 Bad Name AAAAAAAA\n"),
           absl::StrCat(kSignedText, "\n", "\u2014 Bad+Name AAAAAAAA\n"),
           absl::StrCat(kSignedText, "\n", "\u2014 Bad\u00a0Name AAAAAAAA\n"),
           absl::StrCat(kSignedText, "\n", "\u2014 Peter AAAAAA==\n"),  // A key hash without signature.
           absl::StrCat(kSignedText, "\n", "\u2014 Peter AAAAAAB=\n"),  // Bits in the padding.
           absl::StrCat(kSignedText, "\n", "\u2014 Peter AAAAAAA\n"),   // No padding.
           absl::StrCat(kSignedText, "\n", "\u2014 Peter AAAAAAAA \n")}) {
    EXPECT_EQ(ParseNote(note).status().code(), StatusCode::kInvalidArgument) << absl::CEscape(note);
  }
}

TEST(NoteTest, TextMayBeginWithAnEmptyLine) {
  const NoteSigner signer = NoteSigner::FromSignerKey(kPeterSecret).value();

  for (const char* text : {"\n", "\n\n", "\nplan\n\n\n", "\u2014 PeterNeumann AAAAAAAA\n"}) {
    EXPECT_EQ(OpenNote(SignNote(text, signer), Peter()).value(), text);
  }
}

TEST(NoteTest, TextThatIsNoNoteTextNeverOpens) {
  const NoteSigner signer = NoteSigner::FromSignerKey(kPeterSecret).value();

  for (const std::string& text :
       std::vector<std::string>{"", "no newline", "a\n\nno newline", "tab\t\n", "\xFF\n", "a\n\n\u2014 a AAAAAAAA"}) {
    EXPECT_FALSE(IsNoteText(text));
    const NoteSignature signature = {.name = signer.name(), .key_hash = signer.key_hash(), .bytes = signer.Sign(text)};
    const std::string note = absl::StrCat(text, "\n", FormatSignatureLines({signature}));
    EXPECT_FALSE(OpenNote(note, Peter()).ok()) << absl::CEscape(text);
  }
}

TEST(NoteDeathTest, OnlyTheTextOfANoteIsSigned) {
  const NoteSigner signer = NoteSigner::FromSignerKey(kPeterSecret).value();

  EXPECT_DEATH(SignNote("no newline", signer), "IsNoteText");
}

TEST(NoteDeathTest, OnlyASignatureOfANamedKeyIsFormatted) {
  EXPECT_DEATH(FormatSignatureLines({NoteSignature{.name = "two words", .key_hash = 1, .bytes = "s"}}), "IsKeyName");
  EXPECT_DEATH(FormatSignatureLines({NoteSignature{.name = "peter", .key_hash = 1, .bytes = ""}}), "empty");
}

TEST(NoteTest, SignatureLinesFormatToWhatTheyWereParsedFrom) {
  const std::string lines = absl::StrCat(kPeterLine, kEnochLine);

  const std::vector<NoteSignature> signatures = ParseSignatureLines(lines).value();

  ASSERT_EQ(signatures.size(), 2u);
  EXPECT_EQ(signatures[1].name, "EnochRoot");
  EXPECT_EQ(FormatSignatureLines(signatures), lines);
}

TEST(NoteTest, AnythingButSignatureLinesIsMalformed) {
  const std::string line = kPeterLine;
  std::string many;
  for (size_t i = 0; i <= kNoteSignaturesMax; ++i) many += line;
  for (const std::string& lines :
       std::vector<std::string>{"", "\n", line.substr(0, line.size() - 1), absl::StrCat("\n", line),
                                absl::StrCat(line, "\n"), absl::StrCat(line, "\n", line), absl::StrCat(line, "text\n"),
                                absl::StrCat(" ", line), PetersNote(), "\u2014 Peter AAAAAA==\n", many}) {
    EXPECT_EQ(ParseSignatureLines(lines).status().code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(AddSignatureLines(PetersNote(), lines).status().code(), StatusCode::kInvalidArgument)
        << absl::CEscape(lines);
  }
}

TEST(NoteTest, AddedSignatureStandsBelowTheNotesOwn) {
  const std::string note = AddSignatureLines(PetersNote(), kEnochLine).value();

  EXPECT_EQ(note, absl::StrCat(kSignedText, "\n", kPeterLine, kEnochLine));
  EXPECT_EQ(OpenNote(note, Peter()).value(), kSignedText);
  EXPECT_EQ(OpenNote(note, Enoch()).value(), kSignedText);
}

TEST(NoteTest, AddedSignatureTakesThePlaceOfAllThatItsKeyGaveBefore) {
  const std::string bad_line = absl::StrReplaceAll(kEnochLine, {{"zmZa", "zmZb"}});
  const std::string note = absl::StrCat(kSignedText, "\n", bad_line, kPeterLine, kEnochLine, bad_line);
  ASSERT_EQ(OpenNote(note, Enoch()).status().code(), StatusCode::kDataLoss);

  const std::string renewed = AddSignatureLines(note, kEnochLine).value();

  EXPECT_EQ(renewed, absl::StrCat(kSignedText, "\n", kPeterLine, kEnochLine));
  EXPECT_EQ(AddSignatureLines(renewed, kEnochLine).value(), renewed);
}

TEST(NoteTest, TwoAddedSignaturesOfOneKeyAreRefused) {
  EXPECT_EQ(AddSignatureLines(PetersNote(), absl::StrCat(kEnochLine, kEnochLine)).status().code(),
            StatusCode::kInvalidArgument);
  // Two keys of one name count as two keys.
  EXPECT_TRUE(AddSignatureLines(PetersNote(), "\u2014 a AAAAAAAA\n\u2014 a AAAAAQAA\n").ok());
}

TEST(NoteTest, SignatureIsAddedToNotesOnly) {
  EXPECT_EQ(AddSignatureLines(kSignedText, kPeterLine).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(AddSignatureLines("", kPeterLine).status().code(), StatusCode::kInvalidArgument);
}

TEST(NoteTest, AddedSignaturesStayWithinTheLimits) {
  std::string lines;
  for (size_t i = 1; i < kNoteSignaturesMax; ++i) absl::StrAppend(&lines, "\u2014 ", i, " AAAAAAAA\n");
  const std::string full = AddSignatureLines(PetersNote(), lines).value();
  const std::string long_text(kNoteBytesMax - sizeof(kPeterLine) - 1, 'x');
  const std::string longest = absl::StrCat(long_text, "\n\n", kPeterLine);

  EXPECT_EQ(AddSignatureLines(full, kEnochLine).status().code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(AddSignatureLines(full, kPeterLine).ok());
  EXPECT_EQ(AddSignatureLines(longest, kEnochLine).status().code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(AddSignatureLines(longest, kPeterLine).ok());
}

TEST(NoteTest, LimitsHold) {
  std::string lines;
  for (size_t i = 0; i < kNoteSignaturesMax; ++i) lines += kPeterLine;
  const std::string long_text(kNoteBytesMax - sizeof(kPeterLine) - 1, 'x');

  EXPECT_TRUE(ParseNote(absl::StrCat(kSignedText, "\n", lines)).ok());
  EXPECT_FALSE(ParseNote(absl::StrCat(kSignedText, "\n", lines, kPeterLine)).ok());
  EXPECT_TRUE(ParseNote(absl::StrCat(long_text, "\n\n", kPeterLine)).ok());
  EXPECT_FALSE(ParseNote(absl::StrCat("x", long_text, "\n\n", kPeterLine)).ok());
}

TEST(NoteTest, RandomBytesGiveAStatus) {
  const uint32_t seed = std::random_device()();
  std::cout << "seed=" << seed << "\n";
  std::mt19937 random(seed);
  const std::string note = PetersNote();

  for (int round = 0; round < 20000; ++round) {
    std::string bytes = note;
    for (int change = 0; change < 3; ++change) {
      const size_t at = random() % bytes.size();
      bytes.replace(at, random() % 8, std::string(random() % 4, static_cast<char>(random())));
    }
    if (bytes != note) {
      EXPECT_FALSE(OpenNote(bytes, Peter()).ok()) << absl::CEscape(bytes);
    }
  }
}

}  // namespace
}  // namespace casejournal::eventstore
