import type { NextConfig } from "next";

const isDevelopment = process.env.NODE_ENV === "development";

const config: NextConfig = {
  // A file named `page.dev.tsx` is a page in development only; a production build does not compile it.
  pageExtensions: isDevelopment ? ["dev.tsx", "tsx", "ts"] : ["tsx", "ts"],
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // `npm run check` does that. Someone who starts the product should not wait for it.
  typescript: { ignoreBuildErrors: true },
  // For every browser the title is in the head of the document, and not in a part that a script puts there.
  htmlLimitedBots: /.*/,
  // The optimizer is attack surface that this product has no use for.
  images: { unoptimized: true },
  serverExternalPackages: [
    "pg",
    "@node-rs/argon2",
    "pino",
    "prom-client",
    "nodemailer",
    "undici",
    "stripe",
    "pdfkit",
    "fontkit",
  ],
  experimental: {
    serverActions: {
      bodySizeLimit: "256kb",
      // A form of a page without a referrer has the origin "null" until it is hydrated. In production the front server
      // checks it and replaces the origin; in development requests go to Next directly.
      ...(isDevelopment && { allowedOrigins: ["null"] }),
    },
  },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
          {
            key: "Permissions-Policy",
            value:
              "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self), publickey-credentials-get=(self)",
          },
        ],
      },
      {
        // Data, not documents: proxy.ts writes the policy of pages, and the public API its own.
        source: "/api/((?!v1/).*)",
        headers: [
          { key: "Referrer-Policy", value: "no-referrer" },
          { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" },
        ],
      },
      {
        // Its colors follow the reader's scheme, by a style of its own. As an image it has no policy, opened by itself it has.
        source: "/icon.svg",
        headers: [
          {
            key: "Content-Security-Policy",
            value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
          },
        ],
      },
    ];
  },
  async redirects() {
    const to = (source: string, destination: string) => ({ source, destination, permanent: false });
    return [
      to("/settings", "/account"),
      to("/settings/preferences", "/account"),
      to("/settings/credits", "/credits"),
      to("/settings/privacy", "/privacy"),
      to("/settings/keys", "/keys"),
      to("/settings/provisioning-keys", "/keys?kind=management"),
      to("/settings/management-keys", "/keys?kind=management"),
    ];
  },
};

export default config;
