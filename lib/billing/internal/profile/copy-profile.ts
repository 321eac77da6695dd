import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { msPerHour, msPerSecond } from "@/lib/kernel/clock";
import { isMissing, patience, stripe, stripeErrorFacts } from "../stripe-client";

/** Longer than all calls of one copy together: after that, its process has ended. */
const leaseMs = 60 * msPerSecond;
const firstRetryMs = 10 * msPerSecond;

type Claimed = {
  readonly workspaceId: string;
  readonly customerId: string;
  readonly version: number;
  readonly copiedTaxId: string | null;
  readonly name: string;
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
  readonly taxIdType: string | null;
  readonly taxIdValue: string | null;
};

/**
 * Copies a workspace's billing profile to its Stripe customer, when there is one and it is outdated. One copy runs at a
 * time, so that an older version never arrives after a newer one; a change during a copy is copied right after it. A
 * failed copy is tried again by the job, at growing distances. Not inside a transaction.
 */
export async function copyProfile(workspaceId: string): Promise<void> {
  for (let claimed = await claim(workspaceId); claimed; claimed = await claim(workspaceId)) {
    const copied = await send(claimed);
    if (!copied) return;
    await sqlPool().query(
      `update billing_profiles set copied_version = $2, copied_tax_id = $3, failure = $4, attempts = 0,
              next_copy_at = now(), copying_until = null
       where workspace_id = $1`,
      [workspaceId, claimed.version, copied.taxId, copied.failure],
    );
  }
}

async function claim(workspaceId: string): Promise<Claimed | null> {
  const { rows } = await sqlPool().query<Claimed>(
    `update billing_profiles b set copying_until = now() + $2::int * interval '1 millisecond'
       from stripe_customers c
      where b.workspace_id = $1 and c.workspace_id = b.workspace_id and b.copied_version < b.version
        and b.next_copy_at <= now() and (b.copying_until is null or b.copying_until < now())
     returning b.workspace_id as "workspaceId", c.customer_id as "customerId", b.version,
               b.copied_tax_id as "copiedTaxId", b.name, b.line1, b.line2, b.city, b.region,
               b.postal_code as "postalCode", b.country, b.tax_id_type as "taxIdType", b.tax_id_value as "taxIdValue"`,
    [workspaceId, leaseMs],
  );
  return rows[0] ?? null;
}

type Copied = { readonly taxId: string | null; readonly failure: string | null };

/** Null when Stripe did not take it: the next attempt is scheduled then. */
async function send(profile: Claimed): Promise<Copied | null> {
  try {
    const { name, line1, line2, city, region, postalCode, country } = profile;
    // All parts, because empty text removes what is there and an absent part leaves it.
    const address = { line1, line2, city, state: region, postal_code: postalCode, country };
    await stripe().customers.update(profile.customerId, { name, address }, patience);
    return await sendTaxId(profile);
  } catch (error) {
    await postpone(profile, error);
    return null;
  }
}

/** A tax ID of the profile is the only one; without one, a tax ID that a buyer typed on the payment page stays. */
async function sendTaxId(profile: Claimed): Promise<Copied> {
  const { customerId, copiedTaxId, taxIdType: type, taxIdValue: value } = profile;
  const taxIds = (await stripe().customers.listTaxIds(customerId, { limit: 100 }, patience)).data;
  const isWanted = (taxId: { type: string; value: string }) => taxId.type === type && taxId.value === value;
  const wanted = taxIds.find(isWanted);
  let created: string | null = null;
  if (type && value && !wanted) {
    try {
      created = (await stripe().customers.createTaxId(customerId, { type, value }, patience)).id;
    } catch (error) {
      if (Reflect.get(Object(error), "code") !== "tax_id_invalid") throw error;
      // Trying again would change nothing: the person has to correct it. What Stripe has stays until then.
      return { taxId: copiedTaxId, failure: "tax_id_invalid" };
    }
  }
  // Last, so that a failure leaves one too many and never none.
  const outdated = taxIds.filter((taxId) => (type ? !isWanted(taxId) : taxId.id === copiedTaxId));
  for (const { id } of outdated) await removeTaxId(customerId, id);
  return { taxId: wanted?.id ?? created, failure: null };
}

async function removeTaxId(customerId: string, id: string): Promise<void> {
  try {
    await stripe().customers.deleteTaxId(customerId, id, patience);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function postpone({ workspaceId, version }: Claimed, error: unknown): Promise<void> {
  const facts = stripeErrorFacts(error);
  log().warn({ event: "billing_profile_not_copied", workspaceId, ...facts });
  const code = String(facts["code"] ?? facts["kind"] ?? "error").slice(0, 80);
  // A newer version is tried at once.
  await sqlPool().query(
    `update billing_profiles
        set attempts = attempts + 1, failure = $3, copying_until = null,
            next_copy_at = case when version > $2 then now()
              else now() + least($4::int * power(2, least(attempts, 20)), $5::int) * interval '1 millisecond' end
      where workspace_id = $1`,
    [workspaceId, version, code, firstRetryMs, msPerHour],
  );
}
