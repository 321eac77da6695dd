import type { MetadataRoute } from "next";
import { paths } from "@/lib/kernel/paths";

/** Search engines may index the public pages, not the account pages or the API. */
export default function robots(): MetadataRoute.Robots {
  const { account, activity, credits, keys, operator, privacy, reset, verify } = paths;
  const own = [account, activity, credits, keys, operator, privacy, reset, verify, "/logs", "/settings"];
  return { rules: { userAgent: "*", disallow: ["/api/", ...own] } };
}
