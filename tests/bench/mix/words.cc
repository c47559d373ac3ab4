#include "tests/bench/mix/words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kInventedGivenNames[] = {
    "Shannon", "Marisol", "Theo", "Darnell", "Odessa",  "Ximena", "Priya", "Colm",   "Maren",  "Lena",
    "Caleb",   "Brianna", "Kyle", "Delores", "Teresa",  "Naomi",  "Elias", "Walter", "Pa Nou", "Erik",
    "Imani",   "Gail",    "Ruth", "Héctor",  "Yolanda", "Micah",  "Donna", "Rashid", "Ingrid", "Tomasz",
    "Amina",   "Joseph",  "Luz",  "Everett", "Noor",    "Gordon", "Selma", "Dmitri", "Wanda",  "Cyrus"};
constexpr absl::string_view kInventedFamilyNames[] = {
    "Vega",     "Pruitt", "Whitfield", "Haines", "Raman",    "Adair",  "Castile",  "Rusk",   "Marchand", "Dennison",
    "Novak",    "Feldt",  "Osei",      "Marrow", "Okafor",   "Iyer",   "Dole",     "Thao",   "Lindgren", "Abrams",
    "Ferris",   "Aubrey", "Abara",     "Lund",   "Stanhope", "Kettle", "Oyelaran", "Brandt", "Quigley",  "Santoro",
    "Bascombe", "Ortega", "Halloran",  "Nakai",  "Pellham",  "Rourke", "Tolliver", "Ueda",   "Varga",    "Winslow"};
constexpr absl::string_view kPlaces[] = {"Harbor Light Recovery Services",
                                         "Cardinal Street Counseling",
                                         "Millrace Family Visitation Center",
                                         "the office in Millrace",
                                         "Wren County Juvenile Court, courtroom 2",
                                         "Prairie Elementary School",
                                         "the home of the grandmother",
                                         "St. Brendan's Hospital",
                                         "the library of Tallow Falls",
                                         "Bright Start Early Learning",
                                         "the foster home",
                                         "Riverbend Pediatrics",
                                         "Second Street Food Pantry"};
constexpr absl::string_view kStreets[] = {"Mill Street",        "Cardinal Street",    "Old Quarry Road",
                                          "Sycamore Court",     "East Fourth Street", "Tannery Lane",
                                          "Prairie View Drive", "Canal Road"};
constexpr absl::string_view kWho[] = {
    "The mother",        "The father",    "The grandmother",       "The older child",  "The foster mother",
    "The aunt",          "The counselor", "The teacher",           "The pediatrician", "The caseworker",
    "The younger child", "The landlord",  "The guardian ad litem", "Her sponsor",      "The visit supervisor"};
constexpr absl::string_view kDid[] = {"said that",
                                      "wrote that",
                                      "showed that",
                                      "asked whether it was true that",
                                      "reported on the telephone that",
                                      "agreed that",
                                      "was not sure that",
                                      "told the caseworker in the kitchen that",
                                      "confirmed by letter that",
                                      "denied at first, and later said, that"};
constexpr absl::string_view kWhat[] = {"the evening group had been missed twice because of the night shift",
                                       "the children had slept through the night for the first time in weeks",
                                       "the apartment had heat again, and the stove was repaired",
                                       "the screen of last week was negative, as were the four before it",
                                       "the bus does not run after six, so the visits start late",
                                       "he had come to the door and had left when he was asked to",
                                       "the lease could be signed on the first of the month",
                                       "she reads to him every evening before bed",
                                       "nobody had explained what the court would decide next",
                                       "the school had moved the reading lessons to the morning",
                                       "there was enough food in the house, and the medicine was locked away",
                                       "the new work begins at seven and ends at half past three",
                                       "the cousin can take both children on weekends",
                                       "the waiting list is four months long",
                                       "it was hard to speak about the winter before last",
                                       "the visits end calmly now that the goodbye is always the same"};
constexpr absl::string_view kThen[] = {"A copy of the letter is in the file.",
                                       "They will speak about it again on Thursday.",
                                       "Nothing else was raised.",
                                       "The plan stays as it is.",
                                       "A ride was arranged for the next three weeks.",
                                       "The form was signed on the spot.",
                                       "The supervisor was told the same day.",
                                       "An interpreter took part by telephone."};
constexpr absl::string_view kPhrases[] = {"every screen negative for twelve weeks",
                                          "a safe and steady home for both children",
                                          "weekly sessions at the clinic",
                                          "the smoke detector and the window locks",
                                          "a bed of his own",
                                          "reading at the level of the class",
                                          "transport on the days of the visits",
                                          "agreed at the kitchen table",
                                          "as the letter of the provider states",
                                          "by telephone, then by certified mail",
                                          "because the shift was changed",
                                          "until the lease is signed",
                                          "the sessions of the parenting group",
                                          "contact with the family of the father",
                                          "a plan for the days on which she works late",
                                          "the appointment with the pediatrician",
                                          "help with the arrears of the rent",
                                          "without any drug that was not prescribed"};

}  // namespace

std::string Words::Uuid() {
  const uint64_t high = (random_() & ~0xf000ull) | 0x4000;
  const uint64_t low = (random_() & ~(3ull << 62)) | (2ull << 62);
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, (high >> 16) & 0xffff, high & 0xffff, low >> 48,
                         low & 0xffffffffffff);
}

std::string Words::Digest() {
  std::string digest;
  for (size_t i = 0; i < 32; ++i) digest.push_back(static_cast<char>(Below(256)));
  return digest;
}

std::string Words::PersonName() {
  return absl::StrCat(Any<absl::string_view>(kInventedGivenNames), " ", Any<absl::string_view>(kInventedFamilyNames));
}

std::string Words::Provider() { return std::string(Any<absl::string_view>(kPlaces)); }

std::string Words::Street() {
  return absl::StrCat(1 + Below(900), " ", Any<absl::string_view>(kStreets), ", Millrace");
}

std::string Words::Phrase() { return std::string(Any<absl::string_view>(kPhrases)); }

std::string Words::Sentence() {
  return absl::StrCat(Any<absl::string_view>(kWho), " ", Any<absl::string_view>(kDid), " ",
                      Any<absl::string_view>(kWhat), ".");
}

std::string Words::Account(size_t least, size_t most) {
  std::string account;
  for (size_t left = least + Below(most - least + 1); left > 0; --left) {
    absl::StrAppend(&account, account.empty() ? "" : " ", Sentence());
  }
  if (OneIn(3)) absl::StrAppend(&account, " ", Any<absl::string_view>(kThen));
  return account;
}

std::string Words::CourtNumber() { return absl::StrFormat("%02d-JV-%08d", 20 + Below(7), Below(100'000'000)); }

}  // namespace casejournal::services
