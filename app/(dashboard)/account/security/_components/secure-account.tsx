import { Button } from "@/components/ui/actions/button";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { secureAccountAction } from "../actions";

/** For someone who sees a sign-in, a key or a charge that is not theirs. Framed like the deletion of the account. */
export function SecureAccount() {
  return (
    <section
      id="secure"
      aria-labelledby="secure-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-3 rounded-lg border border-danger p-4"
    >
      <h2 id="secure-title" className="text-lg font-semibold text-danger">
        My account may be compromised
      </h2>
      <p className="max-w-[72ch] text-ink-muted">
        Signs out every session, disables your keys, and makes your password useless until you choose a new
        one by email. Credits, settings, and requests stay as they are.
      </p>
      <div>
        <ConfirmDialog
          trigger={<Button>Secure account</Button>}
          title="Secure your account"
          consequence="You're signed out everywhere, here too. All keys of your workspace and your keys in teams stop working now, and archives of your account are deleted. We email you a link to choose a new password; afterwards you can enable keys again. Admins of your teams are told."
          confirmLabel="Secure account"
          action={secureAccountAction}
        />
      </div>
    </section>
  );
}
