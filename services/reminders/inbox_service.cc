#include "services/reminders/inbox_service.h"

#include <utility>

#include "services/reminders/inbox.h"

namespace phancong::reminders {

InboxService::InboxService(serving::Calls& calls, serving::Watches& watches, serving::Writer& writer)
    : calls_(calls), watches_(watches), writer_(writer) {}
InboxService::~InboxService() = default;

grpc::ServerUnaryReactor* InboxService::ListInbox(grpc::CallbackServerContext* context,
                                                  const v1::ListInboxRequest* request,
                                                  v1::ListInboxResponse* response) {
  return calls_.Read(context, request, response, reminders::ListInbox);
}

grpc::ServerWriteReactor<v1::WatchInboxResponse>* InboxService::WatchInbox(grpc::CallbackServerContext* context,
                                                                           const v1::WatchInboxRequest* request) {
  return watches_.Start<v1::WatchInboxResponse>(context, request, MessagesAfter(*request));
}

grpc::ServerUnaryReactor* InboxService::MarkInboxRead(grpc::CallbackServerContext* context,
                                                      const v1::MarkInboxReadRequest* request,
                                                      v1::MarkInboxReadResponse* response) {
  return calls_.Operation(context, request, [&](const serving::Actor& actor, serving::Done done) {
    reminders::MarkInboxRead(writer_, actor, *request, response, std::move(done));
  });
}

grpc::ServerUnaryReactor* InboxService::SetMailAddress(grpc::CallbackServerContext* context,
                                                       const v1::SetMailAddressRequest* request,
                                                       v1::SetMailAddressResponse* response) {
  return calls_.Command(context, request, response, reminders::SetMailAddress);
}

}  // namespace phancong::reminders
