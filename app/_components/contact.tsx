import { env } from "@/lib/config/env";

type ContactProps = {
  readonly kind: "support" | "privacy" | "security";
  /** Before the address: "Questions about your account:". */
  readonly lead: string;
  /** The whole sentence without an address, if not the usual one. */
  readonly otherwise?: string;
};

/** How to reach the operator about something, or that the operator has named no contact for it. */
export function Contact({ kind, lead, otherwise }: ContactProps) {
  const { supportEmail, privacyEmail, securityEmail } = env().contacts;
  const email = { support: supportEmail, privacy: privacyEmail, security: securityEmail }[kind];
  if (email === null && otherwise) return <>{otherwise}</>;
  return (
    <>
      {lead}{" "}
      {email === null ? (
        "the operator of this installation has named no contact."
      ) : (
        <>
          write to{" "}
          <a
            href={`mailto:${email}`}
            className="rounded-sm py-1 text-accent underline decoration-1 underline-offset-2 break-id hover:text-accent-strong"
          >
            {email}
          </a>
          .
        </>
      )}
    </>
  );
}

/** How to reach support, where help is offered; nothing if the operator has named no address. */
export function SupportLine({ lead, isMuted }: Pick<ContactProps, "lead"> & { readonly isMuted?: boolean }) {
  return env().contacts.supportEmail === null ? null : (
    <p className={isMuted ? "text-sm text-ink-muted" : undefined}>
      <Contact kind="support" lead={lead} />
    </p>
  );
}

/** The operator's postal address, if one is named. */
export function PostalAddress() {
  const { postalAddress } = env().contacts;
  if (postalAddress === null) return null;
  return <address className="whitespace-pre-line not-italic">{postalAddress}</address>;
}
