import type { MetadataRoute } from "next";
import { paths } from "@/lib/kernel/paths";

/** Search engines may index the public pages, not the account pages or the API. */
export default function robots(): MetadataRoute.Robots {
  const { account, activity, credits, disableKey, keys, operator, privacy, reset, verify } = paths;
  const signedIn = [account, activity, credits, keys, operator, privacy, "/logs", "/settings"];
  const own = [...signedIn, disableKey, reset, verify];
  return { rules: { userAgent: "*", disallow: ["/api/", ...own] } };
}
