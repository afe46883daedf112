// While the server is built: what all migrations together make of an empty database, written into a source file.
//
//   newest_schema OUT.cc 0001_spine.sql …
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdlib>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>

namespace {

// What of SQLite's own list of tables and indexes was declared by a statement; a table stands before its indexes.
constexpr char kDeclared[] = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type <> 'table', rowid";

void WriteDeclarations(SQLite::Database& database, std::ostream& out) {
  for (SQLite::Statement declared(database, kDeclared); declared.executeStep();) {
    out << declared.getColumn(0).getString() << ";\n";
  }
}

void WriteRows(SQLite::Database& database, const std::string& table, std::ostream& out) {
  SQLite::Statement columns(database,
                            "SELECT group_concat('quote(' || name || ')', ' || '', '' || ') FROM pragma_table_info(?)");
  columns.bind(1, table);
  columns.executeStep();
  const std::string values = columns.getColumn(0).getString();
  for (SQLite::Statement rows(database, "SELECT " + values + " FROM " + table); rows.executeStep();) {
    out << "INSERT INTO " << table << " VALUES (" << rows.getColumn(0).getString() << ");\n";
  }
}

std::string Content(const char* file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return EXIT_FAILURE;
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  for (int i = 2; i < argc; ++i) database.exec(Content(argv[i]));
  std::ofstream out(argv[1], std::ios::trunc);
  out << "#include \"storage/schema.h\"\n\nnamespace phancong::storage {\n\nstd::string_view NewestSchema() {\n"
         "  return R\"sql(";
  WriteDeclarations(database, out);
  for (SQLite::Statement tables(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
       tables.executeStep();) {
    WriteRows(database, tables.getColumn(0).getString(), out);
  }
  out << ")sql\";\n}\n\n}  // namespace phancong::storage\n";
  out.close();
  return out ? EXIT_SUCCESS : EXIT_FAILURE;
}
