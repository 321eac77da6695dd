import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Balance } from "@/lib/ledger/get-balance";
import { DeleteAccount } from "./delete-account";
import { IdentityFields } from "./identity-fields";

type DangerZoneProps = { readonly email: string; readonly balance: Balance };

/** Deleting the account: always last, with what is lost. */
export async function DangerZone({ email, balance: { availableNanos, balanceNanos } }: DangerZoneProps) {
  const formats = await viewerFormats();
  const credits = formats.dollars(availableNanos < 0n ? 0n : availableNanos, { floor: true });
  return (
    <section
      id="delete"
      aria-labelledby="delete-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-3 rounded-lg border border-danger p-4"
    >
      <h2 id="delete-title" className="text-lg font-semibold text-danger">
        Delete your account
      </h2>
      <p className="max-w-[72ch] text-ink-muted">
        This is permanent and takes effect immediately. You're signed out everywhere, all keys stop working,
        and {credits} in unused credits are lost. Your name, address, and settings are erased at once;
        requests and stored content within the hour, and what still ends afterwards within two days. Billing
        records are kept as long as the law requires, without your name or address. We email a link that shows
        what was removed.
      </p>
      <div>
        <DeleteAccount email={email} credits={credits} seenNanos={balanceNanos.toString()}>
          <IdentityFields />
        </DeleteAccount>
      </div>
    </section>
  );
}
