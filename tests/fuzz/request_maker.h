// Requests that are made up, and altered: what a fuzzer of bytes alone would take for ever to find is taken from the
// federation itself, its names, ids and etags.
#ifndef PHANCONG_TESTS_FUZZ_REQUEST_MAKER_H_
#define PHANCONG_TESTS_FUZZ_REQUEST_MAKER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "services/rules/names.h"
#include "tests/fuzz/bodies.h"
#include "tests/fuzz/federation.h"
#include "tests/fuzz/stage.h"

namespace phancong::fuzz {

// What a request may speak of.
struct Vocabulary {
  std::map<rules::NameKind, std::vector<std::string>> names;
  // Ids, etags and the like, by the name of the field in which they stand.
  std::map<std::string, std::vector<std::string>> texts;
};

// All that the federation shows to anybody who asks.
[[nodiscard]] Vocabulary Learn(const Federation& federation, Stage& stage);

class RequestMaker {
 public:
  // Both outlive it.
  RequestMaker(const Vocabulary& vocabulary, uint32_t seed) : vocabulary_(vocabulary), random_(seed) {}

  [[nodiscard]] std::unique_ptr<google::protobuf::Message> Make(const Body& body);
  // Another value in one field, somewhere in the request.
  void Alter(const Body& body, google::protobuf::Message& request);
  // 0 to below - 1.
  [[nodiscard]] size_t Draw(size_t below);

 private:
  void Fill(google::protobuf::Message& message, int depth);
  void FillField(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field, int depth);
  void NameResource(const Body& body, google::protobuf::Message& request);
  std::string Text(const std::string& field);
  int64_t Number();

  const Vocabulary& vocabulary_;
  std::mt19937 random_;
};

}  // namespace phancong::fuzz

#endif  // PHANCONG_TESTS_FUZZ_REQUEST_MAKER_H_
