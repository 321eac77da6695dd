import "server-only";
import { isUniqueViolation } from "@/lib/db/database-errors";
import { transaction } from "@/lib/db/client";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { confirmAddress } from "./internal/confirm-address";
import { insertUser } from "./internal/insert-user";
import { hashPassword } from "./internal/password";
import { normalizeEmail } from "@/lib/kernel/email";

type CreateUser = {
  readonly email: string;
  /** Not checked for strength: the operator decides. Without one, the user sets it through a reset mail. */
  readonly password?: string | undefined;
  readonly verified: boolean;
  readonly name?: string | undefined;
};

type CreatedUser = { readonly userId: string; readonly workspaceId: string; readonly email: string };

/** Creates an account for the operator: no mail is sent. A verified one gets the credits of new accounts. */
export async function createUser(
  input: CreateUser,
): Promise<Outcome<CreatedUser, "invalid_email" | "email_taken">> {
  const email = normalizeEmail(input.email);
  if (!email) return fail("invalid_email", { field: "email", message: "Enter a valid email address." });
  const passwordHash = input.password ? await hashPassword(input.password) : null;
  try {
    return await transaction(async (tx) => {
      const created = await insertUser(tx, { email, passwordHash, name: input.name ?? null });
      if (input.verified) await confirmAddress(tx, created.userId, email);
      return ok({ ...created, email });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return fail("email_taken", { field: "email", message: "An account with this address already exists." });
  }
}
