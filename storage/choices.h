// The conditions of a list, built from fixed texts and numbered values: no value is ever pasted into SQL.
#ifndef PHANCONG_STORAGE_CHOICES_H_
#define PHANCONG_STORAGE_CHOICES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"

namespace phancong::storage {

class Choices {
 public:
  // `where` begins the conditions and uses $1 … for `values`.
  Choices(std::string_view where, Values values) : sql_(where), values_(std::move(values)) {}

  // Adds a fixed text, and one that ends with a value.
  void Add(std::string_view text) { sql_ += text; }
  void Add(std::string_view text, Value value) {
    sql_ += text;
    sql_ += Placeholder(std::move(value)) + " ";
  }
  // AND column IN (…). No choices: nothing fits.
  template <typename T>
  void OneOf(std::string_view column, const std::vector<T>& choices) {
    if (choices.empty()) {
      sql_ += "AND 1 = 0 ";
      return;
    }
    sql_ += "AND " + std::string(column) + " IN (";
    for (size_t i = 0; i < choices.size(); ++i) sql_ += (i == 0 ? "" : ", ") + Placeholder(choices[i]);
    sql_ += ") ";
  }
  // AND the text is somewhere in the column; every character stands for itself.
  void Contains(std::string_view column, const std::string& text);
  // AND the row value `columns` is greater (or smaller) than these: where a page begins.
  void After(std::string_view columns, Values position) { Beyond(columns, ">", std::move(position)); }
  void Before(std::string_view columns, Values position) { Beyond(columns, "<", std::move(position)); }
  // The same, or equal to them: where it ends.
  void From(std::string_view columns, Values position) { Beyond(columns, ">=", std::move(position)); }
  void UpTo(std::string_view columns, Values position) { Beyond(columns, "<=", std::move(position)); }

  [[nodiscard]] const std::string& sql() const { return sql_; }
  [[nodiscard]] const Values& values() const { return values_; }

 private:
  std::string Placeholder(Value value) {
    values_.push_back(std::move(value));
    return "$" + std::to_string(values_.size());
  }
  void Beyond(std::string_view columns, std::string_view comparison, Values position);

  std::string sql_;
  Values values_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_CHOICES_H_
