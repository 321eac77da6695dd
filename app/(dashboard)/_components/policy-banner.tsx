import { TextLink } from "@/components/ui/actions/text-link";
import { Banner } from "@/components/ui/feedback/banner";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths } from "@/lib/kernel/paths";
import { listPolicyNotices } from "@/lib/policies/acceptances";

/** Says that policies change, on every page, until the user accepts it. A page does not fail with it. */
export async function PolicyBanner({ userId }: { readonly userId: string }) {
  const [notice] = await listPolicyNotices(userId).catch(() => []);
  if (!notice) return null;
  const day = (await viewerFormats()).day(notice.effectiveAt, "UTC");
  return (
    <Banner
      title={
        notice.effectiveAt > new Date() ? `Our policies change on ${day}.` : `Our policies changed on ${day}.`
      }
      action={<TextLink href={paths.accountPolicies}>Review the changes</TextLink>}
    />
  );
}
