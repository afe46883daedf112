// One-time codes: with which a person signs in the first time, or after a reset, to set a password.
//
// A code has 80 bits of randomness. Unlike a password it can't be guessed from a list, so its hash needs no slow
// function: a salted SHA-256 is enough, and a code for each of thousands of unions is made inside one command.
#ifndef PHANCONG_SERVICES_ACCOUNTS_ONE_TIME_CODE_H_
#define PHANCONG_SERVICES_ACCOUNTS_ONE_TIME_CODE_H_

#include <string>
#include <string_view>

#include "services/serving/entropy.h"

namespace phancong::accounts {

// Four groups of four of 0-9 A-Z without I, L, O, U: "7K2M-Q0XV-9B3T-HW4E".
[[nodiscard]] std::string MakeOneTimeCode(serving::Entropy& entropy);

// What is stored of it: "otc$<salt>$<digest>" in hexadecimal.
[[nodiscard]] std::string HashOneTimeCode(std::string_view code, serving::Entropy& entropy);

// Whether a person typed this code: case, spaces and dashes do not count, I and L are 1, O is 0.
[[nodiscard]] bool IsOneTimeCode(std::string_view typed, std::string_view hash);

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_ONE_TIME_CODE_H_
