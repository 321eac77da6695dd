import type { MetadataRoute } from "next";
import { paths } from "@/lib/kernel/paths";

/** What anyone may read may be searched for; what a person sees of their own has nothing to say to strangers. */
export default function robots(): MetadataRoute.Robots {
  const { account, activity, credits, keys, operator, privacy, reset, verify } = paths;
  const own = [account, activity, credits, keys, operator, privacy, reset, verify, "/logs", "/settings"];
  return { rules: { userAgent: "*", disallow: ["/api/", ...own] } };
}
