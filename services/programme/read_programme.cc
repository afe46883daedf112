#include "services/programme/read_programme.h"

#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "storage/programmes.h"

namespace phancong::programme {

absl::Status GetProgramme(serving::ReadContext& context, const v1::GetProgrammeRequest& request,
                          v1::GetProgrammeResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kProgramme));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                   name.number == 0 ? storage::NewestProgramme(context.tx(), context.federation())
                                    : storage::GetProgramme(context.tx(), context.federation(), name.number));
  response->set_name(rules::ProgrammeName(context.actor().federation_id, row.version));
  response->set_decision_number(row.decision_number);
  *response->mutable_programme() = *row.programme;
  return absl::OkStatus();
}

}  // namespace phancong::programme
