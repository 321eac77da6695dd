import { notFound } from "next/navigation";

/** Any address without a page. It is a page of this group, so that its 404 has the group's frame. */
export default function UnknownPage(): never {
  notFound();
}
