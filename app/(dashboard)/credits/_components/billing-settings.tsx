import { RetryButton } from "@/components/product/retry-button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Badge } from "@/components/ui/feedback/badge";
import { FailedState } from "@/components/ui/feedback/failed-state";
import type { Tone } from "@/components/ui/feedback/tone";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import {
  type BillingProfile,
  getBillingProfile,
  type ProfileCopy,
} from "@/lib/billing/profile/get-billing-profile";
import { addressLine } from "@/lib/billing/rules/profile/summary";
import { taxIdLabel } from "@/lib/billing/rules/profile/tax-ids";
import { env } from "@/lib/config/env";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { paymentMethodsText } from "@/lib/kernel/payment-methods";
import { paths } from "@/lib/kernel/paths";
import { attempt } from "@/lib/web/attempt";
import { managePaymentMethods } from "../actions";

/** Who is named on invoices, and the way to saved cards. Nothing for members. */
export async function BillingSettings({ actor }: { readonly actor: Actor }) {
  if (!isAdmin(actor)) return null;
  const read = await attempt(getBillingProfile(actor));
  const methods = paymentMethodsText(env().paymentMethods);
  return (
    <SettingGroup title="Billing">
      {read.ok ? (
        <ProfileRow profile={read.value} />
      ) : (
        <FailedState
          title="The billing profile couldn't be loaded"
          requestId={read.requestId}
          retry={<RetryButton />}
        />
      )}
      <ActionForm action={managePaymentMethods} label="Payment methods" layout="setting">
        <SettingRow
          title="Payment methods"
          consequence={`Pay by ${methods}. Cards are saved at Stripe, never here.`}
          control={
            <SubmitButton variant="secondary" size="small">
              Manage<span className="sr-only"> payment methods</span>
            </SubmitButton>
          }
        />
      </ActionForm>
    </SettingGroup>
  );
}

function ProfileRow({ profile }: { readonly profile: BillingProfile | null }) {
  const edit = (
    <LinkButton href={paths.billingProfile} size="small">
      {profile ? "Edit" : "Add"}
      <span className="sr-only"> billing profile</span>
    </LinkButton>
  );
  if (!profile) {
    const consequence = "Invoices show the name and address that you type on the payment page.";
    return <SettingRow title="Billing profile" consequence={consequence} control={edit} />;
  }
  const face = faces[profile.copy];
  return (
    <SettingRow
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          Billing profile {face ? <Badge tone={face.tone}>{face.word}</Badge> : null}
        </span>
      }
      consequence={<Summary profile={profile} note={face?.note} />}
      control={edit}
    />
  );
}

type Face = { readonly tone: Tone; readonly word: string; readonly note: string };

const faces: Partial<Record<ProfileCopy, Face>> = {
  waiting: {
    tone: "held",
    word: "Saved, not yet at Stripe",
    note: "Stripe isn't responding. It gets the changes as soon as it does; invoices until then show the earlier ones.",
  },
  rejected: {
    tone: "danger",
    word: "Tax ID rejected",
    note: "Stripe doesn't accept this tax ID, so it isn't on invoices. Check it and save it again.",
  },
};

function Summary({ profile, note }: { readonly profile: BillingProfile; readonly note: string | undefined }) {
  const { name, taxId, reference } = profile;
  return (
    <>
      <p className="break-id">
        {name}, {addressLine(profile)}
      </p>
      {taxId ? (
        <p className="break-id">
          {taxIdLabel(taxId.type)} {taxId.value}
        </p>
      ) : null}
      {reference ? <p className="break-id">Reference on invoices: {reference}</p> : null}
      {note ? <p className="text-ink">{note}</p> : null}
    </>
  );
}
