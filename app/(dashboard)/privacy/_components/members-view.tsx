import { Banner } from "@/components/ui/feedback/banner";

/** What a member may do on this page, and whose figures it shows them. */
export function MembersView() {
  return (
    <Banner title="You can view these settings">
      Only owners and admins can change them. The figures count your own requests.
    </Banner>
  );
}
