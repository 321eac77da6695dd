import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { NotThere } from "@/components/product/not-there";
import { plainHeader, statusName } from "@/lib/kernel/plain-page";

/**
 * A public page for what does not exist. Where the framework renders its 404 with a script, a page that has no scripts
 * would be empty: there this is a page like others, which names its status for the front server.
 */
export async function PublicNotFound() {
  if (!(await headers()).has(plainHeader)) notFound();
  return (
    <>
      <meta name={statusName} content="404" />
      <meta name="robots" content="noindex" />
      <NotThere />
    </>
  );
}
