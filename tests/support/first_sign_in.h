// The administrator's first steps, for tests that start the application themselves, without a World.
#ifndef PHANCONG_TESTS_SUPPORT_FIRST_SIGN_IN_H_
#define PHANCONG_TESTS_SUPPORT_FIRST_SIGN_IN_H_

#include <string>

#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.grpc.pb.h"

namespace phancong::support {

// quan-tri of bac-quang signs in with the one-time code and sets a password; the session's token.
inline std::string SignsInWithTheCode(v1::AccountService::Stub& accounts, const std::string& code) {
  v1::SignInRequest sign_in;
  sign_in.set_parent("federations/bac-quang");
  sign_in.set_account_id("quan-tri");
  sign_in.set_password(code);
  v1::SignInResponse signed_in;
  grpc::ClientContext first;
  EXPECT_TRUE(accounts.SignIn(&first, sign_in, &signed_in).ok());
  v1::ChangePasswordRequest change;
  change.set_parent("federations/bac-quang");
  change.set_old_password(code);
  change.set_new_password("bến đò chiều của quản trị");
  v1::ChangePasswordResponse changed;
  grpc::ClientContext second;
  second.AddMetadata("authorization", "Bearer " + signed_in.token());
  EXPECT_TRUE(accounts.ChangePassword(&second, change, &changed).ok());
  return signed_in.token();
}

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_FIRST_SIGN_IN_H_
