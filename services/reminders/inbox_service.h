// InboxService on gRPC; see inbox.h for what it does.
#ifndef PHANCONG_SERVICES_REMINDERS_INBOX_SERVICE_H_
#define PHANCONG_SERVICES_REMINDERS_INBOX_SERVICE_H_

#include "phancong/v1/inbox_service.grpc.pb.h"
#include "services/serving/calls.h"
#include "services/serving/watches.h"
#include "services/serving/writer.h"

namespace phancong::reminders {

class InboxService final : public v1::InboxService::CallbackService {
 public:
  // All outlive it.
  InboxService(serving::Calls& calls, serving::Watches& watches, serving::Writer& writer);
  ~InboxService() override;

  grpc::ServerUnaryReactor* ListInbox(grpc::CallbackServerContext* context, const v1::ListInboxRequest* request,
                                      v1::ListInboxResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchInboxResponse>* WatchInbox(grpc::CallbackServerContext* context,
                                                               const v1::WatchInboxRequest* request) override;
  grpc::ServerUnaryReactor* MarkInboxRead(grpc::CallbackServerContext* context, const v1::MarkInboxReadRequest* request,
                                          v1::MarkInboxReadResponse* response) override;
  grpc::ServerUnaryReactor* SetMailAddress(grpc::CallbackServerContext* context,
                                           const v1::SetMailAddressRequest* request,
                                           v1::SetMailAddressResponse* response) override;

 private:
  serving::Calls& calls_;
  serving::Watches& watches_;
  serving::Writer& writer_;
};

}  // namespace phancong::reminders

#endif  // PHANCONG_SERVICES_REMINDERS_INBOX_SERVICE_H_
