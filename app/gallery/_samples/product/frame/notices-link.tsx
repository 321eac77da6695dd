import { Sample } from "@/app/gallery/_components/sample";
import { NoticesLink } from "@/components/product/frame/notices-link";

export function NoticesLinkSamples() {
  return (
    <>
      <Sample state="Default">
        <NoticesLink unread={0} />
      </Sample>
      <Sample state="New">
        <NoticesLink unread={3} />
      </Sample>
      <Sample state="Very many">
        <NoticesLink unread={120} />
      </Sample>
    </>
  );
}
