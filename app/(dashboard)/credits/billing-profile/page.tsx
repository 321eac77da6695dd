import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { TextLink } from "@/components/ui/actions/text-link";
import { SkeletonCard, SkeletonRegion } from "@/components/ui/feedback/skeleton";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { isAdmin } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { ProfileForm } from "./_components/profile-form";

export const metadata: Metadata = { title: "Billing profile" };

export default async function BillingProfilePage() {
  const actor = await requireActor();
  // Members see no purchases, and their invoices concern the workspace's owners.
  if (!isAdmin(actor)) notFound();
  return (
    <Stack>
      <p>
        <TextLink href={paths.credits} tone="quiet">
          Credits
        </TextLink>
      </p>
      <PageHeader title="Billing profile" sentence="Appears on your invoices. Shared with Stripe." />
      <Suspense
        fallback={
          <SkeletonRegion label="Loading the billing profile">
            <SkeletonCard lines={8} />
          </SkeletonRegion>
        }
      >
        <ProfileForm actor={actor} />
      </Suspense>
    </Stack>
  );
}
