import { IdentityFields } from "@/app/(dashboard)/account/_components/identity-fields";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SettingGroup } from "@/components/ui/forms/setting-row";
import type { ArchiveEntry } from "@/lib/archives/list-archives";
import { requestArchiveAction } from "../actions";
import { ArchiveRow } from "./archive-row";

type ArchivesProps = {
  readonly archives: readonly ArchiveEntry[];
  readonly email: string;
  readonly zone: string;
};

/** Everything that is stored about the account, as a file: a form that requests it, and the latest ones. */
export function Archives({ archives, email, zone }: ArchivesProps) {
  const isUnfinished = archives.some(({ state }) => state === "queued" || state === "running");
  return (
    <SettingGroup
      title="Archive of your account"
      description="Everything that is stored about you, in one ZIP file: profile, sessions, security log, keys without their secrets, settings and their history, purchases, transactions, requests, and stored content. Each table is there as JSON and as CSV, with a description of every field."
    >
      {isUnfinished ? null : <RequestForm email={email} />}
      {archives.map((archive) => (
        <ArchiveRow key={archive.id} archive={archive} zone={zone} />
      ))}
    </SettingGroup>
  );
}

function RequestForm({ email }: { readonly email: string }) {
  return (
    <ActionForm action={requestArchiveAction} label="Request an archive" clearOnSuccess toast="success">
      {/* Tells password managers which account this password belongs to. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <IdentityFields hint="Confirm your password to download everything." />
      <div>
        <SubmitButton>Request archive</SubmitButton>
      </div>
    </ActionForm>
  );
}
