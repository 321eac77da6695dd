import "server-only";
import { type Failure, fail } from "@/lib/kernel/outcome";

/** For a new password that is the one that the account was secured against. */
export function retiredPassword(field: string): Failure<"weak_password"> {
  return fail("weak_password", {
    field,
    message: "Your account was secured because someone may know this password. Choose another one.",
  });
}
