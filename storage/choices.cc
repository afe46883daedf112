#include "storage/choices.h"

namespace phancong::storage {

void Choices::Contains(std::string_view column, const std::string& text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  pattern += "%";
  sql_ += "AND " + std::string(column) + " LIKE " + Placeholder(pattern) + " ESCAPE '\\' ";
}

void Choices::Beyond(std::string_view columns, std::string_view comparison, Values position) {
  sql_ += "AND " + std::string(columns) + " " + std::string(comparison) + " (";
  for (size_t i = 0; i < position.size(); ++i) {
    if (i != 0) sql_ += ", ";
    sql_ += Placeholder(std::move(position[i]));
  }
  sql_ += ") ";
}

}  // namespace phancong::storage
