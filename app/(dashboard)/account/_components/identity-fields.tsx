import type { ReactNode } from "react";
import { CodeField } from "@/components/product/code-field";
import { PasswordField } from "@/components/ui/forms/password-field";
import { getViewer } from "@/lib/auth/viewer";

/** What proves that the viewer is the account's owner: the password, and a code when two-factor authentication is on. */
export async function IdentityFields({ hint }: { readonly hint?: ReactNode }) {
  return (
    <>
      <PasswordField
        name="currentPassword"
        label="Current password"
        autoComplete="current-password"
        hint={hint}
      />
      <CodeIfOn />
    </>
  );
}

/** A field for a code, for accounts with two-factor authentication. */
export async function CodeIfOn() {
  const { user } = await getViewer();
  return user.hasTwoFactor ? <CodeField /> : null;
}
